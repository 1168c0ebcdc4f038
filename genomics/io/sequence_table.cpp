#include "genomics/io/sequence_table.h"

#include <memory>

#include "core/base/error.h"
#include "genomics/io/text_cursor.h"

namespace undula {
namespace {

class CursorLines : public TextLines {
 public:
  explicit CursorLines(const std::string& path) : text_(ByteStream(path)) {
    text_.skip_empty_lines();
    if (text_.at_end() || (text_.peek() != '>' && text_.peek() != '@')) return;
    throw Error(ErrorKind::kBadInput, "FASTA or FASTQ where a table was expected: it has no labels",
                text_.name() + ", line 1", "name the class of a whole file: LABEL=" + path);
  }
  bool at_end() override { return text_.at_end(); }
  bool append_line(std::string& text, size_t limit) override { return text_.append_line(text, limit); }
  int64_t line() const override { return text_.line(); }
  const std::string& name() const override { return text_.name(); }

 private:
  TextCursor text_;
};

}  // namespace

SequenceTable::SequenceTable(const std::string& path) : TableReader(std::make_unique<CursorLines>(path)) {}

}  // namespace undula
