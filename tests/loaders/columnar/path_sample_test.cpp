#include "loaders/columnar/path_sample.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/parallel/random.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::TempFolder;

/// What a file of `paths` random paths of up to 6 of so many players holds, and its text.
struct Written {
  std::string text;
  double steps = 0.0;
};

Written random_paths(int paths, std::uint64_t players, const std::string& front) {
  Random random(5, players);
  Written written{.text = "path,total_conversions\n"};
  for (int i = 0; i < paths; ++i) {
    for (std::uint64_t k = random.below(6) + 1; k > 0; --k) {
      written.text += front + std::to_string(random.below(players)) + (k > 1 ? " > " : "");
      written.steps += 1.0;
    }
    written.text += ",1\n";
  }
  return written;
}

TEST_CASE("path_sample: paths, steps and players of files larger than the sample") {
  const TempFolder folder;
  for (const std::uint64_t players : {20U, 5'000U, 200'000U}) {
    const Written all = random_paths(300'000, players, "person ");
    MemoryEstimate estimate;
    const PathSize size = add_path_stages(folder.write("p.csv", all.text), {}, estimate);
    CHECK(size.paths == Approx(300'000).epsilon(0.02));
    CHECK(size.steps == Approx(all.steps).epsilon(0.02));
    CHECK(size.players == Approx(players).epsilon(0.2));
    CHECK(size.name_bytes == Approx(7.0 + std::log10(players)).margin(0.7));
    CHECK(size.text_ids);
    CHECK_FALSE(size.timed);
    CHECK(estimate.stages.size() == 2);
  }
}

TEST_CASE("path_sample: integers, times, quotes, other columns, an empty file") {
  const TempFolder folder;
  MemoryEstimate estimate;
  const PathSize whole =
      add_path_stages(folder.write("p.csv", random_paths(100, 20, "").text), {}, estimate);
  CHECK_FALSE(whole.text_ids);
  const auto timed = folder.write("t.tsv", "t\troute\n2021-01-01 > 2021-01-02\t\"a > b\"\n");
  const PathSize two = add_path_stages(timed, {{"path", "route"}}, estimate);
  CHECK(two.timed);
  CHECK(two.steps == 2.0);
  CHECK(two.players == Approx(2.0).epsilon(0.01));
  CHECK(two.bytes() >= 32 + 2 * 12);
  CHECK(add_path_stages(folder.write("none.csv", "path\n"), {}, estimate).steps == 0.0);
}

TEST_CASE("path_sample: Parquet, and tables of one row a step") {
  const TempFolder folder;
  TableBuilder builder;
  std::vector<std::string> cells;
  for (int i = 0; i < 1'000; ++i) cells.push_back("a > b > p" + std::to_string(i % 50));
  builder.add({.name = "path"}, cells);
  write_table(builder.finish(), folder.path() / "p.parquet");
  MemoryEstimate estimate;
  const PathSize typed = add_path_stages(folder.path() / "p.parquet", {}, estimate);
  CHECK(typed.paths == 1'000.0);
  CHECK(typed.steps == 3'000.0);
  CHECK(typed.players == Approx(52.0).epsilon(0.05));
  std::string rows = "journey_id,player,seq\n";
  for (int i = 0; i < 3'000; ++i)
    rows += std::to_string(i / 3) + ",p" + std::to_string(i % 40) + ",1\n";
  const PathSize steps = add_path_stages(folder.write("rows.csv", rows), {}, estimate);
  CHECK(steps.steps == Approx(3'000.0).epsilon(0.02));
  CHECK(steps.paths == Approx(1'000.0).epsilon(0.05));
  CHECK(steps.players == Approx(40.0).epsilon(0.05));
}

}  // namespace
}  // namespace grapevine
