#!/usr/bin/env bash
# Alignments that undula tags are those that samtools reads in its input, but for our tags and our @PG line: of small
# files made here, and of the real ones in $UNDULA_DATASETS (or beside the repository) where they are.
# $1: the repository. The programs are on the path.
set -euo pipefail
command -v samtools >/dev/null || { echo "SKIPPED: no samtools"; exit 0; }
datasets=$(realpath -m "${UNDULA_DATASETS:-$1/../shared/datasets}")
root=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
undula train "$root/data/examples/motif.csv" --steps 5 --d-model 8 --layers 1 --d-state 2 -q -o run >/dev/null
model=run/model.safetensors
checked=0

fail() { echo "FAILED: $*"; exit 1; }

# text FILE [OPTION...]: all that samtools sees of it without what is ours.
text() {
  samtools view -h --no-PG -x ul -x up "${@:2}" "$1" | grep -v $'^@PG\tID:undula'
}

# round_trip IN SUFFIX [OPTION...]: tags a file, and compares.
round_trip() {
  local in=$1 out=out.$2 expected=$1
  shift 2
  if [[ $out == *.cram ]]; then  # which does not keep everything: then what samtools makes of it
    expected=expected.cram
    samtools view --no-PG -C "${reference[@]/#--reference/-T}" "$in" -o $expected
  fi
  rm -f "$out" "$out".*
  undula classify "$model" "$in" -q -o "$out" "$@" || fail "undula classify $in -o $out $*"
  samtools quickcheck $(grep -q '^@SQ' <<<"$(samtools view -H "$out")" || echo -u) "$out" || fail "samtools quickcheck: $in as $out"
  cmp <(text "$expected" "${reference[@]/#--reference/-T}") <(text "$out" "${reference[@]/#--reference/-T}") ||
    fail "$in is not $out"
  checked=$((checked + 1))
}

# formats IN: through every format, and with an index where the records are in order.
formats() {
  local in=$1 suffix index=()
  samtools view -H "$in" | grep -q 'SO:coordinate' && index=(--write-index)
  round_trip "$in" sam "${reference[@]}"
  round_trip "$in" bam "${reference[@]}" "${index[@]}"
  compare_regions "$in" out.bam
  if [[ ${#reference[@]} -gt 0 ]]; then
    round_trip "$in" cram "${reference[@]}" "${index[@]}"
    compare_regions "$in" out.cram
    cmp <(undula classify "$model" out.bam -q) <(undula classify "$model" out.cram -q "${reference[@]}") ||
      fail "CRAM of $in gives other calls than BAM"
  fi
}

# compare_regions IN OUT: where both have an index, samtools finds the same through ours, and so do we.
compare_regions() {
  local contig
  [[ -e $1.bai && ${#index[@]} -gt 0 ]] || return 0
  contig=$(samtools idxstats "$1" | awk '$3 > 0 && !name { name = $1 } END { print name }')
  for region in "$contig" "$contig:100-700"; do
    cmp <(samtools view "$1" "$region" | cut -f 1-5) <(samtools view "$2" "${reference[@]/#--reference/-T}" "$region" | cut -f 1-5) ||
      fail "region $region of $2"
    [[ $(undula info "$2" "${reference[@]}" -r "$region" | awk '/^records/ { gsub(",", ""); print $2 }') == \
      $(samtools view -c "$1" "$region") ]] || fail "undula info $2 -r $region"
  done
}

make_files() {
  awk 'BEGIN {
    srand(1)
    print "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr\tLN:2000000\n@RG\tID:g\tSM:s\n@PG\tID:a\tPN:a\n@PG\tID:b\tPN:b\tPP:a\n@PG\tID:c\tPN:c\n@CO\ta comment"
    for (i = 0; i < 1000; ++i) piece = piece substr("ACGTN", int(rand() * 4.1) + 1, 1)
    for (s = piece; length(s) < 1000000;) s = s s
    for (c = "1M1I"; length(c) < 280000;) c = c c
    s = substr(s, 1, 1000000); c = substr(c, 1, 280000)
    print "many\t0\tchr\t1\t60\t" c "\t*\t0\t0\t" substr(s, 1, 140000) "\t*\tRG:Z:g"
    print "long\t16\tchr\t5\t60\t1000000M\t*\t0\t0\t" s "\t*\tMM:Z:C+m;\tXB:B:c,-1,2\tXF:f:0.5\tXA:A:x\tXH:H:1AE3"
    print "half\t73\tchr\t10\t0\t4S6M\t=\t10\t0\tACGTTGCAAC\tIIIIIIIIII\tNM:i:3"
    print "half\t133\tchr\t10\t0\t*\t=\t10\t0\tACGTTGCAAC\tIIIIIIIIII"
    print "none\t0\tchr\t20\t255\t10M\t*\t0\t0\t*\t*"
    print "more\t2048\tchr\t30\t1\t5H5M\t*\t0\t0\tACGTT\t*"
    print "away\t4\t*\t0\t0\t*\t*\t0\t0\tRYKMSWBDHVN\t!!!!!!!!!!!"
    print "void\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*"
  }' >made.sam
  samtools view --no-PG -b made.sam -o made.bam
  printf '@HD\tVN:1.6\n' >empty.sam
  printf 'bare\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\tIIII\n' >bare.sam
}

make_files
reference=()
for file in made.sam made.bam empty.sam bare.sam; do formats "$file"; done

if [[ -d $datasets/hts ]]; then
  for file in "$datasets"/hts/*/*.{bam,cram,sam}; do
    [[ -e $file ]] || continue
    reference=()
    found=$(find "$(dirname "$file")" -maxdepth 1 \( -name '*.fa' -o -name '*.fasta' \))
    if [[ -n $found ]]; then
      cp "$found" reference.fa
      rm -f reference.fa.fai
      reference=(--reference reference.fa)
    fi
    formats "$file"
    twin=${file%.*}.bam
    if [[ $file == *.cram && -e $twin ]]; then
      cmp <(undula classify "$model" "$file" -q "${reference[@]}") <(undula classify "$model" "$twin" -q) ||
        fail "$file gives other calls than $twin"
    fi
  done
fi
echo "$checked outputs are their inputs"
