# Training on a small table: the plan, the run folder, and the model it leaves.

$ undula train $ROOT/data/examples/motif.csv --steps 20 --dry-run
class motif     * train, * valid, * test
class plain     * train, * valid, * test
majority class  *
lengths         80 bp
strands         both: *
audit           nothing found
model           convolution over 9 tokens; *
parameters      *
steps           20 of *
learning rate   *
seed            1
schedule        whole
memory          * MiB at most, beside the data
time            about * for training

$ undula train $ROOT/data/examples/motif.csv --steps 20 -q -o runs/m
model              runs/m/model.safetensors
report             runs/m/report.html
best step          20
valid log loss     *
valid accuracy     0.* [*, *]
baseline accuracy  0.* [*, *]
difference         *

# The plan, the baseline and warnings go to standard error.
$ undula train $ROOT/data/examples/motif.csv --steps 2 -o runs/short | tail -1
difference *
! class motif     240 train, 30 valid, 30 test
! *
! baseline        logistic regression on *: validation * (* %)

$ ls runs/m && tail -1 runs/m/metrics.jsonl
checkpoint
events.out.tfevents.*
metrics.jsonl
model.safetensors
report.html
run.json
run.toml
{"step": 20, "valid_log_loss": *, "valid_accuracy": *}

# The record names what was read, byte for byte, and how the run ended.
$ grep -c "\"bytes\": $(stat -c %s $ROOT/data/examples/motif.csv), \"sha256\": \"$(sha256sum < $ROOT/data/examples/motif.csv | cut -c 1-64)\"" runs/m/run.json
1
$ grep -Eo '"(classes|state|planned_steps|steps)": ("[^"]*"|[0-9]+|.*}}),' runs/m/run.json
"classes": {"motif": {"train": 240, "valid": 30, "test": 30}, "plain": {"train": 240, "valid": 30, "test": 30}},
"planned_steps": 20,
"state": "finished",
"steps": 20,

# The report draws curves, confusion and calibration, says how to repeat the run, and loads nothing.
$ grep -A 1 '<svg' runs/m/report.html | grep -o '<title>.*</title>'
<title>Loss</title>
<title>Accuracy on validation</title>
<title>Learning rate</title>
<title>Norm of the gradient</title>
<title>Confusion matrix</title>
<title>Calibration</title>

$ sed -n '/Reproduce/,$p' runs/m/report.html; grep -E '(src|href)=|@import|url\(' runs/m/report.html
<h2>Reproduce</h2>
<pre>undula train --config runs/m/run.toml
undula evaluate runs/m/model.safetensors */motif.csv
</pre>
</body>
</html>
[1]

# But for the time, it is the same for a run that is the same.
$ undula train --config runs/m/run.toml -q -@ 1 > twin.log && diff <(sed 's|runs/m-2|runs/m|' runs/m-2/report.html) runs/m/report.html | grep '^[<>]' | grep -vE 'bp/s|[0-9] s<|<td>time</td>'
[1]

$ undula train $ROOT/data/examples/motif.csv --steps 300 --evaluate-every 1 --patience 1 --learning-rate 1 -q -o runs/early | tail -1 && grep -o '"state": "[a-z ]*"' runs/early/run.json
difference *
"state": "stopped early"

$ undula train --resume runs/none
! error: *
! *
*
[4]

$ undula train
! error: DATA is missing: what to train on
!   at: command line
!   try: undula train --help
[2]

$ undula train $ROOT/data/examples/motif.csv --learning-rat 0.1
! error: unknown option '--learning-rat'; did you mean '--learning-rate'?
!   at: command line
!   try: undula train --help
[2]

$ printf 'steps = 10\nlearing-rate = 0.1\n' > x.toml && undula train $ROOT/data/examples/motif.csv --config x.toml
! error: unknown key 'learing-rate'; did you mean 'learning-rate'?
!   at: x.toml, line 2
!   try: undula train --help
[2]

$ printf 'sequence,label\nACGTACGT,a\nACGTTCGT,a\n' > one.csv && undula train one.csv
! error: only one class: 'a'
!   at: one.csv
!   try: a classifier needs examples of two classes or more
[3]

$ undula train nothing.csv
! error: no such file: nothing.csv
*
! *
[4]

$ undula train $ROOT/data/examples/motif.csv --device cuda
! error: *CUDA*
!   at: --device cuda
!   try: --device cpu*
[4]

$ undula train $ROOT/data/examples/motif.csv --whole-records --lengths 100
! error: --whole-records and --lengths exclude each other
!   at: command line
!   try: give one of them
[2]

# A model that reads both strands at once gives a record and its reverse complement the same probabilities.
$ for s in ps ps-exchange; do undula train $ROOT/data/examples/motif.csv --strands $s --steps 10 -q -o runs/$s > /dev/null && undula info runs/$s/model.safetensors | grep -E '^(strands|both|complement)'; done
complement       3,2,1,0
strands          ps
both* read at once
complement       3,2,1,0
strands          ps_exchange
both* read at once

$ printf '>a\nACGTTGACGTCAACGTACGATCGATTACGGG\n>b\nCCCGTAATCGATCGTACGTTGACGTCAACGT\n' > rc.fa && undula classify runs/ps-exchange/model.safetensors rc.fa -q | cut -f 2- | uniq
label	probability	motif	plain
*	0.*	0.*	0.*

$ printf 'file,label\na.fa,a\n' > columns.csv && undula train columns.csv
! error: the table has neither a column 'path' nor 'sequence'; its columns are: file, label
!   at: columns.csv, line 1
!   try: a header such as: sequence,label
[3]

$ undula train $ROOT/data/examples/motif.csv --stem kmer --stride 4 --chunk 10 --dry-run
! error: chunks are a multiple of the stride, 4
!   at: --chunk 10
!   try: --chunk 12
[2]
