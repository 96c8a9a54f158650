#include "algorithms/customer_value/evidence_stance.hpp"

#include <algorithm>
#include <cmath>

namespace grapevine {
namespace {

struct Evidence {
  ContextId context;
  NodeId person;
  double value;

  auto operator<=>(const Evidence&) const = default;
};

struct Sum {
  double values = 0.0;
  double count = 0.0;
};

/// All evidence in a fixed order, so that sums do not depend on the order of input rows.
std::vector<Evidence> evidence_of(const Network& network) {
  std::vector<Evidence> all;
  for (const SurveyAnswer& answer : network.surveys)
    if (network.survey_items[answer.item] == "nps")
      all.push_back({answer.context, answer.person, (answer.value - 5.0) / 5.0});
  for (const Mention& mention : network.mentions)
    all.push_back({mention.context, mention.person, mention.polarity});
  for (const Event& event : network.events)
    if (!std::isnan(network.event_stance[event.kind]))
      all.push_back({event.context, event.person, network.event_stance[event.kind]});
  std::ranges::sort(all);
  return all;
}

}  // namespace

EvidenceStanceResult evidence_stance(const ScoreInputs& inputs, const EvidenceStanceOptions&) {
  const Network& network = inputs.network;
  std::vector<Sum> general(network.num_people()), specific(network.num_rows());
  for (const Evidence& e : evidence_of(network)) {
    Sum& sum =
        e.context == kEveryContext ? general[e.person] : specific[network.row(e.context, e.person)];
    sum.values += e.value;
    sum.count += 1.0;
  }
  EvidenceStanceResult result{std::vector<double>(network.num_rows())};
  for (ContextId c = 0; c < network.num_contexts(); ++c)
    for (NodeId p = 0; p < network.num_people(); ++p) {
      const Sum& own = specific[network.row(c, p)];
      const Sum& sum = own.count > 0.0 ? own : general[p];
      result.stance[network.row(c, p)] = sum.values / (1.0 + sum.count);
    }
  return result;
}

}  // namespace grapevine
