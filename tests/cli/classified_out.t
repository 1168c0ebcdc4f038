# Records written apart by whether they got a label: FASTA stays FASTA, FASTQ stays FASTQ, text as it was.
$ undula train $ROOT/data/examples/motif.csv --steps 20 -q -o run | head -1 && cp run/model.safetensors m
model              run/model.safetensors

$ printf '>a/1 first\r\nACGTTGACgtcaac\r\nGTACGATCGATTACG\r\n>n\n\nNNNN\n>empty\n>u\nacguugacgucaacg' > r.fa; undula classify m r.fa -q -o calls.tsv --classified-out yes.fa --unclassified-out no.fa && cat no.fa && sed 's/\tul:Z:[a-z]*\tup:f:0[.][0-9]*//' yes.fa | cat - no.fa | diff - <(sed -n '1,3p;8,9p' r.fa; echo; sed -n '4,7p' r.fa) && grep '>' yes.fa
>n
NNNN
>empty
>a/1 first	ul:Z:*	up:f:0.*
>u	ul:Z:*	up:f:0.*

# The tags are those of the table.
$ paste <(grep '>' yes.fa | cut -f 2,3 | tr -d '\r') <(grep -v -E 'NA|^id' calls.tsv | cut -f 2,3) | awk '$1 != "ul:Z:" $3 || $2 != "up:f:" $4'

$ head -80 $ROOT/data/reads/bacteria.fq > r.fq; undula classify m r.fq -q -o calls.tsv --confidence 1 --unclassified-out no.fq.gz --classified-out yes.fq && gzip -dc no.fq.gz | cmp - r.fq && undula info no.fq.gz | sed -n 2p; wc -c < yes.fq
format         FASTQ, bgzip
0

# Pairs: '#' becomes _1 and _2; interleaved mates may share a file.
$ sed -n 'p;n;n;n' r.fq | head -2 > ids; (printf '@p/1\nACGTT\n+\nABCDE\n@q/1\nNNN\n+\nAAA\n') > 1.fq; (printf '@p/2\nTTGAC\n+\n!!!!!\n@q/2\nNN\n+\nBB\n') > 2.fq; undula classify m --paired 1.fq 2.fq -q -o calls.tsv --classified-out yes#.fq --unclassified-out no#.fq.gz; ls yes_* no_*; cat yes_2.fq; gzip -dc no_1.fq.gz
no_1.fq.gz
no_2.fq.gz
yes_1.fq
yes_2.fq
@p/2	ul:Z:*	up:f:0.*
TTGAC
+
!!!!!
@q/1
NNN
+
AAA

$ paste -d '\n' <(paste - - - - < 1.fq) <(paste - - - - < 2.fq) | tr '\t' '\n' > both.fq; undula classify m both.fq --interleaved -q -o calls.tsv --classified-out woven.fq --unclassified-out no.fq --confidence 1; cmp no.fq both.fq; undula classify m both.fq --interleaved -q -o calls.tsv --classified-out w#.fq; cmp w_1.fq yes_1.fq && cmp w_2.fq yes_2.fq

# A bad record: all files keep what came before.
$ (cat r.fa; printf '\n>bad\nACGT!\n') > bad.fa; undula classify m bad.fa -q -o bad.tsv --classified-out bad_yes.fa; ls bad*; cmp bad_yes.fa.partial yes.fa
bad.fa
bad.tsv.partial
bad_yes.fa.partial
! the rows before the error are in bad.tsv.partial, bad_yes.fa.partial
! error: record 'bad' holds '!', which is no nucleotide code
!   at: bad.fa, record 5 ('bad'), line 11

$ undula classify m --paired 1.fq 2.fq --classified-out yes.fq
! error: with --paired, 'yes.fq' needs a '#', which becomes _1 and _2
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m r.fa --per-window --classified-out yes.fa
! error: --classified-out and --unclassified-out need whole records, not --per-window
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m r.fa --classified-out -
! error: only one output can be standard output
!   at: command line
!   try: undula classify --help
[2]

$ undula classify m r.fa -o x.bam --classified-out yes.fa
! error: tagged alignments hold their label: they are not written apart
!   at: command line
!   try: undula classify --help
[2]

$ printf '@HD\tVN:1.6\nr\t4\t*\t0\t0\t*\t*\t0\t0\tACGTTGAC\t*\n' > r.sam; undula classify m r.sam -q -o x.tsv --classified-out x.fa; ls x*
! error: only FASTA and FASTQ have records that can be written one by one
!   at: r.sam
!   try: for BAM, CRAM and SAM --format bam, which tags every record with its call
! ls: *
[2]

$ printf 'sequence,label\nACGT,plain\n' > t.csv; undula classify m t.csv -q --classified-out x.fa
! error: only FASTA and FASTQ have records that can be written one by one
!   at: t.csv
! *
[3]

$ undula classify m r.fa -q -o x.tsv --classified-out none/x.fa; ls x*
! error: cannot write 'none/x.fa': its folder is not there
!   at: none/x.fa
!   try: make the folder first: mkdir -p 'none'
! ls: *
[2]
