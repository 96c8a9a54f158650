#include "engine/base/memory_budget.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <limits>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr std::uint64_t kNotSet = 0;
std::atomic<std::uint64_t> set_limit = kNotSet;

std::uint64_t pages(long count) {
  return count < 0 ? 0
                   : static_cast<std::uint64_t>(count) * static_cast<std::uint64_t>(getpagesize());
}

/// What the kernel could hand out without swapping.
std::uint64_t free_memory() {
  std::ifstream file("/proc/meminfo");
  for (std::string word; file >> word;) {
    std::uint64_t kibibytes = 0;
    if (word == "MemAvailable:" && file >> kibibytes) return kibibytes << 10;
  }
  return pages(sysconf(_SC_AVPHYS_PAGES));
}

std::uint64_t group_limit() {
  std::uint64_t bytes = 0;
  for (const char* name :
       {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"})
    if (std::ifstream file(name); file >> bytes) return bytes;
  return std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

std::uint64_t memory_limit() {
  static const std::uint64_t kOfMachine =
      std::min(resident_memory() + free_memory(), group_limit()) / 10 * 9;
  const std::uint64_t set = set_limit;
  return set == kNotSet ? kOfMachine : set;
}

ScopedMemoryLimit::ScopedMemoryLimit(std::uint64_t bytes)
    : before_(set_limit.exchange(std::max<std::uint64_t>(bytes, 1))) {}

ScopedMemoryLimit::~ScopedMemoryLimit() { set_limit = before_; }

std::uint64_t resident_memory() {
  long all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return pages(resident);
}

std::uint64_t memory_left() {
  const std::uint64_t limit = memory_limit(), held = resident_memory();
  return limit > held ? limit - held : 0;
}

void refuse_beyond(std::string_view place, std::uint64_t bytes) {
  if (bytes <= memory_left()) return;
  malloc_trim(0);  // what was freed may still count as held
  const std::uint64_t left = memory_left();
  if (bytes <= left) return;
  throw Error(ErrorCode::BadInput, place,
              fmt::format("takes {} of memory, and the limit of {} leaves {}", memory_text(bytes),
                          memory_text(memory_limit()), memory_text(left)),
              kMemoryToDo);
}

std::uint64_t most_believed(std::uint64_t file_bytes) {
  constexpr std::uint64_t kLeast = 64 << 20, kTimes = 256;
  constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
  return file_bytes > kAll / kTimes ? kAll : std::max(kLeast, kTimes * file_bytes);
}

std::uint64_t most_decoded(std::uint64_t file_bytes) {
  if (set_limit != kNotSet) return memory_limit();
  return std::min(most_believed(file_bytes), memory_limit());
}

void refuse_decoded(std::string_view place, std::uint64_t bytes, std::uint64_t file_bytes) {
  if (bytes > most_decoded(file_bytes))
    throw Error(ErrorCode::BadInput, place,
                fmt::format("{} bytes that decode to {} or more", file_bytes, memory_text(bytes)),
                kDecodedToDo);
}

std::string memory_text(std::uint64_t bytes) {
  constexpr double kMiB = 1 << 20, kGiB = 1 << 30;
  const auto size = static_cast<double>(bytes);
  if (size <= 1000 * kMiB) return fmt::format("{:.0f} MiB", std::ceil(size / kMiB));
  return fmt::format("{:.1f} GiB", std::ceil(size / kGiB * 10) / 10);
}

}  // namespace grapevine
