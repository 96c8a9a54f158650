#include "loaders/study_tables/quality/codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "loaders/study_tables/quality/known_codes.hpp"

namespace grapevine {
namespace {

struct Column {
  const char* table;
  const char* column;
};

constexpr Column kNumbers[] = {{"ties", "weight"},      {"touches", "strength"},
                               {"touches", "seq"},      {"purchases", "amount"},
                               {"purchases", "margin"}, {"purchases", "units"},
                               {"purchases", "cost"},   {"surveys", "value"}};

constexpr Column kTimes[] = {{"ties", "t"},          {"ties", "t_end"},  {"touches", "t"},
                             {"touches", "expires"}, {"purchases", "t"}, {"events", "t"},
                             {"surveys", "t"},       {"mentions", "t"},  {"contributions", "t"}};

constexpr Column kWords[] = {{"people", "person_id"},
                             {"ties", "src"},
                             {"ties", "dst"},
                             {"touches", "from_person"},
                             {"touches", "to_person"},
                             {"purchases", "person_id"},
                             {"events", "person_id"},
                             {"surveys", "person_id"},
                             {"mentions", "person_id"},
                             {"contributions", "person_id"},
                             {"ties", "context_id"},
                             {"touches", "context_id"},
                             {"purchases", "context_id"},
                             {"touches", "role"},
                             {"ties", "type"},
                             {"events", "kind"}};

/// Rows that a number must stand in to look like a code.
constexpr std::ptrdiff_t kFewestRows = 2;
/// Days around a code that no other time lies in.
constexpr std::int64_t kDaysApart = 5 * 366;

/// 99, 999, ..., 9999999 with either sign, -1 and -9.
bool is_code_number(double value) {
  if (value == -1.0 || value == -9.0) return true;
  for (double nines = 99.0; nines < 1e7; nines = nines * 10.0 + 9.0)
    if (std::abs(value) == nines) return true;
  return false;
}

/// A code far from every other value, if there is one: the largest, and twice as large as the next;
/// or the only one below zero, on another scale than those above.
std::optional<double> code_apart(std::vector<double> values) {
  std::ranges::sort(values);
  if (values.empty() || values.front() == values.back()) return std::nullopt;
  const double least = values.front(), most = values.back();
  const auto [low, low_end] = std::ranges::equal_range(values, least);
  const auto [high, high_end] = std::ranges::equal_range(values, most);
  if (is_code_number(most) && high_end - high >= kFewestRows && 2.0 * *std::prev(high) < most)
    return most;
  const bool other_scale = most >= 3.0 * -least || 2.0 * most < -least;
  if (is_code_number(least) && least < 0.0 && low_end - low >= kFewestRows && *low_end >= 0.0 &&
      other_scale)
    return least;
  return std::nullopt;
}

void report_code(const FoundRows& apart, const char* column, std::string_view code, std::int64_t of,
                 QualityFindings& found) {
  apart.report({"undeclared_code", Severity::Warning,
                fmt::format("have {} {}, far from every other; used as it is", column, code),
                "does it stand for not known? then declare it, or empty the cells"},
               found, of);
}

/// Values mean different things by item of a survey, so each item is looked at alone.
void check_numbers(const Rows& rows, const char* column, QualityFindings& found) {
  std::map<std::string, std::vector<double>> values;
  const auto value_of = [&](std::int64_t row) { return rows.number_if_any(row, column); };
  for_each_used_row(rows, [&](std::int64_t row) {
    if (const auto value = value_of(row)) values[rows.text(row, "item")].push_back(*value);
  });
  for (auto& [item, of_item] : values) {
    const auto of = static_cast<std::int64_t>(of_item.size());
    const auto code = code_apart(std::move(of_item));
    if (!code) continue;
    FoundRows apart(rows);
    for_each_used_row(rows, [&](std::int64_t row) {
      if (rows.text(row, "item") == item && value_of(row) == code) apart.add(row, column);
    });
    report_code(apart, column, to_text(*code), of, found);
  }
}

/// A day that is a known code, years from every other.
void check_days(const Rows& rows, const char* column, QualityFindings& found) {
  std::map<std::int64_t, std::int64_t> counts;
  for_each_used_row(rows, [&](std::int64_t row) {
    if (const Time time = rows.time(row, column); time != kUndated) ++counts[day_number(time)];
  });
  for (auto at = counts.begin(); at != counts.end() && counts.size() > 1; ++at) {
    const Time day{std::chrono::days(at->first)};
    const bool near =
        (at != counts.begin() && at->first - std::prev(at)->first < kDaysApart) ||
        (std::next(at) != counts.end() && std::next(at)->first - at->first < kDaysApart);
    if (near || !is_code_day(day)) continue;
    FoundRows apart(rows);
    for_each_used_row(rows, [&](std::int64_t row) {
      const Time time = rows.time(row, column);
      if (time != kUndated && day_number(time) == at->first) apart.add(row, column);
    });
    report_code(apart, column, time_text(day), rows.used(), found);
  }
}

bool is_placeholder(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  constexpr std::array kWordsOfNothing = {"na",   "n/a", "#n/a",    "nan",       "null", "(null)",
                                          "none", "nil", "unknown", "undefined", "nat",  "missing",
                                          "?",    "-",   "--",      ".",         "\\n",  "tbd"};
  return std::ranges::find(kWordsOfNothing, std::string_view(lower)) != kWordsOfNothing.end();
}

}  // namespace

void check_codes(const LoadedStudy& study, QualityFindings& found) {
  for (const auto& [table, column] : kNumbers)
    if (const Rows& rows = study.rows(table); rows.any(column)) check_numbers(rows, column, found);
  for (const auto& [table, column] : kTimes)
    if (const Rows& rows = study.rows(table); rows.any(column)) check_days(rows, column, found);
}

void check_censored(const LoadedStudy& study, QualityFindings& found) {
  for (const auto& [name, rows] : study.tables)
    for (const std::string& column : rows.censored_columns()) {
      FoundRows censored(rows), left_out(rows);
      for (std::int64_t row = 0; row < rows.size(); ++row)
        if (rows.censored(row, column)) {
          censored.add(row);
          if (rows.is_left_out(row)) left_out.add(row);
        }
      censored.report({"censored", Severity::Info,
                       fmt::format("with a code for not yet in {}, as declared; {} of them are "
                                   "left out",
                                   column, left_out.count()),
                       "no need to"},
                      found, rows.size());
    }
}

void check_placeholders(const LoadedStudy& study, QualityFindings& found) {
  for (const auto& [table, column] : kWords) {
    const Rows& rows = study.rows(table);
    if (!rows.any(column)) continue;
    FoundRows placeholders(rows);
    for_each_used_row(rows, [&](std::int64_t row) {
      if (is_placeholder(rows.text(row, column))) placeholders.add(row, column);
    });
    placeholders.report({"placeholder_text", Severity::Warning,
                         fmt::format("with a {} that reads like nothing; used as it is", column),
                         "declare it as missing, or empty the cells"},
                        found);
  }
}

}  // namespace grapevine
