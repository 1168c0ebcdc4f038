$ cp $ROOT/data/examples/contigs.fa $ROOT/data/examples/calls.vcf . && for m in lm mlm; do cp $ROOT/data/models/example-$m.safetensors $m; done

# Every record comes back in its place, with its scores or the reason why it has none.
$ undula score lm --vcf calls.vcf --reference contigs.fa -o out.vcf && grep -v '^#' out.vcf | cut -f 1-8
contig1	104	rs1	T	C	50	PASS	DP=9;UND_LLR=*
contig1	200	.	A	G,T	31.5	PASS	DP=12;UND_LLR=*,*
contig1	300	.	TG	T	20	low	DP=4;UND_LLR=*
contig1	401	.	A	ACG	44	PASS	DP=8;UND_LLR=*
contig1	500	.	TAC	GAT	44	PASS	DP=8;UND_LLR=*
contig1	500	.	TA	T,*,<DEL>	.	.	DP=3;END=501;UND_LLR=*,.,.;UND_SKIP=.,spanning_deletion,symbolic
contig1	601	.	T	A[contig2:50[	.	.	UND_LLR=.;UND_SKIP=breakend
contig1	602	.	C	<NON_REF>	.	.	END=640;UND_LLR=.;UND_SKIP=symbolic
contig1	603	.	A	.	.	.	DP=7;UND_SKIP=no_alt
contig1	604	.	T	R	.	.	UND_LLR=.;UND_SKIP=ambiguous
contig1	605	.	A	C	.	.	UND_LLR=.;UND_SKIP=ref_mismatch
contig1	1000	.	T	TA	12	PASS	DP=2;UND_LLR=*
contig1	2000	.	A	C	.	.	UND_LLR=.;UND_SKIP=out_of_contig
contig2	50	.	G	A	60	PASS	DP=30;UND_LLR=*
contig2	49	.	N	C	.	.	UND_LLR=.;UND_SKIP=ambiguous
contig3	7	.	A	C	.	.	UND_LLR=.;UND_SKIP=unknown_contig
! scored 9 alleles of 16 records
! skipped 10: no_alt 1, spanning_deletion 1, symbolic 2, breakend 1, ambiguous 2, unknown_contig 1, out_of_contig 1, ref_mismatch 1
! 1 windows end with their contig, before their full length

$ for columns in 1-7 9-; do cmp <(grep -v '^#' calls.vcf | cut -f $columns) <(grep -v '^#' out.vcf | cut -f $columns); done

$ grep 'undula\|UND_' out.vcf | head -4 | sed 's/^##//'
INFO=<ID=UND_LLR,Number=A,Type=Float,Description="Log-likelihood ratio of the allele to the reference in nats: model lm, window 64 bp, mean of both strands",Source="undula",Version="*">
INFO=<ID=UND_SKIP,Number=A,Type=String,Description="Why UND_LLR is missing, . where it is not",Source="undula",Version="*">
undula_version=*
undula_command=*undula score lm --vcf calls.vcf --reference contigs.fa -o out.vcf

# The same bits at any number of threads, from a pipe, and for what was scored before.
$ for t in 1 3; do undula score lm --vcf - --reference contigs.fa -q -@ $t < calls.vcf | grep -v '^##' | cmp - <(grep -v '^##' out.vcf); done; undula score lm --vcf out.vcf --reference contigs.fa -q | grep -v '^##' | cmp - <(grep -v '^##' out.vcf)

# One strand, another window, a masked model.
$ undula score lm --vcf calls.vcf --reference contigs.fa --strand forward --window 30 -q | grep -o 'nats: [^"]*'
nats: model lm, window 30 bp, forward strand

$ undula score mlm --vcf calls.vcf --reference contigs.fa -q | grep -c 'UND_LLR=[-0-9]'
8

# What bcftools makes of it: every kind of output with the same records, and the index.
$ command -v bcftools > /dev/null || exit 0; grep -v '^contig1	2000' calls.vcf | sed '/^contig2	49/d' > sorted.vcf; for o in vcf.gz bcf; do undula score lm --vcf sorted.vcf --reference contigs.fa -q -W -o o.$o && bcftools view -H -r contig2 o.$o | wc -l && bcftools stats o.$o | grep -c '^SN'; done; ls o.*; undula score lm --vcf o.bcf --reference contigs.fa -q -O u | bcftools query -f '%CHROM %POS %ID %REF %ALT %QUAL %FILTER %DP [%GT]\n' | cmp - <(bcftools query -f '%CHROM %POS %ID %REF %ALT %QUAL %FILTER %DP [%GT]\n' sorted.vcf)
1
9
1
9
o.bcf
o.bcf.csi
o.vcf.gz
o.vcf.gz.tbi

# A contig that the header does not declare.
$ grep -v 'ID=contig2' calls.vcf > less.vcf; undula score lm --vcf less.vcf --reference contigs.fa -o less.out.vcf && diff <(grep -v '^#' out.vcf) <(grep -v '^#' less.out.vcf)
! scored 9 alleles of 16 records
! skipped 10: *
! 1 windows *
! the header of less.vcf lacks contig 'contig2'; its records are kept

$ undula score lm --vcf less.vcf --reference contigs.fa -o less.bcf; ls less.bcf*
less.bcf.partial
! the records before the error are in less.bcf.partial
! error: BCF cannot hold a record whose contig or field the header of less.vcf lacks
!   at: contig2:50
!   try: -O z for bgzipped VCF

# What is cut short, and what is out of order where an index is wanted.
$ head -c 1080 calls.vcf > cut.vcf; undula score lm --vcf cut.vcf --reference contigs.fa -o c.vcf; code=$?; tail -1 c.vcf.partial | cut -f 1-2; exit $code
contig2	49
! the records before the error are in c.vcf.partial
! error: cut.vcf: a record has * columns, not 10
!   at: cut.vcf, after record 15 (contig2:49)
!   try: bcftools view cut.vcf tests a file
[3]

$ undula score lm --vcf calls.vcf --reference contigs.fa -W -o i.vcf.gz
! the records before the error are in i.vcf.gz.partial
! error: records are not in the order of their positions: no index can be made
!   at: contig2:49
!   try: bcftools sort first, or no --write-index
[3]

$ undula score lm < /dev/null
! error: stdin is empty
!   at: stdin
[3]

$ undula score lm --vcf calls.vcf
! error: --vcf needs --reference, to check REF and to read around it
!   at: command line
!   try: undula score --help
[2]

$ undula score lm --vcf calls.vcf --reference contigs.fa -W
! error: --write-index needs --out with a name, as bgzipped VCF or BCF
!   at: command line
!   try: undula score --help
[2]

$ undula score lm --vcf contigs.fa --reference contigs.fa
! error: contigs.fa is neither VCF nor BCF
!   at: contigs.fa
!   try: a VCF file begins with ##fileformat=VCFv4
[3]

$ undula score $ROOT/data/models/bacteria.safetensors --vcf calls.vcf --reference contigs.fa
! error: the model is no language model
!   at: *bacteria.safetensors
!   try: a model made by 'undula train --task lm' or '--task mlm'
[3]

$ undula score lm --vcf nowhere.vcf --reference contigs.fa
! error: no such file: nowhere.vcf
!   at: nowhere.vcf
[4]
