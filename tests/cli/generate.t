# Sequences from a causal language model: exactly as many new bases as were asked for.
$ cp $ROOT/data/models/ecoli.safetensors m && undula generate m --length 130 -q | tee one.fa | awk '!/^>/ { print length($0) }'
60
60
10

$ head -1 one.fa && grep -v '>' one.fa | tr -d 'ACGT\n' | wc -c
>generated_1 prompt=0 new=130
0

# The summary goes to standard error, beside the training data's.
$ undula generate m --length 2000 --count 3 -o three.fa && grep '>' three.fa
>generated_1 prompt=0 new=2000
>generated_2 prompt=0 new=2000
>generated_3 prompt=0 new=2000
! generated 3 sequences of 2,000 bases in *: * bases/s
! GC * %, training data 50.* %; 4-mers 0.* bits from the training data's (Jensen-Shannon)

# The same seed gives the same bytes, with any number of threads and of sequences; another seed others.
$ undula generate m --length 130 --count 2 -q -@ 2 | head -4 | cmp - one.fa && undula generate m --length 130 --seed 2 -q | cmp -s - one.fa
[1]

# Prompts: a sequence, a file, standard input. They are not part of what is written, unless they are asked for.
$ undula generate m --prompt ACGTacgtN --length 5 --with-prompt -q | sed 's/[ACGT]*$//; s/^>.*/&/'
>generated_1 prompt=9 new=5
ACGTacgtN

$ printf '>x first\nACGTTGACG\nTCAACG\n>y\nGGG\n' > p.fa && undula generate m --prompt p.fa --length 7 --count 2 -q | awk '{ print /^>/ ? $0 : length($0) }'
>x_1 prompt=15 new=7
7
>x_2 prompt=15 new=7
7
>y_1 prompt=3 new=7
7
>y_2 prompt=3 new=7
7

$ undula generate m --prompt - --length 7 --count 2 -q < p.fa > stdin.fa && undula generate m --prompt p.fa --length 7 --count 2 -q | cmp - stdin.fa

# Temperature 0 and a single candidate are the same: the likeliest base each time.
$ undula generate m --prompt ACGT --length 50 --temperature 0 -q > greedy.fa && undula generate m --prompt ACGT --length 50 --top-k 1 --seed 9 -q | cmp - greedy.fa

$ undula generate m --length 4 --json -q --top-p 0.5
{"id": "generated_1", "sequence": "*"}

$ undula generate m --length 400 -q -o g.fa.gz && gzip -dc g.fa.gz | undula info - | grep -E '^(records|bases)'
records *1
bases *400

# What a command line must say, and which models can.
$ undula generate m
! error: --length is missing: how many new bases
!   at: command line
!   try: undula generate --help
[2]

$ undula generate m --length 10 --prompt none.fa
! error: the prompt is neither a file nor a sequence: 'none.fa'
!   at: --prompt
[4]

$ undula generate m --length 10 --temperature -1
! error: *
!   at: command line
!   try: undula generate --help
[2]

$ undula generate m --length 10 --top-p 2
! error: *
!   at: command line
!   try: undula generate --help
[2]

$ undula generate $ROOT/data/models/bacteria.safetensors --length 10
! error: the model is no language model
!   at: *bacteria.safetensors
! *
[3]

$ (printf '>g\n'; awk 'BEGIN { srand(1); for (i = 0; i < 400; ++i) { s = ""; for (j = 0; j < 60; ++j) s = s substr("ACGT", int(4 * rand()) + 1, 1); print s } }') > g.fa && undula train --task mlm g.fa --steps 2 --window 64 --preset tiny -q -o mlm > /dev/null && undula generate mlm/model.safetensors --length 10
! error: the model fills in masked bases: it does not say what comes next
!   at: mlm/model.safetensors
!   try: a model made by 'undula train --task lm'
[3]

# Training stores what the summary compares with.
$ undula train --task lm g.fa --steps 2 --window 64 --preset tiny -q -o lm > /dev/null && undula generate lm/model.safetensors --length 300 > /dev/null
! generated 1 sequences of 300 bases in *
! GC *, training data *.* %; 4-mers 0.* bits from the training data's (Jensen-Shannon)

$ printf '>bad\nACGT!\n' > bad.fa && undula generate m --length 10 --prompt bad.fa
! error: record 'bad' holds '!', which is no nucleotide code
!   at: bad.fa, record 1 ('bad'), line 2
[3]

$ undula generate m --length 10 -q -o none/x.fa
! error: cannot write 'none/x.fa': its folder is not there
!   at: none/x.fa
!   try: make the folder first: mkdir -p 'none'
[4]
