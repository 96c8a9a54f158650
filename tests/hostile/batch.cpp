#include "tests/hostile/batch.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <system_error>
#include <thread>

#include "engine/parallel/blocks.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine::hostile {
namespace {

constexpr bool kJudgeMemory = !testing::kSanitizer;

/// What children tell their parent while they live and when they do not.
class SharedResults {
 public:
  explicit SharedResults(std::size_t count) : count_(count), bytes_(count * sizeof(CaseResult)) {
    void* memory = mmap(nullptr, std::max<std::size_t>(bytes_, 1), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    results_ = static_cast<CaseResult*>(memory);
    std::uninitialized_fill_n(results_, count, CaseResult{});
  }
  ~SharedResults() { munmap(results_, std::max<std::size_t>(bytes_, 1)); }
  SharedResults(const SharedResults&) = delete;
  SharedResults& operator=(const SharedResults&) = delete;

  CaseResult& operator[](std::size_t i) { return results_[i]; }
  std::vector<CaseResult> all() const { return {results_, results_ + count_}; }

 private:
  std::size_t count_, bytes_;
  CaseResult* results_;
};

std::uint64_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) << 10;
}

void end_after(double seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = static_cast<time_t>(seconds);
  setitimer(ITIMER_REAL, &timer, nullptr);
}

void tell(const Case& one, const std::string& fault) {
  fmt::print("  {} by {}: {}\n", one.name, one.reader->name, fault);
  std::fflush(stdout);
}

/// Every `step`-th case from `first` until one takes too much memory: a child's peak never falls.
void run_in_child(const Cases& cases, std::size_t first, std::size_t step, SharedResults& results) {
  const ThreadLimit one_thread(1);
  const testing::TempFolder folder;
  for (std::size_t i = first; i < cases.count; i += step) {
    const Case one = cases.at(i);
    CaseResult& result = results[i];
    result.ending = Ending::Crashed;  // unless it comes back
    const auto start = std::chrono::steady_clock::now();
    end_after(kMostSeconds);
    const Outcome outcome = feed(*one.reader, folder.path(), one.bytes, one.choice);
    end_after(0);
    result.microseconds =
        static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                       std::chrono::steady_clock::now() - start)
                                       .count());
    result.peak_bytes = peak_memory();
    result.ending = !outcome.fault.empty()    ? Ending::Unclear
                    : outcome.refused.empty() ? Ending::Read
                                              : Ending::Refused;
    if (result.ending == Ending::Unclear) tell(one, outcome.fault);
    if (kJudgeMemory && result.peak_bytes > kMostBytes) {
      result.ending = Ending::TooBig;
      return;
    }
  }
}

pid_t start_child(const Cases& cases, std::size_t first, std::size_t step, SharedResults& results) {
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child > 0) return child;
  run_in_child(cases, first, step, results);
  _exit(0);
}

/// The first case of a child's share that has not been run, if there is one.
std::size_t next_of_share(std::size_t first, std::size_t step, std::size_t count,
                          SharedResults& results) {
  while (first < count && results[first].ending != Ending::NotRun) first += step;
  return first;
}

std::string_view word(Ending ending) {
  constexpr std::string_view kWords[] = {"not run", "read",     "refused",     "unclear",
                                         "crashed", "over 5 s", "over 512 MiB"};
  return kWords[static_cast<int>(ending)];
}

bool is_failure(Ending ending) { return ending != Ending::Read && ending != Ending::Refused; }

void keep(const Case& one, Ending ending) {
  const std::filesystem::path folder = "hostile-failures";
  std::filesystem::create_directories(folder);
  std::string name = one.name;
  std::ranges::replace(name, '/', '_');
  std::ofstream(folder / name, std::ios::binary) << one.bytes;
  fmt::print("  {} by {} (choice {}): {}\n", word(ending), one.reader->name, one.choice, one.name);
}

}  // namespace

std::vector<CaseResult> run_cases(const Cases& cases) {
  std::fflush(stdout);
  SharedResults results(cases.count);
  const std::size_t step = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
  std::map<pid_t, std::size_t> first_of;
  for (std::size_t first = 0; first < step; ++first)
    first_of[start_child(cases, first, step, results)] = first;
  while (!first_of.empty()) {
    int status = 0;
    const pid_t child = wait(&status);
    const std::size_t first = first_of.at(child);
    first_of.erase(child);
    const std::size_t next = next_of_share(first, step, cases.count, results);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM && next >= step)
      results[next - step].ending = Ending::Hung;
    if (next < cases.count) first_of[start_child(cases, next, step, results)] = next;
  }
  return results.all();
}

bool report(const std::string& title, const Cases& cases, const std::vector<CaseResult>& results) {
  std::map<Ending, std::size_t> counts;
  for (const CaseResult& result : results) ++counts[result.ending];
  fmt::print("{}: {} cases: {} read, {} refused in one line; {} crashes, {} over 5 s", title,
             results.size(), counts[Ending::Read], counts[Ending::Refused],
             counts[Ending::Crashed] + counts[Ending::NotRun], counts[Ending::Hung]);
  fmt::print(kJudgeMemory ? ", {} over 512 MiB" : "", counts[Ending::TooBig]);
  fmt::print(", {} without a clear line\n", counts[Ending::Unclear]);
  if (results.empty()) return false;
  const auto slowest = std::ranges::max_element(results, {}, &CaseResult::microseconds);
  const auto biggest = std::ranges::max_element(results, {}, &CaseResult::peak_bytes);
  const auto at = [&](auto found) {
    return cases.at(static_cast<std::size_t>(found - results.begin())).name;
  };
  fmt::print("  slowest {:.3f} s: {}\n", slowest->microseconds / 1e6, at(slowest));
  fmt::print("  most memory {} MiB, by then: {}\n", biggest->peak_bytes >> 20, at(biggest));
  bool good = true;
  for (std::size_t i = 0; i < results.size(); ++i)
    if (is_failure(results[i].ending)) {
      good = false;
      keep(cases.at(i), results[i].ending);
    }
  return good;
}

}  // namespace grapevine::hostile
