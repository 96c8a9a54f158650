#include "algorithms/simulation/records.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace grapevine {
namespace {

constexpr double kRingTouchDays = 0.1;  // before the purchase that earns the reward

SimulatedTouch ring_touch(const ShopOptions& options, const RingPlace& place, double joined) {
  const auto size = static_cast<std::uint32_t>(options.ring_size);
  const std::uint32_t from = place.shape == RingShape::Star ? 0 : (place.place + size - 1) % size;
  return {.from = ring_person(options, place.ring, from),
          .day = std::max(0.0, joined - kRingTouchDays),
          .incentivised = true,
          .truth = TouchTruth::Ring};
}

}  // namespace

Records::Records(const Town& town, const Market& market, const Spread& spread)
    : town_(town),
      market_(market),
      spread_(spread),
      rewards_(town.options, market.context),
      touches_(town.options, Draw::Touches, market.context),
      survey_(town.options, Draw::Survey, market.context) {}

void Records::touches_on(NodeId person, std::vector<SimulatedTouch>& touches) const {
  const ShopOptions& options = town_.options;
  touches.clear();
  if (held_out(options, person)) return;
  if (const auto place = ring_place(options, person); place && place->context == market_.context) {
    if (place->shape == RingShape::Circle || place->place > 0)
      touches.push_back(ring_touch(options, *place, spread_.joined[person]));
    return;
  }
  const auto causes = spread_.causes_of(person);
  const auto days = spread_.cause_days_of(person);
  for (std::size_t i = 0; i < causes.size(); ++i) {
    const bool incentivised = rewards_.made_for_one(causes[i], person);
    if (incentivised || touches_.of_tie(causes[i], person).uniform() < options.recording)
      touches.push_back({.from = causes[i], .day = days[i], .incentivised = incentivised});
  }
  Random random = touches_.of_tie(person, person);  // nobody has a tie to themselves
  if (random.uniform() < options.false_naming) name_a_friend(person, random, touches);
  std::ranges::sort(touches, {}, [](const SimulatedTouch& t) { return std::tuple(t.day, t.from); });
}

void Records::name_a_friend(NodeId person, Random& random,
                            std::vector<SimulatedTouch>& touches) const {
  const auto friends = town_.ties.in_neighbors(person);
  if (friends.empty()) return;
  const auto causes = spread_.causes_of(person);
  const double joined = spread_.joined[person];
  const std::size_t start = random.below(friends.size());
  for (std::size_t i = 0; i < friends.size(); ++i) {
    const NodeId named = friends[(start + i) % friends.size()];
    const double bought = spread_.joined[named];
    if (!(bought < joined) || std::ranges::find(causes, named) != causes.end()) continue;
    touches.push_back({.from = named,
                       .day = bought + (joined - bought) * random.uniform(),
                       .truth = TouchTruth::Named});
    return;
  }
}

void Records::answers_of(NodeId person, std::vector<SimulatedAnswer>& answers) const {
  const ShopOptions& options = town_.options;
  answers.clear();
  Random random = survey_.of(person);
  if (random.uniform() >= options.response) return;
  const double joined = spread_.joined[person];
  const double day = joined + (market_.end - joined) * random.uniform();
  const auto claimed = [&](bool truth) {
    const bool lies = random.uniform() < options.over_claiming;
    return truth || lies ? 1 : 0;
  };
  const double liking = std::log(taste_of(options, market_.context, person));
  const double nps = 7.0 + 1.5 * liking + 1.5 * normal(random);
  const bool brought = spread_.brought[person] > 0;
  const bool referred = joined < market_.organic[person];
  answers.push_back({"nps", static_cast<int>(std::clamp(std::lround(nps), 0L, 10L)), day});
  answers.push_back({"intends", claimed(brought), day});
  answers.push_back({"did_recommend", claimed(brought), day});
  answers.push_back(
      {"would_have_joined_anyway", claimed(!referred || market_.organic[person] != kNever), day});
}

}  // namespace grapevine
