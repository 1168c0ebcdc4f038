# Language models of sound: training, stopping and going on, judging, scoring, generating.

$ cp $ROOT/data/examples/tune.wav . && cp $ROOT/data/models/example-sound.safetensors m

$ undula train --task lm tune.wav --window 500 --layers 1 --d-model 16 --steps 20 --dry-run
sound          1.7 s train, 0.1 s valid, 0.2 s test
held out       the last 10 % of each recording for test, the 5 % before for validation
rate           8,000 Hz
predicts       each sample from those before it, as mu-law codes
windows        640 of 500 samples, 320 k samples in all, 23.5 times the data
model          one embedding per *; 1 causal Mamba block of width 16
parameters     *
steps          20 of 32 *, validation every 20
learning rate  0.004
seed           1
schedule       whole
memory         * MiB at most, beside the data
time           about * for training

$ undula train --task lm tune.wav --window 250 --layers 1 --d-model 16 --batch 8 --steps 20 --evaluate-every 5 -o runs/a > a.log
! sound *
! *
! baseline        interpolated trigram, weights * and *: validation * bits a sample (bigram *, unigram *)
$ cat a.log
model                    runs/a/model.safetensors
report                   runs/a/report.html
best step                *
valid bits per sample    *
train bits per sample    *
trigram bits per sample  *

$ grep -o '^undula evaluate.*' runs/a/report.html
undula evaluate runs/a/model.safetensors tune.wav

# Repeated from its resolved configuration on another number of threads, and stopped and resumed: the same bytes.
$ undula train --config runs/a/run.toml -@ 1 -q | head -1; cmp runs/a/model.safetensors runs/a-2/model.safetensors
model                    runs/a-2/model.safetensors
$ undula train --config runs/a/run.toml -q -o runs/s &
> until grep -q '"step": 7' runs/s/metrics.jsonl; do sleep 0.01; done 2> grep.log; kill -TERM $!; wait $!
[75]
$ undula train --resume runs/s -q | head -1; for f in model.safetensors metrics.jsonl; do cmp runs/a/$f runs/s/$f; done
model                    runs/s/model.safetensors

$ undula evaluate runs/a/model.safetensors tune.wav
split            test
samples          1,600, in 1 recordings
codes            mu-law
bits per sample  * [*, *]
baseline         interpolated trigram
baseline bits    * [*, *]
difference       * [*, *]

$ undula evaluate runs/a/model.safetensors tune.wav --split all --json | grep -o '"samples": [0-9]*'
"samples": 16000

$ undula info m | grep -E '^(task|head|rate|codes|baseline)'
task                   predict the next sample of sound
head                   next_token
rate                   8,000 Hz
codes                  mu-law
baseline               interpolated trigram

# A folder of recordings, other codes, 16 bits in two tokens, a start from another model.
$ mkdir -p takes && for i in 1 2 3 4 5 6 7 8 9 10 11 12; do undula generate m --seconds 0.2 --seed $i -q -o takes/$i.wav; done
$ for codes in min-max linear8 linear16; do undula train --task lm takes --codes $codes --window 200 --layers 1 --d-model 8 --batch 4 --steps 3 -q -o runs/$codes | grep -c bits; done
3
3
3
$ undula train --task lm takes --from m --window 200 --batch 4 --steps 3 -o runs/from > from.log
! sound          * s train, 0.* s valid, 0.* s test
! held out       10 % of the recordings for test, 10 % for validation
! *
! starts from    all weights of m; all of it learns
! *

# Scores: a row for each sound or each second, in seconds and samples of the file.
$ undula score m tune.wav
file	channel	start	end	start_sample	end_sample	bits	typicality
tune.wav	mean	0.000	2.000	0	16000	*	*
! scored 1 sound, 16,000 samples, in *: * bits a sample; real-time factor *, * samples/s, peak memory * MiB

$ undula score m tune.wav --per-second --start 0.25 -q | cut -f 1-6
file	channel	start	end	start_sample	end_sample
tune.wav	mean	0.250	1.250	2000	10000
tune.wav	mean	1.250	2.000	10000	16000

$ undula score m tune.wav -q --json | grep -o '"start_sample": 0, "end_sample": 16000, "bits": '
"start_sample": 0, "end_sample": 16000, "bits": 

# From a pipe, as WAV and raw, the same figures; on one thread and three.
$ for t in 1 3; do undula score m - -q -@ $t < tune.wav | tail -1 | cut -f 7; done | uniq | wc -l; tail -c 32000 tune.wav | undula score m --raw s16le --rate 8000 -q | tail -1 | cut -f 7 | cmp - <(undula score m tune.wav -q | tail -1 | cut -f 7)
1

# Silence has bits, and a model as its own background leaves nothing.
$ head -c 48000 /dev/zero | undula score m --raw s16le --rate 8000 --per-second --background m -q | cut -f 5,6,10
start_sample	end_sample	difference
0	8000	0.0000
8000	16000	0.0000
16000	24000	0.0000

$ undula score m tune.wav --picture p.png -q > rows && undula score m tune.wav --picture p.svg -q > rows && head -c 8 p.png | tail -c 7 | head -c 3; tail -1 p.svg
PNG</svg>

# Generation: as long as asked, the same bytes whatever batch, threads and pauses.
$ undula generate m --prompt tune.wav --duration 0.5 --seconds 0.3 --seed 5 -o one.wav
! generated 1 sound of 2,400 samples (0.300 s) in *: real-time factor *, * samples/s, peak memory * MiB
$ undula generate m --prompt tune.wav --duration 0.5 --seconds 0.3 --seed 5 --batch 2 -@ 3 -q -o two.wav && cmp one.wav two-1.wav && ls two*
two-1.wav
two-2.wav
$ undula generate m --prompt tune.wav --duration 0.5 --seconds 0.1 --seed 5 -q --save-state s -o a.wav && undula generate m --load-state s --seconds 0.2 -q -o b.wav && cat <(tail -c 1600 a.wav) <(tail -c 3200 b.wav) | cmp - <(tail -c 4800 one.wav)
$ undula generate m --prompt tune.wav --duration 0.5 --with-prompt --seconds 0.3 --seed 5 -q -o with.wav && tail -c 4800 with.wav | cmp - <(tail -c 4800 one.wav) && undula info with.wav | grep -o '6,400'
6,400
$ undula generate m --seconds 0.1 --temperature 0 --top-k 5 --top-p 0.9 -q | head -c 4; undula generate m --seconds 0.1 -q -o x.flac && undula info x.flac | grep -c FLAC
RIFF1

# What cannot be done.
$ undula score m tune.wav --track t.bw
! error: --track is for DNA, not for sound
!   at: m
!   try: undula score --help
[2]

$ undula score m tune.wav --picture p.jpg
! error: a picture is a .png or an .svg file
!   at: --picture p.jpg
!   try: --picture sound.png
[2]

$ undula score m --raw s16le tune.wav
! error: raw samples do not say how many there are a second
!   at: --raw s16le
!   try: --rate 16000, say
[2]

$ undula score runs/min-max/model.safetensors - < tune.wav
! error: the model's codes (min-max) depend on the level of a whole sound, which a stream does not have
!   at: -
!   try: a file, or a model trained with --codes mu-law
[2]

$ undula score m none.wav
! error: no such file: none.wav
*
! *
[4]

$ undula generate m
! error: --seconds is missing: how much new sound
!   at: command line
!   try: undula generate --help
[2]

$ undula generate m --length 20 --seconds 1
! error: --length is for DNA, not for sound
!   at: m
!   try: undula generate --help
[2]

$ undula generate m --seconds 1 --batch 2
! error: standard output takes one sound
!   at: --batch 2
!   try: -o sound.wav
[2]

$ undula generate runs/min-max/model.safetensors --prompt tune.wav --seconds 0.1 -o x.wav
! error: the model's codes (min-max) depend on the level of a whole sound, which a beginning does not have
!   at: --prompt
!   try: a model trained with --codes mu-law
[2]

$ undula generate runs/a/model.safetensors --load-state s --seconds 0.1 -o x.wav
! error: the state is of another model than runs/a/model.safetensors
!   at: s
!   try: the model that it was saved with
[3]

$ head -c 500 s > cut && undula generate m --load-state cut --seconds 0.1 -o y.wav; ls y.wav 2> ls.log
! error: the file ends inside its header
!   at: cut, byte 500
!   try: *
[2]

$ undula generate m --seconds 0.1 -o x.mp3
! error: *
*
! *
[2]

$ undula train --task lm tune.wav --codes a-law
! error: *
*
! *
[2]

$ undula train --task mlm tune.wav
! error: sound has no task 'mlm'
!   at: --task mlm
!   try: undula train --help
[2]

$ undula train --task lm tune.wav --direction both
! error: a model that predicts the next sample cannot see what is behind it
!   at: --direction both
!   try: leave it out
[2]
