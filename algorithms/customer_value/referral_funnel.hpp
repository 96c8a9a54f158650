#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "algorithms/evaluation/correlation_interval.hpp"
#include "algorithms/evaluation/paired_difference.hpp"
#include "engine/registry/registry.hpp"

namespace grapevine {

struct ReferralFunnelOptions {
  NamedNumbers roles;

  static constexpr auto fields() {
    using O = ReferralFunnelOptions;
    return std::tuple{field("roles", &O::roles,
                            "Weight by role of a touch; one of weight 0 is no act of referral. "
                            "Empty: those of [attribution], or every role counts",
                            0.0)};
  }
};

/// People of one context and segment, step by step. What rests on answers says nothing where nobody
/// answered, nor what rests on touches where the study records none: the table has null there.
struct FunnelRow {
  ContextId context = kEveryContext;    ///< kEveryContext: all contexts together.
  std::string segment;                  ///< "all", one of `standing`, or "none".
  std::int64_t people = 0;              ///< Who bought, answered or made a touch.
  std::int64_t asked = 0;               ///< Of them, who answered `intends`.
  std::int64_t intends = 0;             ///< Of these, who will recommend.
  std::int64_t intends_says_did = 0;    ///< Of those who intend, who say they did.
  std::int64_t intends_did = 0;         ///< Of those who intend, who made a touch.
  std::int64_t intends_joined = 0;      ///< Of these, who brought somebody in.
  std::int64_t intends_profitable = 0;  ///< Of these, who brought in somebody of positive margin.
  std::int64_t asked_did = 0;           ///< Of those asked, who made a touch.
  std::int64_t did = 0, joined = 0, profitable = 0;  ///< Of all people, asked or not.
  std::int64_t asked_whether = 0, says_did = 0;      ///< Answers to `did_recommend`, and its yes.
  std::int64_t nps_people = 0, promoters = 0, detractors = 0;
  bool have_touches = false;  ///< Whether the study records any touch.

  std::string not_asked() const;  ///< Those of "intends, did_recommend, nps, touches"; or empty.
  double gap() const;  ///< Share of those asked who intend, less that of those who did; NaN.
  DifferenceInterval gap_interval() const;  ///< Of 95 %, as of a sample of people; NaN.
  double nps() const;                       ///< Promoters less detractors, in percent; NaN.
};

/// How what people say goes with what came of their referrals, over the people asked.
struct IntentCorrelation {
  ContextId context = kEveryContext;
  std::string segment, answer, outcome, measure;
  CorrelationInterval correlation;
};

struct ReferralFunnelResult {
  std::vector<FunnelRow> rows;
  std::vector<IntentCorrelation> correlations;
  std::vector<NamedTable> tables;

  static constexpr auto columns() { return std::tuple{}; }
};

inline constexpr AlgorithmDoc kReferralFunnelDoc{
    .name = "referral_funnel",
    .section = "funnel",
    .summary =
        "Intent against action: who intends to recommend, did, brought somebody in, and somebody "
        "profitable, by context and segment, with NPS beside it: tables of their own.",
    .complexity =
        "Time O(people x contexts + answers log answers + touches x contexts + purchases)",
    .reference =
        "Kumar, Petersen, Leone 2007, How Valuable Is Word of Mouth?, HBR 85(10): what customers "
        "say they will do, what they do, and what comes of it; Reichheld 2003 (NPS)"};

/// Rows for each context, last for all contexts together; of each "all" first, then the segments
/// that anybody is in. In all contexts together a person is in a segment where he is in it in any,
/// has a step where he has it in any of these contexts, his nps is the mean over them and what came
/// of his referrals their sum. Needs the columns segment, referrals_made and crv of providers
/// before it; without a segment everybody is in "none".
ReferralFunnelResult referral_funnel(const ScoreInputs& inputs,
                                     const ReferralFunnelOptions& options = {});

}  // namespace grapevine
