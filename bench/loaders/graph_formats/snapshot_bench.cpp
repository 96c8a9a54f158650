#include <benchmark/benchmark.h>

#include "bench/support/graph_files.hpp"
#include "loaders/graph_formats/snapshot.hpp"

namespace grapevine {
namespace {

void open_snapshot_bench(benchmark::State& state, SnapshotCheck check) {
  const bench::GraphFiles& files = bench::GraphFiles::get();
  if (!files.has(".gv")) return state.SkipWithError("there is no snapshot");
  for (auto _ : state)
    benchmark::DoNotOptimize(open_snapshot(files.with(".gv"), check).num_edges());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(std::filesystem::file_size(files.with(".gv"))));
}
BENCHMARK_CAPTURE(open_snapshot_bench, head, SnapshotCheck::Head)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(open_snapshot_bench, whole, SnapshotCheck::Whole)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void write_snapshot_bench(benchmark::State& state) {
  const bench::GraphFiles& files = bench::GraphFiles::get();
  if (!files.has(".gv")) return state.SkipWithError("there is no snapshot");
  const Graph graph = open_snapshot(files.with(".gv"));
  const auto path = std::filesystem::temp_directory_path() / "grapevine_bench_written.gv";
  for (auto _ : state) write_snapshot(graph, path);
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(std::filesystem::file_size(path)));
  std::filesystem::remove(path);
}
BENCHMARK(write_snapshot_bench)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
