# undula-simulate-reads: reads, their truth, and what goes wrong.

$ for label in a b; do
>   awk -v seed=$label 'BEGIN { srand(seed == "a" ? 1 : 2); print ">chr" seed
>     for (i = 0; i < 3000; ++i) printf "%s", substr("ACGT", int(rand() * 4) + 1, 1); print "" }' >$label.fa
> done

$ undula-simulate-reads a=a.fa b=b.fa --lengths 50,100 --per-class 5 -o reads.fq.gz --truth truth.tsv

$ gzip -dc reads.fq.gz | awk 'NR % 4 == 1' | head -3
@r1
@r2
@r3

$ gzip -dc reads.fq.gz | awk 'NR % 4 == 2 { print length($0) }' | sort -n | uniq -c | tr -s ' '
 10 50
 10 100

$ head -1 truth.tsv; tail -n +2 truth.tsv | cut -f 2 | sort | uniq -c | tr -s ' '
id	label	source	contig	begin	end	strand	length	errors
 10 a
 10 b

# Without errors a read is its place in the genome.
$ undula-simulate-reads a=a.fa b=b.fa --lengths 50 --per-class 20 -o exact.fq --truth exact.tsv \
>   --substitutions 0 --insertions 0 --deletions 0
$ cat a.fa b.fa >all.fa
$ join -t '	' <(tail -n +2 exact.tsv | sort) <(paste - - - - <exact.fq | sed 's/^@//' | sort) |
>   awk -F '\t' 'NR == FNR { if ($0 ~ /^>/) name = substr($0, 2); else genome[name] = $0; next }
>     $7 == "+" { checked++; if (substr(genome[$4], $5 + 1, $6 - $5) != $10) print "differs: " $1 }
>     END { print (checked > 5 ? "checked" : "too few") }' all.fa FS='\t' -
checked

$ undula-simulate-reads a=a.fa b=b.fa --lengths 50 --per-class 5 -o again.fq --truth again.tsv --seed 1
$ undula-simulate-reads a=a.fa b=b.fa --lengths 50 --per-class 5 -o more.fq --truth more.tsv --seed 1
$ cmp again.fq more.fq && cmp again.tsv more.tsv

$ undula-simulate-reads a=a.fa b=missing.fa
! error: no such file: missing.fa
!   at: b=missing.fa
[4]

$ undula-simulate-reads a=a.fa
! error: only one class: 'a'
!   at: a=a.fa
!   try: a classifier needs examples of two classes or more
[3]

$ undula-simulate-reads a=a.fa b=b.fa --lenths 50
! error: unknown option '--lenths'; did you mean '--lengths'?
!   at: command line
!   try: undula-simulate-reads --help
[2]
