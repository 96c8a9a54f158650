#include <benchmark/benchmark.h>
#include <unistd.h>

#include "study/simulate.hpp"

namespace grapevine {
namespace {

/// A whole shop with its truth on disk, some 1.1 GB of it at ten million events. Items are events.
void simulate_bench(benchmark::State& state) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("grapevine_bench_simulate_" + std::to_string(getpid()));
  const ShopOptions options{.people = static_cast<int>(state.range(0)), .seed = 1};
  std::uint64_t events = 0;
  for (auto _ : state) events += simulate_to_folder(options, folder).events();
  std::filesystem::remove_all(folder);
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
  state.counters["events"] = static_cast<double>(events) / static_cast<double>(state.iterations());
}
BENCHMARK(simulate_bench)
    ->Arg(7'000)
    ->Arg(700'000)
    ->Iterations(1)
    ->Unit(benchmark::kSecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
