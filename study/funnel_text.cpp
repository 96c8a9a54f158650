#include "study/funnel_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/base/numbers.hpp"

namespace grapevine {
namespace {

/// The cells of the row about everybody in all contexts together.
class Row {
 public:
  explicit Row(const Table& table) : table_(table) {
    const auto context = table.texts("context_id"), segment = table.texts("segment");
    for (std::size_t i = 0; i < context.size(); ++i)
      if (context[i].empty() && segment[i] == "all") row_ = i;
  }

  double number(const char* column) const { return table_.doubles(column)[row_]; }
  std::string text(const char* column) const { return table_.texts(column)[row_]; }
  bool asked(const char* column) const { return number(column) > 0.0; }

  std::string count(const char* column) const {
    return grouped(std::to_string(table_.integers(column)[row_]));
  }
  /// "301 (37.1 %)", without a share where nobody took the step before.
  std::string step(const char* column, const char* share) const {
    const double part = number(share);
    return std::isnan(part) ? count(column)
                            : fmt::format("{} ({:.1f} %)", count(column), 100.0 * part);
  }

 private:
  const Table& table_;
  std::size_t row_ = 0;
};

std::string intent_text(const Row& row) {
  std::string text = fmt::format("Of {} asked {} intend to recommend", row.count("asked"),
                                 row.step("intends", "intends_share"));
  if (!std::isnan(row.number("intends_says_did")))
    text += fmt::format(", {} of these say they did", row.count("intends_says_did"));
  if (std::isnan(row.number("intends_did"))) return text + "\n";
  return text + fmt::format("; {} did, {} brought somebody in, {} somebody profitable\n",
                            row.step("intends_did", "intends_did_share"),
                            row.step("intends_joined", "intends_joined_share"),
                            row.step("intends_profitable", "intends_profitable_share"));
}

/// ", intent with crv 0.12 [0.05, 0.19] (Spearman)" for the first of such rows.
std::string correlation_text(const Table& table, std::string_view answer, const char* name) {
  const auto context = table.texts("context_id"), segment = table.texts("segment"),
             asked = table.texts("answer"), outcome = table.texts("outcome"),
             measure = table.texts("measure");
  const auto value = table.doubles("correlation"), low = table.doubles("low"),
             high = table.doubles("high");
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (context[i].empty() && segment[i] == "all" && asked[i] == answer && outcome[i] == "crv" &&
        measure[i] == "spearman" && !std::isnan(low[i]))
      return fmt::format("; {} with crv: Spearman {:.2f} [{:.2f}, {:.2f}]", name, value[i], low[i],
                         high[i]);
  return "";
}

}  // namespace

std::string funnel_text(const StudyRun& run) {
  const Table* funnel = run.find_table("funnel");
  const Table* correlations = run.find_table("intent_correlations");
  if (funnel == nullptr || correlations == nullptr || funnel->num_rows() == 0) return "";
  const Row row(*funnel);
  const bool intent = row.asked("asked"), nps = row.asked("nps_people");
  if (!intent && !nps && !row.asked("asked_whether")) return "";
  std::string text = "\n" + (intent ? intent_text(row) : "");
  std::string beside;
  if (const double gap = row.number("gap"); !std::isnan(gap))
    beside +=
        fmt::format("; gap between intent and action {:+.1f} points [{:+.1f}, {:+.1f}]",
                    100.0 * gap, 100.0 * row.number("gap_low"), 100.0 * row.number("gap_high"));
  if (nps) beside += fmt::format("; NPS {:+.0f} of {}", row.number("nps"), row.count("nps_people"));
  beside += correlation_text(*correlations, "intends", "intent");
  beside += correlation_text(*correlations, "nps", "NPS");
  if (const std::string missing = row.text("not_asked"); !missing.empty())
    beside += "; not asked: " + missing;
  if (!beside.empty()) beside = beside.substr(2) + ": see the table funnel\n";
  if (!beside.empty() && beside.front() >= 'a') beside.front() -= 'a' - 'A';
  return text + beside;
}

}  // namespace grapevine
