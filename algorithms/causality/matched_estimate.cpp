#include "algorithms/causality/matched_estimate.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "algorithms/causality/entries.hpp"
#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// The value that a standard normal number exceeds with this chance (< 1/2): by halving.
double normal_above(double chance) {
  double low = 0.0, high = 40.0;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2.0;
    (std::erfc(middle / std::sqrt(2.0)) / 2.0 > chance ? low : high) = middle;
  }
  return low;
}

/// Sums over strata of both comparisons (Rothman, Greenland, Lash 2008, chapter 15).
class Strata {
 public:
  void add(const RiskCounts& stratum) {
    const auto n1 = static_cast<double>(stratum.exposed);
    const auto n0 = static_cast<double>(stratum.unexposed);
    const auto d1 = static_cast<double>(stratum.exposed_entries);
    const auto d0 = static_cast<double>(stratum.unexposed_entries);
    if (n1 == 0.0 || n0 == 0.0) return;
    const double n = n1 + n0;
    matched_ += stratum.exposed;
    weight_ += n1 * n0 / n;
    exposed_ += d1 * n0 / n;
    unexposed_ += d0 * n1 / n;
    p_ += (n1 * n1 * d0 - n0 * n0 * d1 + n1 * n0 * (n0 - n1) / 2.0) / (n * n);
    q_ += (d1 * (n0 - d0) + d0 * (n1 - d1)) / (2.0 * n);
    ratio_ += (n1 * n0 * (d1 + d0) - d1 * d0 * n) / (n * n);
  }

  void add(const Strata& other) {
    matched_ += other.matched_;
    weight_ += other.weight_;
    exposed_ += other.exposed_;
    unexposed_ += other.unexposed_;
    p_ += other.p_;
    q_ += other.q_;
    ratio_ += other.ratio_;
  }

  std::int64_t matched() const { return matched_; }

  RiskComparison comparison(double level) const {
    RiskComparison result{kUnknown, kUnknown, kUnknown, kUnknown, kUnknown, kUnknown};
    if (weight_ == 0.0 || exposed_ + unexposed_ == 0.0) return result;
    const double z = normal_above((1.0 - level) / 2.0);
    result.difference = (exposed_ - unexposed_) / weight_;
    const double variance = std::max(0.0, result.difference * p_ + q_) / (weight_ * weight_);
    result.difference_low = result.difference - z * std::sqrt(variance);
    result.difference_high = result.difference + z * std::sqrt(variance);
    if (exposed_ == 0.0 || unexposed_ == 0.0) return result;
    result.ratio = exposed_ / unexposed_;
    const double factor = std::exp(z * std::sqrt(ratio_ / (exposed_ * unexposed_)));
    result.ratio_low = result.ratio / factor;
    result.ratio_high = result.ratio * factor;
    return result;
  }

 private:
  std::int64_t matched_ = 0;
  double weight_ = 0.0, exposed_ = 0.0, unexposed_ = 0.0, p_ = 0.0, q_ = 0.0, ratio_ = 0.0;
};

/// A step of one person as a number: those that are compared differ in the last two bits only.
constexpr int kStepBits = 24, kGroupBits = 24, kHistoryBits = 2, kDegreeBits = 6;
static_assert(kStepBits + kGroupBits + kHistoryBits + kDegreeBits + 2 <= 64);

/// Which steps a person spent exposed or not, and how the last of them ended.
class PersonSteps {
 public:
  PersonSteps(const Graph& influence, const TieSteps& ties, const EntrySteps& entries,
              const Likeness& likeness)
      : influence_(influence), ties_(ties), entries_(entries), likeness_(likeness) {}

  void add(NodeId person, std::vector<std::uint64_t>& steps) const {
    if (influence_.in_degree(person) == 0) return;
    const std::int32_t entry = entries_.step[person];
    const std::int32_t last = entry == kNeverEntered ? entries_.num_steps - 1 : entry;
    const std::int32_t exposed_from = first_exposed_step(person);
    const std::uint64_t group = likeness_.group.empty() ? 0 : likeness_.group[person];
    const auto degree = static_cast<std::uint64_t>(std::bit_width(influence_.in_degree(person)));
    std::size_t history = 0;
    for (std::int32_t step = 0; step <= last; ++step) {
      const std::uint64_t before = contexts_before(person, step, history);
      std::uint64_t key = static_cast<std::uint64_t>(step);
      key = key << kGroupBits | group;
      key = key << kHistoryBits | before;
      key = key << kDegreeBits | degree;
      steps.push_back(key << 2 | std::uint64_t{step >= exposed_from} << 1 |
                      std::uint64_t{step == entry});
    }
  }

 private:
  /// The step after the first friend's entry and the tie's own step.
  std::int32_t first_exposed_step(NodeId person) const {
    std::int32_t first = entries_.num_steps;
    const auto friends = influence_.in_neighbors(person);
    const auto edges = influence_.in_edges(person);
    for (std::size_t i = 0; i < friends.size(); ++i) {
      const std::int32_t entered = entries_.step[friends[i]];
      if (entered == kNeverEntered || friends[i] == person) continue;
      const std::int32_t tied = ties_.empty() ? 0 : ties_[edges[i]];
      first = std::min(first, std::max(entered, tied) + 1);
    }
    return first;
  }

  /// 0, 1 or 2: other contexts entered before the step; `seen` counts them from step to step.
  std::uint64_t contexts_before(NodeId person, std::int32_t step, std::size_t& seen) const {
    if (likeness_.other_entries.empty()) return 0;
    const auto& others = likeness_.other_entries[person];
    while (seen < others.size() && others[seen] < step) ++seen;
    return std::min<std::uint64_t>(seen, 2);
  }

  const Graph& influence_;
  const TieSteps& ties_;
  const EntrySteps& entries_;
  const Likeness& likeness_;
};

void count(std::uint64_t step, RiskCounts& counts) {
  const bool exposed = (step & 2) != 0, entered = (step & 1) != 0;
  ++(exposed ? counts.exposed : counts.unexposed);
  (exposed ? counts.exposed_entries : counts.unexposed_entries) += entered;
}

/// One context, with the sums that all contexts together need.
struct Counted {
  MatchedEstimate estimate;
  Strata naive, matched;
};

void conclude(const MatchedEstimateOptions& options, Counted& counted) {
  MatchedEstimate& e = counted.estimate;
  e.matched = counted.matched.matched();
  e.naive = counted.naive.comparison(options.level);
  e.matched_risk = counted.matched.comparison(options.level);
  const bool enough = e.all.exposed_entries + e.all.unexposed_entries >= options.least_entries;
  if (!enough || std::isnan(e.matched_risk.difference)) return;
  e.verdict = e.matched_risk.difference_low > 0.0    ? Verdict::Better
              : e.matched_risk.difference_high < 0.0 ? Verdict::Worse
                                                     : Verdict::NoDifference;
}

Counted counted(const Graph& influence, const TieSteps& ties, const EntrySteps& entries,
                const Likeness& likeness, const MatchedEstimateOptions& options) {
  std::vector<std::uint64_t> steps;
  const PersonSteps person_steps(influence, ties, entries, likeness);
  for (NodeId person = 0; person < influence.num_nodes(); ++person) person_steps.add(person, steps);
  parallel_sort(steps, std::less<std::uint64_t>());
  Counted result;
  for (std::size_t i = 0; i < steps.size();) {
    RiskCounts stratum;
    const std::uint64_t key = steps[i] >> 2;
    for (; i < steps.size() && steps[i] >> 2 == key; ++i) {
      count(steps[i], stratum);
      count(steps[i], result.estimate.all);
    }
    result.matched.add(stratum);
  }
  result.naive.add(result.estimate.all);
  conclude(options, result);
  return result;
}

/// For each person the steps in which contexts other than this one were entered.
std::vector<std::vector<std::int32_t>> other_entries(const ScoreInputs& inputs,
                                                     const StepCalendar& calendar,
                                                     ContextId context) {
  std::vector<std::vector<std::int32_t>> steps(inputs.network.num_people());
  for (const Acquisition& a : inputs.journeys.acquisitions)
    if (a.context != context) steps[a.person].push_back(calendar.step_of(a.time));
  for (auto& of_person : steps) std::ranges::sort(of_person);
  return steps;
}

std::vector<std::uint32_t> groups_of(const Network& network, const std::string& column) {
  if (column.empty()) return {};
  std::vector<std::uint32_t> groups = groups_by(network, column);
  constexpr std::uint32_t kMost = (1U << kGroupBits) - 1;
  for (std::uint32_t& group : groups)
    if (group == kNoId)
      group = kMost;
    else if (group >= kMost)
      throw Error(ErrorCode::InvalidOption, "group", "has more than 16 million values",
                  "name a column of fewer groups");
  return groups;
}

std::string reading(const MatchedEstimate& e) {
  switch (e.verdict) {
    case Verdict::Better:
      return "people enter oftener once a friend has than people like them: influence is possible";
    case Verdict::NoDifference:
      return e.naive.difference_low > 0.0
                 ? "oftener than others, but no oftener than people like them: likeness is enough"
                 : "no oftener than people like them";
    case Verdict::Worse:
      return "less often than people like them: friends' entries do not bring them in";
    case Verdict::CannotBeJudged:
      break;
  }
  return "too few entries, or nobody alike, to judge";
}

struct EstimateColumn {
  const char *name, *unit, *meaning;
  double RiskComparison::* member;
};
constexpr EstimateColumn kEstimateColumns[] = {
    {"difference", "probability", "chance a step of the exposed less that of the others",
     &RiskComparison::difference},
    {"difference_low", "probability", "low end of its interval", &RiskComparison::difference_low},
    {"difference_high", "probability", "high end of its interval",
     &RiskComparison::difference_high},
    {"ratio", "ratio", "chance a step of the exposed over that of the others",
     &RiskComparison::ratio},
    {"ratio_low", "ratio", "low end of its interval", &RiskComparison::ratio_low},
    {"ratio_high", "ratio", "high end of its interval", &RiskComparison::ratio_high}};

Table to_table(const Network& network, const std::vector<MatchedEstimate>& estimates) {
  const auto info = [](std::string name, const char* unit, std::string meaning) {
    return ColumnInfo{std::move(name), unit, std::move(meaning),
                      std::string(kMatchedEstimateDoc.name), "ties purchases.t"};
  };
  using E = MatchedEstimate;
  RowsTable<E> table(estimates);
  const auto add_risks = [&](const std::string& prefix, RiskComparison E::* which,
                             const std::string& whom) {
    for (const EstimateColumn& column : kEstimateColumns)
      table.add(info(prefix + column.name, column.unit, column.meaning + whom),
                [&](const E& e) { return e.*which.*column.member; });
  };
  table
      .add(info("context_id", "", "the context; empty: all together"),
           [&](const E& e) {
             return e.context == kEveryContext ? "" : network.contexts.name(e.context);
           })
      .add(info("exposed_steps", "steps", "spent with a friend who had entered"),
           [](const E& e) { return e.all.exposed; })
      .add(info("exposed_entries", "people", "who entered in such a step"),
           [](const E& e) { return e.all.exposed_entries; })
      .add(info("unexposed_steps", "steps", "spent without"),
           [](const E& e) { return e.all.unexposed; })
      .add(info("unexposed_entries", "people", "who entered in such a step"),
           [](const E& e) { return e.all.unexposed_entries; })
      .add(info("matched_steps", "steps", "exposed ones with unexposed ones like them"),
           [](const E& e) { return e.matched; });
  add_risks("naive_", &E::naive, "; all exposed against all others");
  add_risks("", &E::matched_risk, "; like against like");
  return table.add(info("reading", "", "what may be said of it"), reading).finish();
}

}  // namespace

MatchedEstimate matched_influence(const Graph& influence, const TieSteps& ties,
                                  const EntrySteps& entries, const Likeness& likeness,
                                  const MatchedEstimateOptions& options) {
  return counted(influence, ties, entries, likeness, options).estimate;
}

MatchedEstimateResult matched_estimate(const ScoreInputs& inputs,
                                       const MatchedEstimateOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  const StepCalendar calendar(inputs, options.step);
  const std::vector<std::uint32_t> groups = groups_of(network, options.group);
  Counted all;
  MatchedEstimateResult result;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    const InfluenceGraph influence = influence_graph(network, calendar, context);
    const Likeness likeness{groups, other_entries(inputs, calendar, context)};
    Counted one = counted(influence.graph, influence.steps, entry_steps(inputs, calendar, context),
                          likeness, options);
    one.estimate.context = context;
    all.naive.add(one.naive);
    all.matched.add(one.matched);
    RiskCounts& sum = all.estimate.all;
    sum.exposed += one.estimate.all.exposed;
    sum.exposed_entries += one.estimate.all.exposed_entries;
    sum.unexposed += one.estimate.all.unexposed;
    sum.unexposed_entries += one.estimate.all.unexposed_entries;
    result.contexts.push_back(std::move(one.estimate));
  }
  conclude(options, all);
  result.contexts.push_back(all.estimate);
  result.tables.push_back({"matched_estimate", to_table(network, result.contexts)});
  return result;
}

}  // namespace grapevine
