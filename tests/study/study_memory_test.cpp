#include "study/study_memory.hpp"

#include <catch2/catch.hpp>

#include "study/study_command.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

std::uint64_t peak_of(const TempFolder& folder, int purchases) {
  std::string rows = "person_id,t,margin\n";
  for (int i = 0; i < purchases; ++i) rows += std::to_string(i % 1'000) + ",2020-01-01,1\n";
  folder.write("purchases.csv", rows);
  MemoryEstimate estimate;
  add_study_stages(read_study_file(folder.write(
                       "study.toml", "[tables]\npurchases = { file = \"purchases.csv\" }\n")),
                   StudyStages::All, estimate);
  return estimate.peak();
}

}  // namespace

// How near the figures are is measured in end_to_end/memory_test.
TEST_CASE("study memory: what rows take grows with their number") {
  const TempFolder folder;
  const std::uint64_t none = peak_of(folder, 0), some = peak_of(folder, 100'000),
                      twice = peak_of(folder, 200'000);
  CHECK(static_cast<double>(twice - none) ==
        Approx(2.0 * static_cast<double>(some - none)).epsilon(0.05));
}

TEST_CASE("study memory: a run's folder tells its study") {
  const TempFolder folder;
  const auto study = bundled_study();
  run_to_folder(read_study_file(study), folder.path() / "out", 0);
  CHECK(study_of_run(folder.path() / "out") == study);
}
