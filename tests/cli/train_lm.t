# Language models of DNA: training, stopping and going on, judging, and starting other models from them.

$ awk 'BEGIN { srand(3); for (c = 1; c <= 2; ++c) { print ">contig" c; for (i = 0; i < 100; ++i) { s = ""; for (j = 0; j < 60; ++j) s = s substr("ACGTACGAcgtt", 1 + int(12 * rand()), 1); print s } } }' > genome.fa

$ undula train --task lm genome.fa --window 200 --layers 1 --d-model 16 --steps 20 --dry-run
bases          10,200 train, 600 valid, 1,200 test
held out       the last 10 % of each contig for test, 5 % in blocks of the rest for validation
predicts       each base from those before it
windows        1,620 of 200 bp, 324 kbp in all, 31.8 times the data
strands        both
model          6-mer embeddings; 1 causal Mamba block of width 16
parameters     *
steps          20 of 81 sequences, validation every 20
learning rate  0.004
seed           1
schedule       whole
memory         * MiB at most, beside the data
time           about * for training

$ undula train --task lm genome.fa --window 200 --layers 1 --d-model 16 --batch 8 --steps 20 --evaluate-every 5 --length-warmup 0.5 -o runs/a > a.log
! bases *
! *
! baseline        Markov model of order *, both strands: validation 1.* bits per base
$ cat a.log
model                   runs/a/model.safetensors
report                  runs/a/report.html
best step               20
valid bits per base     *
valid perplexity        4.*
baseline bits per base  1.*

$ grep -o '^undula evaluate.*' runs/a/report.html
undula evaluate runs/a/model.safetensors genome.fa

# Repeated from its resolved configuration on another number of threads, and stopped and resumed: the same bytes.
$ undula train --config runs/a/run.toml -@ 1 -q | head -1; cmp runs/a/model.safetensors runs/a-2/model.safetensors
model                   runs/a-2/model.safetensors
$ undula train --config runs/a/run.toml -q -o runs/s &
> until grep -q '"step": 7' runs/s/metrics.jsonl; do sleep 0.01; done 2> grep.log; kill -TERM $!; wait $!
[75]
$ undula train --resume runs/s -q | head -1; for f in model.safetensors metrics.jsonl; do cmp runs/a/$f runs/s/$f; done
model                   runs/s/model.safetensors

$ undula evaluate runs/a/model.safetensors genome.fa
split          test
bases          1,200, in 2 blocks of 10,000
bits per base  * [*, *]
perplexity     4.*
baseline       Markov model of order *, both strands
baseline bits  * [*, *]
difference     * [*, *]

$ undula info runs/a/model.safetensors | grep -E '^(task|head|window|trained steps|valid)'
task                 predict the next base of DNA
head                 next_token
window               200
trained steps        20
valid bits per base  2.*

# Masked bases, with the split in a file, and the soft mask weighed less.
$ printf 'contig1\t0\t6000\ttrain\ncontig2\t0\t3000\tvalid\ncontig2\t3000\t6000\ttest\n' > parts.bed
$ undula train --task mlm genome.fa --regions parts.bed --window 200 --layers 1 --d-model 16 --steps 4 --batch 8 --soft-mask-weight 0.5 -q -o runs/m | grep bits
valid bits per base     *
baseline bits per base  *
$ undula evaluate runs/m/model.safetensors genome.fa --regions parts.bed --json | grep -o '"bases": [0-9]*'
"bases": 4*
$ undula evaluate runs/m/model.safetensors genome.fa
! error: a file of regions says what the model was not trained on
!   at: --split test
!   try: --regions FILE, the file it was trained with
[2]

# Windows in a stretch of N are drawn again, and counted.
$ awk '{ print; if (NR == 50) for (i = 0; i < 30; ++i) { s = ""; for (j = 0; j < 60; ++j) s = s "N"; print s } }' genome.fa > gap.fa
$ undula train --task lm gap.fa --window 200 --layers 1 --d-model 16 --steps 4 --batch 8 -q -o runs/n | grep skipped
ambiguous windows skipped  *

# A classifier, and then another language model, that start from it.
$ undula train $ROOT/data/examples/motif.csv --from runs/a/model.safetensors --freeze all --steps 4 -q -o runs/c | head -1
model              runs/c/model.safetensors
$ grep -c "\"train.from\":\"$(sha256sum < runs/a/model.safetensors | cut -c 1-64)\"" runs/c/model.safetensors
1
$ undula train --task lm genome.fa --from runs/a/model.safetensors --freeze 1 --window 200 --steps 4 --batch 8 -o runs/f | head -1
model                   runs/f/model.safetensors
! *
! starts from    all weights of runs/a/model.safetensors; embedding and first 1 blocks are frozen
! *
! *

$ undula train $ROOT/data/examples/motif.csv --freeze all
! error: weights that are drawn at random must learn: there is nothing to freeze
!   at: --freeze all
!   try: --from MODEL
[2]

$ undula train --task lm genome.fa --from runs/a/model.safetensors --freeze 2
! error: the model has 1 blocks; got 2 to freeze
!   at: --freeze 2
!   try: --freeze all leaves only the head to learn
[2]

$ undula train --task lm genome.fa --direction both
! error: a model that predicts the next base cannot see what is behind it
!   at: --direction both
!   try: --task mlm
[2]

$ undula train --task lm genome.fa --test other.fa
! error: what the model must not see are parts of the genomes
!   at: --test other.fa
!   try: --regions FILE, a BED file with train, valid and test in column 4
[2]

$ undula train $ROOT/data/examples/motif.csv --window 100
! error: --window is for models of windows of genomes
!   at: command line
!   try: --task lm, mlm or position
[2]

$ undula train --task lm genome.fa --window 20000
! error: *
! *
*
[3]

$ undula train --task lm none.fa
! error: no such file: none.fa
*
! *
[4]

# Several genomes: one baseline, counted on all of them.
$ head -101 genome.fa > one.fa && tail -101 genome.fa > two.fa && undula train --task lm one.fa two.fa --window 200 --layers 1 --d-model 16 --steps 2 --batch 8 -q -o runs/two | grep baseline
baseline bits per base  1.*
$ undula evaluate runs/two/model.safetensors one.fa two.fa | grep -E '^(bases|baseline)'
bases          1,200, in 2 blocks of 10,000
baseline       Markov model of order *, both strands
baseline bits  * [*, *]

# Windows run in chunks: the plan says so, and what comes out is the same up to rounding.
$ undula train --task lm genome.fa --window 200 --layers 1 --d-model 16 --steps 20 --chunk 100 --dry-run | grep schedule
schedule       chunk-major, chunks of 100
$ for chunk in 0 64; do undula train --task mlm genome.fa --window 200 --layers 1 --d-model 16 --steps 3 --batch 8 --chunk $chunk -q -o runs/chunk$chunk | grep 'valid bits' | cut -c 1-29; done | uniq | wc -l
1
$ grep '^chunk' runs/chunk64/run.toml
chunk = 64
