# What classify writes beside its table: abstention, the lines and the report of kraken2.
$ undula train $ROOT/data/examples/motif.csv --steps 20 -q -o run | head -1 && cp run/model.safetensors m
model              run/model.safetensors

$ printf '>a/1 first\nACGTTGACGTCAACGTACGATCGATTACG\n>n\nNNNN\n>empty\n>u\nacguugacgucaacguacgaucgauuacg\n' > r.fa

$ undula classify m r.fa --confidence 1
id	label	probability	motif	plain
a/1	unclassified	0.*	0.*	0.*
n	unclassified	NA	NA	NA
empty	unclassified	NA	NA	NA
u	unclassified	0.*	0.*	0.*
! classified 4 records, *
! 2 rows are unclassified: no unambiguous base
! 2 rows are unclassified: no class has a probability of 1
! 4 records lie outside the trained lengths, 80 to 80 bp

$ undula classify m r.fa --confidence 0.5 -q | cut -f 2 | grep -c unclassified
2

$ undula classify m r.fa --confidence 2
! error: *
! *
! *
[2]

$ undula classify m r.fa --json --confidence 1 -q | head -1
{"id": "a/1", "label": "unclassified", "probabilities": {"motif": 0.*, "plain": 0.*}}

$ undula classify m r.fa -q --format kraken
C	a/1	*	29	2:0.* 3:0.*
U	n	unclassified	4	0:0
U	empty	unclassified	0	0:0
C	u	*	29	2:0.* 3:0.*

$ head -2 r.fa > one.fa; printf '>a/2\nACGTACG\n' > two.fa; undula classify m --paired one.fa two.fa -q --format kraken --confidence 1
U	a	unclassified	29|7	2:0.* 3:0.*

$ undula classify m r.fa --format kraken --json
! error: --format kraken goes with neither --per-window nor --json
!   at: command line
!   try: undula classify --help
[2]

# The report counts rows; windows too.
$ undula classify m r.fa -q -o calls.tsv --report -
 50.00	2	2	U	0	unclassified
 50.00	2	0	R	1	root
 50.00	2	2	R1	*	  *
  0.00	0	0	R1	*	  *

$ undula classify m r.fa -q --confidence 1 --report report.txt | wc -l; head -2 report.txt
5
100.00	4	4	U	0	unclassified
  0.00	0	0	R	1	root

$ undula classify m r.fa --report -
! error: only one output can be standard output
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m r.fa -q -o calls.tsv --report none/report.txt
! error: cannot write 'none/report.txt': its folder is not there
!   at: none/report.txt
!   try: make the folder first: mkdir -p 'none'
[4]
