#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace grapevine {

struct ChildLimits {
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;  ///< Beyond what this process has now.
  std::uint64_t cpu_seconds = 4;
  std::uint64_t wall_seconds = 60;  ///< For a child that waits, for a lock say.
};

/// How a child ended.
struct ChildResult {
  std::string bytes;         ///< What it returned.
  bool returned = false;     ///< False: it was ended, and `bytes` means nothing.
  bool timed_out = false;    ///< Ended because it took too long.
  bool interrupted = false;  ///< Ended by Ctrl-C.
  int signal = 0;            ///< That ended it.
};

/// Runs `work` in a fork of this process and returns the bytes that it returned. A foreign library
/// which crashes, hangs or takes memory without end on a hostile file does so there: silently, and
/// to no more harm than an error. `work` must use no lock that another thread may hold; it sees the
/// memory of this process as it is now, and changes nothing here. Errors: Storage when the system
/// gives no process; Interrupted.
ChildResult run_in_child(const std::function<std::string()>& work, const ChildLimits& limits);

}  // namespace grapevine
