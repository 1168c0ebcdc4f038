#pragma once
#include <optional>
#include <string>
#include <utility>

#include "genomics/tasks/classify/alignment_tagger.h"
#include "genomics/tasks/classify/classify_task.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/genomics/support/sam_file.h"

namespace undula::testing {

/// A folder with a random model that tags files into "out".
struct TaggingClassifier {
  TempFolder folder;
  ClassifierCard card = test::write_random_classifier((folder.path() / "m.safetensors").string(), 60);
  Classifier classifier{(folder.path() / "m.safetensors").string(), 1};

  void tag(const std::string& path, AlignmentFormat format) {
    AlignmentReader reader{InputFile(path)};
    AlignmentWriter writer((folder.path() / "out").string(), format, reader, ProgramLine{"1.0", "undula\tclassify"});
    AlignmentTagger tagger(writer, card.classes);
    ClassifyTask task(classifier, {}, [&](const Call& call) { tagger.tag(call); });
    task.run_alignments(
        reader, [&](AlignmentRecord record, std::optional<int64_t> call) { tagger.add(std::move(record), call); });
    CHECK(tagger.waiting() == 0);
    writer.commit();
  }
};

}  // namespace undula::testing
