#pragma once
#include <span>
#include <vector>

#include "algorithms/evaluation/backtest_verdicts.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// `backtest_scores`: a row for each score over all cells; `backtest_contexts`: for each context
/// and score; `backtest_cells`: for each cut, context and score; `backtest_cuts`: for each cut.
std::vector<NamedTable> backtest_tables(std::span<const JudgedCut> cuts,
                                        const BacktestVerdicts& verdicts);

}  // namespace grapevine
