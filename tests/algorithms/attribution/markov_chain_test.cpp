#include "algorithms/attribution/markov_chain.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/paths.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::PathRow;
using testing::paths_of;

std::vector<std::string> names(const MarkovChain& chain, const Paths& paths) {
  std::vector<std::string> all;
  for (const Gram& gram : chain.states) all.push_back(gram_name(gram, *paths.players));
  return all;
}

TEST_CASE("markov_chain: states, weights and chances of two paths by hand") {
  // Weights 1 + 2 and 3 + 0; the second path is shorter than two steps.
  const Paths paths = paths_of({{{"b", "a", "b", "a"}, 1.0, 8.0, 2.0}, {{"a"}, 3.0, 6.0, 0.0}});
  const MarkovChain chain = markov_chain(paths, 2, true);
  REQUIRE(names(chain, paths) == std::vector<std::string>{"a > b", "a", "b > a"});
  CHECK(chain.enters == std::vector<double>{0.0, 3.0, 3.0});
  CHECK(chain.leaves == std::vector<double>{3.0, 3.0, 6.0});
  CHECK(chain.converts == std::vector<double>{0.0, 3.0, 1.0});
  CHECK(chain.value == std::vector<double>{0.0, 6.0, 8.0});
  CHECK(chain.fails == std::vector<double>{0.0, 0.0, 2.0});
  CHECK(chain.steps.first == std::vector<std::uint64_t>{0, 1, 1, 2});
  CHECK(chain.steps.column == std::vector<std::uint32_t>{2, 0});
  CHECK(chain.steps.value == std::vector<double>{1.0, 0.5});
  CHECK(chain.weight == std::vector<double>{3.0, 3.0});
  CHECK(chain.total == 6.0);
  CHECK(chain.total_conversions == 4.0);
  CHECK(chain.total_value == 14.0);
}

TEST_CASE("markov_chain: what leaves a state is what comes to it, and all of it goes somewhere") {
  for (std::uint64_t seed = 0; seed < 300; ++seed)
    for (int order = 1; order <= 4; ++order) {
      const Paths paths = paths_of(testing::random_rows(seed, 30, 9, 6));
      const MarkovChain chain = markov_chain(paths, order, seed % 2 == 0);
      std::vector<double> in = chain.enters;
      for (std::size_t s = 0; s < chain.states.size(); ++s) {
        double out = chain.converts[s] + chain.fails[s];
        for (std::uint64_t e = chain.steps.first[s]; e < chain.steps.first[s + 1]; ++e) {
          out += chain.weight[e];
          in[chain.steps.column[e]] += chain.weight[e];
        }
        CHECK(out == chain.leaves[s]);
      }
      CHECK(in == chain.leaves);
    }
}

TEST_CASE("markov_chain: the order of rows changes nothing, rows without weight or steps neither") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    auto rows = testing::random_rows(seed, 30, 9, 6);
    for (PathRow& row : rows) row.value = std::floor(row.value);
    const MarkovChain chain = markov_chain(paths_of(rows, {"a"}), 3, true);
    std::reverse(rows.begin(), rows.end());
    rows.push_back({{}, 5.0, 5.0, 5.0});
    rows.push_back({{"a", "a", "a", "a"}, 0.0, 0.0, 0.0});
    const MarkovChain other = markov_chain(paths_of(rows, {"a"}), 3, true);
    CHECK(chain.states == other.states);
    CHECK(chain.weight == other.weight);
    CHECK(chain.steps.column == other.steps.column);
    CHECK(chain.value == other.value);
    CHECK(chain.total == other.total);
  }
}

TEST_CASE("markov_chain: too many states are refused in one line") {
  Paths paths;
  std::vector<std::int64_t> ids(400);
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<std::int64_t>(i);
  paths.players = std::make_shared<const IdIndex>(IdIndex::from_integers(ids));
  Random random(1, 1);
  for (int i = 0; i < 200'000; ++i) paths.steps.push_back(static_cast<NodeId>(random.below(400)));
  paths.first_step.push_back(paths.steps.size());
  paths.conversions = paths.value = paths.nulls = {1.0};
  CHECK(markov_chain(paths, 1, true).states.size() == 400);
  const std::string error = error_of([&] { markov_chain(paths, 3, true); });
  CHECK(error.starts_with("BadInput paths: a chain of order 3 has 199"));
  CHECK(error.ends_with("give a lower order, or fewer players; the limit is 100000"));
}

TEST_CASE("gram_name: players in order") {
  const Paths paths = paths_of({{{"ann", "bob"}}});
  CHECK(gram_name({1, 0, 1, kNoNode}, *paths.players) == "bob > ann > bob");
}

}  // namespace
}  // namespace grapevine
