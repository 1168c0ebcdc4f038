#include "cli/output/text_output.h"

namespace undula::cli {
namespace {

constexpr size_t kBufferBytes = 64 * 1024;

}  // namespace

TextOutput::TextOutput(const std::string& path) : file_(path.empty() ? "-" : path) {
  if (path.ends_with(".gz")) compressor_ = std::make_unique<BgzfWriter>(file_.descriptor(), path);
}

void TextOutput::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) flush();
}

void TextOutput::flush() {
  if (compressor_) {
    compressor_->write(buffer_.data(), buffer_.size());
  } else {
    file_.write(buffer_);
  }
  buffer_.clear();
}

void TextOutput::finish() {
  flush();
  if (compressor_) compressor_->finish();
  file_.commit();
}

void print(std::string_view text) {
  TextOutput output;
  output.write(text);
  output.finish();
}

}  // namespace undula::cli
