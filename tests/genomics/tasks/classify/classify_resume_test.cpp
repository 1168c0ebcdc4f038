// Classifications that are killed and go on: the same bytes as of one that was left alone.
#include <signal.h>
#include <sys/wait.h>

#include <filesystem>

#include "core/base/random.h"
#include "genomics/tasks/classify/alignment_tagger.h"
#include "genomics/tasks/classify/classify_journal.h"
#include "genomics/tasks/classify/classify_task.h"
#include "genomics/tasks/classify/read_sorter.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

constexpr int64_t kRecords = 1200, kSaveEvery = 100, kNever = -1;
const ClassifyRun kRun = {"program", "model", "options", "inputs"};

/// A folder with a model, reads.fq and reads.sam, in which every fifth record is left out of classification.
struct Fixture {
  TempFolder folder;
  std::string at(const std::string& name) const { return folder.path() / name; }

  Fixture() {
    test::write_random_classifier(at("m"), 60);
    std::string fastq, sam = "@HD\tVN:1.6\n";
    for (int64_t i = 0; i < kRecords; ++i) {
      const RandomKey key = RandomKey(3).fold(static_cast<uint64_t>(i));
      std::string bases, id = "read-with-a-name-that-fills-blocks-" + std::to_string(i);
      const int64_t length = 20 + static_cast<int64_t>(key.below(500, 60));
      for (int64_t b = 0; b < length; ++b) bases += "ACGT"[key.below(static_cast<uint64_t>(b), 4)];
      if (i % 17 == 0) bases.assign(bases.size(), 'N');
      fastq += "@" + id + " comment\n" + bases + "\n+\n" + std::string(bases.size(), '#') + "\n";
      sam += id + (i % 5 == 4 ? "\t2052" : "\t4") + "\t*\t0\t0\t*\t*\t0\t0\t" + bases +
             "\t*\tXI:i:" + std::to_string(i) + "\n";
    }
    folder.write("reads.fq", fastq);
    folder.write("reads.sam", sam);
  }

  /// Classifies reads.fq into a table and files of records, or reads.sam into tagged alignments; goes on where there is
  /// a journal. Saves now and then, and kills the process when it has written `kill_at` calls.
  void table(const std::string& out, int64_t kill_at) const {
    const SortedNames names = {at(out + ".yes.fq.gz"), at(out + ".no.fq"), false};
    std::vector<std::string> files = names.files();
    files.insert(files.begin(), at(out));
    const ClassifyJournal journal(files, kRun);
    const auto from = journal.load();
    const OutputSpots spots = {true, from ? from->outputs : std::vector<OutputSpot>{}};
    Classifier classifier(at("m"), 1);
    TextWriter writer(at(out), spots[0]);
    ReadSorter sorter(names, classifier.card().classes, spots, 1);
    std::vector<ResumableOutput*> outputs = sorter.outputs();
    outputs.insert(outputs.begin(), &writer);
    ClassifyTask task(classifier, {.keep_text = true}, [&](const Call& call) {
      writer.write(call.id + "\t" + std::to_string(call.label()) + "\n");
      sorter.write(call);
      reached(task, 0, outputs, journal, kill_at);
    });
    if (from) task.go_on(*from);
    task.run(at("reads.fq"));
    task.check_skipped();
    CHECK(task.totals().unread + task.totals().per_class[0] + task.totals().per_class[1] + task.totals().per_class[2] ==
          kRecords);
    for (ResumableOutput* output : outputs) output->commit();
    journal.remove();
  }

  void alignments(const std::string& out, AlignmentFormat format, int64_t kill_at) const {
    const ClassifyJournal journal({at(out)}, kRun);
    const auto from = journal.load();
    const OutputSpots spots = {true, from ? from->outputs : std::vector<OutputSpot>{}};
    Classifier classifier(at("m"), 1);
    AlignmentReader reader{InputFile(at("reads.sam"))};
    AlignmentWriter writer(at(out), format, reader, ProgramLine{"1", "c"}, "", spots[0]);
    AlignmentTagger tagger(writer, classifier.card().classes);
    ClassifyTask task(classifier, {}, [&](const Call& call) {
      tagger.tag(call);
      reached(task, tagger.written(), {&writer}, journal, kill_at);
    });
    if (from) {
      task.go_on(*from);
      tagger.go_on(from->alignments, from->calls);
    }
    task.run_alignments(
        reader, [&](AlignmentRecord record, std::optional<int64_t> call) { tagger.add(std::move(record), call); });
    task.check_skipped();
    writer.commit();
    journal.remove();
  }

 private:
  static void reached(const ClassifyTask& task, int64_t alignments, const std::vector<ResumableOutput*>& outputs,
                      const ClassifyJournal& journal, int64_t kill_at) {
    ClassifyCheckpoint now = task.checkpoint();
    if (now.calls % kSaveEvery == 1) {
      now.alignments = alignments;
      for (ResumableOutput* output : outputs) now.outputs.push_back(output->save());
      journal.save(now);
    }
    if (now.calls == kill_at) raise(SIGKILL);
  }
};

/// Runs `body` in a process of its own, which must be killed in it.
template <class Body>
void killed(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("a table and files of records that were killed three times are those of an undisturbed run") {
  Fixture f;
  f.table("whole.gz", kNever);
  f.table("whole", kNever);
  for (const std::string suffix : {"", ".gz"}) {
    const std::string out = "calls" + suffix;
    for (const int64_t kill_at : {150, 777, 1199}) killed([&] { f.table(out, kill_at); });
    CHECK_FALSE(std::filesystem::exists(f.at(out)));
    f.table(out, kNever);
    for (const std::string part : {"", ".yes.fq.gz", ".no.fq"}) {
      INFO(out + part);
      const bool same = f.folder.read(out + part) == f.folder.read("whole" + suffix + part);
      CHECK(same);
    }
  }
  for (const auto& entry : std::filesystem::directory_iterator(f.folder.path()))
    CHECK(entry.path().string().find(".partial") == std::string::npos);
}

TEST_CASE("alignments that were killed three times are those of an undisturbed run") {
  Fixture f;
  for (const AlignmentFormat format :
       {AlignmentFormat::kBam, AlignmentFormat::kSam, AlignmentFormat::kBgzipSam, AlignmentFormat::kCram}) {
    f.alignments("whole", format, kNever);
    for (const int64_t kill_at : {101, 500, 959}) killed([&] { f.alignments("out", format, kill_at); });
    f.alignments("out", format, kNever);
    const bool same = f.folder.read("out") == f.folder.read("whole");
    CHECK(same);
  }
}

TEST_CASE("a run does not go on with what is another's") {
  Fixture f;
  killed([&] { f.table("calls", 300); });
  const std::vector<std::string> files = {f.at("calls"), f.at("calls.yes.fq.gz"), f.at("calls.no.fq")};
  const auto error = [&](ErrorKind kind, const ClassifyRun& run) {
    return error_of(kind, [&] { static_cast<void>(ClassifyJournal(files, run).load()); });
  };
  contains(error(ErrorKind::kUsage, {"program", "model", "others", "inputs"}), "now others, then options");
  contains(error(ErrorKind::kUsage, {"news", "model", "options", "inputs"}), "another program");
  contains(error(ErrorKind::kBadInput, {"program", "other", "options", "inputs"}), "the model is not the one");
  contains(error(ErrorKind::kBadInput, {"program", "model", "options", "touched"}), "an input has changed");
  CHECK(ClassifyJournal(files, kRun).load()->calls == 201);

  const std::string reads = f.folder.read("reads.fq");
  std::string changed = reads;
  changed[reads.find("\n") + 1] = reads[reads.find("\n") + 1] == 'A' ? 'C' : 'A';
  f.folder.write("reads.fq", changed);
  contains(error_of(ErrorKind::kBadInput, [&] { f.table("calls", kNever); }), "not the one that was read before");
  f.folder.write("reads.fq", reads.substr(0, reads.find("@read-with-a-name-that-fills-blocks-100 ")));
  contains(error_of(ErrorKind::kBadInput, [&] { f.table("calls", kNever); }), "shorter than the one");
  f.folder.write("reads.fq", reads);
  f.table("whole", kNever);
  f.table("calls", kNever);
  CHECK(f.folder.read("calls") == f.folder.read("whole"));
}

TEST_CASE("an unfinished output that is gone, or shorter than it was, is no point to go on from") {
  Fixture f;
  killed([&] { f.table("calls", 300); });
  std::filesystem::resize_file(f.at("calls.partial"), 10);
  const ClassifyJournal journal({f.at("calls"), f.at("calls.yes.fq.gz"), f.at("calls.no.fq")}, kRun);
  CHECK_FALSE(journal.load());
  std::filesystem::remove(f.at("calls.partial"));
  CHECK_FALSE(journal.load());
}
