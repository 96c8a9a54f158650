#include "loaders/study_tables/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/base/error.hpp"
#include "engine/base/memory_budget.hpp"
#include "engine/base/numbers.hpp"
#include "engine/base/progress.hpp"
#include "engine/registry/field.hpp"
#include "loaders/study_tables/quality/currency_text.hpp"

namespace grapevine {
namespace {

constexpr std::string_view kIdColumns[] = {"person_id",  "payer_id",    "same_as",   "src",
                                           "dst",        "from_person", "to_person", "purchase_id",
                                           "context_id", "parent",      "by",        "item_id"};

/// A date between these, read as a number of seconds, may well have been meant as a date.
constexpr std::string_view kFirstLikelyDate = "19000101", kLastLikelyDate = "21001231";

}  // namespace

Rows::Rows(std::string table, const TableSpec* spec, TimeUnit time_unit, LoadReport& report)
    : name_(std::move(table)), spec_(spec), time_unit_(time_unit), report_(report) {
  if (!spec_) return;
  report_progress("reading " + name_, 0, 0);
  source_ = spec_->in_memory ? table_in_memory(name_ + " (table in memory)", *spec_->in_memory)
                             : read_source_table(spec_->files, spec_->format);
  for (const std::string& note : source_.notes()) report_.notes.push_back(name_ + ": " + note);
  for (const auto& [ours, theirs] : spec_->columns_where_absent)
    if (!source_.table().has(ours) && source_.table().has(theirs)) mapped_.emplace(ours, theirs);
  for (const auto& [ours, theirs] : spec_->columns)
    if (!source_.table().has(theirs) && !takes_mapping(ours))
      throw Error(
          ErrorCode::BadInput, source_.files(),
          fmt::format("there is no column {} (named in the study for {})", in_quotes(theirs), ours),
          "its columns are " + joined(source_.table().column_names()));
}

std::string Rows::file_column(std::string_view column) const {
  if (const auto given = mapped_.find(column); given != mapped_.end()) return given->second;
  const auto mapped = spec_->columns.find(column);
  return mapped != spec_->columns.end() ? mapped->second : std::string(column);
}

const ColumnCells& Rows::cells(std::string_view column) const {
  static const ColumnCells kNone;
  if (!spec_) return kNone;
  const auto found = cache_.find(column);
  if (found != cache_.end()) return found->second;
  ColumnCells cells;
  const bool ids = std::ranges::find(kIdColumns, column) != std::end(kIdColumns);
  if (has(column)) {
    refuse_beyond(source_.files(), static_cast<std::uint64_t>(size()) * sizeof(std::string));
    cells = read_column(source_, {column, file_column(column), ids}, spec_->format);
  }
  if (!cells.note.empty())
    report_.notes.push_back(fmt::format("{}.{}: {}", name_, column, cells.note));
  return cache_.emplace(column, std::move(cells)).first->second;
}

bool Rows::any(std::string_view column) const {
  return std::ranges::any_of(cells(column).texts,
                             [](const std::string& text) { return !text.empty(); });
}

void Rows::require(std::string_view column) const {
  if (!spec_ || source_.table().has(file_column(column))) return;
  throw Error(
      ErrorCode::BadInput, source_.files(), fmt::format("there is no column {}", in_quotes(column)),
      fmt::format("its columns are {}; name one in the study: {} = {{ file = ..., {} = \"...\" }}",
                  joined(source_.table().column_names()), name_, column));
}

const std::string& Rows::text(std::int64_t row, std::string_view column) const {
  static const std::string kEmpty;
  if (++cells_read_ % 65'536 == 0) check_interrupt();
  const auto& texts = cells(column).texts;
  return texts.empty() ? kEmpty : texts[static_cast<std::size_t>(row)];
}

const std::string& Rows::written(std::int64_t row, std::string_view column) const {
  const auto& changed = cells(column).written;
  const auto found = changed.find(row);
  return found == changed.end() ? text(row, column) : found->second;
}

bool Rows::censored(std::int64_t row, std::string_view column) const {
  return cells(column).censored.contains(row);
}

std::vector<std::string> Rows::censored_columns() const {
  std::vector<std::string> columns;
  if (!spec_) return columns;
  for (const auto& [column, codes] : spec_->format.censored) columns.push_back(column);
  return columns;
}

bool Rows::has_decimal_comma(std::int64_t row, std::string_view column) const {
  return spec_ && spec_->format.decimal_comma && source_.is_text(row, file_column(column));
}

std::optional<double> Rows::number_if_any(std::int64_t row, std::string_view column) const {
  std::string cell = text(row, column);
  if (has_decimal_comma(row, column)) {
    if (cell.find('.') != std::string::npos) return std::nullopt;
    std::ranges::replace(cell, ',', '.');
  }
  const auto value = parse_double(cell);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::string Rows::number_text(std::int64_t row, std::string_view column) const {
  std::string cell = text(row, column);
  if (!has_decimal_comma(row, column)) return cell;
  if (cell.find('.') != std::string::npos || std::ranges::count(cell, ',') > 1)
    refuse(row, column, "not a number with a decimal comma",
           "expected a number with a decimal comma, found " + in_quotes(cell),
           "leave out what groups digits, or do not declare decimal = \",\"");
  std::ranges::replace(cell, ',', '.');
  return cell;
}

void Rows::refuse(std::int64_t row, std::string_view column, std::string_view reason,
                  std::string_view what, std::string_view to_do) const {
  if (within_row_) throw Refused{row, std::string(column), std::string(reason)};
  throw Error(ErrorCode::BadInput, source_.place(row, file_column(column)), what, to_do);
}

std::optional<double> Rows::number(std::int64_t row, std::string_view column) const {
  if (text(row, column).empty()) return std::nullopt;
  const auto value = parse_double(number_text(row, column));
  if (!value)
    refuse(row, column, "not a number", "expected a number, found " + in_quotes(text(row, column)),
           looks_like_money(text(row, column))
               ? "write it like 1234.50, without currency and grouping"
               : "correct the cell");
  if (!std::isfinite(*value))
    refuse(row, column, "not finite",
           "expected a finite number, found " + in_quotes(text(row, column)),
           "leave the cell empty where the value is not known");
  return value;
}

std::optional<double> Rows::number_in(std::int64_t row, std::string_view column, double min,
                                      double max) const {
  const auto value = number(row, column);
  if (value && (*value < min || *value > max))
    refuse(row, column, "not in " + range_text(min, max),
           in_quotes(text(row, column)) + " is out of range", "allowed: " + range_text(min, max));
  return value;
}

std::optional<std::int64_t> Rows::integer(std::int64_t row, std::string_view column) const {
  if (text(row, column).empty()) return std::nullopt;
  const std::string cell = number_text(row, column);
  auto value = parse_integer(cell);
  if (!value) value = parse_money(cell, 0);  // a whole number may have a point: 3.0
  if (!value)
    refuse(row, column, "not a whole number",
           "expected a whole number, found " + in_quotes(text(row, column)), "correct the cell");
  return value;
}

std::optional<Money> Rows::money(std::int64_t row, std::string_view column, int decimals) const {
  if (!number(row, column)) return std::nullopt;
  const std::string cell = number_text(row, column);
  const auto value = parse_money(cell, decimals);
  if (!value)
    refuse(row, column, fmt::format("not exact in {} decimals", decimals),
           fmt::format("{} does not fit exact amounts of {} decimals", in_quotes(text(row, column)),
                       decimals),
           "raise value_decimals in [economics], or round the column");
  return value;
}

Time Rows::time(std::int64_t row, std::string_view column) const {
  const std::string& cell = text(row, column);
  if (cell.empty()) return kUndated;
  const auto value = parse_time(cell, unit_of(column));
  if (!value)
    refuse(row, column, "not a time", "expected a time, found " + in_quotes(cell),
           "write 2021-03-05 or 2021-03-05T10:20:30Z, or declare time_unit in [study]");
  return *value;
}

TimeUnit Rows::unit_of(std::string_view column) const {
  const auto found = units_.find(column);
  if (found != units_.end()) return found->second;
  return units_.emplace(column, find_unit(column)).first->second;
}

/// The declared unit, but where every value of the column is a date written as eight digits and
/// none of them is a time in that unit.
TimeUnit Rows::find_unit(std::string_view column) const {
  const TimeUnit declared = spec_->format.time_unit.value_or(time_unit_);
  bool none_readable = true, likely = true;
  for (const std::string& cell : cells(column).texts) {
    if (cell.empty()) continue;
    if (cell.find('-') != std::string::npos || !parse_time(cell, TimeUnit::CompactDate))
      return declared;
    none_readable = none_readable && !parse_time(cell, declared);
    likely = likely && cell >= kFirstLikelyDate && cell <= kLastLikelyDate;
  }
  if (declared == TimeUnit::CompactDate || !any(column)) return declared;
  if (none_readable) {
    report_.notes.push_back(fmt::format(
        "{}.{}: every value is a date written as 20210305; read as such", name_, column));
    return TimeUnit::CompactDate;
  }
  if (likely) {
    const auto count = std::ranges::count_if(cells(column).texts,
                                             [](const std::string& cell) { return !cell.empty(); });
    report_.quality.findings.push_back(
        finding_of({"compact_dates", Severity::Warning,
                    "look like dates written as 20210305, but are read as numbers",
                    "if they are dates, declare time_unit = \"yyyymmdd\""},
                   name_, count, count, "values of " + std::string(column)));
  }
  return declared;
}

YesNo Rows::yes_no(std::int64_t row, std::string_view column) const {
  const std::string& cell = text(row, column);
  if (cell.empty()) return YesNo::NotSaid;
  const auto value = parse_bool(cell);
  if (!value)
    refuse(row, column, "neither true nor false",
           "expected true or false, found " + in_quotes(cell), "correct the cell");
  return *value ? YesNo::Yes : YesNo::No;
}

void Rows::leave_out(std::int64_t row, std::string_view column, std::string reason,
                     bool unreadable) {
  if (report_.max_rejects && report_.rejected.empty())
    report_.first_rejected = source_.place(row, file_column(column)) + ": " + reason;
  left_out_.resize(static_cast<std::size_t>(size()));
  left_out_[static_cast<std::size_t>(row)] = true;
  ++rejected_;
  if (censored(row, column)) reason = kCensored;
  report_.rejected.push_back({name_, source_.file(row), row, file_column(column),
                              written(row, column), std::move(reason), unreadable});
  if (report_.max_rejects &&
      static_cast<std::int64_t>(report_.rejected.size()) > *report_.max_rejects)
    end_at_limit();
}

void Rows::end_at_limit() const {
  throw Error(
      ErrorCode::BadInput, report_.first_rejected,
      fmt::format("this is the first of {} rows left out, more than --max-rejects {} allows",
                  report_.rejected.size(), *report_.max_rejects),
      "see them all with grapevine check, correct them, or allow more");
}

const std::vector<std::int64_t>& Rows::lines() const {
  if (lines_.empty()) lines_ = source_.lines();
  return lines_;
}

std::string Rows::where(std::int64_t row, std::string_view column) const {
  const std::string place =
      fmt::format("{}:{}", source_.file(row), lines()[static_cast<std::size_t>(row)]);
  if (column.empty()) return place;
  return fmt::format("{} {} = {}", place, file_column(column), in_quotes(text(row, column)));
}

void Rows::keep_only(const std::vector<bool>& keep) {
  source_ = source_.with_rows(keep);
  cache_.clear();
  units_.clear();
  lines_.clear();
}

void Rows::count() {
  if (!spec_) return;
  report_.counts.push_back({name_, size(), size() - rejected_, rejected_});
  if (rejected_ == 0) return;
  for (RejectedRow& row : report_.rejected)
    if (row.table == name_) row.line = lines()[static_cast<std::size_t>(row.line)];
}

}  // namespace grapevine
