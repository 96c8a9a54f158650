#include "algorithms/attribution/credit_distribution.hpp"

#include <algorithm>
#include <numeric>

#include "algorithms/attribution/shares.hpp"
#include "algorithms/influence_learning/follow_delays.hpp"
#include "engine/base/days.hpp"

namespace grapevine {
namespace {

/// Days from the last touch of a journey, of which there is one, to its acquisition.
double delay_of(const Journeys& journeys, const Acquisition& a) {
  return days_of(a.time - journeys.touches[a.first_touch + a.num_touches - 1].time);
}

/// The mean delay of each acquisition's context. A context's acquisitions stand together.
std::vector<double> tau_of_acquisitions(const Journeys& journeys) {
  const auto& all = journeys.acquisitions;
  std::vector<double> tau(all.size());
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    double sum = 0.0, times = 0.0;
    for (; end < all.size() && all[end].context == all[begin].context; ++end) {
      if (all[end].num_touches == 0) continue;
      sum += delay_of(journeys, all[end]);
      ++times;
    }
    for (std::size_t i = begin; i < end; ++i) tau[i] = sum / times;
  }
  return tau;
}

/// Of each person's journeys with a touch, how many were soon after it; by NodeId, pulled towards
/// that of everybody.
std::vector<double> influenceability(const Journeys& journeys, std::span<const double> tau) {
  NodeId people = 0;
  for (const Acquisition& a : journeys.acquisitions) people = std::max(people, a.person + 1);
  std::vector<Tally> tallies(people);
  for (std::size_t i = 0; i < tau.size(); ++i) {
    const Acquisition& a = journeys.acquisitions[i];
    if (a.num_touches == 0) continue;
    ++tallies[a.person].trials;
    tallies[a.person].successes += is_within(delay_of(journeys, a), tau[i]);
  }
  return pulled_to_all(tallies);
}

/// What is kept of the weights of one journey's people, of all their weight.
void share_out(std::span<const JourneyTouch> touches, std::span<const double> kept,
               std::span<double> shares) {
  std::vector<double> weights(touches.size());
  for (std::size_t i = 0; i < touches.size(); ++i) {
    weights[i] = touches[i].weight;
    shares[i] = touches[i].weight * kept[i];
  }
  count_people_once(touches, weights);
  count_people_once(touches, shares);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& share : shares) share /= sum;
}

void refuse_undated(const Journeys& journeys) {
  const auto undated = std::ranges::count(journeys.touches, kUndated, &JourneyTouch::time);
  if (undated > 0)
    throw Error(ErrorCode::BadInput, "touches",
                std::to_string(undated) + " that count have no time",
                "give t for each, or use a model without decay");
}

}  // namespace

std::vector<double> credit_distribution(const Journeys& journeys,
                                        const CreditDistributionOptions& options) {
  validate(options);
  const bool decayed = options.credit == TouchCredit::Decayed;
  if (decayed) refuse_undated(journeys);
  const std::vector<double> tau = decayed ? tau_of_acquisitions(journeys) : std::vector<double>();
  const std::vector<double> moved =
      decayed ? influenceability(journeys, tau) : std::vector<double>();
  std::vector<double> shares(journeys.touches.size());
  for_each_index(journeys.acquisitions.size(), [&](std::size_t i) {
    const Acquisition& a = journeys.acquisitions[i];
    if (a.num_touches == 0) return;
    const auto touches = std::span(journeys.touches).subspan(a.first_touch, a.num_touches);
    std::vector<double> kept(touches.size(), 1.0);
    for (std::size_t k = 0; decayed && k < kept.size(); ++k)
      kept[k] = moved[a.person] * left_after(days_of(a.time - touches[k].time), tau[i]);
    share_out(touches, kept, std::span(shares).subspan(a.first_touch, a.num_touches));
  });
  return shares;
}

}  // namespace grapevine
