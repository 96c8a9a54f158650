#include "study/generate.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "algorithms/generation/registry.hpp"
#include "engine/base/memory_budget.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "study/graph_convert.hpp"
#include "study/graph_file.hpp"
#include "tests/support/arcs.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("generate_to_file: graphs are read back with every arc, and each node that has one") {
  const TempFolder folder;
  for (const Generator& generator : generators()) {
    const auto source = generator.source({}, 3);
    const Arcs arcs = all_arcs(*source);
    std::set<NodeId> nodes;
    for (const auto& [from, to] : arcs) nodes.insert({from, to});
    for (const char* name : {"g.tsv.gz", "g.parquet"}) {
      const auto path = folder.path() / name;
      const Generated made = generate_to_file(*source, path);
      CAPTURE(generator.doc.name, name);
      CHECK(made.nodes == source->num_nodes());
      CHECK(made.arcs == arcs.size());
      const Graph graph = read_graph_file(path);
      CHECK(graph.num_edges() == arcs.size());
      CHECK(graph.num_nodes() == nodes.size());
    }
  }
}

TEST_CASE("generate_to_file: a snapshot is, byte by byte, that of the same arcs read from text") {
  const TempFolder folder;
  for (const Generator& generator : generators()) {
    const auto source = generator.source({}, 4);
    const auto made = folder.path() / "made.gv", read = folder.path() / "read.gv";
    generate_to_file(*source, made);
    generate_to_file(*source, folder.path() / "g.txt");
    write_graph_file(read_graph_file(folder.path() / "g.txt", {.canonical = false}), read);
    CAPTURE(generator.doc.name);
    CHECK(read_file_bytes(made) == read_file_bytes(read));
  }
}

TEST_CASE("generated: a line to read, and JSON") {
  const Generated made{.nodes = 1 << 20, .arcs = 16 << 20};
  CHECK(generated_text(made, "g.txt") ==
        "16,777,216 arcs between 1,048,576 nodes written to g.txt\n");
  const auto json = nlohmann::json::parse(generated_json(made));
  CHECK(json["nodes"] == 1 << 20);
  CHECK(json["arcs"] == 16 << 20);
}

TEST_CASE("generation's estimate: one stage, that stops growing with the arcs") {
  const auto bytes = [](const std::string& scale, const char* file) {
    MemoryEstimate estimate;
    const auto source = generators().front().source({{"scale", {{scale}, "--scale"}}}, 0);
    add_generation_stages(*source, file, estimate);
    REQUIRE(estimate.stages.size() == 1);
    return estimate.stages.front().bytes;
  };
  for (const char* file : {"g.txt", "g.parquet"}) {
    CHECK(bytes("10", file) < bytes("18", file));
    CHECK(bytes("30", file) < 2 * bytes("18", file));
  }
}

TEST_CASE("generate_to_file: a snapshot beyond the memory is made in parts, to the same bytes") {
  const TempFolder folder;
  const auto source = generators().front().source({{"scale", {{"16"}, "--scale"}}}, 6);
  generate_to_file(*source, folder.path() / "whole.gv");
  const auto told = [&] {
    MemoryEstimate estimate;
    add_generation_stages(*source, "g.gv", estimate);
    return estimate.stages.front().bytes;
  };
  const std::uint64_t whole = told();
  {
    const ScopedMemoryLimit limit(resident_memory() + (4 << 20));
    CHECK(told() != whole);
    generate_to_file(*source, folder.path() / "parts.gv");
  }
  CHECK(read_file_bytes(folder.path() / "parts.gv") == read_file_bytes(folder.path() / "whole.gv"));
}
