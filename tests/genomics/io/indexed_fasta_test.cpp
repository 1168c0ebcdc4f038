#include "genomics/io/indexed_fasta.h"

#include <htslib/faidx.h>
#include <sys/stat.h>

#include <chrono>
#include <thread>

#include "core/base/random.h"
#include "tests/genomics/support/gzip.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;
namespace fs = std::filesystem;

namespace {

std::string random_bases(int64_t n, uint64_t seed) {
  std::string bases;
  for (int64_t i = 0; i < n; ++i) {
    bases += "ACGTacgtNnRyUk"[RandomKey(seed).below(static_cast<uint64_t>(i), i % 7 == 0 ? 14 : 8)];
  }
  return bases;
}

std::string wrapped(const std::string& bases, size_t width, const std::string& line_end) {
  std::string text;
  for (size_t at = 0; at < bases.size(); at += width) text += bases.substr(at, width) + line_end;
  return text;
}

/// Contigs of several line widths and both line ends, one of them as long as whole lines; and a record without bases.
struct Genome {
  std::vector<std::pair<std::string, std::string>> contigs = {{"chr1", random_bases(150'001, 1)},
                                                              {"chr2", random_bases(600, 2)},
                                                              {"HLA:A*01:01", random_bases(59, 3)},
                                                              {"one_line", random_bases(70'000, 4)}};
  std::string text() const {
    return "\n>chr1 some text\n" + wrapped(contigs[0].second, 60, "\n") + "\n>empty\n>chr2\r\n" +
           wrapped(contigs[1].second, 50, "\r\n") + ">HLA:A*01:01\n" + wrapped(contigs[2].second, 60, "\n") +
           ">one_line\tx\n" + contigs[3].second;
  }
};

void check_contigs(const IndexedFasta& fasta, const Genome& genome) {
  REQUIRE(fasta.contig_count() == static_cast<int32_t>(genome.contigs.size()));
  for (int32_t i = 0; i < fasta.contig_count(); ++i) {
    const auto& [name, bases] = genome.contigs[static_cast<size_t>(i)];
    const auto length = static_cast<int64_t>(bases.size());
    CHECK(fasta.contig_name(i) == name);
    CHECK(fasta.find(name) == i);
    REQUIRE(fasta.contig_length(i) == length);
    CHECK(fasta.fetch(i, 0, length) == bases);
    CHECK(fasta.fetch(i, length, length).empty());
    for (uint64_t k = 0; k < 40 && length > 0; ++k) {
      const int64_t begin = RandomKey(5).below(k, length), n = RandomKey(6).below(k, length - begin + 1);
      CHECK(fasta.fetch(i, begin, begin + n) == bases.substr(static_cast<size_t>(begin), static_cast<size_t>(n)));
    }
  }
}

void set_age(const std::string& path, int minutes) {
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::minutes(minutes));
}

}  // namespace

TEST_CASE("any interval of a plain and of a bgzip FASTA file, and the index that samtools would write") {
  const TempFolder folder;
  const Genome genome;
  const std::string plain = folder.write("g.fa", genome.text());
  const std::string packed = (folder.path() / "g.bin").string();  // content counts, not the name
  write_compressed(packed, genome.text(), "w");
  for (const std::string& path : {plain, packed}) {
    INFO(path);
    const IndexedFasta made(path);
    CHECK(made.index_origin() == IndexOrigin::kWritten);
    CHECK(made.total_length() == 220'660);
    check_contigs(made, genome);
    const IndexedFasta reused(path);
    CHECK(reused.index_origin() == IndexOrigin::kReused);
    check_contigs(reused, genome);
  }
  CHECK(fs::exists(packed + ".gzi"));
  CHECK_FALSE(fs::exists(plain + ".gzi"));
  for (const std::string name : {"g.fa", "g.bin"}) {
    const std::string path = (folder.path() / name).string();
    REQUIRE(fai_build3(path.c_str(), (path + ".hts").c_str(), (path + ".hts.gzi").c_str()) == 0);
    CHECK(folder.read(name + ".fai") == folder.read(name + ".hts"));
  }
  CHECK(folder.read("g.bin.gzi") == folder.read("g.bin.hts.gzi"));
}

TEST_CASE("an index older than its file, or one that does not fit, is made again") {
  const TempFolder folder;
  const std::string path = folder.write("g.fa", ">a\nACGT\n>b\nGG\n");
  const auto origin = [&] { return IndexedFasta(path).index_origin(); };
  CHECK(origin() == IndexOrigin::kWritten);
  set_age(path + ".fai", 5);
  CHECK(origin() == IndexOrigin::kWritten);
  CHECK(origin() == IndexOrigin::kReused);
  for (const char* wrong : {"a\t4\t3\t4\n", "a\t4\t3\t4\t5\nb\t200\t11\t2\t3\n", "a\t4\t3\t0\t0\n", "a\tx\t3\t4\t5\n",
                            "", "a\t4\t3\t4\t5"}) {
    INFO(wrong);
    folder.write("g.fa.fai", wrong);
    CHECK(origin() == IndexOrigin::kWritten);
    CHECK(folder.read("g.fa.fai") == "a\t4\t3\t4\t5\nb\t2\t11\t2\t3\n");
  }
  // Another file's index of about the same size is seen when bases are read.
  folder.write("g.fa.fai", "a\t8\t3\t4\t5\n");
  const IndexedFasta fasta(path);
  const std::string error = error_of(ErrorKind::kBadInput, [&] { fasta.fetch(0, 0, 8); });
  contains(error, "do not fit each other");
  contains(error, "rm " + path + ".fai");
}

TEST_CASE("a folder that cannot be written keeps its index in memory") {
  const TempFolder folder;
  const std::string path = folder.write("d/g.fa", ">a\nACGT\n");
  // Root may write anywhere, so that the index's name is taken by a folder.
  fs::create_directory(path + ".fai");
  const IndexedFasta fasta(path);
  CHECK(fasta.index_origin() == IndexOrigin::kInMemory);
  CHECK(fasta.fetch(0, 1, 3) == "CG");
  CHECK(std::distance(fs::directory_iterator(folder.path() / "d"), {}) == 2);
}

TEST_CASE("threads read at the same time") {
  const TempFolder folder;
  const Genome genome;
  const std::string packed = (folder.path() / "g.fa.gz").string();
  write_compressed(packed, genome.text(), "w");
  const std::string plain = folder.write("g.fa", genome.text());
  for (const std::string& path : {plain, packed}) {
    const IndexedFasta fasta(path);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (uint64_t t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        std::string bases;
        for (uint64_t k = 0; k < 100; ++k) {
          const int64_t begin = RandomKey(t).below(k, 149'000);
          fasta.fetch(0, begin, begin + 1000, bases);
          wrong += bases != genome.contigs[0].second.substr(static_cast<size_t>(begin), 1000);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
  }
}

TEST_CASE("contig names match exactly, and the nearest is named") {
  const TempFolder folder;
  const IndexedFasta fasta(folder.write("g.fa", ">chr20\nA\n>chrX\nA\n>MT\nA\n>chrUn1\nC\n>chrUn2\nC\n>HLA\nG\n"));
  const auto error = [&](const std::string& name) {
    return error_of(ErrorKind::kBadInput, [&] { fasta.contig(name, "r.bed, line 3"); });
  };
  CHECK(fasta.contig("chrX", "") == 1);
  CHECK(fasta.find("chrx") == -1);
  contains(error("20"), "did you mean chr20? names match exactly");
  contains(error("chrMT"), "did you mean MT?");
  contains(error("chrx"), "did you mean chrX?");
  contains(error("contig_17"), "its contigs are: chr20, chrX, MT, chrUn1, chrUn2, ...");
  contains(error("contig_17"), "at: r.bed, line 3");
}

TEST_CASE("files that no index can be made of") {
  const TempFolder folder;
  const auto error = [&](const std::string& text) {
    const std::string path = folder.write("bad.fa", text);
    const std::string message = error_of(ErrorKind::kBadInput, [&] { IndexedFasta fasta(path); });
    CHECK_FALSE(fs::exists(path + ".fai"));
    return message;
  };
  contains(error(">a\nACGT\nACG\nACGT\n"), "record 'a' has lines of different length");
  contains(error(">a\nACGT\nACG\nACGT\n"), "bad.fa, line 4");
  contains(error(">a\nACGT\nACGTA\n"), "bad.fa, line 3");
  contains(error(">a\nACGT\n\nACGT\n"), "bad.fa, line 4");
  contains(error(">a\nACGT\r\nACGT\nACGT\n"), "bad.fa, line 4");
  contains(error(">a\nA\n>b\nC\n>a x\nG\n"), "two records are named 'a', here and in line 1");
  contains(error(">a\nA\n>\nC\n"), "a record without a name");
  contains(error("@a\nA\n+\nI\n"), "this is FASTQ");
  contains(error("ACGT\n"), "text before the first header");
  contains(error(""), "is empty");
  const std::string gzip = (folder.path() / "g.fa.gz").string();
  write_compressed(gzip, ">a\nACGT\n", "wg");
  const std::string refused = error_of(ErrorKind::kBadInput, [&] { IndexedFasta fasta(gzip); });
  contains(refused, "compressed with gzip, which can only be read from its start");
  contains(refused, "try: gzip -dc " + gzip + " | bgzip > NEW.fa.gz");
  contains(error_of(ErrorKind::kBadInput, [] { IndexedFasta fasta("-"); }), "a pipe does not allow");
  const std::string pipe = (folder.path() / "pipe").string();
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  contains(error_of(ErrorKind::kBadInput, [&] { IndexedFasta fasta(pipe); }), "a pipe does not allow");
  contains(error_of(ErrorKind::kMissing, [&] { IndexedFasta fasta((folder.path() / "bad.f").string()); }), "bad.fa");
}

TEST_CASE("what is no nucleotide code is refused where it stands") {
  const TempFolder folder;
  const IndexedFasta fasta(folder.write("g.fa", ">a\nACGT\nACEC\n"));
  CHECK(fasta.fetch(0, 0, 6) == "ACGTAC");
  const std::string error = error_of(ErrorKind::kBadInput, [&] { fasta.fetch(0, 2, 8); });
  contains(error, "contig 'a' holds 'E'");
  contains(error, "g.fa, a:7");
}

TEST_CASE("a bgzip file that is cut short is told when its index is made") {
  const TempFolder folder;
  const std::string path = (folder.path() / "g.fa.gz").string();
  write_compressed(path, Genome().text(), "w");
  fs::resize_file(path, fs::file_size(path) - 28);
  contains(error_of(ErrorKind::kBadInput, [&] { IndexedFasta fasta(path); }), "end-of-file block is missing");
}
