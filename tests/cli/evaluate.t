$ undula train $ROOT/data/examples/motif.csv --steps 20 -q -o run | head -1 && cp run/model.safetensors m
model              run/model.safetensors

# Data without splits that the model was trained on is split as it was then: the test split was never seen.
$ undula evaluate m $ROOT/data/examples/motif.csv
split test: 60 sequences
metric * model * baseline * difference
Accuracy * [*, *]  * [*, *]  * [*, *]
Macro F1 *
MCC *
AUROC *
AUPRC *
Calibration error *
Log-loss *
calibration error 0.* before temperature scaling (T = *), 0.* after
truth \ call  motif  plain
motif *
plain *
baseline: logistic regression on canonical *-mers (* features)
brackets: 95 % bootstrap intervals

$ undula evaluate m $ROOT/data/examples/motif.csv --split train --json
{"model": "m", "split": "train", "sequences": 480, "trained_on": 480, "temperature": *, "baseline": "*", "findings": [], "reports": [{"records": 480, *}]}
! warning: 480 of 480 sequences were trained on, they or their reverse complements

# Temperature scaling changes calibration, not calls; without it the calibration error is that of before.
$ undula evaluate m $ROOT/data/examples/motif.csv -q > with; undula evaluate m $ROOT/data/examples/motif.csv -q --no-calibration > without; diff <(grep Accuracy with) <(grep Accuracy without) && grep -c temperature without; before=$(grep -oE 'error 0[.][0-9]+' with | cut -d ' ' -f 2); grep -oE '^Calibration error +0[.][0-9]+' without | grep -c " ${before:-none}\$"
0
1

# The same as an HTML page.
$ undula evaluate m $ROOT/data/examples/motif.csv --report page.html > text && grep -oE '<(h1|h2|h3)>.*<' page.html; grep -c '<svg' page.html
<h1>Evaluation of m<
<h2>Split test<
<h3>Metrics with 95 % intervals<
<h2>Terms<
<h2>Reproduce<
2

# Other data is judged whole; a reverse complement of a training sequence counts as trained on.
$ (echo sequence,label; sed -n 2,9p $ROOT/data/examples/motif.csv | while IFS=, read s l; do echo "$(echo $s | rev | tr ACGT TGCA),$l"; done) > rc.csv && undula evaluate m rc.csv --json | cut -c 1-50
{"model": "m", "split": "all", "sequences": 8, "tr*
! warning: * of 8 sequences were trained on, they or their reverse complements

# A class that the data lacks: no AUROC.
$ (echo sequence,label; grep plain $ROOT/data/examples/motif.csv) > plain.csv && undula evaluate m plain.csv -q | grep AUROC
AUROC * NA [NA, NA] *

# The same seed, the same intervals at any number of threads.
$ undula evaluate m $ROOT/data/examples/motif.csv --json -@1 > a; undula evaluate m $ROOT/data/examples/motif.csv --json -@3 | cmp - a

$ printf 'sequence,label\nACGTACGT,plane\nACGTTCGT,motif\n' > odd.csv && undula evaluate m odd.csv
! error: the model does not know the label 'plane'; its classes are: motif, plain
!   at: odd.csv, line 2
!   try: did you mean 'plain'?
[3]

$ printf 'sequence,label,split\nACGTACGT,plain,train\nACGTTCGT,motif,train\n' > train.csv && undula evaluate m train.csv
! error: the data has no split 'test'
!   at: train.csv
!   try: --split with train, valid, test or all
[2]

$ undula evaluate m
! error: DATA is missing: labelled data, in any form that 'undula train' reads; for a model of genomes, FASTA files
!   at: command line
!   try: undula evaluate --help
[2]

$ undula evaluate m $ROOT/data/examples/motif.csv --json > /dev/full
! error: cannot write 'stdout': No space left on device
!   at: stdout
!   try: free some space, or write elsewhere
[1]
