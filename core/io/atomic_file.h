#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace undula {

/// An output file that appears under its name only when it is complete: written beside it under a temporary name,
/// synced and renamed by commit(), removed if the writer goes away without. FIFOs, devices, sockets and "-" (stdout)
/// cannot be replaced and are written directly. A symbolic link keeps pointing where it did: its target is replaced.
/// Errors: kMissing where the folder is not there, kFailure where writing fails (a full disk, a closed pipe).
class AtomicFile {
 public:
  explicit AtomicFile(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Writes all of it. Once a write has failed the file cannot be committed.
  void write(const void* data, size_t bytes);
  void write(std::string_view text) { write(text.data(), text.size()); }

  /// Makes the file durable and visible under its name. At most once.
  void commit();

  /// Instead of commit(): keeps what was written as name + ".partial" and returns that name; empty where it was written
  /// directly.
  std::string keep_partial();

  /// The name as given; "stdout" for "-".
  const std::string& name() const { return name_; }
  /// The place where bytes go until commit(). For libraries that write to a descriptor themselves.
  int descriptor() const { return fd_; }
  /// The same place by name, for libraries that open files themselves; empty where the output is written directly.
  const std::string& place() const { return temporary_; }

 private:
  [[noreturn]] void fail(const std::string& what, int error) const;

  std::string name_;
  std::string target_;     // where the file ends up; empty when written directly
  std::string temporary_;  // where it is until then
  int fd_ = -1;
  bool failed_ = false;
};

}  // namespace undula
