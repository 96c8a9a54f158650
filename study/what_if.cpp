#include "study/what_if.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include "algorithms/customer_value/ledger.hpp"
#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/score_network.hpp"
#include "study/tie_ages.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

bool keeps_ledger(const Algorithm& a) { return a.on_network && a.doc.section == kLedgerSection; }

/// For each place in `before` that of the same id in `after`, or `none`.
std::vector<std::uint32_t> places_in(const IdIndex& before, const IdIndex& after,
                                     std::uint32_t none) {
  std::vector<std::uint32_t> places(before.size());
  for (std::uint32_t i = 0; i < places.size(); ++i)
    places[i] = after.find(std::string_view(before.name(i))).value_or(none);
  return places;
}

/// A network and what was made of it.
struct Side {
  const Network& network;
  ScoredNetwork scored;
};

/// What it cannot score is said of the study without the rows, since with them it may be whole.
ScoredNetwork score_rest(const StudyFile& study, const Network& rest, const Algorithm* last) try {
  return score_network(study, rest, last);
} catch (const Error& error) {
  throw Error(error.code(), std::string("without the rows: ") + error.what());
}

class Comparer {
 public:
  Comparer(const StudyFile& study, const Side& before, const Side& after, WhatIf& result)
      : study_(study),
        before_(before),
        after_(after),
        result_(result),
        person_(places_in(*before.network.people, *after.network.people, kNoNode)),
        context_(places_in(before.network.contexts, after.network.contexts, kEveryContext)) {}

  void compare(bool all_rows) {
    add_totals();
    add_expected_loss();
    align_rows();
    for (const Algorithm& a : algorithms())
      if (keeps_ledger(a) || (result_.walks && a.doc.section == kWalkSection))
        for (const ColumnInfo& info : a.score_columns)
          if (const ScoreColumn* column = before_.scored.columns.find(info.name))
            columns_.push_back(column);
    mark_changes();
    make_table(all_rows);
  }

 private:
  void add_total(const std::string& name, const std::string& unit, double before, double after) {
    result_.totals.push_back({name, unit, before, after});
  }

  void add_totals() {
    const auto count = [](std::size_t n) { return static_cast<double>(n); };
    add_total("people", "people", before_.network.num_people(), after_.network.num_people());
    add_total("acquisitions", "people", count(before_.scored.journeys.acquisitions.size()),
              count(after_.scored.journeys.acquisitions.size()));
    add_total("touches_counted", "touches", count(before_.scored.journeys.touches.size()),
              count(after_.scored.journeys.touches.size()));
    for (const AuditLine& line : before_.scored.audit) {
      const auto same =
          std::ranges::find(after_.scored.audit, line.name, &AuditLine::name);  // as many lines
      add_total(line.name, result_.unit, major_units(line.amount, line.decimals),
                major_units(same->amount, same->decimals));
    }
    Money own = 0;
    for (const Purchase& p : before_.network.purchases.rows) own = add_money(own, p.margin);
    for (const Purchase& p : after_.network.purchases.rows) own = add_money(own, -p.margin);
    result_.own_margin = major_units(own, before_.network.purchases.decimals);
  }

  /// (context, newcomer, referrer, implied) of every touch that is left, by places of `after`.
  /// Where the last record goes, ties may imply touches: those keep no recorded referral.
  std::vector<std::tuple<ContextId, NodeId, NodeId, bool>> touches_left() const {
    std::vector<std::tuple<ContextId, NodeId, NodeId, bool>> left;
    const Journeys& journeys = after_.scored.journeys;
    for (const Acquisition& a : journeys.acquisitions)
      for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
        left.emplace_back(a.context, a.person, journeys.touches[k].referrer,
                          journeys.touches[k].implied);
    std::ranges::sort(left);
    return left;
  }

  void add_expected_loss() {
    const Journeys& journeys = before_.scored.journeys;
    const auto options = parse_options<EconomicsOptions>(
        options_of(study_, kLedgerSection, describe<EconomicsOptions>()));
    const auto values = value_acquisitions(before_.network, journeys, options);
    const auto ledger =
        build_ledger(journeys, before_.scored.attributions.front().share, values, options);
    const auto left = touches_left();
    for (const Credit& credit : ledger) {
      const Acquisition& a = journeys.acquisitions[credit.acquisition];
      const NodeId newcomer = person_[a.person];
      const ContextId context = context_[a.context];
      if (credit.referrer == kNoNode || newcomer == kNoNode || context == kEveryContext) continue;
      const NodeId referrer = person_[credit.referrer];
      if (referrer != kNoNode &&
          std::ranges::binary_search(left, std::tuple(context, newcomer, referrer, credit.implied)))
        continue;
      ++result_.lost_credits;
      result_.expected_loss += values[credit.acquisition].p_type1 *
                               major_units(credit.margin, before_.network.purchases.decimals);
    }
  }

  void align_rows() {
    const NodeId people = before_.network.num_people();
    after_row_.resize(before_.network.num_rows(), kNowhere);
    for (std::size_t row = 0; row < after_row_.size(); ++row) {
      const NodeId person = person_[row % people];
      const ContextId context = context_[row / people];
      if (person != kNoNode && context != kEveryContext)
        after_row_[row] = after_.network.row(context, person);
    }
  }

  /// Values of `after` in the rows of `before`; of who is gone, 0.
  template <class T>
  std::vector<T> aligned(const std::vector<T>& values) const {
    std::vector<T> rows(after_row_.size());
    for (std::size_t row = 0; row < rows.size(); ++row)
      if (after_row_[row] != kNowhere) rows[row] = values[after_row_[row]];
    return rows;
  }

  std::vector<double> before_of(const ScoreColumn& column) const {
    return before_.scored.columns.doubles(column.info.name);
  }
  std::vector<double> after_of(const ScoreColumn& column) const {
    auto after = aligned(after_.scored.columns.doubles(column.info.name));
    const auto before = before_of(column);  // null: the study does not tell it of anybody
    for (std::size_t row = 0; row < after.size(); ++row)
      if (after_row_[row] == kNowhere && std::isnan(before[row])) after[row] = before[row];
    return after;
  }

  void mark_changes() {
    size_.resize(after_row_.size());
    for (const ScoreColumn* column : columns_) {
      result_.columns.push_back(column->info.name);
      const auto before = before_of(*column), after = after_of(*column);
      const bool of_walks = find_algorithm(column->info.method)->doc.section == kWalkSection;
      for (std::size_t row = 0; row < size_.size(); ++row) {
        if (before[row] == after[row] || (std::isnan(before[row]) && std::isnan(after[row])))
          continue;
        // Counts that change alone come behind all money, but are changes.
        const double change = std::abs(after[row] - before[row]);
        if (of_walks && change <= result_.walks->error) continue;
        const bool money = column->info.unit == "money" && !std::isnan(change);
        size_[row] = std::max(size_[row], money ? change : std::numeric_limits<double>::min());
      }
    }
    result_.rows = size_.size();
    result_.changed =
        static_cast<std::size_t>(std::ranges::count_if(size_, [](double s) { return s > 0.0; }));
  }

  void make_table(bool all_rows) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < size_.size(); ++row)
      if (all_rows || size_[row] > 0.0) rows.push_back(row);
    TableBuilder builder;
    std::vector<std::uint32_t> people, contexts;
    std::vector<std::string> gone;
    for (const std::size_t row : rows) {
      people.push_back(static_cast<NodeId>(row % before_.network.num_people()));
      contexts.push_back(static_cast<ContextId>(row / before_.network.num_people()));
      gone.emplace_back(after_row_[row] == kNowhere ? "true" : "false");
    }
    builder.add_ids({"person_id", "", "the person", "what_if", ""}, *before_.network.people,
                    people);
    builder.add_ids({"context_id", "", "the context", "what_if", ""}, before_.network.contexts,
                    contexts);
    builder.add({"gone", "", "true: no other row names the person or context", "what_if", ""},
                gone);
    for (const ScoreColumn* column : columns_) add_column_of(builder, *column, rows);
    result_.changes = builder.finish();
    result_.largest_first.resize(rows.size());
    std::iota(result_.largest_first.begin(), result_.largest_first.end(), std::size_t{0});
    std::ranges::sort(result_.largest_first, {},
                      [&](std::size_t i) { return std::pair(-size_[rows[i]], i); });
  }

  /// COLUMN_before, COLUMN_after and COLUMN_change: exact where amounts or counts are.
  void add_column_of(TableBuilder& builder, const ScoreColumn& column,
                     const std::vector<std::size_t>& rows) const {
    const ColumnValues& after = after_.scored.columns.find(column.info.name)->values;
    const auto add = [&](const char* ending, const auto& value) {
      ColumnInfo info = column.info;
      info.name += ending;
      value(info);
    };
    const auto add_three = [&](const auto& was, const auto& is, const auto& put) {
      using T = std::remove_cvref_t<decltype(was[0])>;
      const auto part = [&](const auto& cell) {
        std::vector<T> cells;
        for (const std::size_t row : rows) cells.push_back(cell(row));
        return cells;
      };
      add("_before", [&](const ColumnInfo& i) { put(i, part([&](auto r) { return was[r]; })); });
      add("_after", [&](const ColumnInfo& i) { put(i, part([&](auto r) { return is[r]; })); });
      add("_change",
          [&](const ColumnInfo& i) { put(i, part([&](auto r) { return is[r] - was[r]; })); });
    };
    const auto* money = std::get_if<MoneyColumn>(&column.values);
    const auto* counts = std::get_if<std::vector<std::int64_t>>(&column.values);
    if (money)
      add_three(money->amounts, aligned(std::get<MoneyColumn>(after).amounts),
                [&](const ColumnInfo& info, std::vector<Money> amounts) {
                  builder.add(info, MoneyColumn{std::move(amounts), money->decimals});
                });
    else if (counts)
      add_three(*counts, aligned(std::get<std::vector<std::int64_t>>(after)),
                [&](const ColumnInfo& info, const std::vector<std::int64_t>& values) {
                  builder.add(info, std::span(values));
                });
    else
      add_three(before_of(column), after_of(column),
                [&](const ColumnInfo& info, const std::vector<double>& values) {
                  builder.add(info, std::span(values));
                });
  }

  const StudyFile& study_;
  const Side &before_, &after_;
  WhatIf& result_;
  const std::vector<std::uint32_t> person_, context_;  ///< Places in `after`.
  std::vector<std::size_t> after_row_;                 ///< Of each row of `before`, or kNowhere.
  std::vector<const ScoreColumn*> columns_;
  std::vector<double> size_;  ///< Of the largest change in each row; 0: there is none.
};

}  // namespace

double WhatIfTotal::change() const {
  const double difference = after - before;
  const double size = std::max(std::abs(before), std::abs(after));
  return std::abs(difference) <= 1e-12 * size ? 0.0 : difference;
}

WhatIf what_if(StudyFile study, const Erasure& erasure, bool all_rows, bool walks) {
  if (erasure.empty())
    throw Error(ErrorCode::InvalidOption, "what-if", "nothing is to be removed",
                "name a person, a role, or touches by a column");
  check_models(study);
  WhatIf result{.unit = study.value_unit()};
  LoadReport report, report_after;
  const Network whole = load_network(study.tables, report);
  study.tables.erasure = erasure;
  const Network rest = load_network(study.tables, report_after);
  result.erased = report_after.erased;
  const Algorithm* last = last_ledger_provider();
  Side before{whole, score_network(study, whole, last)};
  Side after{rest, score_rest(study, rest, last)};
  if (walks)
    result.walks = add_walk_scores(study, whole, before.scored.columns, rest, after.scored.columns);
  for (const std::string& warning : after.scored.warnings)
    if (std::ranges::find(before.scored.warnings, warning) == before.scored.warnings.end())
      result.warnings.push_back(warning);
  result.model = before.scored.attribution_models.front();
  Comparer(study, before, after, result).compare(all_rows);
  return result;
}

}  // namespace grapevine
