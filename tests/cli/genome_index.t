# A genome that is read in any order: its index is samtools', made once, used again, made anew where the file is newer.
$ cp $ROOT/data/models/bacteria.safetensors m && printf '>a\nACGTACGT\nACGT\n>b\nGGCC\n' > g.fa
$ undula mutate m g.fa --region b:2-2 -q | cut -f 1-4 && cat g.fa.fai
contig	pos	ref	alt
b	2	G	A
b	2	G	C
b	2	G	T
a	12	3	8	9
b	4	20	4	5

$ printf '>a\nACG\n>b\nTTTT\n' > g.fa && touch -d '1 minute' g.fa && undula mutate m g.fa --region b:4-4 -q | cut -f 3 | sed -n 2p && cat g.fa.fai
T
a	3	3	3	4
b	4	10	4	5

$ bgzip -c g.fa > g.fa.gz && undula mutate m g.fa.gz --region b:4-4 -q | cut -f 3 | sed -n 2p && ls g.fa.gz.*
T
g.fa.gz.fai
g.fa.gz.gzi

# An index that belongs to another file.
$ printf 'a\t8\t3\t8\t9\n' > g.fa.fai && touch -d '2 minutes' g.fa.fai && undula mutate m g.fa -q
! error: g.fa and its index do not fit each other
!   at: g.fa, contig 'a'
!   try: rm g.fa.fai, so that it is made anew
[3]

# Files that cannot be read in any order.
$ gzip -c g.fa > z.fa.gz && undula mutate m z.fa.gz
! error: z.fa.gz is compressed with gzip, which can only be read from its start
!   at: z.fa.gz
!   try: gzip -dc z.fa.gz | bgzip > NEW.fa.gz
[3]

$ printf '>a\nACGT\nAC\nACGT\n' > uneven.fa && undula mutate m uneven.fa
! error: record 'a' has lines of different length, so that its bases cannot be found by number
!   at: uneven.fa, line 4
!   try: seqtk seq -l 60 uneven.fa > NEW.fa writes it in lines of 60
[3]

$ printf '>a x\nAC\n>a y\nGT\n' > twice.fa && undula mutate m twice.fa
! error: two records are named 'a', here and in line 1
!   at: twice.fa, line 3
!   try: *
[3]

$ undula mutate m - < g.fa
! error: a genome is read in any order, which a pipe does not allow
!   at: stdin
!   try: name a FASTA file, plain or bgzip
[3]
