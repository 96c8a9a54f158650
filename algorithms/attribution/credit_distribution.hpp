#pragma once
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

/// How much of its weight a touch keeps.
enum class TouchCredit {
  Decayed,  ///< infl exp(-delay / tau).
  Even      ///< All.
};
inline constexpr std::string_view kTouchCreditNames[] = {"decayed", "even"};

struct CreditDistributionOptions {
  TouchCredit credit = TouchCredit::Decayed;

  static constexpr auto fields() {
    return std::tuple{field("credit", &CreditDistributionOptions::credit,
                            "decayed: infl exp(-delay / tau) of the even share, the rest is "
                            "nobody's; even: shares in proportion to weights",
                            kTouchCreditNames)};
  }
};

inline constexpr AlgorithmDoc kCreditDistributionDoc{
    .name = "credit_distribution",
    .section = "attribution",
    .summary =
        "Everybody in a journey takes a share by the weight of their role, less the longer before "
        "the purchase and the less the newcomer comes soon after touches; the rest is nobody's.",
    .complexity = "Time O(touches log of a journey's), memory O(touches + people)",
    .reference =
        "Goyal, Bonchi, Lakshmanan 2011, A Data-Based Approach to Social Influence Maximization: "
        "direct credit",
    .split_gain =
        "as under linear, of what is not nobody's: k in place of each touch take at most k x / "
        "(1 + (k - 1) x) for x, at most (sqrt k - 1) / (sqrt k + 1) of an acquisition more"};

/// Direct credit of the paper's section 4, gamma = infl(u) / d exp(-delay / tau), for who touched
/// newcomer u, with weights of roles in place of 1 / d: shares of a journey sum to infl(u) at most,
/// and what is left is nobody's. It is not passed on to who brought the referrers, who have no
/// touch in the journey (`credit_spread` does that, along ties).
///
/// A newcomer and a referrer meet once or twice, so tau is that of the context: the mean time from
/// a journey's last touch to its acquisition. infl(u) is the share of u's journeys with a touch
/// that were no longer than tau after the last one, pulled towards that of everybody; journeys
/// without a touch, which the paper counts, are nobody's already.
///
/// Of a person's touches the one that keeps most counts. Later journeys move tau and infl, as
/// they do what `markov` credits. Errors: BadInput when a touch has no time (under `decayed`).
std::vector<double> credit_distribution(const Journeys& journeys,
                                        const CreditDistributionOptions& options = {});

}  // namespace grapevine
