#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/hostile/readers.hpp"

namespace grapevine::hostile {

/// One file, one way of reading it.
struct Case {
  std::string name;
  const Reader* reader = nullptr;
  std::string bytes;
  std::size_t choice = 0;
};

/// Cases by number, each made when it is its turn.
struct Cases {
  std::size_t count = 0;
  std::function<Case(std::size_t)> at;
};

enum class Ending : std::uint8_t { NotRun, Read, Refused, Unclear, Crashed, Hung, TooBig };

struct CaseResult {
  Ending ending = Ending::NotRun;
  std::uint32_t microseconds = 0;
  std::uint64_t peak_bytes = 0;  ///< Most memory the process had held by then.
};

inline constexpr double kMostSeconds = 5.0;
inline constexpr std::uint64_t kMostBytes = std::uint64_t{512} << 20;

/// Feeds every case to its reader in child processes, some cases after the other in each; one that
/// ends its child, or takes too long or too much, is told from the others. Memory is not judged in
/// a build with AddressSanitizer, whose own books are many times the program's.
std::vector<CaseResult> run_cases(const Cases& cases);

/// Prints how many cases ended how, the slowest and the biggest; keeps the bytes of those that
/// failed in the folder hostile-failures and prints their names. True when none did.
bool report(const std::string& title, const Cases& cases, const std::vector<CaseResult>& results);

}  // namespace grapevine::hostile
