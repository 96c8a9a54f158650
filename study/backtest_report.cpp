#include "study/backtest_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/numbers.hpp"
#include "loaders/writers/whole_file.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/report/report_page.hpp"
#include "study/report/run_report.hpp"
#include "study/result_folder.hpp"

namespace grapevine {
namespace {

using Json = nlohmann::ordered_json;

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : "-";
}

std::string interval(const Comparison& comparison) {
  if (comparison.difference.cells == 0) return "";
  const PairedDifference& d = comparison.difference;
  return fmt::format("{:+.3f} [{:+.3f}, {:+.3f}]", d.mean, d.low, d.high);
}

const char* mark(ScoreKind kind) {
  return kind == ScoreKind::General ? "g" : kind == ScoreKind::InContext ? "c" : " ";
}

std::size_t cells_of(const Backtest& backtest) {
  std::size_t cells = 0;
  for (const JudgedCut& cut : backtest.cuts) cells += cut.cells.size();
  return cells;
}

std::string scores_text(const std::vector<ScoreVerdict>& verdicts) {
  std::size_t width = 5;
  for (const ScoreVerdict& v : verdicts) width = std::max(width, v.score.size());
  std::string text = fmt::format("    {:<{}}    AUC   p@10  top 1 %  {:<26}  {:<16}  reading\n",
                                 "score", width, "AUC - best baseline's", "verdict");
  for (const ScoreVerdict& v : verdicts) {
    text += fmt::format("  {} {:<{}}  {:>5}  {:>5}    {:>5}  {:<26}  {:<16}  {}", mark(v.kind),
                        v.score, width, number(v.mean.auc), number(v.mean.precision_at_10),
                        number(v.mean.captured_at_1_percent), interval(v.to_best_baseline),
                        verdict_text(v.to_best_baseline.verdict), reading_text(v.reading));
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n";
  }
  return text;
}

/// The study's best score against context-free baselines, and in each context.
std::string contexts_text(const BacktestVerdicts& verdicts) {
  const auto best = std::ranges::find(verdicts.overall, ScoreKind::Provider, &ScoreVerdict::kind);
  if (best == verdicts.overall.end()) return "";
  std::string text;
  if (const Comparison& general = best->to_best_general; general.difference.cells > 0)
    text = fmt::format("\n{} against the best general baseline, {}: {} {}\n", best->score,
                       general.to, interval(general), verdict_text(general.verdict));
  text += fmt::format("\n{} by context, against the best baseline there:\n", best->score);
  for (const ScoreVerdict& v : verdicts.by_context)
    if (v.score == best->score)
      text += fmt::format("  {}: AUC {}, {} {} ({}; {} cells)\n", v.context, number(v.mean.auc),
                          interval(v.to_best_baseline), verdict_text(v.to_best_baseline.verdict),
                          v.to_best_baseline.to, v.cells);
  return text;
}

Json comparison_json(const Comparison& comparison) {
  if (comparison.difference.cells == 0) return nullptr;
  return {{"to", comparison.to},
          {"difference", comparison.difference.mean},
          {"low", comparison.difference.low},
          {"high", comparison.difference.high},
          {"verdict", verdict_text(comparison.verdict)}};
}

Json verdict_json(const ScoreVerdict& v) {
  return {{"score", v.score},
          {"kind", kScoreKindNames[static_cast<std::size_t>(v.kind)]},
          {"cells", v.cells},
          {"auc", v.mean.auc ? Json(*v.mean.auc) : Json(nullptr)},
          {"to_best_baseline", comparison_json(v.to_best_baseline)},
          {"to_best_general", comparison_json(v.to_best_general)},
          {"to_best_in_context", comparison_json(v.to_best_in_context)},
          {"to_count", comparison_json(v.to_count)},
          {"reading", v.reading == Reading::None ? Json(nullptr) : Json(reading_text(v.reading))}};
}

Json cut_json(const JudgedCut& cut, const WordsAtCut& words) {
  Json said = Json::array();
  for (const StepRun& step : words.steps) {
    Json facts = Json::object();
    for (const auto& [name, text] : step.facts) facts[name] = text;
    if (!facts.empty()) said.push_back({{"algorithm", step.algorithm}, {"facts", facts}});
  }
  return {{"cut", time_text(cut.moments.cut)},
          {"until", time_text(cut.moments.end)},
          {"people", cut.people},
          {"contexts_judged", cut.cells.size()},
          {"referrals_before", cut.outcomes_before ? Json(*cut.outcomes_before) : Json(nullptr)},
          {"referrals_after", cut.outcomes},
          {"by_unseen", cut.by_unseen},
          {"steps", said},
          {"warnings", words.warnings}};
}

}  // namespace

std::string backtest_text(const StudyFile& study, const Backtest& backtest) {
  std::string text = fmt::format("{}: {} cuts, {} cells (cut x context)\n",
                                 study.name.empty() ? "study" : study.name, backtest.cuts.size(),
                                 cells_of(backtest));
  for (const JudgedCut& cut : backtest.cuts)
    text += fmt::format("  {} until {}: {} people known, {} referrals, {} contexts judged\n",
                        time_text(cut.moments.cut), time_text(cut.moments.end), grouped(cut.people),
                        grouped(cut.outcomes), cut.cells.size());
  if (backtest.verdicts.overall.empty()) return text + "no cell has enough outcomes to be judged\n";
  text +=
      "\nMeans over cells; g: general baseline, c: baseline that knows the context; the "
      "difference with its interval,\nagainst the best other baseline in hindsight; the reading is "
      "beside scores without contexts\n\n";
  return text + scores_text(backtest.verdicts.overall) + contexts_text(backtest.verdicts);
}

nlohmann::ordered_json backtest_json(const StudyFile& study, const Backtest& backtest) {
  Json inputs = Json::array(), cuts = Json::array(), overall = Json::array(),
       by_context = Json::array();
  for (const InputFile& file : backtest.inputs)
    inputs.push_back({{"table", file.table}, {"file", file.file}, {"sha256", file.sha256}});
  for (std::size_t i = 0; i < backtest.cuts.size(); ++i)
    cuts.push_back(cut_json(backtest.cuts[i], backtest.words[i]));
  for (const ScoreVerdict& v : backtest.verdicts.overall) overall.push_back(verdict_json(v));
  for (const ScoreVerdict& v : backtest.verdicts.by_context) {
    Json json = {{"context_id", v.context}};
    json.update(verdict_json(v));
    by_context.push_back(std::move(json));
  }
  return {{"grapevine", GRAPEVINE_VERSION},
          {"study", study.name},
          {"inputs", inputs},
          {"options", backtest.options},
          {"cuts", cuts},
          {"scores", overall},
          {"contexts", by_context},
          {"warnings", backtest.verdicts.warnings},
          {"seconds", backtest.seconds}};
}

Backtest backtest_to_folder(const StudyFile& study, const OptionMap& given, std::uint64_t seed,
                            const std::filesystem::path& out) {
  Backtest backtest;
  write_result_folder(out, kBacktestName, [&](const std::filesystem::path& folder) {
    backtest = backtest_study(study, given, seed);
    for (const NamedTable& named : backtest.tables)
      write_table(named.table, folder / (named.name + "." + study.format));
    WholeFile report(folder / kBacktestName);
    report.write(
        backtest_json(study, backtest).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    report.commit();
    if (study.report) write_report(backtest_report(study, backtest), folder);
  });
  return backtest;
}

}  // namespace grapevine
