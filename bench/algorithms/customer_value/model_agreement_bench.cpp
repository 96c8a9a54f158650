#include <benchmark/benchmark.h>

#include "algorithms/attribution/last.hpp"
#include "algorithms/attribution/linear.hpp"
#include "algorithms/customer_value/model_agreement.hpp"
#include "bench/support/study.hpp"

namespace grapevine {
namespace {

/// Items are people with credit under either of two models.
void model_agreement_bench(benchmark::State& state) {
  const bench::RandomStudy study(state.range(0));
  const auto values = value_acquisitions(study.network, study.journeys, bench::economics());
  const auto scores = [&](const std::string& model, const std::vector<double>& shares) {
    return ModelScores{model,
                       scores_of(study.network, study.journeys,
                                 build_ledger(study.journeys, shares, values, bench::economics()))};
  };
  const std::vector<ModelScores> models = {scores("linear", linear(study.journeys)),
                                           scores("last", last(study.journeys))};
  std::int64_t people = 0;
  for (auto _ : state) people = model_agreement(study.network, models).back().people;
  state.SetItemsProcessed(state.iterations() * people);
}
BENCHMARK(model_agreement_bench)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace grapevine
