#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/hostile/batch.hpp"
#include "tests/hostile/mutants.hpp"
#include "tests/hostile/public_files.hpp"
#include "tests/hostile/samples.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sanitizer.hpp"

#if GRAPEVINE_SANITIZER
/// What is freed is kept aside for a while to catch its use; little of it is enough here.
extern "C" const char* __asan_default_options() {
  return "quarantine_size_mb=16:detect_leaks=0:allocator_may_return_null=1";
}
#endif

namespace {

using namespace grapevine::hostile;

/// The cases that were found before: files in folders that are called as their readers are.
bool run_found(const std::filesystem::path& folder) {
  std::vector<Case> all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string reader = entry.path().parent_path().filename();
    for (std::size_t choice = 0; choice < kChoices; ++choice)
      all.push_back({entry.path(), &reader_of(reader), bytes_of(entry.path()), choice});
  }
  std::ranges::sort(all, {}, &Case::name);
  const Cases cases{all.size(), [&](std::size_t i) { return all[i]; }};
  return report("cases found by fuzzing", cases, run_cases(cases));
}

/// Writes the samples into folders that are called as their readers are, for a fuzzer to begin
/// with.
bool write_samples(const std::filesystem::path& folder) {
  const grapevine::testing::TempFolder made;
  for (const Sample& file : samples(made.path())) {
    std::filesystem::create_directories(folder / file.reader->name);
    std::ofstream(folder / file.reader->name / file.name, std::ios::binary) << file.bytes;
  }
  return true;
}

/// Every `step`-th prefix of every sample, its whole besides.
bool run_prefixes(std::size_t step) {
  const grapevine::testing::TempFolder folder;
  const auto files = samples(folder.path());
  std::vector<std::pair<std::size_t, std::size_t>> cuts;  // sample and length
  for (std::size_t f = 0; f < files.size(); ++f) {
    for (std::size_t size = 0; size < files[f].bytes.size(); size += step)
      cuts.emplace_back(f, size);
    cuts.emplace_back(f, files[f].bytes.size());
  }
  const Cases cases{cuts.size(), [&](std::size_t i) {
                      const Sample& file = files[cuts[i].first];
                      return Case{fmt::format("{}-first-{}", file.name, cuts[i].second),
                                  file.reader, file.bytes.substr(0, cuts[i].second), file.choice};
                    }};
  const auto results = run_cases(cases);
  bool good = report(fmt::format("prefixes of {} files", files.size()), cases, results);
  for (std::size_t i = 0; i < cuts.size(); ++i)
    if (cuts[i].second == files[cuts[i].first].bytes.size() && results[i].ending != Ending::Read) {
      const Sample& file = files[cuts[i].first];
      fmt::print("  {} is whole and is refused: {}\n", file.name,
                 feed(*file.reader, folder.path(), file.bytes, file.choice).refused);
      good = false;
    }
  return good;
}

/// A sample of the same reader to take a part from.
const Sample& partner(const std::vector<Sample>& files, std::size_t file, std::size_t turn) {
  for (std::size_t i = 1; i <= files.size(); ++i) {
    const Sample& other = files[(file + i + turn % files.size()) % files.size()];
    if (other.reader == files[file].reader) return other;
  }
  return files[file];
}

bool run_mutants(std::size_t count, std::uint64_t seed) {
  const grapevine::testing::TempFolder folder;
  const auto files = samples(folder.path());
  const Cases cases{count, [&](std::size_t i) {
                      const std::size_t f = i % files.size(), turn = i / files.size();
                      return Case{fmt::format("{}-mutant-{}-{}", files[f].name, seed, i),
                                  files[f].reader,
                                  mutant(files[f].bytes, partner(files, f, turn).bytes, seed, i),
                                  files[f].choice};
                    }};
  return report(fmt::format("mutants of {} files, seed {}", files.size(), seed), cases,
                run_cases(cases));
}

int usage() {
  fmt::print(stderr,
             "usage: grapevine_hostile files FOLDER | replay FOLDER | samples FOLDER | "
             "prefixes [EVERY] | mutants COUNT [SEED]\n");
  return 2;
}

int run(const std::vector<std::string>& words) {
  const auto number = [&](std::size_t i, std::uint64_t otherwise) {
    return words.size() > i ? std::stoull(words[i]) : otherwise;
  };
  if (words.empty()) return usage();
  if (words[0] == "files" && words.size() == 2) {
    if (!std::filesystem::exists(words[1])) {
      fmt::print("SKIPPED: {} is not here\n", words[1]);
      return 0;
    }
    return run_public_files(words[1]) ? 0 : 1;
  }
  if (words[0] == "replay" && words.size() == 2) return run_found(words[1]) ? 0 : 1;
  if (words[0] == "samples" && words.size() == 2) return write_samples(words[1]) ? 0 : 1;
  if (words[0] == "prefixes") return run_prefixes(std::max<std::size_t>(number(1, 1), 1)) ? 0 : 1;
  if (words[0] == "mutants" && words.size() >= 2)
    return run_mutants(number(1, 0), number(2, 1)) ? 0 : 1;
  return usage();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "grapevine_hostile: {}\n", error.what());
    return 2;
  }
}
