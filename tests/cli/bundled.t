# What the README's first screen shows.
$ cd $ROOT && undula classify data/models/bacteria.safetensors data/reads/bacteria.fq
id	label	probability	E.coli	H.pylori	S.aureus	V.cholerae
r1	S.aureus	0.*
*
r20	*	0.*
! classified 20 records, 10,600 bp in * s: * records/s, * Mbp/s

$ cd $ROOT && undula evaluate data/models/bacteria.safetensors data/reads/bacteria.tsv | sed -n '1p;4p'
split all: 20 sequences
Accuracy           1.0000 *

$ stat -L -c %s $ROOT/data/models/bacteria.safetensors | awk '{ print $1 <= 200000 ? "small" : $1 }'
small

# Any number of threads, any company and any neighbours: the same rows.
$ cd $ROOT && undula classify data/models/bacteria.safetensors data/reads/bacteria.fq -q -@1 > $OLDPWD/one && undula classify data/models/bacteria.safetensors data/reads/bacteria.fq -q -@4 | cmp - $OLDPWD/one
$ for i in 1 7 20; do head -$((4 * i)) $ROOT/data/reads/bacteria.fq | tail -4 | undula classify $ROOT/data/models/bacteria.safetensors -q | sed 1d; done | diff - <(sed -n '2p;8p;21p' one)
