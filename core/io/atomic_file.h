#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace undula {

/// The name under which what there is of an unfinished output is kept.
std::string partial_name(const std::string& path);

/// An output file that appears under its name only when it is complete: written beside it under a temporary name,
/// synced and renamed by commit(), removed if the writer goes away without. FIFOs, devices, sockets and "-" (stdout)
/// cannot be replaced and are written directly. A symbolic link keeps pointing where it did: its target is replaced.
/// Errors: kMissing where the folder is not there, kFailure where writing fails (a full disk, a closed pipe).
class AtomicFile {
 public:
  explicit AtomicFile(const std::string& path);
  /// A file that can be gone on with: its temporary name is partial_name(path), it begins with the first `kept` bytes
  /// of what is there, and it stays there however the program ends where it was there before or sync() was called.
  /// Errors: kUsage for what is written directly, kBadInput where fewer bytes are there, kFailure where another program
  /// is writing it.
  AtomicFile(const std::string& path, int64_t kept);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Writes all of it. Once a write has failed the file cannot be committed.
  void write(const void* data, size_t bytes);
  void write(std::string_view text) { write(text.data(), text.size()); }

  /// Makes what was written so far durable, and returns its bytes.
  int64_t sync();

  /// Makes the file durable and visible under its name. At most once.
  void commit();

  /// Instead of commit(): keeps what was written as name + ".partial" and returns that name; empty where it was written
  /// directly.
  std::string keep_partial();

  /// Instead of commit(): removes what was written.
  void discard();

  /// The name as given; "stdout" for "-".
  const std::string& name() const { return name_; }
  /// The place where bytes go until commit(). For libraries that write to a descriptor themselves.
  int descriptor() const { return fd_; }
  /// The same place by name, for libraries that open files themselves; empty where the output is written directly.
  const std::string& place() const { return temporary_; }

 private:
  void open_temporary(int flags);
  [[noreturn]] void fail(const std::string& what, int error) const;

  std::string name_;
  std::string target_;     // where the file ends up; empty when written directly
  std::string temporary_;  // where it is until then
  int fd_ = -1;
  bool failed_ = false;
  bool kept_ = false;  // stays where it is not committed
};

}  // namespace undula
