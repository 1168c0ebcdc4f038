# Interrupted classification goes on, to the bytes of an undisturbed run.
$ undula train $ROOT/data/examples/motif.csv --steps 20 -q -o run | head -1 && cp run/model.safetensors m
model              run/model.safetensors

$ awk 'BEGIN { srand(1); for (i = 0; i < 1600; ++i) { s = ""; for (b = 0; b < 70; ++b) s = s (i % 7 ? substr("ACGT", 1 + int(4 * rand()), 1) : "N"); q = s; gsub(/./, "I", q); print "@r" i " x\n" s "\n+\n" q } }' > r.fq; undula classify m r.fq -q -o whole.tsv --report whole.txt --classified-out whole.yes.fq.gz --unclassified-out whole.no.fq && undula classify m r.fq -q -o whole.tsv.gz && undula classify m r.fq -q --json -o whole.json && undula classify m r.fq -q --format kraken -o whole.kraken

# Without an interruption --resume changes nothing, and leaves nothing.
$ undula classify m r.fq -q -o calm.tsv.gz --resume && cmp calm.tsv.gz whole.tsv.gz && ls calm*
calm.tsv.gz

# stopped SIGNAL OUT INPUT OPTION...: sends a signal as soon as there is something to go on with; again where that was too late.
$ cat > stopped <<'END'
> signal=$1; out=$2; input=$3; shift 3
> for attempt in 1 2 3 4 5 6 7 8 9; do
>   undula classify m - "$@" -o $out --resume < $input 2> err & run=$!
>   until test -e $out.partial.journal || ! kill -0 $run; do sleep 0.01; done 2> wait.log
>   kill -$signal $run 2>> wait.log; wait $run 2>> wait.log
>   code=$?; test $code = 0 || exit $code; rm $out
> done
> END

# Asked to stop: 75, or 130 for Ctrl-C; the same command goes on.
$ bash stopped TERM calls.tsv r.fq --report calls.txt --classified-out calls.yes.fq.gz --unclassified-out calls.no.fq; echo $?; cat err; ls calls*
75
stopped after * rows; to go on, give the same command again
calls.no.fq.partial
calls.tsv.partial
calls.tsv.partial.journal
calls.yes.fq.gz.partial

$ undula classify m - -o calls.tsv --report calls.txt --classified-out calls.yes.fq.gz --unclassified-out calls.no.fq --resume < r.fq; for part in tsv txt yes.fq.gz no.fq; do cmp calls.$part whole.$part; done; ls calls*
calls.no.fq
calls.tsv
calls.txt
calls.yes.fq.gz
! going on after * rows
! classified 1,600 records, 112,000 bp in * s: * records/s, * Mbp/s
! 229 rows are unclassified: no unambiguous base
! 1,600 records lie outside the trained lengths, 80 to 80 bp

$ bash stopped INT calls.json r.fq --json
[130]
$ undula classify m - --json -o calls.json --resume -q < r.fq && cmp calls.json whole.json

# Killed, again and again, reading standard input.
$ for moment in 1 2 3; do bash stopped KILL calls.tsv.gz r.fq; echo $?; done; undula classify m - -q -o calls.tsv.gz --resume < r.fq && cmp calls.tsv.gz whole.tsv.gz && ls calls.tsv.gz*
137
137
137
calls.tsv.gz

$ bash stopped KILL calls.kraken r.fq --format kraken; undula classify m - -q -o calls.kraken --format kraken --resume < r.fq && cmp calls.kraken whole.kraken

# No room for more than 20 KiB, as on a full disk.
$ (trap '' XFSZ; ulimit -f 20; undula classify m - -q -o full.tsv --resume < r.fq); ls full*; undula classify m - -q -o full.tsv --resume < r.fq && cmp full.tsv whole.tsv
full.tsv.partial
full.tsv.partial.journal
! error: cannot write 'full.tsv': File too large
!   at: full.tsv

# A bad record: what came before is there, and the mended file is another one.
$ (cat r.fq; printf '@bad\nACGT!\n+\nIIIII\n') > bad.fq; undula classify m bad.fq -q -o bad.tsv --resume; wc -l < bad.tsv.partial; cp r.fq bad.fq; undula classify m bad.fq -q -o bad.tsv --resume
1601
! the rows before the error are in bad.tsv.partial
! error: record 'bad' holds '!', which is no nucleotide code
!   at: bad.fq, record 1601 ('bad'), line 6402
! error: an input has changed since the run to go on with: now bad.fq of * bytes, changed at *, then bad.fq of *
!   at: bad.tsv.partial.journal
!   try: what the run was begun with, or remove bad.tsv.partial.journal to begin anew
[3]

$ rm bad.tsv.partial.journal; undula classify m bad.fq -o bad.tsv --resume -q; wc -l < bad.tsv; ls bad.tsv*
1601
bad.tsv

# No other options, model or input than those of the run to go on with.
$ bash stopped TERM calls.tsv r.fq; undula classify m - -q -o calls.tsv --resume --confidence 0.9 < r.fq
! error: the run to go on with had other options: now confidence = 0.9, then *
!   at: *calls.tsv.partial.journal
!   try: what the run was begun with, or remove *calls.tsv.partial.journal to begin anew
[2]

$ undula classify m - -q -o calls.tsv --resume --json < r.fq 2>&1 | head -1
error: the run to go on with had other options: now json = true, then nothing

$ undula classify m - -q -o calls.tsv --resume --cpu-target scalar < r.fq 2>&1 | head -1
error: the run to go on with was another program's: now * on scalar, then * on *

$ cp m old; undula train $ROOT/data/examples/motif.csv --steps 1 -q -o run | head -1 && cp run-2/model.safetensors m; undula classify m - -q -o calls.tsv --resume < r.fq; cp old m
model              run-2/model.safetensors
! error: the model is not the one that the run to go on with had
!   at: *calls.tsv.partial.journal
!   try: what the run was begun with, or remove *calls.tsv.partial.journal to begin anew
[0]

$ bash stopped TERM in.tsv r.fq; sed 's/^@r/@s/' r.fq | undula classify m - -q -o in.tsv --resume
! the rows before the error are in in.tsv.partial
! error: the input is not the one that was read before
!   at: row * ('s*') or before
[3]

$ head -4 r.fq | undula classify m - -q -o in.tsv --resume
! the rows before the error are in in.tsv.partial
! error: the input is shorter than the one that was read before
!   at: after 1 records
[3]

$ undula classify m - -q -o in.tsv --resume < r.fq; undula classify m r.fq -q | cmp - in.tsv

# Outputs that are gone: the run begins anew.
$ rm calls.tsv.partial; undula classify m - -q -o calls.tsv --resume < r.fq && cmp calls.tsv in.tsv

$ undula classify m r.fq --resume
! error: --resume needs files to write, not standard output
!   at: command line
!   try: undula classify --help
[2]

$ mkfifo pipe; undula classify m r.fq -q --resume -o pipe
! error: only a file can be gone on with
!   at: pipe
!   try: -o FILE
[2]

$ undula classify m r.sam --resume -o x.bam --write-index
! error: --write-index does not go with --resume; 'samtools index' makes one
!   at: command line
!   try: undula classify --help
[2]

# Tagged alignments.
$ (printf '@HD\tVN:1.6\n'; paste - - - - < r.fq | awk -F '\t' '{ split($1, id, / /); print substr(id[1], 2) "\t" (NR % 5 ? 4 : 2052) "\t*\t0\t0\t*\t*\t0\t0\t" $2 "\t" $4 }') > r.sam; for kind in bam sam sam.gz cram; do undula classify m - -o tagged.$kind --resume < r.sam 2> err && mv tagged.$kind whole.$kind; bash stopped TERM tagged.$kind r.sam; echo $?; bash stopped KILL tagged.$kind r.sam; echo $?; undula classify m - -q -o tagged.$kind --resume < r.sam; cmp tagged.$kind whole.$kind && undula info tagged.$kind | grep records; done
75
137
records        1,600
75
137
records        1,600
75
137
records        1,600
75
137
records        1,600

# CRAM that is made at the end is the CRAM that is made on the way.
$ undula classify m r.sam -q --no-PG -o same.cram && mv same.cram way.cram && undula classify m r.sam -q --no-PG -o same.cram --resume && cmp same.cram way.cram && ls same*
same.cram

$ undula classify m r.sam -q -o x.cram --reference none.fa --resume
! error: no such file: none.fa
!   at: none.fa
[4]
