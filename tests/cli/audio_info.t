# Two seconds at 8 kHz: a header with the sizes of a stream (header.sh CHANNELS BYTES-PER-FRAME), then 16-bit samples, one
# of them at full scale.
$ cat > header.sh <<'END'
> printf 'RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\1\0'"$1"'\0\x40\x1f\0\0\x80\x3e\0\0'"$2"'\0\x10\0data\xff\xff\xff\xff'
> END
> { bash header.sh '\1' '\2'; printf '\0\x40%.0s' $(seq 15999); printf '\xff\x7f'; } > tone.wav && undula info tone.wav
file             tone.wav
format           WAV (Microsoft), Signed 16 bit PCM
sample rate      8,000 Hz
channels         1
frames           16,000
seconds          2.000
peak dbfs        -0.00
rms dbfs         -6.02
clipped samples  1
dc offset        0.500031

# Content counts, not the name.
$ cp tone.wav reads.fq && undula info reads.fq --json
{"files": [{"file": "reads.fq", "format": "WAV (Microsoft), Signed 16 bit PCM", "sample_rate": 8000, "channels": 1, "frames": 16000, "seconds": 2*, "peak_dbfs": -0.000265*, "clipped_samples": 1, "dc_offset": 0.5*}]}

$ cp tone.wav 'tone two.wav' && undula info tone.wav 'tone two.wav' | grep -c 'sample rate'
2

# Eight channels.
$ { bash header.sh '\x8' '\x10' ; head -c 1600 /dev/zero; } > eight.wav
> undula info eight.wav | grep -E 'channels|frames|dbfs'
channels         8
frames           100
peak dbfs        silence
rms dbfs         silence

# From a pipe, a file on standard input, or samples without a header.
$ cat tone.wav | undula info - > piped; undula info < tone.wav | cmp - piped && head -3 piped
file             stdin
format           WAV (Microsoft), Signed 16 bit PCM
sample rate      8,000 Hz
$ tail -c +45 tone.wav | undula info - --raw s16le --rate 8000 | grep -E 'format|frames|rms'
format           RAW (header-less), Signed 16 bit PCM
frames           16,000
rms dbfs         -6.02
$ cp $ROOT/data/models/example-sound.safetensors m && for f in flac ogg; do undula generate m --seconds 1 -q -o s.$f && cat s.$f | undula info - | grep -E 'format|frames'; done
format           FLAC (Free Lossless Audio Codec), Signed 16 bit PCM
frames           *
format           OGG (OGG Container format), Vorbis
frames           *
$ cat tone.wav | undula info - --raw s16le
! error: raw samples do not say how many there are a second
!   at: --raw s16le
!   try: --rate 16000, say
[2]
$ cat tone.wav | undula info - --rate 8000
! error: --rate says how fast --raw samples come; a sound file says it itself
!   at: --rate 8000
!   try: leave it out, or add --raw s16le
[2]
$ undula info tone.wav --records --raw s16le --rate 8000
! error: --records is about sequences, --raw about sound
! *
[2]
$ echo 'neither sound nor sequence' | undula info -
! error: text before the first header: *
!   at: stdin, line 1
[3]
$ head -c 30 tone.wav | undula info -
! error: *
! *
[3]

# An MP3, from a pipe too; one that was cut ends where it was cut, and says how long it was.
$ undula info $ROOT/data/examples/tune.mp3 | grep -E 'format|rate|frames'
format           MPEG-1/2 Audio, MPEG Layer III
sample rate      8,000 Hz
frames           4,000
$ cat $ROOT/data/examples/tune.mp3 | undula info - 2> /dev/null | grep frames
frames           4,000
$ head -c 1500 $ROOT/data/examples/tune.mp3 > cut.mp3; undula info cut.mp3 2> /dev/null | grep frames
frames           1,199
stated frames    4,000
$ head -c 100 $ROOT/data/examples/tune.mp3 > cut.mp3; undula info cut.mp3 > out 2>&1; echo $?; grep ^error out
3
error: cut.mp3 is no sound file that can be read: *

# What is wrong with a file: exit code 3, or 4 where it is not there.
$ undula info tune.wav
! error: no such file: tune.wav
!   at: tune.wav
!   try: did you mean tone.wav?
[4]

$ mkdir album.wav && undula info album.wav
! error: 'album.wav' is a folder, not a file
!   at: album.wav
[3]

$ echo 'no sound at all' > text.flac && undula info text.flac
! error: text.flac is no sound file that can be read: Format not recognised
!   at: text.flac
!   try: samples without a header need their format, rate and channels
[3]

$ bash header.sh '\1' '\2' > zero.wav && undula info zero.wav
! error: zero.wav holds no sound: zero frames
!   at: zero.wav
[3]

$ { bash header.sh '\1' '\2' | head -c 40; printf '\0\4\0\0'; head -c 1000 /dev/zero; } > cut.wav && undula info cut.wav
! error: cut.wav is cut short: its header states 512 frames, it has 500
!   at: cut.wav, after 500 frames
!   try: copy or record the file again
[3]
