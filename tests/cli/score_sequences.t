# A causal and a masked model, and a genome with a stretch of N.
$ cp $ROOT/data/examples/contigs.fa . && cp $ROOT/data/models/example-lm.safetensors lm && cp $ROOT/data/models/example-mlm.safetensors mlm

$ (printf '>one with words\n'; sed -n 2,6p contigs.fa; sed -n 7p contigs.fa | tr ACGT N; sed -n 7,9p contigs.fa; printf '>none\nNNRN\n>empty\n>u\nacguugacgucaacguacgaucgauuacg\n') > g.fa

$ undula score lm g.fa
id	length	scored	log_likelihood	bits_per_base
one	*	*	-*	*.*
none	4	0	0.0000	NA
empty	0	0	0.0000	NA
u	29	29	-*	*.*
! scored 4 records, * bp in * s: * Mbp/s; *.* bits per base

# Standard input, compressed output, JSON; one record alone; the same letters in any case, U for T.
$ undula score lm g.fa -q > all.tsv && undula score lm -q -o all.tsv.gz < g.fa && gzip -dc all.tsv.gz | cmp - all.tsv

$ printf '>u\nACGTTGACGTCAACGTACGATCGATTACG\n' | undula score lm - -q | sed 1d | cmp - <(tail -1 all.tsv)

$ undula score lm g.fa -q --json | sed -n 2,3p
{"id": "none", "length": 4, "scored": 0, "log_likelihood": 0, "bits_per_base": null}
{"id": "empty", "length": 0, "scored": 0, "log_likelihood": 0, "bits_per_base": null}

# With both strands a record and its reverse complement score the same.
$ printf '>a\nACGTTGACGTCAACGTACGATCGATTACG\n>b\nCGTAATCGATCGTACGTTGACGTCAACGT\n' | undula score lm -q --strand both | sed 1d | cut -f 2- | uniq -c | awk '{ print $1 }'
2

# A track: a value for each base, none where there is none; it adds up to what the table says.
$ undula score lm g.fa --track t.bedgraph
! drew a track of * bp in * s: * Mbp/s
! 64 bp have no value: no unambiguous base

$ for m in lm mlm; do for strand in forward both; do undula score $m g.fa --track - --strand $strand -q | awk '$1 == "one" { n += $3 - $2; s += ($3 - $2) * $4 } END { print n, s }' > track; undula score $m g.fa --strand $strand -q | awk '$1 == "one" { print $3, $4 }' | paste track - | awk '{ d = $2 - $4; print $1 == $3, (d < 0.01 && d > -0.01) }'; done; done
1 1
1 1
1 1
1 1

$ undula score lm g.fa --track t.bedgraph.gz -q && gzip -dc t.bedgraph.gz | cmp - t.bedgraph && undula score lm g.fa --track t.bw -q && od -A n -t x4 -N 4 t.bw
 888ffc26

# A region: of a masked model the values of the whole contig.
$ undula score mlm g.fa --track whole.bedgraph -q && undula score mlm g.fa --track - -q -r one:101-200 | cmp - <(awk '$1 == "one" && $2 >= 100 && $3 <= 200' whole.bedgraph)

# Both strands need room on disk.
$ TMPDIR=/nowhere undula score lm g.fa --track x.bw --strand both -q
! error: cannot make a temporary file: No such file or directory
!   at: /nowhere/undula-*
!   try: set TMPDIR to a folder that can be written
[1]

# A bad record: the rows before it are kept under another name.
$ printf '>ok\nACGT\n>bad\nACGT!\n' | undula score lm -q -o bad.tsv; ls bad*
bad.tsv.partial
! the rows before the error are in bad.tsv.partial
! error: record 'bad' holds '!', which is no nucleotide code
!   at: stdin, record 2 ('bad'), line 4

$ undula score lm g.fa --vcf x.vcf
! error: --vcf goes with neither INPUT nor --track
!   at: command line
!   try: undula score --help
[2]

$ undula score lm g.fa --region one
! error: --region and --regions-file go with --track
!   at: command line
!   try: undula score --help
[2]

$ undula score lm --track t.bw < g.fa
! error: --track needs one INPUT, a FASTA file
!   at: command line
!   try: undula score --help
[2]

$ undula score lm g.fa --track t.bw -r three -q
! error: *
!   at: --region
! *
[3]

$ undula score $ROOT/data/models/bacteria.safetensors g.fa
! error: the model is no language model
!   at: *
!   try: a model made by 'undula train --task lm' or '--task mlm'
[3]

$ undula score lm g.fb -q
! error: no such file: g.fb
!   at: g.fb
!   try: did you mean g.fa?
[4]
