#include "algorithms/causality/influence_steps.hpp"

#include <algorithm>

namespace grapevine {

StepCalendar::StepCalendar(const ScoreInputs& inputs, Period step)
    : step_(step), first_(inputs.network.end) {
  for (const Acquisition& a : inputs.journeys.acquisitions) first_ = std::min(first_, a.time);
  num_steps_ = step_of(inputs.network.end - std::chrono::microseconds{1}) + 1;
}

std::int32_t StepCalendar::step_of(Time time) const {
  return time <= first_ ? 0 : static_cast<std::int32_t>(whole_periods_between(first_, time, step_));
}

EntrySteps entry_steps(const ScoreInputs& inputs, const StepCalendar& calendar, ContextId context) {
  EntrySteps entries{std::vector<std::int32_t>(inputs.network.num_people(), kNeverEntered),
                     calendar.num_steps()};
  for (const Acquisition& a : inputs.journeys.acquisitions)
    if (a.context == context) entries.step[a.person] = calendar.step_of(a.time);
  return entries;
}

InfluenceGraph influence_graph(const Network& network, const StepCalendar& calendar,
                               ContextId context) {
  const Graph& ties = network.ties;
  EdgeList edges;
  const bool dated = !ties.columns().time.empty();
  const auto add = [&](NodeId from, NodeId to, EdgeId e) {
    edges.source.push_back(from);
    edges.target.push_back(to);
    if (dated) edges.columns.time.push_back(ties.columns().time[e]);
  };
  for (NodeId u = 0; u < ties.num_nodes(); ++u)
    for (EdgeId e = ties.first_out_edge(u); const NodeId v : ties.out_neighbors(u)) {
      const bool counts =
          ties.sign(e) > 0 && (ties.context(e) == kEveryContext || ties.context(e) == context);
      if (counts && network.influence != Influence::TargetToSource) add(u, v, e);
      if (counts && network.influence != Influence::SourceToTarget) add(v, u, e);
      ++e;
    }
  InfluenceGraph result{Graph::build(network.num_people(), std::move(edges)), {}};
  for (const Time time : result.graph.columns().time)
    result.steps.push_back(time == kUndated ? 0 : calendar.step_of(time));
  return result;
}

}  // namespace grapevine
