#include "study/learn_study.hpp"

#include <catch2/catch.hpp>

#include "tests/support/data.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("learn study: the bundled study's tables, with what may be said of each context") {
  const StudyFile study = read_study_file(bundled("debian_referrals/study.toml"));
  const StudyRun run = learn_study(study, {{"step", {{"quarter"}, "--step"}}});
  const Table& contexts = run.table("learned_contexts");
  CHECK(contexts.num_rows() == 16);
  // docs/causality.md: no context of Debian judged by itself shows influence of key signatures.
  for (const std::string& reading : contexts.texts("reading"))
    CHECK_FALSE(reading.starts_with("people follow"));
  for (const double chance : run.table("learned_ties").doubles("learned_chance")) {
    CHECK(chance >= 0.0);
    CHECK(chance <= 1.0);
  }
  const TempFolder folder;
  const auto names = write_learned(run, "csv", folder.path() / "out");
  CHECK(names == std::vector<std::string>{"learned_ties", "learned_people", "learned_contexts"});
  CHECK(std::filesystem::exists(folder.path() / "out" / "learned_ties.csv"));
}

TEST_CASE("learn study: its options are those that the study could say") {
  std::vector<std::string> names;
  for (const OptionInfo& option : learning_options()) names.push_back(option.name);
  CHECK(names ==
        std::vector<std::string>{"method", "window_days", "decay", "step", "group", "seed"});
}
