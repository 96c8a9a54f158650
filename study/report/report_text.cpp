#include "study/report/report_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/base/numbers.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kMostRows = 20;
constexpr std::size_t kWidth = 100;

/// Breaks a sentence between words; further lines are indented by two.
std::string wrapped(const std::string& sentence) {
  std::string text, line;
  std::size_t begin = 0;
  while (begin < sentence.size()) {
    const std::size_t end = std::min(sentence.find(' ', begin), sentence.size());
    const std::string word = sentence.substr(begin, end - begin);
    if (!line.empty() && line.size() + 1 + word.size() > kWidth) {
      text += line + "\n";
      line = "  " + word;
    } else {
      line += (line.empty() ? "" : " ") + word;
    }
    begin = end + 1;
  }
  return text + line + "\n";
}

std::string table_text(const ReportTable& shown) {
  const auto count = static_cast<std::size_t>(shown.table.num_rows());
  std::vector<std::size_t> rows(std::min(count, kMostRows));
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::string text = "\n" + wrapped(shown.title);
  if (!shown.note.empty()) text += wrapped(shown.note);
  if (count == 0) return text;
  text += text_table(shown.table, shown.table.column_names(), rows);
  if (count > rows.size())
    text += fmt::format("  ... and {} rows more\n",
                        grouped(static_cast<std::int64_t>(count - rows.size())));
  return text;
}

}  // namespace

std::string report_text(const Report& report) {
  std::string text = fmt::format("{}\nValue in {}\n", report.title, report.unit);
  for (const ReportSection& section : report.sections) {
    text += fmt::format("\n{}\n{}\n", section.title, std::string(section.title.size(), '='));
    for (const std::string& sentence : section.sentences) text += wrapped(sentence);
    for (const ReportTable& table : section.tables) text += table_text(table);
  }
  return text;
}

}  // namespace grapevine
