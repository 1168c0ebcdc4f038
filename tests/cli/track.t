# A model of its own, with windows of 80 bases, and a genome of 1,000 bases with a stretch of N and one of 30.
$ undula train $ROOT/data/examples/motif.csv --steps 5 -q -o run > /dev/null && cp run/model.safetensors m

$ awk 'BEGIN { srand(1); print ">one with words"; for (i = 0; i < 1000; ++i) printf "%s", (i >= 400 && i < 600 ? "N" : substr("ACGT", int(4 * rand()) + 1, 1)); print "\n>two\nACGTTGACGTCAACGTACGATCGATTACGA" }' > g.fa

$ undula classify m g.fa --track t.bedgraph --class motif
! drew a track of 1,030 bp in * s: * Mbp/s
! 200 bp have no value: no unambiguous base

# A value for each 40 bases, the mean of the windows that hold them; none where there is no base. Contigs in order.
$ awk -F '\t' '{ print NF, $1, ($3 - $2) % 40, ($4 > 0 && $4 < 1) }' t.bedgraph | sort | uniq -c | sed 's/^ *//'
20 4 one 0 1
1 4 two 30 1

$ cut -f 1-3 t.bedgraph | sed -n '1p;10,11p;20,21p'
one	0	40
one	360	400
one	600	640
one	960	1000
two	0	30

# The one window of a short contig: what classify says of the record.
$ undula classify m g.fa -q --per-window | awk '$1 == "two" { print $4 }' > p && awk '$1 == "two" { print $4 }' t.bedgraph | cmp - p

# The probabilities of the classes add up to 1; any hop up to the window; standard output, bgzip, an index reused.
$ undula classify m g.fa --track - --class plain -q | paste t.bedgraph - | awk '{ s = $4 + $8; bad += s < 0.99999 || s > 1.00001 } END { print bad + 0, NR }'
0 21

$ undula classify m g.fa --track t.bedgraph.gz --class motif -q && gzip -dc t.bedgraph.gz | cmp - t.bedgraph && ls g.fa.fai
g.fa.fai

$ undula classify m g.fa --track - --class motif --hop 1 -q | awk '{ n += $3 - $2 } END { print n }'
830

# A region has the values of the whole contig.
$ undula classify m g.fa --track - --class motif --region one:701-820 -q > part && cut -f 1-3 part && awk '$2 >= 720 && $3 <= 800' t.bedgraph | cmp - <(sed -n 2,3p part)
one	700	720
one	720	760
one	760	800
one	800	820

$ printf 'two\t5\t9\none\t10\t20\n' > r.bed && undula classify m g.fa --track - --class motif -R r.bed -q | cut -f 1-3
one	10	20
two	5	9

# Both strands of a window, as the model was trained, or one alone.
$ undula info m | grep '^both'
both strands     averaged

$ undula classify m g.fa --track - --class motif -q --strand both | cmp - t.bedgraph; undula classify m g.fa --track one.bedgraph --class motif -q --strand forward; cmp -s one.bedgraph t.bedgraph
[1]

# bigWig.
$ undula classify m g.fa --track t.bw --class motif -q && od -A n -t x4 -N 4 t.bw && test $(wc -c < t.bw) -gt 300
 888ffc26

$ undula classify m g.fa --track t.bw
! error: --track needs --class: which class to draw
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m g.fa --track t.bw --class motiv
! error: the model has no class 'motiv'; did you mean 'motif'?
!   at: --class
!   try: one of motif, plain
[2]

$ undula classify m g.fa --track t.bw --class motif --hop 81
! error: --hop 81 would leave gaps between windows of 80 bases
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m g.fa --class motif
! error: --class and --hop go with --track
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m g.fa --track t.bw --class motif -o x
! error: --track is an output of its own: of the options for reads and calls it goes with none
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m g.fa --track t.bw --class motif -r two:0-6
! error: 'two:0-6' is no region
!   at: --region
!   try: chr, chr:beg-end, {chr}:beg-end or '*'
[2]

$ undula classify m g.fa --track t.bw --class motif --region three
! error: *
!   at: --region
! *
[3]

$ undula classify m g.fa --track t.bw --class motif --region two:20-31
! error: two:20-31 lies beyond the end of two, which has 30 bases
!   at: --region
!   try: are these the coordinates of another assembly?
[3]

$ undula classify m g.fb --track t.bw --class motif
! error: no such file: g.fb
!   at: g.fb
!   try: did you mean g.fa?
[4]

$ undula classify m g.fa --track /dev/full --class motif -q
! error: cannot write '/dev/full': No space left on device
!   at: /dev/full
!   try: free some space, or write elsewhere
[1]

$ mkfifo pipe.bw && (timeout 20 cat pipe.bw > /dev/null & undula classify m g.fa --track pipe.bw --class motif -q; code=$?; wait; exit $code)
! error: bigWig is not written in one go, so it needs a file
!   at: pipe.bw
!   try: *
[2]
