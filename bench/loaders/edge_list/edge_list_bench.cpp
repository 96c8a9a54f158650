#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <numeric>

#include "bench/support/graph_files.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"
#include "loaders/columnar/mapped_file.hpp"
#include "loaders/edge_list/edge_list.hpp"
#ifdef GRAPEVINE_HAVE_IGRAPH
#include <igraph.h>
#endif
#if __has_include(<boost/graph/compressed_sparse_row_graph.hpp>)
#define GRAPEVINE_HAVE_BOOST_GRAPH
#include <boost/graph/compressed_sparse_row_graph.hpp>
#endif

namespace grapevine {
namespace {

using bench::GraphFiles;

/// What a graph takes without its ids.
double bytes_per_arc(const Graph& graph) {
  std::size_t bytes = graph.out_rows().offsets.size() * sizeof(EdgeId) +
                      graph.out_rows().neighbors.size() * sizeof(NodeId);
  if (graph.has_in_rows() && graph.in_rows().neighbors.data() != graph.out_rows().neighbors.data())
    bytes += graph.in_rows().offsets.size() * sizeof(EdgeId) +
             graph.in_rows().neighbors.size() * sizeof(NodeId);
  return static_cast<double>(bytes) / static_cast<double>(graph.num_edges());
}

void load(benchmark::State& state, const char* ending, GraphOptions options) {
  const GraphFiles& files = GraphFiles::get();
  if (!files.has(ending)) return state.SkipWithError("there is no such file");
  std::int64_t arcs = 0;
  for (auto _ : state) {
    const Graph graph = read_edge_list(files.with(ending), {.graph = options});
    arcs = static_cast<std::int64_t>(graph.num_edges());
    state.counters["bytes_per_arc"] = bytes_per_arc(graph);
  }
  state.SetItemsProcessed(state.iterations() * arcs);
  state.SetBytesProcessed(state.iterations() * files.text_bytes());
}

constexpr GraphOptions kOut{.canonical = false, .directions = Directions::Out};

BENCHMARK_CAPTURE(load, text_out, "", kOut)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(load, text_both, "", {.canonical = false})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(load, text_canonical_out, "", {.directions = Directions::Out})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(load, gzip_out, ".gz", kOut)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(load, zstd_out, ".zst", kOut)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The floor: every byte of the mapped file read once, by all threads.
void read_every_byte(benchmark::State& state) {
  const GraphFiles& files = GraphFiles::get();
  for (auto _ : state) {
    const auto file = MappedFile::open(files.with(""));
    const std::string_view text = file->text();
    std::vector<std::uint64_t> sums(text.size() / (1 << 20) + 1);
    for_each_block(
        text.size(),
        [&](std::size_t begin, std::size_t end) {
          file->populate(begin, end);
          std::uint64_t sum = 0;
          for (std::size_t i = begin; i + 8 <= end; i += 8) {
            std::uint64_t word;
            std::memcpy(&word, text.data() + i, sizeof word);
            sum += word;
          }
          sums[begin >> 20] = sum;
        },
        1 << 20);
    benchmark::DoNotOptimize(std::accumulate(sums.begin(), sums.end(), std::uint64_t{0}));
  }
  state.SetBytesProcessed(state.iterations() * files.text_bytes());
}
BENCHMARK(read_every_byte)->Unit(benchmark::kMillisecond)->UseRealTime();

#ifdef GRAPEVINE_HAVE_IGRAPH
void load_by_igraph(benchmark::State& state) {
  const GraphFiles& files = GraphFiles::get();
  for (auto _ : state) {
    std::FILE* file = std::fopen(files.with("").c_str(), "r");
    igraph_t graph;
    igraph_read_graph_edgelist(&graph, file, 0, IGRAPH_DIRECTED);
    std::fclose(file);
    benchmark::DoNotOptimize(igraph_ecount(&graph));
    igraph_destroy(&graph);
  }
  state.SetBytesProcessed(state.iterations() * files.text_bytes());
}
BENCHMARK(load_by_igraph)->Unit(benchmark::kMillisecond)->UseRealTime();
#endif

#ifdef GRAPEVINE_HAVE_BOOST_GRAPH
void load_by_boost_graph(benchmark::State& state) {
  using Csr =
      boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                         boost::no_property, std::uint32_t, std::uint64_t>;
  const GraphFiles& files = GraphFiles::get();
  for (auto _ : state) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
    std::ifstream file(files.with(""));
    std::uint32_t source = 0, target = 0, last = 0;
    while (file >> source >> target) {
      arcs.emplace_back(source, target);
      last = std::max({last, source, target});
    }
    const Csr graph(boost::edges_are_unsorted_multi_pass, arcs.begin(), arcs.end(), last + 1);
    benchmark::DoNotOptimize(boost::num_edges(graph));
  }
  state.SetBytesProcessed(state.iterations() * files.text_bytes());
}
BENCHMARK(load_by_boost_graph)->Unit(benchmark::kMillisecond)->UseRealTime();
#endif

/// A million ties between a quarter of a million people, with ids and columns that the plainest
/// reader does not know.
class OtherList {
 public:
  OtherList(const char* prefix, bool weights)
      : path_(std::filesystem::temp_directory_path() / "grapevine_bench_other.txt") {
    Random random(1, 0);
    std::ofstream file(path_, std::ios::binary);
    for (std::uint64_t i = 0; i < kTies; ++i) {
      file << prefix << random.below(kTies / 4) << '\t' << prefix << random.below(kTies / 4);
      if (weights) file << '\t' << static_cast<double>(random.below(5'000)) / 1000.0;
      file << '\n';
    }
  }
  ~OtherList() { std::filesystem::remove(path_); }
  OtherList(const OtherList&) = delete;
  OtherList& operator=(const OtherList&) = delete;

  const std::filesystem::path& path() const { return path_; }

  static constexpr std::uint64_t kTies = 1'000'000;

 private:
  std::filesystem::path path_;
};

void load_other(benchmark::State& state, const char* prefix, bool weights) {
  const OtherList list(prefix, weights);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        read_edge_list(list.path(), {.graph = {.canonical = false}}).num_edges());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(OtherList::kTies));
}
BENCHMARK_CAPTURE(load_other, weights, "", true)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(load_other, text_ids, "person_", false)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

#ifdef GRAPEVINE_HAVE_IGRAPH
void load_other_by_igraph(benchmark::State& state, const char* prefix, bool weights) {
  const OtherList list(prefix, weights);
  igraph_set_attribute_table(&igraph_cattribute_table);
  for (auto _ : state) {
    std::FILE* file = std::fopen(list.path().c_str(), "r");
    igraph_t graph;
    igraph_read_graph_ncol(&graph, file, nullptr, true,
                           weights ? IGRAPH_ADD_WEIGHTS_YES : IGRAPH_ADD_WEIGHTS_NO,
                           IGRAPH_DIRECTED);
    std::fclose(file);
    benchmark::DoNotOptimize(igraph_ecount(&graph));
    igraph_destroy(&graph);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(OtherList::kTies));
}
BENCHMARK_CAPTURE(load_other_by_igraph, weights, "", true)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(load_other_by_igraph, text_ids, "person_", false)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
#endif

}  // namespace
}  // namespace grapevine
