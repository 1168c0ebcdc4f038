# Vectors of sounds: a row for each, or for each hop; a small classifier of its own.
$ cp -r $ROOT/data/examples/chirps $ROOT/data/examples/chirps.wav . && undula train chirps --steps 5 --d-model 8 --layers 1 --bands 8 -q -o run > /dev/null && cp run/model.safetensors m
$ undula embed m chirps/rise/01.wav chirps.wav -o a.npy
array    a.npy
ids      a.ids.tsv
rows     2
columns  8
! embedded 2 rows, 2.3 s of sound in * s: * x real time
$ cat a.ids.tsv; head -c 128 a.npy | tail -c 118; wc -c < a.npy
file	channel	start	end	start_sample	end_sample
chirps/rise/01.wav	mean	0.0000	0.1134	0	907
chirps.wav	mean	0.0000	2.2000	0	17600
{'descr': '<f4', 'fortran_order': False, 'shape': (2, 8), }*
192

# The same sound is the same row; a part of it is another.
$ undula embed m chirps.wav -q -o one.npy > /dev/null && cmp <(tail -c 32 a.npy) <(tail -c 32 one.npy)
$ undula embed m chirps.wav --start 0.5 --duration 0.5 -q -o part.npy > /dev/null && tail -1 part.ids.tsv && ! cmp -s one.npy part.npy
chirps.wav	mean	0.5000	1.0000	4000	8000

# Hops, from a file, a pipe, and without a header.
$ undula embed m chirps.wav --hop 0.5 --window 0.25 -q --json -o h.npy && cat h.ids.tsv
{"array": "h.npy", "ids": "h.ids.tsv", "rows": 4, "columns": 8}
file	channel	start	end	start_sample	end_sample
chirps.wav	mean	0.0000	0.2500	0	2000
chirps.wav	mean	0.5000	0.7500	4000	6000
chirps.wav	mean	1.0000	1.2500	8000	10000
chirps.wav	mean	1.5000	1.7500	12000	14000
$ cat chirps.wav | undula embed m --hop 0.5 --window 0.25 -q -o p.npy > /dev/null && cmp h.npy p.npy && tail -1 p.ids.tsv
stdin	mean	1.5000	1.7500	12000	14000
$ tail -c +45 chirps.wav | undula embed m - --raw s16le --rate 8000 --hop 0.5 --window 0.25 -q -o p.npy > /dev/null && cmp h.npy p.npy

# A language model of sound has features too.
$ undula embed $ROOT/data/models/example-sound.safetensors chirps.wav -q -o l.npy | grep columns
columns  *

# What is wrong.
$ undula embed m chirps.wav
! error: -o is missing: where the array goes
!   at: command line
!   try: undula embed --help
[2]
$ undula embed m chirps.wav -o x.npy --strand both
! error: --strand is for DNA, not for sound
!   at: m
!   try: undula embed --help
[2]
$ undula embed m chirps.wav -o x.npy --channel left
! error: no channel is called 'left'
!   at: --channel left
!   try: mean, each, or a number from 1
[2]
$ tail -c +45 chirps.wav | undula embed m - --raw s16le -o x.npy
! error: raw samples do not say how many there are a second
!   at: --raw s16le
!   try: --rate 16000, say
[2]
$ undula embed m chirps.wav chirps -q -o x.npy
! the rows before the error are in x.npy.partial
! error: 'chirps' is a folder, not a file
!   at: chirps
[3]
