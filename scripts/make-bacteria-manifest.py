#!/usr/bin/env python3
"""Writes data/demo/bacteria.tsv: which parts of which genomes train, validate and test the demo.

usage: scripts/make-bacteria-manifest.py ROOT > data/demo/bacteria.tsv
ROOT is where Debian's package ragout-examples was unpacked (dpkg -x).

One strain of each species is for testing: the fifth of its chromosomes from 30 to 50 % of their length. Strains differ in
where their sequence starts and in the order of its parts, so the same fraction of another strain is not the same place.
Places are therefore matched by content: in bins of 5 kb, a train strain's bin that shares 25-mers with the test part is
left out, one that shares them with the tenth before it is for validation, all else is for training. Gaps in a match below
60 kb are closed and matches below 15 kb (ribosomal genes, insertion sequences) are ignored. What 25-mers test and train
still share is printed on standard error.
"""
import gzip
import sys

EXAMPLES = "usr/share/doc/ragout/examples"
SPECIES = {  # folder: (label, strains to train on, strain to test on)
    "E.Coli": ("E.coli", ["DH1"], "MG1655-K12"),
    "H.Pylori": ("H.pylori", ["ELS37", "G27", "Puno120", "SJM180"], "Gambia94_24"),
    "S.Aureus": ("S.aureus", ["COL", "JKD6008", "N315", "USA300_FPR3757"], "RF122"),
    "V.Cholerae": ("V.cholerae", ["O1_Inaba", "O1_biovar", "O395"], "H1"),
}
K, BIN, GAP, ISLAND, SHARED = 25, 5000, 60000, 15000, 0.05
VALID_FROM, TEST_FROM, TEST_TO = 0.2, 0.3, 0.5
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def read_fasta(path):
    """[(id, sequence)]"""
    records = []
    with gzip.open(path, "rt") as lines:
        for line in lines:
            if line.startswith(">"):
                records.append((line[1:].split()[0], []))
            else:
                records[-1][1].append(line.strip().upper())
    return [(name, "".join(parts)) for name, parts in records]


def kmers(sequence, step=1):
    return (sequence[i:i + K] for i in range(0, len(sequence) - K + 1, step))


def both_strands(sequence):
    found = set(kmers(sequence))
    found.update(kmers(sequence.translate(COMPLEMENT)[::-1]))
    return found


def share(sequence, known):
    """The part of the sequence's k-mers (every fifth is looked at) that is known."""
    looked = hits = 0
    for kmer in kmers(sequence, 5):
        looked += 1
        hits += kmer in known
    return hits / max(looked, 1)


def matches(sequence, known):
    """[begin, end) of the stretches that match, gaps closed and islands dropped."""
    found = []
    for begin in range(0, len(sequence), BIN):
        end = min(begin + BIN, len(sequence))
        if share(sequence[begin:end], known) < SHARED:
            continue
        if found and begin - found[-1][1] <= GAP:
            found[-1][1] = end
        else:
            found.append([begin, end])
    return [(begin, end) for begin, end in found if end - begin >= ISLAND]


def parts_of(sequence, valid, test):
    """(begin, end, split) of a train strain's record."""
    marks = ["train"] * (len(sequence) // BIN + 1)
    for split, known in (("valid", valid), ("test", test)):  # where both match, it is left out
        for begin, end in matches(sequence, known):
            for b in range(begin // BIN, -(-end // BIN)):
                marks[b] = split
    begin = 0
    for b in range(1, len(marks) + 1):
        if b == len(marks) or marks[b] != marks[begin // BIN]:
            end = min(b * BIN, len(sequence))
            if marks[begin // BIN] != "test" and end > begin:
                yield begin, end, marks[begin // BIN]
            begin = b * BIN


def main():
    root = sys.argv[1]
    print("path", "label", "split", "region", "group", sep="\t")
    for folder, (label, strains, test_strain) in SPECIES.items():
        def file_of(strain):
            return f"{EXAMPLES}/{folder}/references/{strain}.fasta.gz"

        valid, test, test_rows, test_parts, trained = set(), set(), [], [], set()
        for name, sequence in read_fasta(f"{root}/{file_of(test_strain)}"):
            valid_from, test_from, test_to = (int(len(sequence) * part) for part in (VALID_FROM, TEST_FROM, TEST_TO))
            valid |= both_strands(sequence[valid_from:test_from])
            test |= both_strands(sequence[test_from:test_to])
            test_parts.append(sequence[test_from:test_to])
            test_rows.append((name, test_from, test_to))
        for strain in strains:
            for name, sequence in read_fasta(f"{root}/{file_of(strain)}"):
                for begin, end, split in parts_of(sequence, valid, test):
                    print(file_of(strain), label, split, f"{name}:{begin + 1}-{end}", strain, sep="\t")
                    if split == "train":
                        trained |= both_strands(sequence[begin:end])
        for name, begin, end in test_rows:
            print(file_of(test_strain), label, "test", f"{name}:{begin + 1}-{end}", test_strain, sep="\t")
        left = sum(share(part, trained) * len(part) for part in test_parts) / sum(len(part) for part in test_parts)
        print(f"{label}: {left:.1%} of the test part's {K}-mers are in train", file=sys.stderr)


main()
