#pragma once
#include "algorithms/causality/exposure.hpp"
#include "engine/base/time.hpp"
#include "engine/network/score_inputs.hpp"

namespace grapevine {

inline constexpr std::string_view kStepNames[] = {"day",     "week",      "month",
                                                  "quarter", "half_year", "year"};

/// Counts time in whole steps from the day of the first entry of all.
class StepCalendar {
 public:
  StepCalendar(const ScoreInputs& inputs, Period step);

  std::int32_t step_of(Time time) const;
  std::int32_t num_steps() const { return num_steps_; }

 private:
  Period step_;
  Time first_;
  std::int32_t num_steps_ = 0;
};

/// The step in which each person entered a context.
EntrySteps entry_steps(const ScoreInputs& inputs, const StepCalendar& calendar, ContextId context);

/// Ties as influence runs, without negative ones, and the step of each.
struct InfluenceGraph {
  Graph graph;
  TieSteps steps;
};

/// The ties that count in a context: its own, and those of every context. O((n + m) log m).
InfluenceGraph influence_graph(const Network& network, const StepCalendar& calendar,
                               ContextId context);

}  // namespace grapevine
