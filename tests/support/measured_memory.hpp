#pragma once
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/parallel/random.hpp"
#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

namespace grapevine::testing {

/// Whether `grapevine estimate` cannot be compared with what the kernel measures: a sanitizer is
/// there.
inline bool memory_skipped() { return skipped_with_sanitizer("it takes memory of its own"); }

/// Most resident memory of a command in bytes. A small process starts it: the kernel counts the one
/// that starts a program as the program's own until it begins.
inline double measured_peak(const std::vector<std::string>& arguments, const TempFolder& folder) {
  std::vector<std::string> words = {
      "python3", "-c",
      "import resource, subprocess, sys\n"
      "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
      "sys.exit(code)"};
  for (const std::string& word : program_words(arguments)) words.push_back(word);
  const Ran ran = run_command(words, folder.path());
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return std::stod(ran.out) * 1024.0;
}

inline double estimated_peak(std::vector<std::string> arguments, const TempFolder& folder) {
  arguments.insert(arguments.begin(), "estimate");
  arguments.push_back("--json");
  const Ran ran = run_program(arguments, folder.path());
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return nlohmann::json::parse(ran.out)["peak_bytes"].get<double>();
}

inline void check_within_15_percent(const std::vector<std::string>& arguments,
                                    const TempFolder& folder) {
  std::string command;
  for (const std::string& word : arguments) command += word + " ";
  const double told = estimated_peak(arguments, folder), real = measured_peak(arguments, folder);
  INFO(command << ": told " << told / 0x1p20 << " MiB, measured " << real / 0x1p20);
  CHECK(told > 0.85 * real);
  CHECK(told < 1.15 * real);
}

/// Ties at random, with ids of the form that `id` gives, and weights if asked for.
inline std::filesystem::path write_ties(const TempFolder& folder, const std::string& name,
                                        std::uint64_t ties, std::uint64_t nodes,
                                        const std::function<std::string(std::uint64_t)>& id,
                                        bool weights = false) {
  const auto path = folder.path() / name;
  std::ofstream file(path);
  Random random(1, 0);
  for (std::uint64_t i = 0; i < ties; ++i) {
    file << id(random.below(nodes)) << ' ' << id(random.below(nodes));
    if (weights) file << " 0." << random.below(10'000);
    file << '\n';
  }
  return path;
}

inline std::string integer_id(std::uint64_t i) { return std::to_string(i); }
inline std::string text_id(std::uint64_t i) { return "u" + std::to_string(i); }
inline std::string long_id(std::uint64_t i) {
  return "somebody-" + std::to_string(i) + "@example.org";
}

}  // namespace grapevine::testing
