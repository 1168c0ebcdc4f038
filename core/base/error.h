#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace undula {

/// What went wrong, in the terms of the exit codes of the command line.
enum class ErrorKind : uint8_t {
  kFailure = 1,       ///< something failed that the user could not foresee
  kUsage = 2,         ///< the command line or a configuration file is wrong
  kBadInput = 3,      ///< a data or model file is malformed
  kMissing = 4,       ///< a file, device or other resource is not there
  kInterrupted = 75,  ///< stopped on request; can be resumed
};

/// The one exception of the project. Three parts: what happened, where (file, record, line or offset), what to try.
/// Code that checks shapes writes `what` as "[op] what; got X, want Y".
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& what, std::string where = "", std::string hint = "")
      : std::runtime_error(what), kind_(kind), where_(std::move(where)), hint_(std::move(hint)) {}

  ErrorKind kind() const { return kind_; }
  int exit_code() const { return static_cast<int>(kind_); }
  const std::string& where() const { return where_; }
  const std::string& hint() const { return hint_; }

  /// The three lines that the command line prints: "error: ...", "  at: ...", "  try: ...".
  std::string message() const;

 private:
  ErrorKind kind_;
  std::string where_;
  std::string hint_;
};

/// Throws a kFailure error "[op] what".
[[noreturn]] void violated(const char* op, std::string_view what);
/// Throws it unless `condition` holds. For contract checks at op boundaries; where `what` is put together from parts,
/// `if (!condition) violated(...)` spares the work.
inline void require(bool condition, const char* op, std::string_view what) {
  if (!condition) violated(op, what);
}

}  // namespace undula
