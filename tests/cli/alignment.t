# SAM is written here; BAM and CRAM are made with samtools where it is installed.
$ undula train $ROOT/data/examples/motif.csv --steps 5 -q -o run > /dev/null && cp run/model.safetensors m

$ (printf '@HD\tVN:1.6\tSO:unsorted\n@SQ\tSN:chr\tLN:40\n@RG\tID:g\n@PG\tID:first\n'
> printf 'a\t83\tchr\t11\t60\t20M\t=\t1\t-30\tACGTTGACGTCAACGTACGA\tABCDEFGHIJKLMNOPQRST\tRG:Z:g\tXN:i:7\n'
> printf 'a\t163\tchr\t1\t60\t20M\t=\t11\t30\tCGATTACGGGCAACGTACGA\t*\tRG:Z:g\n'
> printf 'a\t2211\tchr\t5\t3\t4M\t=\t11\t0\tACGT\tIIII\n'
> printf 'b\t4\t*\t0\t0\t*\t*\t0\t0\tACGTTGACGTCAACGTACGA\tABCDEFGHIJKLMNOPQRST\n'
> printf 'c\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n') > r.sam

# Rows are those of the FASTQ that samtools makes: original strand, /1 and /2, no secondary or supplementary record.
$ printf '@a/1\nTCGTACGTTGACGTCAACGT\n+\nTSRQPONMLKJIHGFEDCBA\n@a/2\nCGATTACGGGCAACGTACGA\n+\nBBBBBBBBBBBBBBBBBBBB\n@b\nACGTTGACGTCAACGTACGA\n+\nABCDEFGHIJKLMNOPQRST\n@c\n\n+\n\n' > r.fq && undula classify m r.fq -q > fq.tsv; undula classify m r.sam -q | cmp - fq.tsv && cut -f 1,2 fq.tsv
id	label
a/1	*
a/2	*
b	*
c	unclassified

$ undula classify m -q < r.sam | cmp - fq.tsv

$ undula classify m r.sam -q -F 0 --min-mapq 3 | cut -f 1
id
a/1
a/2
a/2

$ undula classify m r.sam -q -f UNMAP | cut -f 1
id
b
c

$ undula classify m r.sam -q -d RG | cut -f 1; undula classify m r.sam -q -d XN:6 -d XN:7 | cut -f 1
id
a/1
a/2
id
a/1

$ undula classify m r.sam -d RG:g -d XN
! error: two tags, RG and XN
!   at: --tag
!   try: values of one and the same tag
[2]

$ undula classify m r.sam -f none
! error: 'none' is no set of alignment flags
!   at: --require-flags
!   try: a number such as 2304 or 0x900, or names such as SECONDARY,SUPPLEMENTARY
[2]

# Mates that follow each other share a row, that of FASTQ mates.
$ head -8 r.fq > pair.fq && undula classify m pair.fq -q --interleaved | sed 1d | cut -f 2- > pair.tsv; undula classify m r.sam -q --interleaved | tee both.tsv | cut -f 1; sed -n 2p both.tsv | cut -f 2- | cmp - pair.tsv
id
a
b
c

$ undula classify m r.sam > /dev/null
! classified 4 records, 60 bp in *
! 1 rows are unclassified: no unambiguous base
! 2 mates are called one by one; pairs are called together from 'samtools collate -O -u INPUT', or with --interleaved (--unpaired: not)
! *

# A header that says so is enough.
$ sed 's/SO:unsorted/&\tGO:query/' r.sam > collated.sam && undula classify m collated.sam -q | cmp - both.tsv && undula classify m collated.sam -q --unpaired | cmp - fq.tsv

$ undula classify m r.sam --interleaved --unpaired
! error: --paired, --interleaved and --unpaired exclude each other
!   at: command line
!   try: undula classify --help
[2]

$ sed 's/unsorted/coordinate/' r.sam > sorted.sam && undula classify m sorted.sam -q --interleaved
! error: a file sorted by coordinate: mates do not follow each other
!   at: sorted.sam
!   try: samtools collate -O -u sorted.sam | undula classify MODEL - --interleaved
[3]

# Regions need an index.
$ undula classify m r.sam -r chr:1-10
! error: regions cannot be read from plain SAM: it has no index
!   at: r.sam
!   try: samtools sort --write-index -o sorted.bam r.sam
[2]

$ undula info - -r chr < r.sam
! error: regions cannot be read from standard input: it has no index
!   at: stdin
!   try: the name of an indexed BAM or CRAM file
[2]

$ undula info r.fq -r chr:0-7
! error: 'chr:0-7' is no region
!   at: --region
!   try: chr, chr:beg-end, {chr}:beg-end or '*'
[2]

$ undula info r.fq -r chr
! error: regions are read from alignments, and this is no BAM, CRAM or SAM
!   at: r.fq
!   try: an indexed BAM or CRAM file
[2]

$ undula classify m r.fq r.fq --paired -r chr
! error: regions are read from alignments, and this is no BAM, CRAM or SAM
!   at: r.fq
!   try: an indexed BAM or CRAM file
[2]

$ undula info r.sam | head -5
file           r.sam
format         SAM, plain
references     1
records        5
bases          64

# BAM from a file and a pipe gives the same; a file that is cut short is an error after its last record.
$ command -v samtools > /dev/null || exit 0; samtools view -b --no-PG r.sam -o r.bam && undula classify m r.bam -q | cmp - fq.tsv && samtools view -u r.sam | undula classify m - -q | cmp - fq.tsv

$ command -v samtools > /dev/null || exit 0; head -c -28 r.bam > cut.bam; undula classify m cut.bam -q -o cut.tsv 2> err; test $? = 3 && cmp cut.tsv.partial fq.tsv && grep -q 'its end-of-file block is missing' err

# Tagged alignments: every record in its place, tags on those that were classified, one @PG line more.
$ undula classify m r.sam -q -o tagged.sam && grep '^@' tagged.sam && grep -v '^@' tagged.sam | cut -f 1,2,12-
@HD	VN:1.6	SO:unsorted
@SQ	SN:chr	LN:40
@RG	ID:g
@PG	ID:first
@PG	ID:undula	PN:undula	PP:first	VN:*	CL:undula classify m r.sam -q -o tagged.sam
a	83	RG:Z:g	XN:i:7	ul:Z:*	up:f:0.*
a	163	RG:Z:g	ul:Z:*	up:f:0.*
a	2211
b	4	ul:Z:*	up:f:0.*
c	4	ul:Z:unclassified

# A read that abstains keeps the probability that was too small.
$ undula classify m r.sam -q --confidence 1 --format sam | grep '^b' | cut -f 1,12-
b	ul:Z:unclassified	up:f:0.*

$ undula classify m r.sam -q --interleaved --format kraken | cut -f 2,4
a	20|20
b	20
c	0

$ undula classify m r.sam -q --interleaved --format sam | grep '^a' | cut -f 2,13-
83	XN:i:7	ul:Z:*	up:f:0.*
163	ul:Z:*	up:f:0.*
2211

$ undula classify m tagged.sam -q --format bam | undula classify m -q | cmp - fq.tsv

$ undula classify m r.sam -q -o tagged.bam && undula classify m tagged.bam -q | cmp - fq.tsv && ls tagged*
tagged.bam
tagged.sam

$ undula classify m r.sam -q -o packed.sam.gz && gzip -dc packed.sam.gz | grep -v '^@PG' | cmp - <(grep -v '^@PG' tagged.sam) && undula info packed.sam.gz | sed -n 2p
format         SAM, bgzip

$ undula classify m r.fq -q -o tagged.bam
! error: only BAM, CRAM and SAM have records to tag
!   at: r.fq
!   try: --format tsv and an --out that does not end in .bam, .cram or .sam
[3]

$ undula classify m r.sam r.sam --format bam
! error: tagged alignments are written from one INPUT
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m r.sam --format bam --json
! error: tagged alignments go with neither --per-window nor --json
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m r.sam -q --format sam -o /dev/full
! error: cannot write '/dev/full': No space left on device
!   at: /dev/full
!   try: free some space, or write elsewhere
[1]

$ undula classify m r.sam -q --format sam --no-PG | grep -c '^@PG'
1

# An index beside the output, for records in the order of the reference.
$ grep -v '^[abc]' r.sam | sed 's/unsorted/coordinate/' > one.sam; for at in 3 8 21; do printf "r$at\\t0\\tchr\\t$at\\t60\\t4M\\t*\\t0\\t0\\tACGT\\tIIII\\n"; done >> one.sam; undula classify m one.sam -q -o one.bam --write-index && ls one.bam*
one.bam
one.bam.csi

$ undula classify m one.bam -q -r chr:6-10 -r chr:8-8 | cut -f 1; printf 'chr\t19\t30\n' > part.bed; undula classify m one.bam -q -R part.bed | cut -f 1
id
r3
r8
id
r21

$ undula info one.bam -r 'chr:10-20' | sed -n 4p
records        1

$ undula info one.bam -r char
! error: the header of one.bam names no contig 'char'; did you mean 'chr'?
!   at: one.bam
!   try: samtools view -H one.bam lists the contigs; write {NAME}:BEG-END for a name with a colon
[2]

$ rm one.bam.csi; undula info one.bam -r chr
! error: regions of one.bam cannot be found: it has no index
!   at: one.bam
!   try: samtools index one.bam
[4]

$ undula classify m r.sam -q -o two.bam --write-index
! the rows before the error are in two.bam.partial
! error: records are not in the order of the reference: no index can be made
!   at: a
!   try: samtools sort first, or no --write-index
[3]

$ ls two.bam*
two.bam.partial

$ undula classify m r.sam -q -o two.sam --write-index
! error: --write-index needs an --out that is BAM, CRAM or bgzip SAM
!   at: command line
!   try: undula classify --help
[2]

# A header that breaks the rules is read, and not written.
$ printf '@SQ\tSN:chr\na\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\tIIII\n' > odd.sam; undula classify m odd.sam -q -o odd.bam
! error: the header of odd.sam breaks the rules of SAM: it cannot be written
!   at: odd.sam
!   try: samtools view -H odd.sam shows it; --format tsv does without
[3]
