#pragma once
#include "study/backtest.hpp"
#include "study/report/report.hpp"

namespace grapevine {

/// A backtest under the title that says what was foretold.
struct TitledBacktest {
  std::string title;
  Backtest backtest;
};

/// Every score and baseline beside each other with intervals and verdicts, the best of them cut by
/// cut, what share of referrals the first people capture, and what was foretold beside what came.
/// Names of sections and tables end in `suffix`, where a report has several.
ReportSection backtest_section(const TitledBacktest& titled, const std::string& suffix = "");

}  // namespace grapevine
