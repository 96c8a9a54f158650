#pragma once
#include <span>

#include "study/report/backtest_sections.hpp"
#include "study/report/report.hpp"
#include "study/run_study.hpp"

namespace grapevine {

/// What a run found, for people: what was measured and how, what stands out, who matters in which
/// context and why, the ledger, backtests, whether the tables can be trusted. Equal runs give equal
/// reports: nothing in it depends on the clock. Time is linear in the rows of the score table.
Report run_report(const StudyFile& study, const StudyRun& run,
                  std::span<const TitledBacktest> backtests = {});

/// The same of a backtest alone.
Report backtest_report(const StudyFile& study, const Backtest& backtest);

/// The backtests that the study's [[report.backtest]] asks for.
std::vector<TitledBacktest> report_backtests(const StudyFile& study, std::uint64_t seed);

}  // namespace grapevine
