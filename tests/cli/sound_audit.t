# A folder of sounds is audited as training will split it.
$ cp -r $ROOT/data/examples/chirps . && undula audit chirps --strict
split  class  sounds  seconds  median s  durations s   median dBFS  90 % of dBFS    files
train  fall   16      *  WAV (Microsoft), Signed 16 bit PCM, 8000 Hz, 1 channel
*
without a model, on test                  accuracy                 MCC
the majority class                        0.5000 [0.0000, 1.0000]  *
sample rate alone                         0.5000 [0.0000, 1.0000]  *
file format alone                         *
number of channels alone                  *
peak alone                                *
level (RMS) alone                         *
duration alone                            *
looking up copies in train (else 'fall')  *
ok:   every class is in every split
*
ok:   0 of 4 test sounds are in train too
ok:   0 of 4 test sounds are in valid too

# Leaks planted: the rises of one rate, the falls of another; test holds copies, and a speaker of train.
$ { bash -c 'printf "RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\0\0\0\2\0\x10\0data\xff\xff\xff\xff"'; tail -c +45 chirps/rise/01.wav; } > fast.wav
$ { echo path,label,split,speaker
>   for f in chirps/fall/*.wav; do echo "$f,fall,train,ann"; done
>   for f in chirps/rise/*.wav; do tail -c +45 $f | cat <(head -c 44 fast.wav) - > ${f%.wav}x.wav; echo "${f%.wav}x.wav,rise,train,bob"; done
>   for i in 01 02 03 04 05 06; do echo "chirps/fall/$i.wav,fall,test,eve"; echo "chirps/rise/${i}x.wav,rise,test,bob"; done; } > leaks.csv
$ undula audit leaks.csv --group-by speaker --pairs pairs.tsv -o page.html | grep ^warn
warn: sample rate alone is right in 100.0 % of test (MCC 1.000), the majority class in 50.0 %
*
warn: looking up copies in train (else 'fall') is right in 100.0 % of test (MCC 1.000), the majority class in 50.0 %
warn: 12 of 12 test sounds (100.0 %) are in train too
warn: 12 of 12 test sounds (100.0 %) are parts of files of which train has a part too, 12 of them overlap it
warn: 6 of 12 test sounds (50.0 %) are of a group that train has too
$ head -2 pairs.tsv; cut -f 1 pairs.tsv | sort | uniq -c | sed 's/^ *//'
kind	similarity	split	id	source	line	label	of_split	of_id	of_source	of_line	of_label
duplicate	1.000	test	chirps/fall/01.wav	leaks.csv	42	fall	train	chirps/fall/01.wav	leaks.csv	2	fall
12 duplicate
1 kind
12 overlap
$ grep -oE '<h[12]>.*</h[12]>' page.html
<h1>Audit of leaks.csv</h1>
<h2>Verdicts</h2>
<h2>Durations, levels and files</h2>
<h2>Reproduce</h2>

# For programs; the same at any number of threads.
$ undula audit leaks.csv --json -@ 1 > a; undula audit leaks.csv --json -@ 3 | cmp - a && grep -o '"rule": "rate", "accuracy": 1, "mcc": 1, "accuracy_low": 1, "accuracy_high": 1' a
"rule": "rate", "accuracy": 1, "mcc": 1, "accuracy_low": 1, "accuracy_high": 1
$ undula audit leaks.csv --strict > /dev/null
[1]

# Training warns, and the model remembers.
$ undula train leaks.csv --steps 2 --d-model 8 --layers 1 --bands 8 -o run 2>&1 > /dev/null | grep -E '^(warning|audit)'
warning: sample rate alone is right in *
*
audit           * findings; more from 'undula audit'
$ undula evaluate run/model.safetensors leaks.csv -q --report e.html | grep '^audit.*in train too'
audit of the training data: * of 12 test sounds (* %) are in train too
$ undula evaluate run/model.safetensors leaks.csv -q --json | grep -oE '"[0-9]+ of 12 test sounds [^"]* in train too"'; grep -cE 'Audit of the training data: [0-9]+ of 12 test sounds [^<]* are in train too' e.html
"* of 12 test sounds (* %) are in train too"
1

# What is wrong.
$ undula audit chirps --threshold 0.4
! error: --threshold is for DNA, not for sound
!   at: chirps
!   try: undula audit --help
[2]
$ undula audit chirps/rise
! error: a folder of * sounds that have no labels
! *
! *
[3]
$ undula audit $ROOT/data/examples/motif.csv --rate 8000
! error: --rate is for sound, not for DNA
! *
! *
[2]
$ undula audit leaks.csv --group-by singer
! error: *
! *
! *
[3]
$ undula audit chirps --json > /dev/full
! error: cannot write 'stdout': No space left on device
!   at: stdout
!   try: free some space, or write elsewhere
[1]
