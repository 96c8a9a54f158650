#pragma once
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/files.hpp"
#include "tests/support/places.hpp"

namespace grapevine::testing {

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// How a command ended, and what it printed.
struct Ran {
  int code = -1;  ///< 128 + the signal's number when a signal ended it.
  std::string out, err;
};

/// A command that has been started in `folder`, with what it prints going to files.
class Started {
 public:
  Started(const std::vector<std::string>& words, const std::filesystem::path& folder) {
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const std::string out = out_file(), err = err_file(), where = folder.string();
    child_ = fork();
    if (child_ != 0) return;
    constexpr int kNew = O_WRONLY | O_CREAT | O_TRUNC;
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(open(out.c_str(), kNew, 0600), STDOUT_FILENO);
    dup2(open(err.c_str(), kNew, 0600), STDERR_FILENO);
    if (chdir(where.c_str()) == 0) execvp(argv[0], argv.data());
    _exit(127);
  }

  void interrupt() const { kill(child_, SIGINT); }

  Ran wait() const {
    int status = 0;
    waitpid(child_, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text_of(out_file()),
            text_of(err_file())};
  }

 private:
  std::string out_file() const { return (prints_.path() / "out").string(); }
  std::string err_file() const { return (prints_.path() / "err").string(); }

  TempFolder prints_;
  pid_t child_ = -1;
};

inline Ran run_command(const std::vector<std::string>& words,
                       const std::filesystem::path& folder = ".") {
  return Started(words, folder).wait();
}

inline std::vector<std::string> program_words(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), kProgram);
  return arguments;
}

/// Runs the program with these arguments in `folder`.
inline Ran run_program(const std::vector<std::string>& arguments,
                       const std::filesystem::path& folder = ".") {
  return run_command(program_words(arguments), folder);
}

/// Whether `err` is one line that begins as every error of the program does and says what to do.
inline bool is_one_error_line(const std::string& err) {
  return err.starts_with("grapevine: ") && err.find('\n') == err.size() - 1 &&
         err.find("; ") != std::string::npos;
}

}  // namespace grapevine::testing
