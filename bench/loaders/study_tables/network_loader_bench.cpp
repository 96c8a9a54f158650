#include <benchmark/benchmark.h>

#include <fstream>

#include "engine/parallel/random.hpp"
#include "loaders/study_tables/network_loader.hpp"

namespace grapevine {
namespace {

/// A study of `rows` ties, as many touches, and as many purchases, gone with the object.
class StudyOnDisk {
 public:
  explicit StudyOnDisk(std::int64_t rows)
      : folder_(std::filesystem::temp_directory_path() / "grapevine_bench_study") {
    std::filesystem::create_directory(folder_);
    Random random(1, 0);
    const auto people = static_cast<std::uint64_t>(rows / 4);
    const auto table = [&](const char* name, const char* header, const auto& row) {
      const auto path = folder_ / (std::string(name) + ".csv");
      std::ofstream file(path, std::ios::binary);
      file << header << '\n';
      for (std::int64_t i = 0; i < rows; ++i) row(file, i);
      study_.tables[name].files = {{path, name}};
    };
    table("ties", "src,dst,weight", [&](std::ostream& out, std::int64_t) {
      out << random.below(people) << ',' << random.below(people) << ",0.5\n";
    });
    table("purchases", "purchase_id,person_id,t,margin", [&](std::ostream& out, std::int64_t i) {
      out << i << ',' << random.below(people) << ',' << random.below(20'000) << ','
          << random.below(100) << ".95\n";
    });
    table("touches", "from_person,purchase_id,t,role", [&](std::ostream& out, std::int64_t i) {
      out << random.below(people) << ',' << i << ',' << random.below(20'000) << ",host\n";
    });
  }
  ~StudyOnDisk() { std::filesystem::remove_all(folder_); }
  StudyOnDisk(const StudyOnDisk&) = delete;
  StudyOnDisk& operator=(const StudyOnDisk&) = delete;

  const StudyTables& study() const { return study_; }

 private:
  std::filesystem::path folder_;
  StudyTables study_;
};

void load_network_bench(benchmark::State& state) {
  const StudyOnDisk disk(state.range(0));
  for (auto _ : state) {
    LoadReport report;
    benchmark::DoNotOptimize(load_network(disk.study(), report).num_people());
  }
  state.SetItemsProcessed(state.iterations() * 3 * state.range(0));  // rows
}

BENCHMARK(load_network_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
