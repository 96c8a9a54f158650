#include "algorithms/customer_value/stated_intent.hpp"

#include <cmath>

#include "engine/network/answers.hpp"

namespace grapevine {

StatedIntentResult stated_intent(const ScoreInputs& inputs, const StatedIntentOptions&) {
  const std::size_t rows = inputs.network.num_rows();
  StatedIntentResult result{.nps = latest_answers(inputs.network, "nps")};
  const auto intends = latest_answers(inputs.network, "intends");
  const auto referrals = inputs.earlier.doubles("referrals_made");
  for (std::size_t row = 0; row < rows; ++row) {
    const bool asked = !std::isnan(intends[row]);
    const bool says_so = asked && intends[row] >= 0.5;
    const bool did = !referrals.empty() && referrals[row] > 0.0;
    result.intends.values.push_back(says_so);
    result.intends.valid.push_back(asked);
    result.intent_gap.values.push_back(says_so - did);
    result.intent_gap.valid.push_back(asked && !referrals.empty());
  }
  return result;
}

}  // namespace grapevine
