#include <benchmark/benchmark.h>

#include <fstream>

#include "engine/parallel/random.hpp"
#include "loaders/edge_list/edge_list.hpp"

namespace grapevine {
namespace {

/// A file of `ties` random ties between a fourth as many people, gone with the object.
class TieFile {
 public:
  TieFile(std::int64_t ties, const char* prefix, const char* name)
      : path_(std::filesystem::temp_directory_path() / name) {
    Random random(1, 0);
    std::ofstream file(path_, std::ios::binary);
    const auto people = static_cast<std::uint64_t>(ties / 4);
    for (std::int64_t i = 0; i < ties; ++i) {
      const std::uint64_t source = random.below(people);
      file << prefix << source << '\t' << prefix << random.below(people) << '\n';
    }
  }
  ~TieFile() { std::filesystem::remove(path_); }
  TieFile(const TieFile&) = delete;
  TieFile& operator=(const TieFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void read_edge_list_bench(benchmark::State& state, const char* prefix, const char* name) {
  const TieFile file(state.range(0), prefix, name);
  for (auto _ : state) benchmark::DoNotOptimize(read_edge_list(file.path()).num_edges());
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(std::filesystem::file_size(file.path())));
}

BENCHMARK_CAPTURE(read_edge_list_bench, integer_ids, "", "grapevine_bench_integers.txt")
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(read_edge_list_bench, text_ids, "person_", "grapevine_bench_texts.txt")
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace grapevine
