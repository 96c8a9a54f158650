#include "adapters/igraph/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>

#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

/// Behind all else that a child wrote: it came to its end.
constexpr char kWhole = 'W';

[[noreturn]] void refuse_by_system(const char* what) {
  throw Error(ErrorCode::Storage, "system", what, "end some processes, or free memory");
}

/// Bytes that the kernel counts against RLIMIT_DATA now; 0 when it does not say.
std::uint64_t data_bytes() {
  unsigned long long pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%*u %*u %*u %*u %*u %llu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

void limit(__rlimit_resource resource, std::uint64_t most) {
  rlimit now{};
  if (getrlimit(resource, &now) != 0) return;
  if (now.rlim_max == RLIM_INFINITY || now.rlim_max > most) now = {most, most};
  setrlimit(resource, &now);
}

/// Neither prints nor leaves a core, whatever the parent has installed for its own crashes.
void settle_child(const ChildLimits& limits) {
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGINT, SIGTERM, SIGXCPU})
    ::signal(signal, SIG_DFL);
  const int nowhere = open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, stream);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, limits.cpu_seconds);
  if (const std::uint64_t now = data_bytes(); now > 0)
    limit(RLIMIT_DATA, now + limits.memory_bytes);
}

bool write_all(int file, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = write(file, bytes, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

[[noreturn]] void be_child(const std::function<std::string()>& work, const ChildLimits& limits,
                           int pipe) {
  settle_child(limits);
  int code = 1;
  try {
    const std::string bytes = work();
    if (write_all(pipe, bytes.data(), bytes.size()) && write_all(pipe, &kWhole, 1)) code = 0;
  } catch (...) {
    // The parent sees that the last byte is missing.
  }
  _exit(code);
}

/// The parent's side: ends and reaps the child, whatever happens.
class Child {
 public:
  Child(pid_t process, int pipe) : process_(process), pipe_(pipe) {}
  ~Child() {
    close(pipe_);
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    reap();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// What it wrote until it closed the pipe; ends it when that takes more than `most_seconds`.
  std::string read_all(std::uint64_t most_seconds) const {
    const auto last = std::chrono::steady_clock::now() + std::chrono::seconds(most_seconds);
    std::string all;
    std::array<char, 1 << 16> buffer;
    for (;;) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(last - std::chrono::steady_clock::now());
      pollfd readable{.fd = pipe_, .events = POLLIN, .revents = 0};
      const int ready = left.count() > 0 ? poll(&readable, 1, static_cast<int>(left.count())) : 0;
      if (ready == 0) kill(process_, SIGKILL);
      const ssize_t count = ready < 0 ? -1 : read(pipe_, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) {
        report_progress("reading", 0, 0);  // throws when the user asked to stop
        continue;
      }
      if (count <= 0) return all;
      all.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

  /// Waits for the child's end and returns its status.
  int reap() {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    return status;
  }

 private:
  pid_t process_;
  int pipe_;
};

}  // namespace

ChildResult run_in_child(const std::function<std::string()>& work, const ChildLimits& limits) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) refuse_by_system("no pipe to a process of our own");
  const pid_t process = fork();
  if (process < 0) {
    close(ends[0]);
    close(ends[1]);
    refuse_by_system("no process of our own");
  }
  if (process == 0) be_child(work, limits, ends[1]);
  close(ends[1]);
  Child child(process, ends[0]);
  ChildResult result{.bytes = child.read_all(limits.wall_seconds)};
  const int status = child.reap();
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  result.timed_out = result.signal == SIGXCPU || result.signal == SIGKILL;
  result.interrupted = result.signal == SIGINT || result.signal == SIGTERM;
  if (result.interrupted) report_progress("reading", 0, 0);
  result.returned =
      result.signal == 0 && WEXITSTATUS(status) == 0 && result.bytes.ends_with(kWhole);
  if (result.returned) result.bytes.pop_back();
  return result;
}

}  // namespace grapevine
