#include "study/memory_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/base/memory_budget.hpp"
#include "tests/support/errors.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

constexpr std::uint64_t kMiB = 1 << 20;

MemoryEstimate example() {
  MemoryEstimate estimate{.place = "ties.txt", .program = 20 * kMiB};
  estimate.add("text", 100 * kMiB);
  estimate.add("graph", 50 * kMiB);
  return estimate;
}

}  // namespace

TEST_CASE("memory report: the peak is the program and its largest stage") {
  CHECK(example().peak() == 120 * kMiB);
  CHECK(MemoryEstimate{.program = 5}.peak() == 5);
  CHECK_THAT(memory_text(example()), Catch::Contains("peak") && Catch::Contains("120 MiB"));
  const auto json = nlohmann::json::parse(memory_json(example()));
  CHECK(json["peak_bytes"] == 120 * kMiB);
  CHECK(json["stages"][1]["stage"] == "graph");
  CHECK(json["stages"][1]["bytes"] == 70 * kMiB);
}

TEST_CASE("memory report: above the limit is one line that says what to do") {
  const ScopedMemoryLimit limit(100 * kMiB);
  CHECK(error_of([] { refuse_above_limit(example(), true); }) ==
        "BadInput ties.txt: takes 120 MiB of memory, and --memory allows 100 MiB; allow more, or "
        "give a "
        "smaller input");
  CHECK_THAT(error_of([] { refuse_above_limit(example(), false); }),
             Catch::Contains("the machine has free 100 MiB"));
  const ScopedMemoryLimit enough(120 * kMiB);
  CHECK_NOTHROW(refuse_above_limit(example(), true));
}

TEST_CASE("memory report: sizes are read with their units, and refused without sense") {
  const auto read = [](const std::string& text) { return read_memory_size(text, "--memory"); };
  CHECK(read("2GiB") == std::uint64_t{2} << 30);
  CHECK(read("1.5 GB") == 1'500'000'000);
  CHECK(read("512mib") == 512 * kMiB);
  CHECK(read("4096") == 4096);
  for (const char* wrong : {"", "GiB", "2 G", "-1GiB", "nan", "inf", "1e30TiB", "0", "2GiB more"})
    CHECK_THAT(error_of([&] { read(wrong); }), Catch::StartsWith("InvalidOption --memory: "));
}
