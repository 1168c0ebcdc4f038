# Models that give each base of a genome a class: training, judging, drawing.

$ cp $ROOT/data/examples/motifs.fa $ROOT/data/examples/motifs.bed . && head -2 motifs.bed
contig1	41	65	site	0	+
contig1	226	250	site	0	+

$ undula train --task position motifs.fa --bed motifs.bed --steps 50 --dry-run
class background  * bp train, * valid, * test
class site        * bp train, * valid, * test
bases             17,000 train, 1,000 valid, 2,000 test
held out          the last 10 % of each contig for test, 5 % in blocks of the rest for validation
predicts          the class of each base; those in no interval are 'background'
windows           800 of 1,024 bp, 819 kbp in all, 48.2 times the data
strands           both
model             convolution over 9 tokens; 2 bidirectional Mamba blocks of width 96
parameters        *
steps             50 of 16 sequences, validation every 20
learning rate     0.004
seed              1
schedule          whole
memory            * MiB at most, beside the data
time              about * for training

$ undula train --task position motifs.fa --bed motifs.bed --window 256 --batch 16 --d-model 24 --layers 1 --learning-rate 0.01 --steps 250 --evaluate-every 50 -o runs/a > a.log
! class background *
! *
! baseline        frequencies of the classes given the *-mer around the base: validation 0.*
$ cat a.log
model              runs/a/model.safetensors
report             runs/a/report.html
best step          *
valid log loss     0.* per base
valid accuracy     * %
baseline log loss  0.*

$ grep -o '^undula evaluate.*' runs/a/report.html
undula evaluate runs/a/model.safetensors motifs.fa --bed motifs.bed

# Repeated from its resolved configuration on another number of threads: the same bytes.
$ undula train --config runs/a/run.toml -@ 1 -q | head -1; cmp runs/a/model.safetensors runs/a-2/model.safetensors
model              runs/a-2/model.safetensors

$ undula info runs/a/model.safetensors | grep -E '^(task|classes|background|head|window|valid|baseline)'
task              give each base of DNA a class
classes           background, site
head              position
background        background
window            256
valid log loss    0.* per base
baseline          frequencies of the classes given the *-mer around the base

# Better than the baseline on the test parts: the interval of the difference is above nothing.
$ undula evaluate runs/a/model.safetensors motifs.fa --bed motifs.bed --report e.html
split test: 2,000 bases in 2 blocks of 10,000

metric    model * baseline * difference
Accuracy  0.* +0.*
Macro F1  0.* +0.*
MCC       0.* +0.*
AUROC     0.* +0.*
AUPRC     0.* +0.*
Log-loss  0.* -0.*

class       bases  share   AUROC   AUPRC   baseline AUROC  baseline AUPRC
background  1,*
site        *

truth \ call  background  site
background    *
site          *

baseline: frequencies of the classes given the *-mer around the base
temperature: *
brackets: 95 % bootstrap intervals over blocks; only 2 of them: the intervals say little
$ grep -c '<html' e.html
1
$ undula evaluate runs/a/model.safetensors motifs.fa --bed motifs.bed --split all --json | grep -o '"bases": [0-9]*'
"bases": 20000

# A value for each base; the classes add up to 1; a region has the values of the whole contig.
$ undula classify runs/a/model.safetensors motifs.fa --track site.bedgraph --class site
! drew a track of 20,000 bp in * s: * Mbp/s
$ awk '{ n += $3 - $2; bad += $4 < 0 || $4 > 1 } END { print n, bad + 0 }' site.bedgraph
20000 0
$ undula classify runs/a/model.safetensors motifs.fa --track - --class site -r contig2:5001-5100 -q > part; awk '$1 == "contig2" && $2 >= 5000 && $3 <= 5100' site.bedgraph | cmp - part; wc -l < part
*
$ undula classify runs/a/model.safetensors motifs.fa --track site.bw --class site -q && od -A n -t x4 -N 4 site.bw
 888ffc26

# Inside the sites that nobody trained on the track is higher than outside.
$ awk 'FILENAME == "motifs.bed" { for (i = $2; i < $3; ++i) site[$1, i] = 1; next } $2 >= 9000 { for (i = $2; i < $3; ++i) { s = ($1, i) in site; n[s]++; p[s] += $4 } } END { print (p[1] / n[1] > 3 * p[0] / n[0]) }' motifs.bed site.bedgraph
1

# Bases without an interval left out; a vector of features for a record.
$ awk '{ OFS = "\t"; print; print $1, $2 - 15, $2 - 5, "plain" }' motifs.bed > two.bed
$ undula train --task position motifs.fa --bed two.bed --background ignore --class-weights balanced --window 256 --d-model 16 --layers 1 --steps 5 -q -o runs/i | head -1; undula info runs/i/model.safetensors | grep -E '^(classes|background)'
model              runs/i/model.safetensors
classes           plain, site
background        left out
$ undula embed runs/i/model.safetensors motifs.fa -o v.npy -q > log && ls v.*
v.ids.tsv
v.npy

# One that starts from a language model.
$ undula train --task position motifs.fa --bed motifs.bed --from $ROOT/data/models/example-mlm.safetensors --freeze 1 --window 256 --steps 4 --batch 4 -o runs/f 2>&1 | grep -E '^(starts|best)'
starts from       the backbone of *data/models/example-mlm.safetensors; embedding and first 1 blocks are frozen
best step          4

# Stopped and gone on with: the same bytes.
$ undula train --config runs/a/run.toml -q -o runs/s &
> until grep -q '"step": 30' runs/s/metrics.jsonl; do sleep 0.01; done 2> grep.log; kill -TERM $!; wait $!
[75]
$ undula train --resume runs/s -q | head -1; for f in model.safetensors metrics.jsonl; do cmp runs/a/$f runs/s/$f; done
model              runs/s/model.safetensors

# What is refused.
$ undula train --task position motifs.fa --bed motifs.bed --from $ROOT/data/models/bacteria.safetensors
! error: the model to start from answers every 8 bases
!   at: --from *bacteria.safetensors
!   try: a model with stride 1
[2]

$ undula train --task position motifs.fa
! error: --bed is missing: what the bases of the genome are
!   at: command line
!   try: --bed FILE, a BED file with the class of each interval in column 4
[2]

$ printf 'contig1\t10\t20\n' > bad.bed; undula train --task position motifs.fa --bed bad.bed
! error: an interval without a name, which is to say its class
!   at: bad.bed, line 1
!   try: contig, start, end and class, parted by tabs
[3]

$ printf 'contig1\t10\t20\ta\ncontig9\t10\t20\ta\n' > bad.bed; undula train --task position motifs.fa --bed bad.bed
! error: *contig9*
!   at: bad.bed, line 2
! *
[3]

$ printf 'contig1\t10\t20\ta\n# more\ncontig1\t15\t30\tb\n' > bad.bed; undula train --task position motifs.fa --bed bad.bed
! error: contig1:16-30 is 'b' and overlaps contig1:11-20, which is 'a' (line 1)
!   at: bad.bed, line 3
!   try: cut one of them
[3]

$ printf 'contig1\t9500\t9600\tlate\n' > bad.bed; undula train --task position motifs.fa --bed bad.bed
! error: no base to train on is of the class 'late'
!   at: bad.bed
! *
[3]

$ printf 'contig1\t100\t200\ta\n' > bad.bed; undula train --task position motifs.fa --bed bad.bed --background ignore
! error: one class, a: nothing to tell apart
!   at: bad.bed
!   try: bases in no interval are a class of their own unless they are ignored
[3]

$ undula evaluate runs/a/model.safetensors motifs.fa --bed two.bed
! error: the model has no class 'plain'
!   at: two.bed, line 2
!   try: one of background, site
[3]

$ undula evaluate runs/a/model.safetensors motifs.fa
! error: --bed is missing: what the bases of the genome are
! *
! *
[2]

$ undula classify runs/a/model.safetensors motifs.fa
! error: the model gives each base a class, not each record
!   at: runs/a/model.safetensors
!   try: --track FILE --class NAME, to draw the probability of a class along a genome
[2]

$ undula classify runs/a/model.safetensors motifs.fa --track t.bw --class sit
! error: the model has no class 'sit'; did you mean 'site'?
!   at: --class
!   try: one of background, site
[2]

$ undula train --task lm motifs.fa --bed motifs.bed
! error: labels of positions are for models that give each base a class
!   at: --bed motifs.bed
!   try: --task position
[2]

$ undula evaluate $ROOT/data/models/bacteria.safetensors $ROOT/data/reads/bacteria.tsv --bed motifs.bed
! error: --bed is for models of positions
!   at: --bed motifs.bed
!   try: undula evaluate --help
[2]
