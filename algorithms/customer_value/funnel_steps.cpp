#include "algorithms/customer_value/funnel_steps.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "engine/network/answers.hpp"

namespace grapevine {
namespace {

using Steps = std::vector<std::uint8_t>;

void add_answers(const Network& network, const char* item, unsigned asked, unsigned yes,
                 Steps& steps) {
  const auto answers = latest_answers(network, item);
  for (std::size_t row = 0; row < answers.size(); ++row)
    if (!std::isnan(answers[row]))
      steps[row] |= static_cast<std::uint8_t>(asked | (answers[row] >= 0.5 ? yes : 0U));
}

/// Of each role, whether it has a weight.
std::vector<bool> roles_with_weight(const Touches& touches, const NamedNumbers& roles) {
  std::vector<bool> counts;
  for (const std::string& role : touches.roles) {
    const auto found = std::ranges::find(roles, role, &NamedNumbers::value_type::first);
    counts.push_back(roles.empty() || (found != roles.end() && found->second > 0.0));
  }
  return counts;
}

void add_touches(const Network& network, const NamedNumbers& roles, Steps& steps) {
  const auto counts = roles_with_weight(network.touches, roles);
  for (const Touch& touch : network.touches.rows) {
    if (!counts[touch.role] || touch.strength <= 0.0 || touch.from == touch.to) continue;
    const bool everywhere = touch.context == kEveryContext;
    const ContextId end = everywhere ? network.num_contexts() : touch.context + 1;
    for (ContextId c = everywhere ? 0 : touch.context; c < end; ++c)
      steps[network.row(c, touch.from)] |= kTakesPart | kDid;
  }
}

void add_credit(const ScoreInputs& inputs, Steps& steps) {
  if (inputs.attributions.empty()) return;
  const Network& network = inputs.network;
  const Journeys& journeys = inputs.journeys;
  const std::vector<double>& share = inputs.attributions.front().share;
  // What joining saves or costs is no margin: any assumption does.
  const auto values = value_acquisitions(network, journeys, EconomicsOptions{},
                                         std::vector(network.num_contexts(), 1.0));
  for (std::size_t i = 0; i < journeys.acquisitions.size(); ++i) {
    const Acquisition& acquisition = journeys.acquisitions[i];
    const unsigned reached = values[i].margin > 0 ? kJoined | kProfitable : kJoined;
    for (std::uint64_t k = acquisition.first_touch;
         k < acquisition.first_touch + acquisition.num_touches; ++k)
      if (const JourneyTouch& touch = journeys.touches[k]; share[k] > 0.0 && !touch.implied)
        steps[network.row(acquisition.context, touch.referrer)] |=
            static_cast<std::uint8_t>(reached);
  }
}

}  // namespace

std::vector<std::uint8_t> funnel_steps(const ScoreInputs& inputs, const NamedNumbers& roles) {
  const Network& network = inputs.network;
  Steps steps(network.num_rows());
  for (const Purchase& purchase : network.purchases.rows)
    steps[network.row(purchase.context, purchase.person)] |= kTakesPart;
  add_answers(network, "intends", kTakesPart | kAskedIntent, kIntends, steps);
  add_answers(network, "did_recommend", kTakesPart | kAskedWhether, kSaysDid, steps);
  add_answers(network, "nps", kTakesPart, 0, steps);
  add_touches(network, roles, steps);
  add_credit(inputs, steps);
  return steps;
}

}  // namespace grapevine
