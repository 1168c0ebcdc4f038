#pragma once
#include <string>

#include "genomics/io/hts_handles.h"

namespace undula {

/// A file or stdin, opened and not yet read: what it holds is seen from its first bytes, which are then read again by
/// whoever takes the stream over. Only the local file system is ever opened.
/// Errors: kMissing where there is no such file (with the nearest name in its folder), kBadInput for a folder.
class InputFile {
 public:
  /// `path` may be "-" for stdin. `threads` is how many may read it in all.
  explicit InputFile(const std::string& path, int threads = 1);

  /// BAM, CRAM or SAM, with or without a header; else text for ByteStream.
  bool holds_alignments() const;
  /// VCF text, plain or packed, or BCF.
  bool holds_vcf() const;
  bool holds_bcf() const;

  /// The path as given, "stdin" for "-".
  const std::string& name() const { return name_; }
  bool from_stdin() const { return from_stdin_; }
  /// How many threads may unpack beside the one that reads.
  int unpackers() const { return unpackers_; }

  hFILE* stream() const { return stream_.get(); }
  /// To be called once HTSlib has taken the stream over.
  void release_stream() { static_cast<void>(stream_.release()); }

 private:
  int content() const;  // HTSlib's format

  std::string name_;
  bool from_stdin_;
  int unpackers_;
  HtsHandle<hFILE> stream_;
};

}  // namespace undula
