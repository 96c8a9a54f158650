#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "study/backtest.hpp"

namespace grapevine {

inline constexpr const char* kBacktestName = "backtest.json";

/// The figures for a terminal: every baseline and score by mean AUC, verdicts, warnings.
std::string backtest_text(const StudyFile& study, const Backtest& backtest);

/// Inputs by hash, options, verdicts and warnings.
nlohmann::ordered_json backtest_json(const StudyFile& study, const Backtest& backtest);

/// Tests a study on its own past and writes the tables, `backtest.json` and a report into `out`,
/// whole or not at all; a folder with an earlier one is replaced.
Backtest backtest_to_folder(const StudyFile& study, const OptionMap& given, std::uint64_t seed,
                            const std::filesystem::path& out);

}  // namespace grapevine
