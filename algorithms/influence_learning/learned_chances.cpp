#include "algorithms/influence_learning/learned_chances.hpp"

#include <algorithm>

#include "algorithms/diffusion/influence_ties.hpp"
#include "algorithms/influence_learning/background_cascade.hpp"
#include "algorithms/influence_learning/followings.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

Tally sum_of(const TieEvidence& evidence) {
  Tally sum;
  for (std::size_t e = 0; e < evidence.tried.size(); ++e) {
    sum.successes += evidence.followed[e];
    sum.trials += evidence.tried[e];
  }
  return sum;
}

}  // namespace

ActionLog entries_log(const Network& network, const Journeys& journeys) {
  std::vector<std::vector<Act>> entries(network.num_contexts());
  for (const Acquisition& a : journeys.acquisitions)
    entries[a.context].push_back({a.person, a.time});
  ActionLog log;
  for (const auto& acts : entries) log.add(acts);
  return log;
}

StudyDelays study_delays(const Graph& ties, const ActionLog& entries, double window_days) {
  std::vector<DelayTally> tallies(ties.num_edges());
  StudyDelays delays{.tau_days = {}, .people = std::vector<Tally>(ties.num_nodes())};
  const auto for_each_context = [&](const auto& visit) {
    for (std::size_t context = 0; context < entries.num_actions(); ++context) {
      const GraphView view(ties, {.context = static_cast<ContextId>(context)});
      ActionLog log;
      log.add(entries.acts_of(context));
      visit(Followings(view, log, window_days));
    }
  };
  for_each_context([&](const Followings& followings) { add_delays(followings, tallies); });
  delays.tau_days = pulled_delays(tallies);
  for_each_context([&](const Followings& followings) {
    add_influenced(followings, delays.tau_days, delays.people);
  });
  return delays;
}

std::vector<double> shrunk_chances(const Graph& ties, const TieEvidence& evidence, double rate) {
  std::vector<Tally> of_source(ties.num_nodes()), of_tie(evidence.tried.size());
  const std::vector<NodeId> source = sources_of_ties(ties);
  for (EdgeId e = 0; e < of_tie.size(); ++e) {
    of_tie[e] = {evidence.followed[e], evidence.tried[e]};
    of_source[source[e]].successes += evidence.followed[e];
    of_source[source[e]].trials += evidence.tried[e];
  }
  const std::vector<double> same(of_source.size(), rate);
  const ShrunkRates sources = shrunk_rates(of_source, same);
  std::vector<double> expected;
  for (const NodeId u : source) expected.push_back(sources.rate[u]);
  return shrunk_rates(of_tie, expected).rate;
}

ChanceLearner::ChanceLearner(const Graph& ties, const Network& network, const Journeys& journeys,
                             const EvidenceOptions& options)
    : ties_(ties), network_(network), options_(options), log_(entries_log(network, journeys)) {
  options_.pooled = true;
  Tally all;
  for (ContextId context = 0; context < network.num_contexts(); ++context) {
    tallies_.push_back(sum_of(evidence_of(context)));
    all.successes += tallies_.back().successes;
    all.trials += tallies_.back().trials;
    report_progress("contexts learned", context + 1, network.num_contexts());
  }
  general_rate_ = all.trials > 0.0 ? all.successes / all.trials : 0.0;
  context_rates_ = shrunk_rates(tallies_, std::vector<double>(tallies_.size(), general_rate_));
}

TieEvidence ChanceLearner::evidence_of(ContextId context) const {
  TieFilter filter{.context = context};
  const GraphView view(ties_, filter);
  const auto acts = log_.acts_of(context);
  if (options_.method == LearningMethod::Background) {
    // Nobody could come unasked before the context was there.
    Time begin = network_.end;
    for (const Act& act : acts) begin = std::min(begin, act.time);
    return learn_with_background(view, acts, {.begin = begin, .end = network_.end}).evidence;
  }
  ActionLog log;
  log.add(acts);
  return learn_ties(view, log, options_);
}

ContextChances ChanceLearner::of(ContextId context) const {
  ContextChances learned{.tally = tallies_[context],
                         .rate = context_rates_.rate[context],
                         .evidence = evidence_of(context)};
  learned.chance = shrunk_chances(ties_, learned.evidence, learned.rate);
  return learned;
}

}  // namespace grapevine
