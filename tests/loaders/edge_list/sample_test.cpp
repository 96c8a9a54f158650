#include "loaders/edge_list/sample.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/random.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Ties between `nodes` people at random, one a line.
std::string random_ties(std::size_t ties, std::uint64_t nodes, const std::string& prefix) {
  Random random(1, 0);
  std::string text;
  for (std::size_t i = 0; i < ties; ++i)
    text += prefix + std::to_string(random.below(nodes)) + " " + prefix +
            std::to_string(random.below(nodes)) + "\n";
  return text;
}

}  // namespace

TEST_CASE("sample_edge_list: a file that is seen whole is counted") {
  const TempFolder folder;
  const EdgeListSize size = sample_edge_list(
      folder.write("g.csv", "source,target,weight,t\nann,bob,1,\nbob,cid,2,2020-01-01\n"));
  CHECK(size.ties.edges == 2);
  CHECK(size.ties.nodes == 3);
  CHECK(size.ties.text_ids);
  CHECK(size.ties.mean_id_bytes == 3.0);
  CHECK(size.ties.weight);
  CHECK(size.ties.time);
  CHECK_FALSE(size.ties.sign);
}

TEST_CASE("sample_edge_list: nothing but comments is no tie") {
  const TempFolder folder;
  CHECK(sample_edge_list(folder.write("g.txt", "# nothing\n")).ties.edges == 0);
  CHECK(sample_edge_list(folder.write("e.txt", "")).ties.edges == 0);
}

TEST_CASE("sample_edge_list: of a file beyond the sample, ties and people are extrapolated") {
  const TempFolder folder;
  constexpr std::size_t kTies = 5'000'000;
  const auto path = folder.write("g.txt", random_ties(kTies, 1'000'000, "u"));
  const EdgeListSize size = sample_edge_list(path);
  REQUIRE(size.text_bytes > (std::uint64_t{60} << 20));
  CHECK(static_cast<double>(size.ties.edges) == Approx(kTies).epsilon(0.01));
  // Of a million people 10 million draws miss e^-10.
  CHECK(static_cast<double>(size.ties.nodes) == Approx(999'955).epsilon(0.05));
}
