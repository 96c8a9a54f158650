#include "algorithms/customer_value/type1_estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "algorithms/causality/matched_estimate.hpp"
#include "algorithms/customer_value/customer_referral_value.hpp"
#include "algorithms/customer_value/holdout_estimate.hpp"
#include "engine/base/error.hpp"
#include "engine/network/answers.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

constexpr const char* kPlace = "[economics] p_type1";

/// A row for each context and one for all, with what any source counts.
std::vector<Type1Estimate> counted_rows(const Network& network, const Journeys& journeys) {
  std::vector<Type1Estimate> rows(network.num_contexts() + std::size_t{1});
  for (ContextId context = 0; context < network.num_contexts(); ++context)
    rows[context].context = context;
  const std::vector<double> answers = latest_answers(network, "would_have_joined_anyway");
  for (const Acquisition& a : journeys.acquisitions)
    for (Type1Estimate* row : {&rows[a.context], &rows.back()}) {
      const bool referred = a.num_touches > 0;
      const bool answered = !std::isnan(answers[network.row(a.context, a.person)]);
      row->referred_joins += referred;
      row->answered += answered;
      row->undecided += referred && !answered;
    }
  return rows;
}

std::string name_of(const Network& network, ContextId context) {
  return context == kEveryContext ? "all contexts"
                                  : "context " + in_quotes(network.contexts.name(context));
}

void copy_estimate(const Type1Estimate& from, Type1Estimate& to) {
  to.p = from.p;
  to.low = from.low;
  to.high = from.high;
}

/// Contexts that tell nothing take what all together tell; `refusal` ends the run where that is
/// nothing either and somebody was referred who does not say it.
void fall_back(Type1Estimates& estimates, const std::string& source, const Error& refusal) {
  const Type1Estimate& all = estimates.rows.back();
  for (Type1Estimate& row : estimates.rows) {
    row.source = source;
    if (!std::isnan(row.p)) continue;
    if (std::isnan(all.p) && row.undecided > 0) throw refusal;
    row.source += " of all contexts";
    copy_estimate(all, row);
  }
}

void warn_of_groups(const Network& network, const HoldoutEstimate& all,
                    std::vector<std::string>& warnings) {
  if (all.held_out_referred > 0)
    warnings.push_back(fmt::format(
        "people: {} acquisitions of people held out have a touch that counts, so the programme "
        "reached the group and p_type1 is too low; correct holdout, or say so",
        all.held_out_referred));
  const auto unsaid = std::ranges::count(network.held_out, YesNo::NotSaid);
  if (unsaid > 0)
    warnings.push_back(
        fmt::format("people: holdout says neither yes nor no of {} people; they count in neither "
                    "group of p_type1",
                    unsaid));
}

Type1Estimates from_holdout(const Network& network, const Journeys& journeys) {
  if (std::ranges::count(network.held_out, YesNo::Yes) == 0 ||
      std::ranges::count(network.held_out, YesNo::No) == 0)
    throw Error(ErrorCode::BadInput, kPlace,
                "the people table has no column holdout that says yes of some and no of others",
                "say yes of people drawn at random whom referrals could not reach, or give a "
                "number");
  const HoldoutEstimates found = holdout_estimates(network, journeys);
  Type1Estimates estimates{counted_rows(network, journeys), {}};
  for (Type1Estimate& row : estimates.rows) {
    const HoldoutEstimate& e =
        row.context == kEveryContext ? found.all : found.contexts[row.context];
    row.p = e.p;
    row.low = e.low;
    row.high = e.high;
    row.treated = e.reached;
    row.treated_joins = e.reached_joins;
    row.treated_referred = e.referred_joins;
    row.control = e.held_out;
    row.control_joins = e.held_out_joins;
    if (e.excess < 0.0)
      estimates.warnings.push_back(name_of(network, row.context) +
                                   ": people held out join oftener than the others, so p_type1 is "
                                   "0; were they drawn at random?");
  }
  warn_of_groups(network, found.all, estimates.warnings);
  fall_back(estimates, "holdout",
            Error(ErrorCode::BadInput, kPlace,
                  fmt::format("holdout tells too little: {} people held out, {} not, {} referred "
                              "acquisitions of these in all contexts",
                              found.all.held_out, found.all.reached, found.all.referred_joins),
                  fmt::format("give a number; {}, {} and {} are needed", kLeastGroup, kLeastGroup,
                              kLeastReferred)));
  return estimates;
}

/// The share of the exposed' entries that are more than those of their like.
double attributable(double ratio) { return ratio > 1.0 ? 1.0 - 1.0 / ratio : 0.0; }

Type1Estimates from_matched(const Network& network, const Journeys& journeys,
                            const EconomicsOptions& options) {
  const Graph walk;
  const ScoreColumns earlier;
  const auto found =
      matched_estimate({network, walk, journeys, {}, earlier},
                       {.step = options.matched_step, .group = options.matched_group});
  Type1Estimates estimates{counted_rows(network, journeys), {}};
  for (std::size_t i = 0; i < estimates.rows.size(); ++i) {
    Type1Estimate& row = estimates.rows[i];
    const MatchedEstimate& e = found.contexts[i];
    row.treated = e.all.exposed;
    row.treated_joins = e.all.exposed_entries;
    row.control = e.all.unexposed;
    row.control_joins = e.all.unexposed_entries;
    const RiskComparison& risk = e.matched_risk;
    const bool influence = e.verdict == Verdict::Better && !std::isnan(risk.ratio);
    if (!influence && e.verdict != Verdict::Worse) continue;
    row.p = attributable(risk.ratio);
    row.low = attributable(risk.ratio_low);
    row.high = attributable(risk.ratio_high);
    if (!influence)
      estimates.warnings.push_back(name_of(network, row.context) +
                                   ": people enter less often once a friend has than their like, "
                                   "so p_type1 is 0");
  }
  fall_back(estimates, "matched",
            Error(ErrorCode::BadInput, kPlace,
                  "the matched estimate does not tell influence from likeness, not in all contexts "
                  "together either",
                  "give a number, or hold people out"));
  return estimates;
}

}  // namespace

std::vector<double> Type1Estimates::by_context() const {
  std::vector<double> p;
  for (const Type1Estimate& row : rows) p.push_back(row.p);
  p.pop_back();
  return p;
}

Type1Estimates estimate_type1(const Network& network, const Journeys& journeys,
                              const EconomicsOptions& options) {
  validate(options);
  if (options.p_type1.word)
    return *options.p_type1.word == Type1Source::Holdout ? from_holdout(network, journeys)
                                                         : from_matched(network, journeys, options);
  Type1Estimates estimates{counted_rows(network, journeys), {}};
  for (Type1Estimate& row : estimates.rows) {
    row.source = "assumed";
    row.p = options.p_type1.number;
  }
  return estimates;
}

NamedTable type1_table(const Network& network, const Type1Estimates& estimates) {
  using E = Type1Estimate;
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kCustomerReferralValueDoc.name),
                      "people.holdout ties touches purchases"};
  };
  RowsTable<E> table(estimates.rows);
  table.add_ids(info("context_id", "", "the context; null: all of them together"), network.contexts,
                [](const E& e) { return e.context; });
  table.add(info("source", "", "assumed: a number of the study; holdout, matched: estimated here"),
            [](const E& e) { return e.source; });
  const auto number = [&](const char* name, const char* meaning, double E::* value) {
    table.add(info(name, "probability", meaning), [&](const E& e) { return e.*value; });
  };
  const auto count = [&](const char* name, const char* unit, const char* meaning,
                         std::int64_t E::* value) {
    table.add(info(name, unit, meaning), [&](const E& e) { return e.*value; });
  };
  number("p_type1",
         "chance that a newcomer would not have come otherwise, used where they do not say", &E::p);
  number("low", "low end of its interval of 95 %; null: assumed", &E::low);
  number("high", "high end of the interval", &E::high);
  count("treated", "people or steps",
        "people whom referrals could reach; matched: steps spent with a friend inside",
        &E::treated);
  count("treated_joins", "people", "of them, or in them, acquired", &E::treated_joins);
  count("control", "people or steps", "people held out; matched: steps without such a friend",
        &E::control);
  count("control_joins", "people", "of them, or in them, acquired", &E::control_joins);
  count("treated_referred", "people",
        "acquisitions of people whom referrals could reach with a touch that counts",
        &E::treated_referred);
  count("referred_joins", "people", "acquisitions with a touch that counts", &E::referred_joins);
  count("answered", "people", "acquisitions whose newcomers say it themselves", &E::answered);
  return {"type1_estimates", table.finish()};
}

}  // namespace grapevine
