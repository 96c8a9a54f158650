#include "loaders/study_tables/statements.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "engine/base/numbers.hpp"
#include "loaders/study_tables/categories.hpp"

namespace grapevine {
namespace {

/// The answer to an item that scores know must be a number in its range, or yes or no; others may
/// be anything, and stay in the raw table when they are no finite number.
std::optional<double> answer_of(Rows& rows, std::int64_t row, const std::string& item) {
  const std::string& cell = rows.text(row, "value");
  if (item == "nps") return rows.number_in(row, "value", 0.0, 10.0);
  const bool known =
      item == "intends" || item == "did_recommend" || item == "would_have_joined_anyway";
  if (!known) {
    const auto number = parse_double(cell);
    return number && std::isfinite(*number) ? number : std::nullopt;
  }
  if (const auto said = parse_bool(cell)) return *said ? 1.0 : 0.0;
  return rows.number_in(row, "value", 0.0, 1.0);
}

class StatementLoader {
 public:
  StatementLoader(StudyRows& tables, const Identities& ids, const StudyTables& study,
                  Network& network)
      : tables_(tables), ids_(ids), study_(study), network_(network) {}

  void load_events() {
    Rows& rows = rows_with(tables_, "events", {"person_id", "kind", "t"});
    const Categories kinds(rows, "kind", network_.event_kinds);
    rows.for_each_row([&](std::int64_t i) {
      const NodeId person = ids_.person_or_reject(rows, i, "person_id");
      if (person == kNoNode) return;
      const ContextId context = ids_.context(rows, i);
      const Time time = rows.time(i, "t");
      if (rows.text(i, "kind").empty())
        rows.reject(i, "kind", "no kind");
      else if (time == kUndated)
        rows.reject(i, "t", "no time");
      else
        network_.events.push_back({person, context, time, kinds.of(i)});
    });
    std::ranges::sort(network_.events, {}, [](const Event& e) {
      return std::tuple(e.person, e.context, e.time, e.kind);
    });
    for (const std::string& kind : network_.event_kinds) {
      const auto stance = study_.event_stance.find(kind);
      network_.event_stance.push_back(stance == study_.event_stance.end() ? std::nan("")
                                                                          : stance->second);
    }
  }

  void load_surveys() {
    Rows& rows = rows_with(tables_, "surveys", {"person_id", "item", "value"});
    const Categories items(rows, "item", network_.survey_items);
    rows.for_each_row([&](std::int64_t i) {
      const NodeId person = ids_.person_or_reject(rows, i, "person_id");
      if (person == kNoNode) return;
      const std::string& item = rows.text(i, "item");
      const ContextId context = ids_.context(rows, i);
      const Time time = rows.time(i, "t");
      if (item.empty())
        rows.reject(i, "item", "no item");
      else if (rows.text(i, "value").empty())
        rows.reject(i, "value", "no value");
      else if (const auto value = answer_of(rows, i, item))
        network_.surveys.push_back({person, context, time, items.of(i), *value});
    });
    std::ranges::sort(network_.surveys, {}, [](const SurveyAnswer& a) {
      return std::tuple(a.person, a.context, a.time, a.item, a.value);
    });
  }

  void load_mentions() {
    Rows& rows = rows_with(tables_, "mentions", {"person_id", "polarity"});
    rows.for_each_row([&](std::int64_t i) {
      const NodeId person = ids_.person_or_reject(rows, i, "person_id");
      if (person == kNoNode) return;
      const ContextId context = ids_.context(rows, i);
      const Time time = rows.time(i, "t");
      const auto polarity = rows.number_in(i, "polarity", -1.0, 1.0);
      if (!polarity)
        rows.reject(i, "polarity", "no value");
      else
        network_.mentions.push_back({person, context, time, *polarity});
    });
    std::ranges::sort(network_.mentions, {}, [](const Mention& m) {
      return std::tuple(m.person, m.context, m.time, m.polarity);
    });
  }

  /// They are only looked at: whether they can be read.
  void load_contributions() {
    Rows& rows = rows_with(tables_, "contributions", {"person_id", "kind", "t"});
    rows.for_each_row([&](std::int64_t i) {
      if (ids_.person_or_reject(rows, i, "person_id") == kNoNode) return;
      ids_.context(rows, i);
      const Time time = rows.time(i, "t");
      if (rows.text(i, "kind").empty())
        rows.reject(i, "kind", "no kind");
      else if (time == kUndated)
        rows.reject(i, "t", "no time");
    });
  }

 private:
  StudyRows& tables_;
  const Identities& ids_;
  const StudyTables& study_;
  Network& network_;
};

}  // namespace

void load_statements(StudyRows& tables, const Identities& ids, const StudyTables& study,
                     Network& network) {
  StatementLoader loader(tables, ids, study, network);
  loader.load_events();
  loader.load_surveys();
  loader.load_mentions();
  loader.load_contributions();
}

}  // namespace grapevine
