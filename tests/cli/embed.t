# A model of its own, so that nothing depends on what the demo made.
$ undula train $ROOT/data/examples/motif.csv --steps 5 -q -o run > /dev/null && cp run/model.safetensors m

$ printf '>a/1 first\nACGTTGACGTCAACGTACGATCGATTACG\n>n\nNNNN\n>u\nacguugacgucaacguacgaucgauuacg\n' > r.fa

$ undula embed m r.fa -o r.npy
array         r.npy
ids           r.ids.tsv
rows          3
columns       40
both strands  averaged
! embedded 3 rows, 62 bp in * s: * Mbp/s
! 1 rows are NaN: no unambiguous base

$ cat r.ids.tsv; head -c 128 r.npy | tail -c 118
id
a/1
n
u
{'descr': '<f4', 'fortran_order': False, 'shape': (3, 40), }*

# Three rows of 40 numbers of 4 bytes behind 128; the same letters in any case, U for T: the same row.
$ wc -c < r.npy && cmp <(tail -c +129 r.npy | head -c 160) <(tail -c 160 r.npy)
608

# Standard input, and one record alone.
$ undula embed m -q -o s.npy < r.fa > /dev/null && cmp r.npy s.npy && head -2 r.fa | undula embed m - -q -o one.npy > /dev/null && cmp <(tail -c 160 one.npy) <(tail -c 160 r.npy)

$ undula embed m r.fa r.fa -q --json -o two.npy --strand forward
{"array": "two.npy", "ids": "two.ids.tsv", "rows": 6, "columns": 40, "both_strands": false}

$ (printf '>long\n'; for i in 1 2 3; do printf 'ACGTTGACGTCAACGTACGATCGATTACGACGTTGACGTCAACGTACGATCGATTACG\n'; done) > l.fa && undula embed m l.fa -q --per-window -o l.npy > /dev/null && cat l.ids.tsv
id	start	end
long	0	80
long	80	160
long	94	174

# Alignments as the reads that they were.
$ printf '@HD\tVN:1.6\nx\t16\t*\t0\t0\t*\t*\t0\t0\tCGTAATCGATCGTACGTTGACGTCAACGT\t*\n' > r.sam && undula embed m r.sam -q -o sam.npy > /dev/null && cat sam.ids.tsv && cmp <(tail -c 160 sam.npy) <(tail -c 160 r.npy)
id
x

# Regions of a genome: BED counts from 0.
$ printf 'long\t80\t174\tpeak\nlong\t0\t80\n' > p.bed && undula embed m l.fa -R p.bed -q -o p.npy > /dev/null && cat p.ids.tsv && cmp <(tail -c 160 p.npy) <(tail -c +129 l.npy | head -c 160)
id	start	end
long	80	174
long	0	80

$ undula embed m l.fa -r long:170-175 -q -o p.npy
! error: long:170-175 lies beyond the end of long, which has 174 bases
!   at: --region
!   try: are these the coordinates of another assembly?
[3]

# A bad record: the rows before it are kept under another name.
$ printf '>ok\nACGT\n>bad\nACGT!\n' | undula embed m -q -o bad.npy
! the rows before the error are in bad.npy.partial
! error: record 'bad' holds '!', which is no nucleotide code
!   at: stdin, record 2 ('bad'), line 4
[3]

$ ls bad*
bad.ids.tsv.partial
bad.npy.partial

$ undula embed m r.fa
! error: -o is missing: where the array goes
!   at: command line
!   try: undula embed --help
[2]

$ undula embed m r.fa -o -
! error: an array cannot be written to standard output: its shape is known at the end
!   at: command line
!   try: undula embed --help
[2]

$ mkfifo pipe && (cat pipe > /dev/null & undula embed m r.fa -q -o pipe; code=$?; wait; exit $code)
! error: an array cannot be written to a pipe: its shape is known at the end
!   at: pipe
!   try: -o FILE.npy
[2]

$ undula embed m r.faa -q -o x.npy
! error: no such file: r.faa
!   at: r.faa
!   try: did you mean r.fa?
[4]

$ undula embed r.fa r.fa -q -o x.npy
! error: *
!   at: r.fa*
! *
[3]

$ undula embed m r.fa -q -o none/x.npy
! error: cannot write 'none/x.npy': its folder is not there
!   at: none/x.npy
!   try: make the folder first: mkdir -p 'none'
[4]

$ undula embed m r.fa -q -o /dev/full
! error: cannot write '/dev/full': No space left on device
!   at: /dev/full
!   try: free some space, or write elsewhere
[1]
