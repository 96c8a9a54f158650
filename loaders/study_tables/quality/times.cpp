#include "loaders/study_tables/quality/times.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <unordered_map>

#include "loaders/study_tables/quality/known_codes.hpp"

namespace grapevine {
namespace {

constexpr const char* kDatedTables[] = {"ties",    "touches",  "purchases",    "events",
                                        "surveys", "mentions", "contributions"};

/// First purchases that are no refund: per person and context, and per purchase id.
class FirstPurchases {
 public:
  explicit FirstPurchases(const Network& network)
      : network_(network),
        of_id_(network.purchase_ids.size(), kUndated),
        last_(network.num_people(), kUndated) {
    for (const Purchase& p : network.purchases.rows) {
      if (p.id != kNoId && of_id_[p.id] == kUndated) of_id_[p.id] = p.time;
      if (p.margin < 0) continue;
      if (first_.emplace(network.row(p.context, p.person), p.time).second)
        last_[p.person] = std::max(last_[p.person], p.time);
    }
  }

  /// kUndated when there is none.
  Time of_id(std::string_view id) const {
    const auto place = network_.purchase_ids.find(id);
    return place ? of_id_[*place] : kUndated;
  }

  /// In that context; of every context the last of the first ones.
  Time of(NodeId person, ContextId context) const {
    if (context == kEveryContext) return last_[person];
    const auto at = first_.find(network_.row(context, person));
    return at == first_.end() ? kUndated : at->second;
  }

 private:
  const Network& network_;
  std::vector<Time> of_id_, last_;
  std::unordered_map<std::size_t, Time> first_;
};

/// A touch with both a time and a place in its journey.
struct Step {
  std::string purchase;
  NodeId to;
  ContextId context;
  Time time;
  std::int64_t seq, row;
};

std::vector<Step> steps_of_journeys(const LoadedStudy& study) {
  const Rows& rows = study.rows("touches");
  std::vector<Step> steps;
  for_each_used_row(rows, [&](std::int64_t row) {
    const Time time = rows.time(row, "t");
    const auto seq = rows.integer(row, "seq");
    if (time == kUndated || !seq) return;
    const std::string& purchase = rows.text(row, "purchase_id");
    const bool by_name = purchase.empty();
    steps.push_back({purchase, by_name ? study.ids.person(rows, row, "to_person") : kNoNode,
                     by_name ? study.ids.context(rows, row) : kEveryContext, time, *seq, row});
  });
  return steps;
}

/// Rows whose seq is below that of an earlier one of their journey, in the order of the file.
std::vector<std::int64_t> rows_against_time(std::vector<Step> steps) {
  std::ranges::sort(steps, {}, [](const Step& s) {
    return std::tie(s.purchase, s.to, s.context, s.time, s.seq, s.row);
  });
  constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();
  std::vector<std::int64_t> against;
  std::int64_t earlier = kNone, highest = kNone;  // of strictly earlier times, and of all so far
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto journey = [](const Step& s) { return std::tie(s.purchase, s.to, s.context); };
    if (i > 0 && journey(steps[i]) != journey(steps[i - 1]))
      earlier = highest = kNone;
    else if (i > 0 && steps[i].time > steps[i - 1].time)
      earlier = highest;
    if (steps[i].seq < earlier) against.push_back(steps[i].row);
    highest = std::max(highest, steps[i].seq);
  }
  std::ranges::sort(against);
  return against;
}

}  // namespace

void check_undated(const LoadedStudy& study, QualityFindings& found) {
  for (const char* table : {"ties", "touches"}) {
    const Rows& rows = study.rows(table);
    if (!rows.any("t")) continue;
    FoundRows undated(rows);
    for_each_used_row(rows, [&](std::int64_t row) {
      if (rows.text(row, "t").empty()) undated.add(row);
    });
    const bool ties = std::string_view(table) == "ties";
    undated.report({"undated", Severity::Warning,
                    ties ? "without a time, where others have one; they count at all times"
                         : "without a time, where others have one; those that name a person earn "
                           "nothing",
                    "date them, or leave them out of studies over time"},
                   found);
  }
}

void check_window(const LoadedStudy& study, QualityFindings& found) {
  const auto &start = study.study.start, &end = study.study.end;
  if (!start && !end) return;
  for (const char* table : kDatedTables) {
    const Rows& rows = study.rows(table);
    FoundRows before(rows), after(rows);
    if (!rows.any("t")) continue;
    for_each_used_row(rows, [&](std::int64_t row) {
      const Time time = rows.time(row, "t");
      if (time == kUndated) return;
      if (start && time < *start) before.add(row, "t");
      if (end && time >= study.network.end) after.add(row, "t");
    });
    before.report({"outside_window", Severity::Warning,
                   "dated before the study's start; they are used all the same",
                   "move start, or leave them out"},
                  found);
    after.report(
        {"outside_window", Severity::Warning,
         "dated after the study's end; they are used all the same", "move end, or leave them out"},
        found);
  }
}

void check_years(const LoadedStudy& study, QualityFindings& found) {
  const Time first = *parse_time("1900-01-01", TimeUnit::Day);
  const Time last = *parse_time("2101-01-01", TimeUnit::Day);
  for (const char* table : kDatedTables) {
    const Rows& rows = study.rows(table);
    if (!rows.any("t")) continue;
    FoundRows absurd(rows);
    for_each_used_row(rows, [&](std::int64_t row) {
      const Time time = rows.time(row, "t");
      if (time != kUndated && (time < first || time >= last) && !is_code_day(time))
        absurd.add(row, "t");
    });
    absurd.report({"absurd_years", Severity::Warning, "dated before 1900 or after 2100",
                   "is time_unit in [study] right?"},
                  found);
  }
}

void check_late_touches(const LoadedStudy& study, QualityFindings& found) {
  const Rows& rows = study.rows("touches");
  if (!rows.any("t")) return;
  const FirstPurchases first(study.network);
  FoundRows of_purchase(rows), of_person(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    const Time time = rows.time(row, "t");
    if (time == kUndated) return;
    if (const std::string& id = rows.text(row, "purchase_id"); !id.empty()) {
      const Time bought = first.of_id(id);
      if (bought != kUndated && time > bought) of_purchase.add(row, "t");
      return;
    }
    const Time bought =
        first.of(study.ids.person(rows, row, "to_person"), study.ids.context(rows, row));
    if (bought != kUndated && time > bought) of_person.add(row, "t");
  });
  of_purchase.report({"touch_after_purchase", Severity::Warning,
                      "dated after the purchase they name; they earn nothing",
                      "is the time of one of them wrong?"},
                     found);
  of_person.report({"touch_after_purchase", Severity::Info,
                    "dated after the person's first purchase; they earn nothing",
                    "no need to, unless these should count"},
                   found);
}

void check_spans(const LoadedStudy& study, QualityFindings& found) {
  const auto check = [&](const char* table, const char* ending, const char* what) {
    const Rows& rows = study.rows(table);
    if (!rows.any(ending) || !rows.any("t")) return;
    FoundRows backwards(rows);
    for_each_used_row(rows, [&](std::int64_t row) {
      const Time start = rows.time(row, "t"), end = rows.time(row, ending);
      if (start != kUndated && end != kUndated && end < start) backwards.add(row, ending);
    });
    backwards.report({"ends_before_start", Severity::Warning, what, "are the two exchanged?"},
                     found);
  };
  check("ties", "t_end", "ending before they begin");
  check("touches", "expires", "expiring before they happen; they earn nothing");
}

void check_sequence(const LoadedStudy& study, QualityFindings& found) {
  const Rows& rows = study.rows("touches");
  if (!rows.any("seq") || !rows.any("t")) return;
  FoundRows backwards(rows);
  for (const std::int64_t row : rows_against_time(steps_of_journeys(study)))
    backwards.add(row, "seq");
  backwards.report({"seq_against_time", Severity::Warning,
                    "later in time and lower in seq than another of the same journey",
                    "time goes first; correct one of them"},
                   found);
}

void check_early_leaving(const LoadedStudy& study, QualityFindings& found) {
  const Rows& rows = study.rows("events");
  if (study.study.event_stance.empty() || study.network.purchases.rows.empty()) return;
  const FirstPurchases first(study.network);
  FoundRows early(rows);
  for_each_used_row(rows, [&](std::int64_t row) {
    const auto stance = study.study.event_stance.find(rows.text(row, "kind"));
    if (stance == study.study.event_stance.end() || stance->second >= 0.0) return;
    const ContextId context = study.ids.context(rows, row);
    if (context == kEveryContext) return;
    const Time bought = first.of(study.ids.person(rows, row, "person_id"), context);
    if (bought != kUndated && rows.time(row, "t") < bought) early.add(row, "t");
  });
  early.report({"left_before_purchase", Severity::Info,
                "of negative stance before the person's first purchase in the context",
                "is an earlier purchase missing?"},
               found);
}

}  // namespace grapevine
