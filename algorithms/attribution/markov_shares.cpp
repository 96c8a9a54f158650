#include "algorithms/attribution/markov_shares.hpp"

#include <algorithm>
#include <numeric>

#include "algorithms/attribution/shares.hpp"

namespace grapevine {
namespace {

using Journey = std::span<const JourneyTouch>;

Journey journey_of(const Journeys& journeys, const Acquisition& acquisition) {
  return Journey(journeys.touches).subspan(acquisition.first_touch, acquisition.num_touches);
}

/// The paths of one context. Players are its referrers alone, so that others cost nothing, numbered
/// as they are met: then their names change no bit.
class ContextPaths {
 public:
  ContextPaths(const Journeys& journeys, std::span<const Acquisition> acquisitions) {
    std::vector<std::int64_t> referrers;
    for (const Acquisition& a : acquisitions)
      for (const JourneyTouch& touch : journey_of(journeys, a)) referrers.push_back(touch.referrer);
    referrers_ = IdIndex::from_integers(std::move(referrers));
    number_.assign(referrers_.size(), kNoNode);
    for (const Acquisition& a : acquisitions) add(journey_of(journeys, a));
    std::vector<std::int64_t> numbers(referrers_.size());
    std::iota(numbers.begin(), numbers.end(), 0);
    paths_.players = std::make_shared<const IdIndex>(IdIndex::from_integers(std::move(numbers)));
  }

  const Paths& paths() const { return paths_; }
  NodeId player(NodeId referrer) const { return number_[place(referrer)]; }

 private:
  std::uint32_t place(NodeId referrer) const { return *referrers_.find(std::int64_t{referrer}); }

  void add(Journey journey) {
    NodeId last = kNoNode;
    for (const JourneyTouch& touch : journey) {
      NodeId& number = number_[place(touch.referrer)];
      if (number == kNoNode) number = met_++;
      if (number != last) paths_.steps.push_back(number);
      last = number;
    }
    paths_.first_step.push_back(paths_.steps.size());
    paths_.conversions.push_back(1.0);
    paths_.value.push_back(0.0);
    paths_.nulls.push_back(0.0);
  }

  Paths paths_;
  IdIndex referrers_;
  std::vector<NodeId> number_;
  NodeId met_ = 0;
};

/// Fills the removal effect of the referrer of each touch.
void add_effects(const Journeys& journeys, std::span<const Acquisition> acquisitions,
                 const MarkovOptions& options, std::span<double> effects) {
  const ContextPaths context(journeys, acquisitions);
  if (context.paths().steps.empty()) return;
  const std::vector<double> effect = markov(context.paths(), options).removal_effect;
  for (const Acquisition& a : acquisitions)
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
      effects[k] = effect[context.player(journeys.touches[k].referrer)];
}

}  // namespace

std::vector<double> markov_shares(const Journeys& journeys, const MarkovOptions& options) {
  validate(options);
  const std::span<const Acquisition> all = journeys.acquisitions;
  std::vector<double> effects(journeys.touches.size());
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].context == all[begin].context) ++end;
    add_effects(journeys, all.subspan(begin, end - begin), options, effects);
  }
  return shares_of_journeys(journeys, [&](Journey touches, std::span<double> shares) {
    const auto first = static_cast<std::size_t>(touches.data() - journeys.touches.data());
    std::ranges::copy(std::span(effects).subspan(first, touches.size()), shares.begin());
    count_people_once(touches, shares);
  });
}

}  // namespace grapevine
