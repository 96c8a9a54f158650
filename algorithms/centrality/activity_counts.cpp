#include "algorithms/centrality/activity_counts.hpp"

#include "algorithms/spread.hpp"

namespace grapevine {

ActivityCountsResult activity_counts(const ScoreInputs& inputs, const ActivityCountsOptions&) {
  const Network& network = inputs.network;
  std::vector<std::int64_t> by_person(network.num_people());
  ActivityCountsResult result{.in_context = std::vector<std::int64_t>(network.num_rows())};
  for (const Purchase& purchase : network.purchases.rows) {
    ++by_person[purchase.person];
    ++result.in_context[network.row(purchase.context, purchase.person)];
  }
  result.everywhere = spread_over_contexts(network, by_person);
  return result;
}

}  // namespace grapevine
