# A classifier that reads a token for each sample, in a row of blocks.
$ cp -r $ROOT/data/examples/chirps $ROOT/data/examples/chirps.wav . && undula train chirps --stem token --steps 5 --d-model 8 --layers 1 -o t 2>&1 > /dev/null | grep -E '^(codes|model)'
codes           mu-law
model           one embedding per token; 1 bidirectional Mamba block of width 8
$ undula info t/model.safetensors | grep -E '^(stem|mixer|rate|codes|vocab)'
mixer            mamba
stem             token
vocab            256
rate             8,000
codes            mu-law
$ undula train --config t/run.toml -o again -q > /dev/null && cmp t/model.safetensors again/model.safetensors

# A causal U-Net, a mixer for each of its stages; linear codes.
$ undula train chirps --stem token --codes linear8 --pools 4,4 --mixer s4d,s4d,mamba-complex --steps 5 --d-model 8 --layers 1 -o u 2>&1 > /dev/null | grep -E '^(codes|model)'
codes           linear8
model           one embedding per token; 1 causal s4d,s4d,mamba-complex block of width 8, in each part of a U-Net with pools 4, 4
$ undula info u/model.safetensors | grep -E '^(pools|stage|codes)'; grep -E '^(mixer|codes|pools|direction)' u/run.toml
pools            4,4
stage mixers     s4d,s4d,mamba_complex
codes            linear8
*
$ undula train --config u/run.toml -o again -q > /dev/null && cmp u/model.safetensors again-2/model.safetensors

# Both are judged, and hear pipes as they hear files.
$ for m in t u; do undula evaluate $m/model.safetensors chirps -q | grep -cE '^(Accuracy|baseline|duration)'
>   undula classify $m/model.safetensors chirps.wav --hop 0.5 -q | cut -f 2- > file.tsv && cat chirps.wav | undula classify $m/model.safetensors --hop 0.5 -q | cut -f 2- | cmp - file.tsv; done
3
3

# One mixer for all, of sound and DNA.
$ undula train chirps --mixer s4d --steps 2 --d-model 8 --layers 2 --bands 8 -q -o s > /dev/null && undula info s/model.safetensors | grep ^mixer
mixer            s4d
$ undula train $ROOT/data/examples/motif.csv --mixer mamba-complex --dry-run -q | grep ^model
model           convolution over 9 tokens; 1 bidirectional mamba-complex block of width *
$ undula train --task lm $ROOT/data/examples/contigs.fa --mixer s4d --window 256 --steps 5 --dry-run -q | grep ^model
model * 6-mer embeddings; 4 causal s4d blocks of width *
$ undula train --task lm $ROOT/data/examples/tune.wav --pools 4 --mixer s4d,mamba --window 500 --steps 5 --dry-run -q | grep ^model
model * one embedding per token; * causal s4d,mamba blocks of width *, in each part of a U-Net with pools 4

# What is wrong.
$ undula train chirps --mixer mumba
! error: no mixer is called 'mumba'
!   at: --mixer mumba
!   try: did you mean 'mamba'?
[2]
$ undula train chirps --mixer s4d,mamba
! error: 2 mixers for 1 row of blocks
!   at: --mixer s4d,mamba
!   try: one mixer; a U-Net (--pools) has stages
[2]
$ undula train chirps --stem token --pools 4,4 --mixer s4d,mamba
! error: 2 mixers for 3 stages
!   at: --mixer s4d,mamba
!   try: one for all, or one for each stage, the outermost first
[2]
$ undula train chirps --stem token --codes min-max
! error: a classifier of sounds reads codes of one token for each sample, whatever is around it
!   at: --codes min-max
!   try: --codes mu-law or linear8
[2]
$ undula train chirps --pools 4
! error: filters put samples together themselves
!   at: --pools
!   try: --stem token
[2]
$ undula train chirps --stem token --stride 4
! error: a token stands for one sample
!   at: --stride 4
!   try: --pools, to put positions together
[2]
$ undula train chirps --mixer ''
! error: *
! *
! *
[2]
