#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/base/machine.h"
#include "core/base/threads.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/io/alignment_writer.h"
#include "genomics/io/sequence_reader.h"
#include "genomics/windows/genome_splits.h"
#include "genomics/windows/random_windows.h"
#include "tests/bench/bench.h"

// Random windows of a genome as large as the human one, made for this in $TMPDIR and removed at the end, and the
// reading of FASTA, FASTQ.gz and BAM beside samtools and seqtk reading the same file (where they are installed).
// Before the options that all benches take: the bases of the genome, 3,000,000,000 unless told.
namespace undula::bench {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kContigs = 24;
constexpr int64_t kLineBases = 60;
constexpr int64_t kGap = 100'000;  // N at the start of each contig
constexpr int64_t kReads = 1'000'000, kReadBases = 150;

/// A folder in $TMPDIR, removed at the end.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "bench_genome_XXXXXX").string();
    verify(mkdtemp(name.data()) != nullptr, "no folder can be made in " + fs::temp_directory_path().string());
    path_ = name;
  }
  ~ScratchFolder() { fs::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

/// Base `i` of a contig; every fourth stretch of 64 is soft-masked.
char base_of(const RandomKey& contig, int64_t i) {
  if (i < kGap) return 'N';
  const auto at = static_cast<uint64_t>(i);
  return ((at >> 6) % 4 == 0 ? "acgt" : "ACGT")[contig.bits(at / 32) >> (2 * (at % 32)) & 3];
}

/// The same for a whole line, 32 bases from one random number.
void append_bases(const RandomKey& contig, int64_t begin, int64_t end, std::string& text) {
  for (int64_t i = begin; i < end;) {
    const auto at = static_cast<uint64_t>(i);
    const uint64_t word = contig.bits(at / 32);
    const char* letters = (at >> 6) % 4 == 0 ? "acgt" : "ACGT";
    const int64_t stop = std::min(end, static_cast<int64_t>(at / 32 + 1) * 32);
    for (; i < stop; ++i) text += i < kGap ? 'N' : letters[word >> (2 * (i % 32)) & 3];
  }
}

void write_genome(const std::string& path, int64_t bases) {
  std::ofstream file(path, std::ios::binary);
  std::string text;
  for (int64_t contig = 0; contig < kContigs; ++contig) {
    const RandomKey key(static_cast<uint64_t>(contig));
    text += ">chr" + std::to_string(contig + 1) + "\n";
    for (int64_t begin = 0; begin < bases / kContigs; begin += kLineBases) {
      append_bases(key, begin, std::min(begin + kLineBases, bases / kContigs), text);
      text += '\n';
      if (text.size() < size_t{1} << 20) continue;
      file << text;
      text.clear();
    }
  }
  file << text;
  verify(file.flush().good(), "the genome cannot be written to " + path);
}

void write_reads(const ScratchFolder& folder) {
  std::ofstream fastq(folder.file("reads.fq"), std::ios::binary), sam(folder.file("reads.sam"), std::ios::binary);
  const RandomKey key(99);
  std::string bases, quality(kReadBases, 'F');
  for (int64_t i = 0; i < kReads; ++i) {
    bases.clear();
    append_bases(key, kGap + i * kReadBases, kGap + (i + 1) * kReadBases, bases);
    std::transform(bases.begin(), bases.end(), bases.begin(), [](char c) { return static_cast<char>(c & ~32); });
    for (size_t k = 0; k < quality.size(); ++k) quality[k] = "#,:F"[key.bits(static_cast<uint64_t>(i)) >> (k % 60) & 3];
    const std::string name = "read" + std::to_string(i);
    fastq << '@' << name << '\n' << bases << "\n+\n" << quality << '\n';
    sam << name << "\t4\t*\t0\t0\t*\t*\t0\t0\t" << bases << '\t' << quality << '\n';
  }
  fastq.close();
  sam.close();
  verify(std::system(("gzip -f " + folder.file("reads.fq")).c_str()) == 0, "gzip failed");
  AlignmentReader reader{InputFile(folder.file("reads.sam"))};
  AlignmentWriter writer(folder.file("reads.bam"), AlignmentFormat::kBam, reader, ProgramLine{"0", "bench_genome"});
  for (AlignmentRecord record; reader.read(record);) writer.write(record);
  writer.commit();
}

/// Seconds of one call, after one that fills the page cache where `warm_up`.
Timing once(const std::function<void()>& body, bool warm_up = true) {
  if (warm_up) body();
  const auto begin = std::chrono::steady_clock::now();
  body();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return {seconds, seconds};
}

/// Bases per second of a command of another program; 0 where it is not installed.
double peer(Report& report, const std::string& program, const std::string& arguments, double bases) {
  if (std::system(("command -v " + program + " > /dev/null").c_str()) != 0) return 0;
  const std::string command = program + " " + arguments + " > /dev/null 2>&1";
  const Timing timing =
      once([&] { verify(std::system(command.c_str()) == 0, "a command failed: " + command); }, bases < 1e9);
  report.add(program + " " + arguments.substr(0, arguments.find(" /")), "Gbases/s", 1, bases, timing);
  return bases / timing.best;
}

/// Adds a figure of ours beside a peer's, where there is one.
void add_beside(Report& report, const std::string& name, double bases, const Timing& timing,
                const std::string& peer_name, double peer_rate) {
  report.add(name, "Gbases/s", 1, bases, timing, peer_rate > 0 ? peer_name : "", peer_rate);
}

void bench_windows(Report& report, const std::shared_ptr<const IndexedFasta>& genome, int64_t length) {
  RandomWindowOptions options;
  options.length = length;
  options.count = 16'000'000 / length;
  const RandomWindows windows(genome, hold_out_ends(*genome, 0.05, 0.05).of(Split::kTrain), options);
  Sample sample;
  for (int64_t i = 0; i < 20; ++i) {
    WindowBases bases;
    const GenomePlace place = windows.read(0, i, bases);
    if (place.reverse) reverse_complement(std::span(bases.tokens));
    for (int64_t k = 0; k < length; ++k) {
      const char letter =
          base_of(RandomKey(static_cast<uint64_t>(place.interval.contig)), place.interval.window.begin + k);
      verify(bases.tokens[static_cast<size_t>(k)] == kTokenOf[static_cast<unsigned char>(letter)], "a window is wrong");
    }
  }
  for (const int threads : report.threads()) {
    ThreadPool pool(threads);
    int64_t pass = 0;
    const Timing timing = time([&] {
      ++pass;
      pool.parallel_for(windows.size(), 64, [&](int64_t begin, int64_t end) {
        Sample out;
        for (int64_t i = begin; i < end; ++i) windows.get(pass, i, out);
      });
    });
    report.add("random windows of " + std::to_string(length), "Gbases/s", threads,
               static_cast<double>(windows.size() * length), timing);
    std::fprintf(stderr, "  %.0f windows/s\n", static_cast<double>(windows.size()) / timing.best);
  }
}

int64_t read_sequences(const std::string& path, bool whole_records) {
  SequenceReader reader(path);
  SequenceRecord record;
  int64_t bases = 0;
  if (whole_records) {
    while (reader.read(record)) bases += static_cast<int64_t>(record.sequence.size());
    return bases;
  }
  std::string piece(16 << 10, '\0');
  while (reader.begin_record(record)) {
    while (const int64_t n = reader.read_bases(piece.data(), static_cast<int64_t>(piece.size()))) bases += n;
  }
  return bases;
}

int64_t read_alignments(const std::string& path) {
  AlignmentReader reader{InputFile(path)};
  AlignmentRecord record;
  std::string bases;
  int64_t sum = 0;
  while (reader.read(record)) {
    record.bases(bases);
    sum += static_cast<int64_t>(bases.size());
  }
  return sum;
}

void bench_genome(Report& report, const ScratchFolder& folder, int64_t size) {
  const std::string path = folder.file("genome.fa");
  write_genome(path, size);
  const uint64_t before = resident_bytes();
  const auto bases = static_cast<double>(size / kContigs * kContigs);
  const double faidx = peer(report, "samtools", "faidx " + path, bases);
  fs::remove(path + ".fai");
  std::shared_ptr<const IndexedFasta> genome;
  const Timing indexing = once([&] { genome = std::make_shared<const IndexedFasta>(path); }, false);
  add_beside(report, "FASTA, making the index", bases, indexing, "samtools faidx", faidx);
  verify(genome->total_length() == size / kContigs * kContigs, "the index is wrong");
  for (const int64_t length : {1024, 16'384}) bench_windows(report, genome, length);
  const double extra = static_cast<double>(peak_resident_bytes() - before) / 1e6;
  std::fprintf(stderr, "peak memory of indexing and drawing windows, beyond what the program had: %.1f MB\n", extra);
  verify(extra < 300, "random windows take 300 MB or more");
  const double seqtk = peer(report, "seqtk", "seq " + path, bases);
  add_beside(report, "FASTA, reading", bases,
             once([&] { verify(read_sequences(path, false) == genome->total_length(), "bases are missing"); }, false),
             "seqtk seq", seqtk);
}

void bench_reads(Report& report, const ScratchFolder& folder) {
  write_reads(folder);
  const auto bases = static_cast<double>(kReads * kReadBases);
  const std::string fastq = folder.file("reads.fq.gz"), bam = folder.file("reads.bam");
  const double seqtk = peer(report, "seqtk", "seq " + fastq, bases);
  add_beside(report, "FASTQ.gz, reading", bases,
             once([&] { verify(read_sequences(fastq, true) == kReads * kReadBases, "bases are missing"); }),
             "seqtk seq", seqtk);
  const double samtools = peer(report, "samtools", "fastq " + bam, bases);
  add_beside(report, "BAM, reading", bases,
             once([&] { verify(read_alignments(bam) == kReads * kReadBases, "bases are missing"); }), "samtools fastq",
             samtools);
}

}  // namespace
}  // namespace undula::bench

int main(int argc, char** argv) {
  using namespace undula::bench;
  int64_t bases = 3'000'000'000;
  if (argc > 1 && argv[1][0] != '-') {
    bases = std::atoll(argv[1]);
    verify(bases >= 24 * 1'000'000, "the genome needs at least 24,000,000 bases");
    argv[1] = argv[0];
    --argc;
    ++argv;
  }
  Report report(argc, argv);
  const ScratchFolder folder;
  bench_genome(report, folder, bases);
  bench_reads(report, folder);
  return report.finish();
}
