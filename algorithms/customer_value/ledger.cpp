#include "algorithms/customer_value/ledger.hpp"

#include <algorithm>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// One referrer's touches in one journey, taken together.
struct Earner {
  NodeId referrer;
  double share = 0.0;
  bool incentivised = false;
  bool implied = false;  ///< In one journey all touches are, or none is.
};

/// A sum of shares that is so near the whole is the whole, but for rounding.
constexpr double kRounding = 1e-10;

/// Who earned a share of the acquisition, in the order of first touches, then nobody, if a model
/// leaves anything.
std::vector<Earner> earners_of(const Acquisition& acquisition, const Journeys& journeys,
                               std::span<const double> touch_shares) {
  std::vector<Earner> earners;
  for (std::uint64_t k = 0; k < acquisition.num_touches; ++k) {
    const JourneyTouch& touch = journeys.touches[acquisition.first_touch + k];
    auto earner = std::ranges::find(earners, touch.referrer, &Earner::referrer);
    if (earner == earners.end()) earner = earners.insert(earner, {touch.referrer});
    earner->share += touch_shares[acquisition.first_touch + k];
    earner->incentivised = earner->incentivised || touch.incentivised;
    earner->implied = touch.implied;
  }
  std::erase_if(earners, [](const Earner& earner) { return earner.share == 0.0; });
  double rest = 1.0;
  for (const Earner& earner : earners) rest -= earner.share;
  if (earners.empty() || rest > kRounding) earners.push_back({kNoNode, rest});
  return earners;
}

Credit credit_of(const Earner& earner, const AcquisitionValue& value,
                 const EconomicsOptions& options) {
  Credit credit{.referrer = earner.referrer, .share = earner.share, .implied = earner.implied};
  credit.incentivised = earner.incentivised || earner.referrer == kNoNode;
  if (earner.referrer == kNoNode) return credit;
  const double incentive = earner.incentivised ? value.incentive : 0.0;
  const double type2_incentive =
      options.type2_incentive == Type2Incentive::Charge ? incentive : 0.0;
  credit.type1 = earner.share * value.p_type1 * (value.type1 - incentive);
  credit.type2 = earner.share * (1.0 - value.p_type1) * (value.type2 - type2_incentive);
  return credit;
}

}  // namespace

std::vector<Credit> build_ledger(const Journeys& journeys, std::span<const double> touch_shares,
                                 std::span<const AcquisitionValue> values,
                                 const EconomicsOptions& options) {
  std::vector<std::vector<Credit>> by_acquisition(journeys.acquisitions.size());
  for_each_index(
      by_acquisition.size(),
      [&](std::size_t i) {
        const auto earners = earners_of(journeys.acquisitions[i], journeys, touch_shares);
        std::vector<double> weights;
        for (const Earner& earner : earners) weights.push_back(earner.share);
        const auto parts = share_parts(weights);
        const auto margins = split_by_largest_remainder(values[i].margin, parts);
        for (std::size_t k = 0; k < earners.size(); ++k) {
          Credit credit = credit_of(earners[k], values[i], options);
          credit.acquisition = static_cast<std::uint32_t>(i);
          credit.parts = parts[k];
          credit.margin = margins[k];
          by_acquisition[i].push_back(credit);
        }
      },
      256);
  std::vector<Credit> ledger;
  for (const auto& credits : by_acquisition)
    ledger.insert(ledger.end(), credits.begin(), credits.end());
  return ledger;
}

}  // namespace grapevine
