$ printf '>a one\nACGTN\n>b\nGGGGGCCCCCaaaaattttt\n' > two.fa && undula info two.fa
file           two.fa
format         FASTA, plain
records        2
bases          25
gc             50.00 % of unambiguous bases
ambiguous      1 (4.00 %)
soft masked    10 (40.00 %)
shortest       5
median length  5
longest        20
n50            20

# Content counts, not the name; standard input is read where no file is named.
$ gzip -c two.fa > reads.fastq && undula info --json reads.fastq
{"files": [{"file": "reads.fastq", "format": "FASTA, gzip", "records": 2, *}]}

$ undula info < two.fa | head -2
file           stdin
format         FASTA, plain

$ printf '@r\nACGT\n+\nIIII\n' | undula info - two.fa --json
{"files": [{"file": "stdin", "format": "FASTQ, plain", *}, {"file": "two.fa", *}]}

# One line a record, as they are read; what was read before an error is there.
$ printf '>x y\nacgtNN\n>none\n>n\nNNN\n' > soft.fa && undula info --records two.fa soft.fa
file	record	length	gc	ambiguous	soft_masked
two.fa	a	5	0.5000	1	0
two.fa	b	20	0.5000	0	10
soft.fa	x	6	0.5000	2	4
soft.fa	none	0	NA	0	0
soft.fa	n	3	NA	3	0

$ printf '>a\nACGT\n>b\nAC!T\n' | undula info --records -
file	record	length	gc	ambiguous	soft_masked
stdin	a	4	0.5000	0	0
! error: record 'b' holds '!', which is no nucleotide code
!   at: stdin, record 2 ('b'), line 4
[3]

$ undula info --records --json two.fa
! error: --records prints a table, --json an object
!   try: one of the two
[2]

# What is wrong with a file: exit code 3, or 4 where it is not there.
$ undula info tow.fa
! error: no such file: tow.fa
!   at: tow.fa
!   try: did you mean two.fa?
[4]

$ : > empty.fa && undula info empty.fa
! error: empty.fa is empty
!   at: empty.fa
[3]

$ gzip -c two.fa | head -c 40 > cut.fa.gz && undula info cut.fa.gz
! error: cut.fa.gz is cut short or damaged: its compressed data cannot be unpacked
!   at: cut.fa.gz, *
!   try: gzip -t cut.fa.gz *
[3]

$ printf '@r1\nACGT\n+\nIIII\n@r2\nACGT\n+\nII\n@r3\nACGT\n+\nIIII\n' > short.fq && undula info short.fq
! error: quality is shorter than its sequence: 2 for 4 bases
!   at: short.fq, record 2 ('r2'), line 8
[3]

$ printf '>p\nMELVISK\n' > protein.fa && undula info protein.fa
! error: record 'p' holds 'E', which is no nucleotide code; is this protein?
!   at: protein.fa, record 1 ('p'), line 2
[3]

$ printf 'hello\n' | undula info
! error: text before the first header: 'hello'; FASTA begins with '>', FASTQ with '@'
!   at: stdin, line 1
[3]

$ undula info .
! error: '.' is a folder, not a file
!   at: .
[3]
