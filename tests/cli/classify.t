# A model of its own, so that nothing depends on what the demo made.
$ undula train $ROOT/data/examples/motif.csv --steps 20 -q -o run | head -1 && cp run/model.safetensors m
model              run/model.safetensors

$ printf '>a/1 first\nACGTTGACGTCAACGTACGATCGATTACG\n>a/1\nNNNN\n>empty\n>u\nacguugacgucaacguacgaucgauuacg\n' > r.fa

$ undula classify m r.fa -q
id	label	probability	motif	plain
a/1	*	0.*	0.*	0.*
a/1	unclassified	NA	NA	NA
empty	unclassified	NA	NA	NA
u	*	0.*	0.*	0.*

$ undula classify m r.fa > out.tsv
! classified 4 records, 62 bp in * s: * records/s, * Mbp/s
! 2 rows are unclassified: no unambiguous base
! 4 records lie outside the trained lengths, 80 to 80 bp

# The same letters in any case, U for T: the same row. Standard input, and a file, plain and compressed.
$ awk '$1 != "a/1" || $2 != "unclassified"' out.tsv | sed 1d | cut -f 2- | sort -u | grep -c .
2

$ undula classify m -q < r.fa | cmp - out.tsv

$ cat r.fa | undula classify m - -q -o calls.tsv.gz && gzip -dc calls.tsv.gz | cmp - out.tsv && ls
calls.tsv.gz
m
out.tsv
r.fa
run

$ undula classify m r.fa r.fa -q | sed -n '1p;2p;6p' | cut -f 1,2,6
id	label	file
a/1	*	r.fa
a/1	*	r.fa

$ (printf '>long\n'; for i in 1 2 3; do printf 'ACGTTGACGTCAACGTACGATCGATTACGACGTTGACGTCAACGTACGATCGATTACG\n'; done) > l.fa && undula classify m l.fa -q --per-window | cut -f 1,6,7
id	start	end
long	0	80
long	80	160
long	94	174

$ undula classify m r.fa --json -q | head -2
{"id": "a/1", "label": "*", "probabilities": {"motif": *, "plain": *}}
{"id": "a/1", "label": "unclassified", "probabilities": {}}

# The model's temperature changes probabilities, not labels.
$ undula classify m l.fa -q > warm.tsv; undula classify m l.fa -q --no-calibration > raw.tsv; cut -f 1,2 raw.tsv | diff - <(cut -f 1,2 warm.tsv) && cmp -s raw.tsv warm.tsv
[1]

# Pairs: one row each; unequal counts are an error.
$ head -2 l.fa > one.fa && undula classify m --paired l.fa one.fa -q | cut -f 1
id
long

$ undula classify m --paired r.fa l.fa -q
id	label	probability	motif	plain
a	*
! error: record 'a/1' has no mate
!   at: r.fa, record 2
!   try: files that hold the same reads in the same order
[3]

$ undula classify m r.fa --paired
! error: --paired needs two INPUT files, the first and the second mates
!   at: command line
!   try: undula classify --help
[2]

# Every form that train reads: a table, LABEL=FILE, a folder of classes.
$ printf 'sequence,label,id\nACGTTGACGTCAACGTACGATCGATTACG,plain,a/1\nNNNN,motif,b\n' > t.csv && undula classify m t.csv -q | tee t.tsv | cut -f 1,2
id	label
a/1	*
b	unclassified

$ diff <(sed -n 2p t.tsv) <(sed -n 2p out.tsv)

$ mkdir -p f/one && cp r.fa f/one/ && undula classify m f -q | cmp - out.tsv && undula classify m one=r.fa -q | cmp - out.tsv

# Malformed input: every earlier record is written, then exit code 3.
$ (cat l.fa; printf '>bad\nACGT!\n') | undula classify m -q | cut -f 1; echo ${PIPESTATUS[1]}
id
long
3
! error: record 'bad' holds '!', which is no nucleotide code
!   at: stdin, record 2 ('bad'), line 6

$ (cat l.fa; printf '>bad\nACGT!\n') | undula classify m -q -o bad.tsv; ls bad*; cut -f 1 bad.tsv.partial
bad.tsv.partial
id
long
! the rows before the error are in bad.tsv.partial
! error: record 'bad' holds '!', which is no nucleotide code
!   at: stdin, record 2 ('bad'), line 6

# A model file that is cut short, altered, or none at all.
$ head -c 1000 m > cut && undula classify cut r.fa
! error: *
!   at: cut*
! *
[3]

$ cp m flipped && printf 'X' | dd of=flipped bs=1 seek=20000 conv=notrunc status=none && undula classify flipped r.fa
! error: *
!   at: flipped*
! *
[3]

$ printf 'name,bases\nx,ACGT\n' > odd.csv && undula classify m odd.csv -q
! error: text before the first header: 'name,bases'; FASTA begins with '>', FASTQ with '@'
!   at: odd.csv, line 1
[3]

$ undula classify r.fa r.fa
! error: *
!   at: r.fa*
! *
[3]

$ undula classify none r.fa
! error: no such file: none
!   at: none
[4]

$ undula classify mm r.faa -q
! error: no such file: mm
!   at: mm
!   try: did you mean m?
[4]

$ undula classify m r.faa -q -o x.tsv; ls x.tsv*
! error: no such file: r.faa
!   at: r.faa
!   try: did you mean r.fa?
! ls: *
[2]

# Outputs that cannot be written.
$ undula classify m r.fa -q -o /dev/full
! error: cannot write '/dev/full': No space left on device
!   at: /dev/full
!   try: free some space, or write elsewhere
[1]

$ undula classify m r.fa -q > /dev/full
! error: cannot write 'stdout': No space left on device
!   at: stdout
!   try: free some space, or write elsewhere
[1]

$ undula classify m r.fa -q -o none/calls.tsv
! error: cannot write 'none/calls.tsv': its folder is not there
!   at: none/calls.tsv
!   try: make the folder first: mkdir -p 'none'
[4]

# A reader that leaves ends the program quietly, as it ends samtools.
$ for i in $(seq 4000); do echo ">r$i"; echo ACGTACGTACGATCGATTACGACGTTG; done > many.fa; undula classify m many.fa -q | head -1; echo ${PIPESTATUS[0]}
id	label	probability	motif	plain
141

# FIFOs are written directly.
$ mkfifo pipe && (undula classify m r.fa -q -o pipe & cmp pipe out.tsv; wait) && test -p pipe
