# A table without splits is audited as training will split it.
$ undula audit $ROOT/data/examples/motif.csv --strict
split  class  sequences  bases   median length  lengths  median GC %  90 % of GC
train  motif  240        19,200  80             80       50.0         41.2 to 57.5
*
without a model, on test                                accuracy  MCC
the majority class                                      0.5000    0.0000
length alone                                            0.5000    0.0000
GC alone                                                0.5167    0.0334
looking up copies in train (else 'motif')               0.5000    0.0000
looking up near-duplicates in train too (else 'motif')  0.5000    0.0000
ok:   every class is in every split
*
ok:   0 of 60 test sequences are in train too
ok:   0 of 60 test sequences are in valid too
ok:   0 of 60 test sequences are near-duplicates of one in train; 0.0 % of all test minimizers occur in train

# Leaks planted: test is half of train, one sequence of it reversed, one shifted, one under the other label.
$ mkdir d && head -121 $ROOT/data/examples/motif.csv > d/train.csv && sed -n '1p;122,181p' $ROOT/data/examples/motif.csv > d/dev.csv
$ (sed -n 1,61p d/train.csv && echo "$(sed -n '70s/,.*//p' d/train.csv | rev | tr ACGT TGCA),$(sed -n '70s/.*,//p' d/train.csv)" && sed -n '71s/^....//p' d/train.csv && sed -n '72p' d/train.csv | sed 's/plain/x/;s/motif/plain/;s/x$/motif/') > d/test.csv
$ undula audit d --pairs pairs.tsv -o page.html | grep ^warn
warn: looking up copies in train (else '*') is right in 9*
warn: looking up near-duplicates in train too *
warn: 1 of 120 train sequences (0.83 %) are also there under a different label
warn: 1 of 63 test sequences (1.59 %) are also there under a different label
warn: 62 of 63 test sequences (98.4 %) are in train too, 1 of them only as reverse complements
warn: 1 of 63 test sequences (1.59 %) are near-duplicates of one in train, 1 of them of the same class; * % of all test minimizers occur in train

# The pairs, by where they stand.
$ head -2 pairs.tsv; grep -c ^duplicate pairs.tsv; grep -E '^(reverse|near)' pairs.tsv
kind	similarity	split	id	source	line	label	of_split	of_id	of_source	of_line	of_label
duplicate	1.000	test	*	d/test.csv	2	*	train	1	d/train.csv	2	*
61
reverse_complement	1.000	test	*	d/test.csv	62	*	train	69	d/train.csv	70	*
near_duplicate	1.000	test	*	d/test.csv	63	*	train	70	d/train.csv	71	*

$ grep -oE '<h[12]>.*</h[12]>|<title>.*</title>' page.html
*
<h1>Audit of d/train.csv</h1>
<h2>Verdicts</h2>
<h2>Lengths and GC</h2>
<title>GC of training sequences</title>
<h2>Reproduce</h2>

# For programs; the same at any number of threads.
$ undula audit d --json -@ 1 > a; undula audit d --json -@ 3 | cmp - a && grep -o '"check": "in_train", "split": "test", "verdict": "warn", "affected": 62, "of": 63' a
"check": "in_train", "split": "test", "verdict": "warn", "affected": 62, "of": 63

$ undula audit d --strict > /dev/null
[1]

# Genomes: what regions share.
$ awk 'BEGIN { srand(1); for (r = 1; r < 3; ++r) { print ">r" r; for (i = 0; i < 30000; ++i) printf "%s", substr("ACGT", 1 + int(4 * rand()), 1); print "" } }' > g.fa
$ printf 'path\tlabel\tid\tstart\tend\tsplit\ng.fa\ta\tr1\t0\t20000\ttrain\ng.fa\ta\tr1\t15000\t30000\ttest\ng.fa\tb\tr2\t0\t15000\ttrain\ng.fa\tb\tr2\t15000\t30000\ttest\n' > g.tsv && undula audit g.tsv | grep -E 'test' | grep ^warn
warn: looking up near-duplicates in train too *
warn: 1 of 2 test sequences (50.0 %) overlap one of train in the same record, 0 of them by half or more
warn: * of 4000 test windows (* %) are near-duplicates of one in train, * of them of the same class; * % of all test minimizers occur in train

# The same sequence under two labels stops training; the audit counts it.
$ printf 'sequence,label\nACGTACGTAC,a\nACGTACGTAC,b\nACGTTCGTAA,a\nACCTTCGTAA,b\n' > two.csv && undula audit two.csv | grep -c '^warn.*different label'
1
$ undula train two.csv --dry-run
! error: the same sequence is labelled 'b' here and 'a' at two.csv, line 2
! *
! *
[3]

$ undula audit
! error: DATA is missing: labelled data of DNA or sound, in any form that 'undula train' reads
!   at: command line
!   try: undula audit --help
[2]

$ undula audit nothing.csv
! error: no such file: nothing.csv
! *
! *
[4]

$ undula audit d --threshold 2
! error: *
! *
! *
[2]

$ printf 'sequence,label\nACGTACGT,a\nACGTTCGT,a\n' > one.csv && undula audit one.csv
! error: only one class: 'a'
! *
! *
[3]

$ undula audit d -o no/page.html
! error: *
! *
! *
[4]

$ undula audit d --json > /dev/full
! error: cannot write 'stdout': No space left on device
!   at: stdout
!   try: free some space, or write elsewhere
[1]

# Training warns of leaks, and the model remembers them: a score is printed beside them.
$ undula train d --steps 2 -o run 2>&1 > /dev/null | grep -E '^(warning|audit)'
warning: looking up copies in train (else '*') is right in 9*
warning: 1 of 120 train sequences (0.83 %) are also there under a different label
warning: 1 of 63 test sequences (1.59 %) are also there under a different label
warning: 62 of 63 test sequences (98.4 %) are in train too, 1 of them only as reverse complements
audit           4 findings; more from 'undula audit'
$ undula evaluate run/model.safetensors d -q | grep -c '^audit of the training data: '; undula evaluate run/model.safetensors d -q --json | grep -o '"62 of 63 test sequences [^"]*"'
4
"62 of 63 test sequences (98.4 %) are in train too, 1 of them only as reverse complements"
$ undula evaluate run/model.safetensors d -q --report e.html > /dev/null && grep -o 'Audit of the training data: 62 of 63' e.html; grep -c '62 of 63 test sequences' run/report.html
Audit of the training data: 62 of 63
1
$ undula train d --dry-run --json -q | grep -o '"audit": \["looking up'
"audit": ["looking up

$ undula audit d --whole-records --lengths 50
! error: --whole-records and --lengths exclude each other
!   at: command line
!   try: give one of them
[2]
