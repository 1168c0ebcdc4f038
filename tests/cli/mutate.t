$ cp $ROOT/data/examples/contigs.fa . && cp $ROOT/data/models/bacteria.safetensors m

# Three rows for every base; the same rows from both strands averaged, at any number of threads, and in a pipe.
$ undula mutate m contigs.fa --region contig1:101-103 -o e.tsv --svg e.svg && cat e.tsv && ls e.* contigs.fa.fai
contig	pos	ref	alt	effect
contig1	101	C	A	*
contig1	101	C	G	*
contig1	101	C	T	*
contig1	102	C	A	*
contig1	102	C	G	*
contig1	102	C	T	*
contig1	103	A	C	*
contig1	103	A	G	*
contig1	103	A	T	*
contigs.fa.fai
e.svg
e.tsv
! mutated 3 positions; effect: change of the logit of '*'

$ undula mutate m contigs.fa --region contig1:101-103 -q -@ 1 | cmp - e.tsv && grep -c '^<rect' e.svg && grep -o 'contig1:101-103</text>' e.svg
58
contig1:101-103</text>

$ undula mutate m contigs.fa --region contig1:101-103 -q --class E.coli -o - | cut -f 1-4 | cmp - <(cut -f 1-4 e.tsv)

# The only record is meant where there is one; what is not one base is passed over.
$ printf '>one\nACGNRt\n' > one.fa && undula mutate m one.fa -o one.tsv.gz && gzip -dc one.tsv.gz | cut -f 1-4
contig	pos	ref	alt
one	1	A	C
one	1	A	G
one	1	A	T
one	2	C	A
one	2	C	G
one	2	C	T
one	3	G	A
one	3	G	C
one	3	G	T
one	6	T	A
one	6	T	C
one	6	T	G
! mutated 4 positions; effect: change of the logit of '*'
! skipped 2 positions that are not one base

# By a language model, each position in a window of its own.
$ cp $ROOT/data/models/example-lm.safetensors lm && undula mutate lm contigs.fa --region contig2:49-51 --window 20 -o lm.tsv && wc -l < lm.tsv
10
! mutated 3 positions; effect: log-likelihood ratio (nats)

# The same numbers as 'undula score' gives.
$ printf '##fileformat=VCFv4.3\n##contig=<ID=contig2>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\ncontig2\t50\t.\tG\tA\t.\t.\t.\n' > v.vcf; undula score lm --vcf v.vcf --reference contigs.fa --window 20 -q | awk '!/^#/ { sub(/.*=/, ""); print }' > a; awk '$2 == 50 && $4 == "A" { print $5 }' lm.tsv > b; paste a b | awk '{ d = $1 - $2; print (d < 1e-4 && d > -1e-4) }'
1

$ undula mutate lm contigs.fa --region contig2:49-51 --class E.coli
! error: --class is for classifiers; this is a language model
!   at: command line
!   try: undula mutate --help
[2]

$ undula mutate m contigs.fa
! error: contigs.fa has 2 records: which one is meant, says --region
!   at: command line
!   try: undula mutate --help
[2]

$ undula mutate m contigs.fa --region contig1:990-1001
! error: contig1:990-1001 lies beyond the end of contig1, which has 1000 bases
!   at: --region contig1:990-1001
!   try: are these the coordinates of another assembly?
[3]

$ undula mutate m contigs.fa --region contig9
! error: contigs.fa has no contig 'contig9'
!   at: --region contig9
!   try: did you mean contig2? names match exactly
[3]

$ undula mutate m contigs.fa --region contig1:9-3
! error: --region 'contig1:9-3' is no region
!   at: command line
!   try: undula mutate --help
[2]

$ undula mutate m contigs.fa --region contig2 --class E.col
! error: the model has no class 'E.col'; did you mean 'E.coli'?
!   at: --class
!   try: undula info m
[2]

$ undula mutate m contigs.fa --region contig2 --window 9
! error: --window and --strand are for language models; this is a classifier
!   at: command line
!   try: undula mutate --help
[2]

$ (echo '>long'; head -c 5000 /dev/zero | tr '\0' A; echo) > long.fa; undula mutate m long.fa --svg long.svg
! error: --svg shows at most 4,000 positions; the region has 5,000
!   at: command line
!   try: undula mutate --help
[2]

$ printf '>n\nNNNN\n' > n.fa; undula mutate m n.fa -o n.tsv
! error: the region holds no unambiguous base
!   at: n:1-4
[3]

$ ls n.tsv
! ls: *
[2]

$ undula mutate m nowhere.fa
! error: no such file: nowhere.fa
!   at: nowhere.fa
[4]
