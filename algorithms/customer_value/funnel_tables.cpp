#include "algorithms/customer_value/funnel_tables.hpp"

#include <cmath>

#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

using R = FunnelRow;
using Count = std::int64_t FunnelRow::*;

/// What must be there for a count to mean anything.
enum class Needs { Nothing, Touches, Intent, IntentAndTouches, Whether, IntentAndWhether };

bool has(const R& row, Needs needs) {
  const bool intent = row.asked > 0, whether = row.asked_whether > 0;
  switch (needs) {
    case Needs::Nothing:
      break;
    case Needs::Touches:
      return row.have_touches;
    case Needs::Intent:
      return intent;
    case Needs::IntentAndTouches:
      return intent && row.have_touches;
    case Needs::Whether:
      return whether;
    case Needs::IntentAndWhether:
      return intent && whether;
  }
  return true;
}

class FunnelColumns {
 public:
  FunnelColumns(const Network& network, std::span<const R> rows) : rows_(rows) {
    std::vector<std::uint32_t> contexts;
    std::vector<std::string> segments;
    for (const R& row : rows) {
      contexts.push_back(row.context == kEveryContext ? kNoNode : row.context);
      segments.push_back(row.segment);
    }
    builder_.add_ids(info("context_id", "", "the context; null: all contexts together", ""),
                     network.contexts, contexts);
    builder_.add(
        info("segment", "", "all, a segment of scores, or none: who has no segment", "segment"),
        segments);
  }

  void count(const char* name, const char* meaning, Count of, Needs needs, const char* source) {
    std::vector<std::int64_t> values;
    std::vector<std::uint8_t> valid;
    for (const R& row : rows_) {
      values.push_back(row.*of);
      valid.push_back(has(row, needs));
    }
    builder_.add(info(name, "people", meaning, source), values, valid);
  }

  /// `part` / `whole`, the step and the one before.
  void share(const char* name, const char* meaning, Count part, Count whole, Needs needs,
             const char* source) {
    number(name, "proportion", meaning, source, [&](const R& row) {
      if (!has(row, needs)) return std::nan("");
      return static_cast<double>(row.*part) / static_cast<double>(row.*whole);
    });
  }

  template <class Value>
  void number(const char* name, const char* unit, const char* meaning, const char* source,
              const Value& value) {
    std::vector<double> values;
    for (const R& row : rows_) values.push_back(value(row));
    builder_.add(info(name, unit, meaning, source), values);
  }

  Table finish() {
    std::vector<std::string> missing;
    for (const R& row : rows_) missing.push_back(row.not_asked());
    builder_.add(info("not_asked", "", "what nobody here was asked, or the study has none of",
                      "surveys.item touches"),
                 missing);
    return builder_.finish();
  }

 private:
  static ColumnInfo info(const char* name, const char* unit, const char* meaning,
                         const char* source) {
    return {name, unit, meaning, std::string(kReferralFunnelDoc.name), source};
  }

  std::span<const R> rows_;
  TableBuilder builder_;
};

constexpr const char* kSaid = "surveys.value";
constexpr const char* kDone = "touches";
constexpr const char* kCame = "touches purchases";
constexpr const char* kPaid = "touches purchases.value";

void add_people_asked(FunnelColumns& table) {
  table.count("asked", "who answered intends", &R::asked, Needs::Nothing, kSaid);
  table.count("intends", "of them, who say they will recommend", &R::intends, Needs::Intent, kSaid);
  table.share("intends_share", "intends / asked", &R::intends, &R::asked, Needs::Intent, kSaid);
  table.count("intends_says_did", "of those who intend, who say they did recommend",
              &R::intends_says_did, Needs::IntentAndWhether, kSaid);
  constexpr Needs kBoth = Needs::IntentAndTouches;
  table.count("intends_did", "of those who intend, who made a touch, whatever came of it",
              &R::intends_did, kBoth, "surveys.value touches");
  table.share("intends_did_share", "intends_did / intends", &R::intends_did, &R::intends, kBoth,
              "surveys.value touches");
  table.count("intends_joined", "of these, who earned a share of somebody's acquisition",
              &R::intends_joined, kBoth, "surveys.value touches purchases");
  table.share("intends_joined_share", "intends_joined / intends_did", &R::intends_joined,
              &R::intends_did, kBoth, "surveys.value touches purchases");
  table.count("intends_profitable", "of these, who brought in somebody of positive margin",
              &R::intends_profitable, kBoth, "surveys.value touches purchases.value");
  table.share("intends_profitable_share", "intends_profitable / intends_joined",
              &R::intends_profitable, &R::intends_joined, kBoth,
              "surveys.value touches purchases.value");
  table.count("asked_did", "of those asked, who made a touch", &R::asked_did, kBoth,
              "surveys.value touches");
  table.number("gap", "proportion",
               "share of those asked who intend, less that of those who made a touch",
               "surveys.value touches", [](const R& row) { return row.gap(); });
  table.number("gap_low", "proportion", "low end of its 95 % interval", "surveys.value touches",
               [](const R& row) { return row.gap_interval().low; });
  table.number("gap_high", "proportion", "high end of it", "surveys.value touches",
               [](const R& row) { return row.gap_interval().high; });
}

void add_all_people(FunnelColumns& table) {
  table.count("did", "who made a touch, asked or not", &R::did, Needs::Touches, kDone);
  table.share("did_share", "did / people", &R::did, &R::people, Needs::Touches, kDone);
  table.count("joined", "of them, who earned a share of somebody's acquisition", &R::joined,
              Needs::Touches, kCame);
  table.share("joined_share", "joined / did", &R::joined, &R::did, Needs::Touches, kCame);
  table.count("profitable", "of these, who brought in somebody of positive margin", &R::profitable,
              Needs::Touches, kPaid);
  table.share("profitable_share", "profitable / joined", &R::profitable, &R::joined, Needs::Touches,
              kPaid);
}

void add_statements(FunnelColumns& table) {
  table.count("asked_whether", "who answered did_recommend", &R::asked_whether, Needs::Nothing,
              kSaid);
  table.count("says_did", "of them, who say they did", &R::says_did, Needs::Whether, kSaid);
  table.share("says_did_share", "says_did / asked_whether", &R::says_did, &R::asked_whether,
              Needs::Whether, kSaid);
  table.number("nps", "percent", "promoters (9, 10) less detractors (0 to 6)", kSaid,
               [](const R& row) { return row.nps(); });
  table.count("nps_people", "who answered nps", &R::nps_people, Needs::Nothing, kSaid);
}

/// What an interval lets one say.
std::string reading(const CorrelationInterval& correlation) {
  if (std::isnan(correlation.value)) return "cannot be judged: all alike";
  if (std::isnan(correlation.low)) return "cannot be judged: too few people";
  if (correlation.low > 0.0) return "what they say goes with what they bring";
  if (correlation.high < 0.0) return "what they say goes against what they bring";
  return "not proven that what they say goes with what they bring";
}

}  // namespace

NamedTable funnel_table(const Network& network, std::span<const FunnelRow> rows) {
  FunnelColumns table(network, rows);
  table.count("people", "who bought, answered or made a touch here", &R::people, Needs::Nothing,
              "purchases touches surveys.value");
  add_people_asked(table);
  add_all_people(table);
  add_statements(table);
  return {"funnel", table.finish()};
}

NamedTable correlations_table(const Network& network,
                              std::span<const IntentCorrelation> correlations) {
  using C = IntentCorrelation;
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kReferralFunnelDoc.name),
                      "surveys.value touches purchases.value"};
  };
  RowsTable<C> table(correlations);
  table.add_ids(
      info("context_id", "", "the context; null: all contexts together"), network.contexts,
      [](const C& c) { return c.context == kEveryContext ? kNoNode : NodeId{c.context}; });
  table.add(info("segment", "", "as in the table funnel"), [](const C& c) { return c.segment; })
      .add(info("answer", "", "what was asked: intends or nps"),
           [](const C& c) { return c.answer; })
      .add(info("outcome", "", "the column of scores beside it"),
           [](const C& c) { return c.outcome; })
      .add(info("measure", "", "spearman, or point_biserial: Pearson's of yes or no"),
           [](const C& c) { return c.measure; })
      .add(info("people", "people", "who answered"),
           [](const C& c) { return static_cast<std::int64_t>(c.correlation.pairs); })
      .add(info("correlation", "1", "null: the answers or the outcomes are all alike"),
           [](const C& c) { return c.correlation.value; })
      .add(info("low", "1", "low end of its 95 % interval; null: fewer than 10 people"),
           [](const C& c) { return c.correlation.low; })
      .add(info("high", "1", "high end of it"), [](const C& c) { return c.correlation.high; })
      .add(info("reading", "", "what may be said of it"),
           [](const C& c) { return reading(c.correlation); });
  return {"intent_correlations", table.finish()};
}

}  // namespace grapevine
