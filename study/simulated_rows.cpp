#include "study/simulated_rows.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cmath>

#include "engine/base/numbers.hpp"
#include "engine/base/time.hpp"

namespace grapevine {
namespace {

using std::chrono::sys_days;

constexpr double kDaysPerYear = 365.25;
/// Numbers of the purchases of one person in one context end before this.
constexpr std::uint64_t kPurchaseNumbers = 2 * kMostPurchases;

/// Ids count from 1, as people do.
std::uint64_t id_of(NodeId person) { return std::uint64_t{person} + 1; }

std::string money(Money cents) { return money_text(cents, 2); }

void add_purchases(const SimulatedContext& in, const Books& books, NodeId person,
                   std::vector<SimulatedPurchase>& scratch, SimulatedRows& rows) {
  const double joined = in.spread.joined[person];
  books.rows_of(person, joined, joined < in.market.organic[person], scratch);
  const ContextId c = in.market.context;
  const std::uint64_t first =
      (std::uint64_t{person} * static_cast<std::uint64_t>(in.town.options.contexts) + c) *
      kPurchaseNumbers;
  for (const SimulatedPurchase& row : scratch) {
    fmt::format_to(std::back_inserter(rows.of(SimulatedFile::Purchases)),
                   FMT_COMPILE("{},{},c{},{},{},{}"), first + 2 * row.number + row.refund,
                   id_of(person), c + 1, simulated_time(row.day), money(row.amount),
                   money(row.margin));
    rows.end_row(SimulatedFile::Purchases);
  }
}

void add_touches(const SimulatedContext& in, const Records& records, NodeId person,
                 std::vector<SimulatedTouch>& scratch, SimulatedRows& rows) {
  records.touches_on(person, scratch);
  for (const SimulatedTouch& touch : scratch) {
    const auto ends = fmt::format(FMT_COMPILE("{},{},c{},"), id_of(touch.from), id_of(person),
                                  in.market.context + 1);
    rows.of(SimulatedFile::Touches) += ends + simulated_time(touch.day);
    rows.of(SimulatedFile::Touches) += touch.incentivised ? ",1" : ",0";
    rows.end_row(SimulatedFile::Touches);
    rows.of(SimulatedFile::TrueTouches) += ends;
    rows.of(SimulatedFile::TrueTouches) += kTouchTruthNames[static_cast<std::size_t>(touch.truth)];
    rows.end_row(SimulatedFile::TrueTouches);
  }
}

void add_answers(const SimulatedContext& in, const Records& records, NodeId person,
                 std::vector<SimulatedAnswer>& scratch, SimulatedRows& rows) {
  records.answers_of(person, scratch);
  for (const SimulatedAnswer& answer : scratch) {
    fmt::format_to(std::back_inserter(rows.of(SimulatedFile::Surveys)),
                   FMT_COMPILE("{},c{},{},{},{}"), id_of(person), in.market.context + 1,
                   answer.item, answer.value, simulated_time(answer.day));
    rows.end_row(SimulatedFile::Surveys);
  }
}

void add_acquisition(const SimulatedContext& in, NodeId person, SimulatedRows& rows) {
  const double joined = in.spread.joined[person], organic = in.market.organic[person];
  const JoinedBy by = joined_by(in.market, joined, person);
  rows.type1 += by == JoinedBy::Type1;
  rows.type2 += by == JoinedBy::Type2;
  std::string& text = rows.of(SimulatedFile::TrueAcquisitions);
  fmt::format_to(std::back_inserter(text), FMT_COMPILE("{},c{},{},{},{},"), id_of(person),
                 in.market.context + 1, simulated_time(joined),
                 organic == kNever ? "" : simulated_time(organic), static_cast<int>(by));
  bool first = true;
  for (const NodeId cause : in.spread.causes_of(person)) {
    fmt::format_to(std::back_inserter(text), FMT_COMPILE("{}{}"), first ? "" : ";", id_of(cause));
    first = false;
  }
  text += "," + money(in.value.margin[person]);
  rows.end_row(SimulatedFile::TrueAcquisitions);
}

void add_true_value(const SimulatedContext& in, NodeId person, SimulatedRows& rows) {
  const TrueValue& value = in.value;
  const Money type1 = value.crv_type1[person], type2 = value.crv_type2[person];
  fmt::format_to(std::back_inserter(rows.of(SimulatedFile::TrueValue)),
                 FMT_COMPILE("{},c{},{:.6g},{},{},{},{},{}"), id_of(person), in.market.context + 1,
                 taste_of(in.town.options, in.market.context, person), money(value.margin[person]),
                 money(type1 + type2), money(type1), money(type2),
                 value.counterfactual.empty() ? "" : money(value.counterfactual[person]));
  rows.end_row(SimulatedFile::TrueValue);
}

void add_influence(const SimulatedContext& in, const TieInfluence& influence, NodeId person,
                   SimulatedRows& rows) {
  for (const NodeId target : in.town.ties.out_neighbors(person)) {
    const double w = influence.w(person, target);
    if (w <= 0.0) continue;
    fmt::format_to(std::back_inserter(rows.of(SimulatedFile::TrueInfluence)),
                   FMT_COMPILE("{},{},c{},{:.6g}"), id_of(person), id_of(target),
                   in.market.context + 1, w);
    rows.end_row(SimulatedFile::TrueInfluence);
  }
}

void add_ring_row(const ShopOptions& options, NodeId person, SimulatedRows& rows) {
  const auto place = ring_place(options, person);
  if (!place) return;
  fmt::format_to(std::back_inserter(rows.of(SimulatedFile::TrueRings)), FMT_COMPILE("{},{},{},c{}"),
                 place->ring + 1, place->shape == RingShape::Star ? "star" : "circle",
                 id_of(person), place->context + 1);
  rows.end_row(SimulatedFile::TrueRings);
}

}  // namespace

void SimulatedRows::end_row(SimulatedFile file) {
  of(file) += '\n';
  ++rows[static_cast<std::size_t>(file)];
}

std::string simulated_time(double day) {
  constexpr Time kStart = sys_days{std::chrono::year{2023} / 1 / 1};
  return time_text(kStart + std::chrono::seconds{std::llround(std::floor(day * 86400.0))});
}

void add_town_rows(const Town& town, NodeId begin, NodeId end, SimulatedRows& rows) {
  const ShopOptions& options = town.options;
  const TieInfluence influence(options, kEveryContext);
  const std::string known = simulated_time(0.0);
  for (NodeId person = begin; person != end; ++person) {
    const NodeId community = community_of(options, person);
    fmt::format_to(std::back_inserter(rows.of(SimulatedFile::People)), FMT_COMPILE("{},{},{}"),
                   id_of(person), community + 1, held_out(options, person) ? "yes" : "no");
    rows.end_row(SimulatedFile::People);
    for (const NodeId target : town.ties.out_neighbors(person)) {
      const bool inside = community_of(options, target) == community;
      fmt::format_to(std::back_inserter(rows.of(SimulatedFile::Ties)),
                     FMT_COMPILE("{},{},{},{},{}"), id_of(person), id_of(target),
                     inside ? "inside" : "outside", influence.warns(person, target) ? -1 : 1,
                     known);
      rows.end_row(SimulatedFile::Ties);
    }
    add_ring_row(options, person, rows);
  }
}

void add_context_rows(const ShopOptions& options, ContextId context, SimulatedRows& rows) {
  const ContextTraits traits = traits_of(options, context);
  rows.of(SimulatedFile::Contexts) +=
      fmt::format("c{0},SIMULATED,topic {0},{1}", context + 1, to_text(options.margin_rate));
  rows.end_row(SimulatedFile::Contexts);
  rows.of(SimulatedFile::TrueContexts) +=
      fmt::format("c{},{:.6g},{:.6g}", context + 1, traits.organic_per_day * kDaysPerYear,
                  traits.referred_spending);
  rows.end_row(SimulatedFile::TrueContexts);
}

void add_people_rows(const SimulatedContext& context, NodeId begin, NodeId end,
                     SimulatedRows& rows) {
  const Books books(context.town.options, context.market.context);
  const Records records(context.town, context.market, context.spread);
  const TieInfluence influence(context.town.options, context.market.context);
  std::vector<SimulatedPurchase> purchases;
  std::vector<SimulatedTouch> touches;
  std::vector<SimulatedAnswer> answers;
  for (NodeId person = begin; person != end; ++person) {
    add_true_value(context, person, rows);
    add_influence(context, influence, person, rows);
    if (context.spread.joined[person] == kNever) continue;
    add_purchases(context, books, person, purchases, rows);
    add_touches(context, records, person, touches, rows);
    add_answers(context, records, person, answers, rows);
    add_acquisition(context, person, rows);
  }
}

}  // namespace grapevine
