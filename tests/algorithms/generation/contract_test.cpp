// What every generator of the registry keeps to, at its own defaults.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "algorithms/generation/registry.hpp"
#include "engine/parallel/loops.hpp"
#include "tests/support/arcs.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("generators: blocks are the same on any thread, in any order, made again or new") {
  for (const Generator& generator : generators()) {
    CAPTURE(generator.doc.name);
    const auto source = generator.source({}, 5), again = generator.source({}, 5);
    const Arcs arcs = all_arcs(*source);
    REQUIRE_FALSE(arcs.empty());
    for (const std::size_t threads : {1U, 2U, 8U}) {
      const ThreadLimit limit(threads);
      std::vector<ArcBlock> blocks(again->num_blocks());
      for_each_index(
          blocks.size(),
          [&](std::size_t b) { again->fill(blocks.size() - 1 - b, blocks[blocks.size() - 1 - b]); },
          1);
      Arcs other;
      for (const ArcBlock& block : blocks) append(other, block);
      CHECK((other == arcs));
    }
  }
}

TEST_CASE("generators: ends are nodes, blocks about as large as told, another seed another graph") {
  for (const Generator& generator : generators()) {
    CAPTURE(generator.doc.name);
    const auto source = generator.source({}, 5);
    ArcBlock block;
    double arcs = 0.0;
    for (std::uint64_t b = 0; b < source->num_blocks(); ++b) {
      source->fill(b, block);
      REQUIRE(block.sources.size() == block.targets.size());
      CHECK(block.size() <= 2 * kArcsPerBlock);
      for (std::size_t i = 0; i < block.size(); ++i) {
        REQUIRE(block.sources[i] < source->num_nodes());
        REQUIRE(block.targets[i] < source->num_nodes());
      }
      arcs += static_cast<double>(block.size());
    }
    CHECK(arcs == Approx(source->expected_arcs()).epsilon(0.05));
    CHECK((all_arcs(*source) != all_arcs(*generator.source({}, 6))));
  }
}

TEST_CASE("generators: names are unique, documentation is there, unknown options are refused") {
  std::set<std::string_view> names;
  for (const Generator& generator : generators()) {
    CHECK(names.insert(generator.doc.name).second);
    CHECK_FALSE(generator.doc.summary.empty());
    CHECK_FALSE(generator.doc.complexity.empty());
    CHECK_FALSE(generator.doc.reference.empty());
    CHECK_FALSE(generator.doc.example.empty());
    CHECK_THROWS_AS(generator.source({{"absent", {{"1"}, "--absent"}}}, 0), Error);
  }
}
