# A classifier of sounds: trained on a folder, judged, used.
$ cp -r $ROOT/data/examples/chirps $ROOT/data/examples/chirps.wav . && undula train chirps --steps 20 --dry-run --d-model 16 --layers 1 --bands 16
class fall      16 train, 2 valid, 2 test
class rise      16 train, 2 valid, 2 test
majority class  *, 50.0 % of train
rate            8,000 Hz
channel         mean
level           as it is
durations       0.* s to 0.* s
variations      gain 6 dB, shift 0.1, noise 40 dB
audit           nothing found
model           16 learned filters of 256 samples, a position every 80; 1 bidirectional Mamba block of width 16
parameters      *
steps           20 of 32 sequences, validation every 20
learning rate   0.004
seed            1
schedule        whole
memory          * MiB at most, beside the data
time            about * for training

$ undula train chirps --steps 60 --d-model 16 --layers 1 --bands 16 -o runs/c --evaluate-every 20 2> log
model              runs/c/model.safetensors
report             runs/c/report.html
best step          *
valid log loss     *
valid accuracy     *
baseline accuracy  *
difference         *
$ grep baseline log
baseline        logistic regression on levels in mel bands and duration: validation * (* %)
baseline        logistic regression on duration: validation * (* %)
$ grep -E '^(rate|group-by|speed|mutate|strands)' runs/c/run.toml
rate = 8000
speed = 0

# The same seed, the same model.
$ undula train --config runs/c/run.toml -o runs/again -q > /dev/null && cmp runs/c/model.safetensors runs/again/model.safetensors

# What a model is.
$ undula info runs/c/model.safetensors | grep -E '^(task|classes|rate|channel|window)'
task             classify sound
classes          fall, rise
rate             8000
channel          mean
window           1,592 samples

# Log-mel bands in place of learned filters; a causal stack.
$ undula train chirps --steps 5 --stem log-mel --direction causal --d-model 8 --layers 1 --bands 8 -q -o runs/mel | head -1
model              runs/mel/model.safetensors

$ undula evaluate runs/c/model.safetensors chirps
split test: 4 sounds

metric * model * baseline * difference
*
truth \ call  fall  rise
fall          *
rise          *

baseline: logistic regression on levels in mel bands and duration
duration alone: accuracy *
brackets: 95 % bootstrap intervals

$ undula evaluate runs/c/model.safetensors chirps --split train --crop 0.1 --json | grep -Eo '"(split|sounds|trained_on|crop_seconds)": [^,]*'
"split": "train"
"sounds": 32
"trained_on": 32
"crop_seconds": 0.1
! warning: 32 of 32 sounds were trained on

$ { echo 'path,label,who'; for i in 01 02 03; do echo "chirps/rise/$i.wav,rise,ann"; echo "chirps/fall/$i.wav,fall,bob"; done; } > t.csv
> undula evaluate runs/c/model.safetensors t.csv --by who -q | grep -A 3 '^group'
group  sounds  right  accuracy
ann    3       *
bob    3       *

# One row for each sound, each hop, or each event.
$ undula classify runs/c/model.safetensors chirps/rise/01.wav chirps/fall/01.wav -q
file	channel	start	end	start_sample	end_sample	label	probability
chirps/rise/01.wav	mean	0.0000	0.*	0	*	*	*
chirps/fall/01.wav	mean	0.0000	0.*	0	*	*	*
$ undula classify runs/c/model.safetensors chirps.wav --hop 0.25 --window 0.2 -q | cut -f 3-7
start	end	start_sample	end_sample	label
0.0000	0.2000	0	1600	*
0.2500	0.4500	2000	3600	*
0.5000	0.7000	4000	5600	no_decision
0.7500	0.9500	6000	7600	*
1.0000	1.2000	8000	9600	*
1.2500	1.4500	10000	11600	*
1.5000	1.7000	12000	13600	no_decision
1.7500	1.9500	14000	15600	*
2.0000	2.2000	16000	17600	*
# A part of a sound: seconds are those of the file.
$ undula classify runs/c/model.safetensors chirps.wav --start 0.25 --duration 0:00.5 --hop 0.25 --window 0.2 -q | cut -f 3-6
start	end	start_sample	end_sample
0.2500	0.4500	2000	3600
0.5000	0.7000	4000	5600
$ undula classify runs/c/model.safetensors chirps.wav --hop 0.05 --on 0.5 --off 0.4 --min-duration 0.1 --format audacity -q | cut -f 3 | sort -u
*
$ undula classify runs/c/model.safetensors chirps/rise/01.wav --format jsonl -q
{"file": "chirps/rise/01.wav", "channel": "mean", "start": 0, "end": *, "start_sample": 0, "end_sample": *, "label": "*", "probabilities": {"fall": *, "rise": *}}

# A pipe, with or without a header, gives what the file gives.
$ undula classify runs/c/model.safetensors chirps.wav --hop 0.1 -q | cut -f 2- > file.tsv
> cat chirps.wav | undula classify runs/c/model.safetensors --hop 0.1 -q | cut -f 2- | cmp - file.tsv
> tail -c +45 chirps.wav | undula classify runs/c/model.safetensors - --raw s16le --rate 8000 --hop 0.1 -q | cut -f 2- | cmp - file.tsv

$ undula classify runs/c/model.safetensors chirps.wav -o calls.tsv && wc -l < calls.tsv
2
! classified 1 sound, * in *: 1 rows, real-time factor 0.* (* x real time), *samples/s, peak memory * MiB

# What is wrong.
$ tail -c +45 chirps.wav | undula classify runs/c/model.safetensors - --raw s16le
! error: raw samples do not say how many there are a second
!   at: --raw s16le
!   try: --rate 16000, say
[2]
$ undula classify runs/c/model.safetensors chirps
! error: 'chirps' is a folder, not a file
!   at: chirps
[3]
$ undula classify runs/c/model.safetensors chirps.wav --paired
! error: --paired is for DNA, not for sound
!   at: runs/c/model.safetensors
!   try: undula classify --help
[2]
$ undula classify runs/c/model.safetensors chirps.wav --on 0.9
! error: events are found hop by hop
!   at: command line
!   try: --hop 0.1, say
[2]
$ undula classify $ROOT/data/models/bacteria.safetensors chirps.wav --silence -50
! error: --silence is for sound, not for DNA
!   at: *bacteria.safetensors
!   try: undula classify --help
[2]
$ undula train chirps --mutate 0.1
! error: --mutate is for DNA, not for sound
!   at: chirps
!   try: undula train --help
[2]
$ undula train $ROOT/data/examples/motif.csv --rate 8000
! error: --rate is for sound, not for DNA
!   at: *motif.csv
!   try: undula train --help
[2]
$ undula train chirps/rise
! error: a folder of 20 sounds that have no labels
!   at: chirps/rise
!   try: a sub-folder for each class, or a table with the columns path and label
[3]
$ undula train chirps --stem kmer
! error: a classifier of sounds reads samples, or a token for each
!   at: --stem kmer
!   try: --stem filters, log-mel or token
[2]
$ undula train chirps --task mlm
! error: sound has no task 'mlm'
!   at: --task mlm
!   try: undula train --help
[2]

# Sounds that are odd: rates of 1 Hz and 768 kHz, eight channels, no frames, cut short, not there.
$ cat > header.sh <<'END'
> printf 'RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\1\0'"$1"'\0'"$2"'\0\0\0\0\2\0\x10\0data\xff\xff\xff\xff'
> END
> { bash header.sh '\1' '\1\0\0\0'; head -c 20 /dev/zero; } > slow.wav
> { bash header.sh '\1' '\0\xb8\x0b\0'; tail -c +45 chirps.wav; } > fast.wav
> { bash header.sh '\x8' '\x40\x1f\0\0'; head -c 16000 /dev/zero; } > eight.wav
> bash header.sh '\1' '\x40\x1f\0\0' > none.wav
> undula classify runs/c/model.safetensors slow.wav fast.wav eight.wav -q | cut -f 2,4,6,7
channel	end	end_sample	label
mean	10.0000	10	no_decision
mean	0.0*	*	*
mean	0.1250	1000	no_decision
$ undula classify runs/c/model.safetensors eight.wav --channel each -q | cut -f 2 | tail -1
8
$ undula classify runs/c/model.safetensors none.wav
! error: none.wav holds no sound: zero frames
!   at: none.wav
[3]
$ undula classify runs/c/model.safetensors chirp.wav
! error: no such file: chirp.wav
!   at: chirp.wav
!   try: did you mean chirps.wav?
[4]
$ { bash header.sh '\1' '\x40\x1f\0\0' | head -c 40; printf '\0\4\0\0'; head -c 1000 /dev/zero; } > cut.wav && undula classify runs/c/model.safetensors cut.wav -q
! error: cut.wav is cut short: its header states 512 frames, it has 500
!   at: cut.wav, after 500 frames
!   try: copy or record the file again
[3]
$ (undula classify runs/c/model.safetensors chirps.wav --hop 0.01 -q; echo $? >&2) | head -1 > /dev/null
! *
