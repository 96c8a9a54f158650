#pragma once
#include <string_view>
#include <vector>

#include "algorithms/simulation/spread.hpp"

namespace grapevine {

/// What a recorded touch really was.
enum class TouchTruth { Caused, Named, Ring };
inline constexpr std::string_view kTouchTruthNames[] = {"caused", "named", "ring"};

/// A row of the shop's referral records.
struct SimulatedTouch {
  NodeId from = 0;
  double day = 0.0;
  bool incentivised = false;
  TouchTruth truth = TouchTruth::Caused;
};

/// An answer to a survey of one person in one context.
struct SimulatedAnswer {
  std::string_view item;
  int value = 0;
  double day = 0.0;
};

/// What the shop gets to know about how people came, in one context.
///
/// Touches: each true cause with chance `recording`, or for sure when made for a reward; with
/// chance `false_naming` a friend who had bought before and is no cause; in a ring, whoever is to
/// collect. Surveys reach buyers after their first purchase: `nps` follows the person's taste,
/// `intends`, `did_recommend` and `would_have_joined_anyway` the truth, but a no becomes a yes with
/// chance `over_claiming`.
class Records {
 public:
  Records(const Town& town, const Market& market, const Spread& spread);

  /// Touches on `person`, who came, by day.
  void touches_on(NodeId person, std::vector<SimulatedTouch>& touches) const;
  /// Answers of `person`, who came; mostly none.
  void answers_of(NodeId person, std::vector<SimulatedAnswer>& answers) const;

 private:
  void name_a_friend(NodeId person, Random& random, std::vector<SimulatedTouch>& touches) const;

  const Town& town_;
  const Market& market_;
  const Spread& spread_;
  Rewards rewards_;
  Draws touches_, survey_;
};

}  // namespace grapevine
