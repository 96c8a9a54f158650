#include "algorithms/causality/shuffle_test.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

bool has_tie(const Graph& graph, NodeId person) {
  return graph.in_degree(person) + graph.out_degree(person) > 0;
}

std::vector<Exposure> all_exposures(const Graph& influence, const TieSteps& ties,
                                    const EntrySteps& entries, bool reversed) {
  std::vector<Exposure> all;
  constexpr std::size_t kMergeAt = 1 << 16;
  for (NodeId person = 0; person < influence.num_nodes(); ++person) {
    if (!has_tie(influence, person)) continue;
    const auto own = exposures_of(influence, ties, entries, person, reversed);
    all.insert(all.end(), own.begin(), own.end());
    if (all.size() >= kMergeAt) all = merged(std::move(all));
  }
  return merged(std::move(all));
}

double alpha_of(const Graph& influence, const TieSteps& ties, const EntrySteps& entries,
                bool reversed) {
  const auto fit = fit_exposures(all_exposures(influence, ties, entries, reversed));
  return fit ? fit->alpha : kUnknown;
}

/// The same people enter, in another order.
EntrySteps shuffled(const Graph& influence, const EntrySteps& entries, Random random) {
  std::vector<NodeId> who;
  for (NodeId person = 0; person < influence.num_nodes(); ++person)
    if (has_tie(influence, person) && entries.step[person] != kNeverEntered) who.push_back(person);
  EntrySteps result = entries;
  for (std::size_t i = who.size(); i > 1; --i)
    std::swap(result.step[who[i - 1]], result.step[who[random.below(i)]]);
  return result;
}

void compare_with_shuffles(std::vector<double> alphas, double level, InfluenceTest& test) {
  std::erase_if(alphas, [](double a) { return std::isnan(a); });
  if (alphas.size() < 20) return;
  std::ranges::sort(alphas);
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(alphas.size() - 1);
    return alphas[static_cast<std::size_t>(std::lround(place))];
  };
  test.shuffled_low = at((1.0 - level) / 2.0);
  test.shuffled_high = at((1.0 + level) / 2.0);
  const auto as_high =
      static_cast<double>(alphas.end() - std::ranges::lower_bound(alphas, test.alpha));
  test.p_value = (1.0 + as_high) / (1.0 + static_cast<double>(alphas.size()));
  test.verdict = test.alpha > test.shuffled_high  ? Verdict::Better
                 : test.alpha < test.shuffled_low ? Verdict::Worse
                                                  : Verdict::NoDifference;
}

const char* reading(const InfluenceTest& test) {
  switch (test.verdict) {
    case Verdict::Better:
      return test.alpha > test.reversed_alpha
                 ? "people follow their friends beyond likeness: influence is possible"
                 : "order matters, but as much against the ties: check their direction";
    case Verdict::NoDifference:
      return "no more than friends' likeness would give";
    case Verdict::Worse:
      return "people enter less often after their friends than by chance";
    case Verdict::CannotBeJudged:
      break;
  }
  return "too few entries to judge";
}

Table to_table(const Network& network, const std::vector<InfluenceTest>& tests) {
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kShuffleTestDoc.name), "ties purchases.t"};
  };
  using T = InfluenceTest;
  RowsTable<T> table(tests);
  table.add_ids(info("context_id", "", "the context"), network.contexts,
                [](const T& t) { return t.context; });
  return table
      .add(info("entries", "people", "people with ties who entered the context"),
           [](const T& t) { return t.entries; })
      .add(info("exposed_entries", "people", "of them, those with a friend who had entered"),
           [](const T& t) { return t.exposed_entries; })
      .add(info("alpha", "log odds", "rise of log odds to enter per log (active friends + 1)"),
           [](const T& t) { return t.alpha; })
      .add(info("shuffled_low", "log odds", "low end of alpha with entry times shuffled"),
           [](const T& t) { return t.shuffled_low; })
      .add(info("shuffled_high", "log odds", "high end of alpha with entry times shuffled"),
           [](const T& t) { return t.shuffled_high; })
      .add(info("p_value", "probability", "chance of so high an alpha if order means nothing"),
           [](const T& t) { return t.p_value; })
      .add(info("reversed_alpha", "log odds", "alpha with every tie turned round"),
           [](const T& t) { return t.reversed_alpha; })
      .add(info("reading", "", "what may be said of it"),
           [](const T& t) { return std::string(reading(t)); })
      .finish();
}

InfluenceTest not_judged(ContextId context) {
  return {.context = context,
          .alpha = kUnknown,
          .shuffled_low = kUnknown,
          .shuffled_high = kUnknown,
          .p_value = kUnknown,
          .reversed_alpha = kUnknown};
}

InfluenceTest test_context(const ScoreInputs& inputs, ContextId context,
                           const ShuffleTestOptions& options) {
  const Network& network = inputs.network;
  const StepCalendar calendar(inputs, options.step);
  const EntrySteps entries = entry_steps(inputs, calendar, context);
  const InfluenceGraph influence = influence_graph(network, calendar, context);
  InfluenceTest test = test_influence(influence.graph, influence.steps, entries, options);
  test.context = context;
  return test;
}

}  // namespace

InfluenceTest test_influence(const Graph& influence, const TieSteps& ties,
                             const EntrySteps& entries, const ShuffleTestOptions& options) {
  InfluenceTest test = not_judged(0);
  const auto exposures = all_exposures(influence, ties, entries, false);
  for (const Exposure& e : exposures) {
    test.entries += e.entered;
    if (e.friends > 0) test.exposed_entries += e.entered;
  }
  const auto fit = fit_exposures(exposures);
  if (!fit || test.entries < options.least_entries) return test;
  test.alpha = fit->alpha;
  test.reversed_alpha = alpha_of(influence, ties, entries, true);
  std::vector<double> alphas(static_cast<std::size_t>(options.shuffles));
  for_each_index(
      alphas.size(),
      [&](std::size_t i) {
        alphas[i] =
            alpha_of(influence, ties, shuffled(influence, entries, Random(options.seed, i)), false);
      },
      1);
  compare_with_shuffles(std::move(alphas), options.level, test);
  return test;
}

ShuffleTestResult shuffle_test(const ScoreInputs& inputs, const ShuffleTestOptions& options) {
  validate(options);
  const Network& network = inputs.network;
  const bool nothing = network.ties.num_edges() == 0 || inputs.journeys.acquisitions.empty();
  ShuffleTestResult result;
  for (ContextId context = 0; context < network.num_contexts(); ++context)
    result.contexts.push_back(nothing ? not_judged(context)
                                      : test_context(inputs, context, options));
  result.tables.push_back({"shuffle_test", to_table(network, result.contexts)});
  return result;
}

}  // namespace grapevine
