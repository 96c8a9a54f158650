#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/attribution/journeys.hpp"
#include "algorithms/registry.hpp"
#include "engine/network/network.hpp"
#include "engine/network/score_inputs.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::testing {

/// A moment as a test writes it: "2021-03-05", days since 1970, or "" for none.
struct When {
  When() = default;
  When(const char* text)
      : time(*text == '\0' ? kUndated : parse_time(text, TimeUnit::Day).value()) {}
  When(int day) : time(std::chrono::sys_days{std::chrono::days{day}}) {}
  When(Time t) : time(t) {}

  Time time = kUndated;
};

struct PurchaseRow {
  std::string person{};
  When t{};
  Money margin = 0;
  std::string context = "c";
  std::string id{};
};

/// Names a person in `to`, or a purchase by its id.
struct TouchRow {
  std::string from{}, to{};
  When t{};
  std::string context{};  ///< Empty: every context.
  std::string role{};
  std::string purchase{};
  std::int64_t seq = 0;
  double strength = 1.0;
  YesNo incentivised = YesNo::NotSaid;
  TouchStatus status = TouchStatus::Succeeded;
  When expires{};
};

struct EventRow {
  std::string person{}, kind{}, context{};
  When t{};
};

struct SurveyRow {
  std::string person{}, item{};
  double value = 0.0;
  std::string context{};
  When t{};
};

struct MentionRow {
  std::string person{};
  double polarity = 0.0;
  std::string context{};
  When t{};
};

struct TieRow {
  std::string src{}, dst{};
  double weight = 1.0;
  int sign = 1;
  std::string context{};
  When t{}, end{};
};

/// Collects the rows of a study and makes its Network in the canonical order of the loader: ids
/// ascending, purchases and touches by time first. People and contexts that rows name need no
/// entry.
class StudyBuilder {
 public:
  StudyBuilder& person(const std::string& id, const std::string& payer = "") {
    people_.push_back(id);
    if (!payer.empty()) payers_[id] = payer;
    return *this;
  }
  StudyBuilder& held_out(const std::string& id, YesNo said) {
    people_.push_back(id);
    held_out_[id] = said;
    return *this;
  }
  StudyBuilder& context(const std::string& id) { return contexts_.push_back(id), *this; }
  StudyBuilder& purchase(PurchaseRow row) { return purchases_.push_back(std::move(row)), *this; }
  StudyBuilder& touch(TouchRow row) { return touches_.push_back(std::move(row)), *this; }
  StudyBuilder& event(EventRow row) { return events_.push_back(std::move(row)), *this; }
  StudyBuilder& survey(SurveyRow row) { return surveys_.push_back(std::move(row)), *this; }
  StudyBuilder& mention(MentionRow row) { return mentions_.push_back(std::move(row)), *this; }
  StudyBuilder& tie(TieRow row) { return ties_.push_back(std::move(row)), *this; }
  StudyBuilder& stance_of(const std::string& kind, double stance) {
    stance_[kind] = stance;
    return *this;
  }
  StudyBuilder& influence(Influence way) { return influence_ = way, *this; }
  StudyBuilder& decimals(int count) { return decimals_ = count, *this; }
  /// The last day that the study knows; without it, that of the last purchase.
  StudyBuilder& end(When day) { return end_ = day, *this; }

  std::vector<PurchaseRow>& purchases() { return purchases_; }
  std::vector<TouchRow>& touches() { return touches_; }

  /// The same rows in another order.
  StudyBuilder shuffled(std::uint64_t seed) const {
    StudyBuilder copy = *this;
    Random random(seed, 1);
    const auto shuffle = [&](auto& rows) {
      for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random.below(i)]);
    };
    shuffle(copy.people_);
    shuffle(copy.contexts_);
    shuffle(copy.purchases_);
    shuffle(copy.touches_);
    shuffle(copy.events_);
    shuffle(copy.surveys_);
    shuffle(copy.mentions_);
    shuffle(copy.ties_);
    return copy;
  }

  Network build() const {
    Network network;
    network.people = std::make_shared<const IdIndex>(make_id_index(all_people()));
    network.contexts = make_id_index(all_contexts());
    for (ContextId c = 0; c < network.num_contexts(); ++c)
      network.context_labels.push_back(network.contexts.name(c));
    add_payers(network);
    if (!held_out_.empty()) network.held_out.assign(network.num_people(), YesNo::NotSaid);
    for (const auto& [person, said] : held_out_)
      network.held_out[person_in(network, person)] = said;
    add_purchases(network);
    add_touches(network);
    add_statements(network);
    add_ties(network);
    return network;
  }

 private:
  static void add_id(std::vector<std::string>& ids, const std::string& id) {
    if (!id.empty()) ids.push_back(id);
  }

  std::vector<std::string> all_people() const {
    std::vector<std::string> ids = people_;
    for (const auto& row : purchases_) add_id(ids, row.person);
    for (const auto& row : touches_) add_id(ids, row.from), add_id(ids, row.to);
    for (const auto& row : events_) add_id(ids, row.person);
    for (const auto& row : surveys_) add_id(ids, row.person);
    for (const auto& row : mentions_) add_id(ids, row.person);
    for (const auto& row : ties_) add_id(ids, row.src), add_id(ids, row.dst);
    return ids;
  }

  std::vector<std::string> all_contexts() const {
    std::vector<std::string> ids = contexts_;
    for (const auto& row : purchases_) add_id(ids, row.context);
    for (const auto& row : touches_) add_id(ids, row.context);
    for (const auto& row : events_) add_id(ids, row.context);
    for (const auto& row : surveys_) add_id(ids, row.context);
    for (const auto& row : mentions_) add_id(ids, row.context);
    for (const auto& row : ties_) add_id(ids, row.context);
    return ids;
  }

  static std::uint32_t place(const IdIndex& ids, const std::string& id) {
    return ids.find(std::string_view(id)).value();
  }
  static NodeId person_in(const Network& network, const std::string& id) {
    return place(*network.people, id);
  }
  static ContextId context_in(const Network& network, const std::string& id) {
    return id.empty() ? kEveryContext : place(network.contexts, id);
  }

  /// The place of a name in a list that starts with the empty name.
  static std::uint16_t category(std::vector<std::string>& names, const std::string& name) {
    if (names.empty()) names.emplace_back();
    auto found = std::ranges::find(names, name);
    if (found == names.end()) found = names.insert(found, name);
    return static_cast<std::uint16_t>(found - names.begin());
  }

  template <class Row>
  static std::vector<std::string> categories(const std::vector<Row>& rows,
                                             std::string Row::* member) {
    std::vector<std::string> names = {""};
    for (const Row& row : rows) category(names, row.*member);
    std::ranges::sort(names);
    return names;
  }

  void add_payers(Network& network) const {
    if (payers_.empty()) return;
    std::vector<std::string> codes;
    for (const auto& [person, payer] : payers_) codes.push_back(payer);
    const IdIndex index = IdIndex::from_texts(codes);
    network.payer.assign(network.num_people(), kNoId);
    for (const auto& [person, payer] : payers_)
      network.payer[person_in(network, person)] = place(index, payer);
  }

  void add_purchases(Network& network) const {
    std::vector<std::string> ids;
    for (const auto& row : purchases_) add_id(ids, row.id);
    network.purchase_ids = make_id_index(ids);
    auto& rows = network.purchases.rows;
    for (const auto& row : purchases_)
      rows.push_back({person_in(network, row.person), context_in(network, row.context), row.t.time,
                      row.margin, row.id.empty() ? kNoId : place(network.purchase_ids, row.id)});
    std::ranges::sort(rows, {}, [](const Purchase& p) {
      return std::tuple(p.time, p.id, p.person, p.context, p.margin);
    });
    network.purchases.num_people = network.num_people();
    network.purchases.num_contexts = network.num_contexts();
    network.purchases.decimals = decimals_;
    const Time last = end_.time != kUndated ? end_.time : rows.empty() ? Time{} : rows.back().time;
    network.end = std::chrono::floor<std::chrono::days>(last) + std::chrono::days{1};
  }

  void add_touches(Network& network) const {
    network.touches.roles = categories(touches_, &TouchRow::role);
    auto& rows = network.touches.rows;
    for (const auto& row : touches_) {
      Touch touch{.from = person_in(network, row.from)};
      touch.context = context_in(network, row.context);
      if (row.purchase.empty()) {
        touch.to = person_in(network, row.to);
      } else {
        const std::uint32_t id = place(network.purchase_ids, row.purchase);
        const auto bought = std::ranges::find(network.purchases.rows, id, &Purchase::id);
        touch.purchase = static_cast<std::uint32_t>(bought - network.purchases.rows.begin());
        touch.to = bought->person;
        touch.context = bought->context;
      }
      touch.time = row.t.time;
      touch.seq = row.seq;
      touch.role = category(network.touches.roles, row.role);
      touch.strength = row.strength;
      touch.incentivised = row.incentivised;
      touch.status = row.status;
      if (row.expires.time != kUndated) touch.expires = row.expires.time;
      network.touches.have_times = network.touches.have_times || touch.time != kUndated;
      rows.push_back(touch);
    }
    std::ranges::sort(rows, {}, [](const Touch& t) {
      return std::tuple(t.time, t.seq, t.from, t.to, t.purchase, t.context, t.role, t.strength,
                        t.incentivised, t.status, t.expires);
    });
  }

  void add_statements(Network& network) const {
    network.event_kinds = categories(events_, &EventRow::kind);
    for (const std::string& kind : network.event_kinds) {
      const auto stance = stance_.find(kind);
      network.event_stance.push_back(
          stance == stance_.end() ? std::numeric_limits<double>::quiet_NaN() : stance->second);
    }
    for (const auto& row : events_)
      network.events.push_back({person_in(network, row.person), context_in(network, row.context),
                                row.t.time, category(network.event_kinds, row.kind)});
    network.survey_items = categories(surveys_, &SurveyRow::item);
    for (const auto& row : surveys_)
      network.surveys.push_back({person_in(network, row.person), context_in(network, row.context),
                                 row.t.time, category(network.survey_items, row.item), row.value});
    for (const auto& row : mentions_)
      network.mentions.push_back({person_in(network, row.person), context_in(network, row.context),
                                  row.t.time, row.polarity});
  }

  void add_ties(Network& network) const {
    EdgeList edges;
    for (const auto& row : ties_) {
      edges.source.push_back(person_in(network, row.src));
      edges.target.push_back(person_in(network, row.dst));
      edges.columns.weight.push_back(row.weight);
      edges.columns.sign.push_back(static_cast<std::int8_t>(row.sign));
      edges.columns.context.push_back(context_in(network, row.context));
    }
    const auto times = [&](When TieRow::* time, std::vector<Time>& column) {
      if (std::ranges::all_of(ties_,
                              [&](const TieRow& row) { return (row.*time).time == kUndated; }))
        return;
      for (const TieRow& row : ties_) column.push_back((row.*time).time);
    };
    times(&TieRow::t, edges.columns.time);
    times(&TieRow::end, edges.columns.end);
    network.influence = influence_;
    network.ties = Graph::build(network.num_people(), std::move(edges)).with_ids(network.people);
  }

  std::vector<std::string> people_, contexts_;
  std::map<std::string, std::string> payers_;
  std::map<std::string, YesNo> held_out_;
  std::map<std::string, double> stance_;
  std::vector<PurchaseRow> purchases_;
  std::vector<TouchRow> touches_;
  std::vector<EventRow> events_;
  std::vector<SurveyRow> surveys_;
  std::vector<MentionRow> mentions_;
  std::vector<TieRow> ties_;
  int decimals_ = 2;
  Influence influence_ = Influence::SourceToTarget;
  When end_;
};

/// A network with all else that score providers look at, kept alive together.
class Study {
 public:
  explicit Study(Network given, const JourneyOptions& options = {},
                 const std::vector<std::string>& models = {"linear"})
      : network(std::move(given)),
        walk(referral_walk(network)),
        journeys(build_journeys(network, options)) {
    for (const std::string& model : models)
      attributions.push_back({model, find_algorithm(model)->on_journeys(journeys, {})});
  }

  ScoreInputs inputs() const { return {network, walk, journeys, attributions, earlier}; }

  NodeId person(std::string_view id) const { return network.people->find(id).value(); }
  std::size_t row(std::string_view id, std::string_view context = "c") const {
    return network.row(network.contexts.find(context).value(), person(id));
  }

  Network network;
  Graph walk;
  Journeys journeys;
  std::vector<Attribution> attributions;
  ScoreColumns earlier;
};

/// What a random study is drawn from.
struct RandomStudy {
  std::uint64_t seed = 0;
  std::uint64_t people = 12, contexts = 2, purchases = 30, touches = 40, days = 40;
  bool refunds = true;    ///< Some margins are negative.
  bool undated = true;    ///< Some touches have no time.
  bool distinct = false;  ///< No two touches at one time.
  bool payers = true;     ///< Some people pay for others.
  std::uint64_t ties = 0;
};

/// People p0, p1, ..., contexts c0, c1, ..., roles "brought", "helped", "together"; every reason to
/// leave out a touch occurs: rings, self-referral, same payers, failures, late touches.
inline StudyBuilder random_study(const RandomStudy& drawn) {
  Random random(drawn.seed, 0);
  StudyBuilder study;
  const auto name = [](const char* letter, std::uint64_t i) { return letter + std::to_string(i); };
  const auto one_in = [&](std::uint64_t n) { return random.below(n) == 0; };
  const auto date = [&] { return When(static_cast<int>(random.below(drawn.days))); };
  for (std::uint64_t i = 0; i < drawn.people; ++i)
    study.person(name("p", i), drawn.payers && one_in(4) ? name("payer", random.below(2)) : "");
  for (std::uint64_t i = 0; i < drawn.contexts; ++i) study.context(name("c", i));
  std::vector<std::string> ids;
  for (std::uint64_t i = 0; i < drawn.purchases; ++i) {
    PurchaseRow row{.person = name("p", random.below(drawn.people)), .t = date()};
    row.margin = static_cast<Money>(random.below(10'000));
    if (drawn.refunds && one_in(6)) row.margin = -row.margin;
    row.context = name("c", random.below(drawn.contexts));
    if (one_in(2)) ids.push_back(row.id = name("o", i));
    study.purchase(row);
  }
  const char* roles[] = {"brought", "helped", "together", ""};
  const TouchStatus statuses[] = {TouchStatus::Failed, TouchStatus::Expired};
  for (std::uint64_t i = 0; i < drawn.touches; ++i) {
    TouchRow row{.from = name("p", random.below(drawn.people)), .t = date()};
    if (!ids.empty() && one_in(5))
      row.purchase = ids[random.below(ids.size())];
    else
      row.to = name("p", random.below(drawn.people));
    if (!one_in(4)) row.context = name("c", random.below(drawn.contexts));
    row.role = roles[random.below(4)];
    if (drawn.undated && one_in(8)) row.t = When();
    if (drawn.distinct) row.t = When(row.t.time + std::chrono::seconds{i});
    if (one_in(3)) row.strength = static_cast<double>(random.below(4)) / 2.0;
    if (one_in(3)) row.incentivised = one_in(2) ? YesNo::Yes : YesNo::No;
    if (one_in(10)) row.status = statuses[random.below(2)];
    if (one_in(10)) row.expires = date();
    row.seq = static_cast<std::int64_t>(random.below(3));
    study.touch(row);
  }
  for (std::uint64_t i = 0; i < drawn.ties; ++i) {
    TieRow row{.src = name("p", random.below(drawn.people)),
               .dst = name("p", random.below(drawn.people)),
               .weight = static_cast<double>(random.below(5)) / 2.0};
    if (one_in(8)) row.sign = -1;
    if (one_in(2)) row.context = name("c", random.below(drawn.contexts));
    if (one_in(2)) row.t = date();
    if (one_in(4)) row.end = date();
    study.tie(row);
  }
  return study;
}

/// Journeys of people 1000, 1001, ... in one context, given by their touches.
inline Journeys journeys_of(const std::vector<std::vector<JourneyTouch>>& all) {
  Journeys journeys;
  for (const auto& touches : all) {
    const auto person = static_cast<NodeId>(1000 + journeys.acquisitions.size());
    const Time joined = touches.empty() ? Time{} : touches.back().time;
    journeys.acquisitions.push_back({.person = person,
                                     .context = 0,
                                     .time = joined,
                                     .purchase = 0,
                                     .first_touch = journeys.touches.size(),
                                     .num_touches = static_cast<std::uint32_t>(touches.size())});
    journeys.touches.insert(journeys.touches.end(), touches.begin(), touches.end());
  }
  return journeys;
}

inline JourneyTouch touch_of(NodeId referrer, When t = {}, double weight = 1.0) {
  return {.referrer = referrer, .weight = weight, .time = t.time};
}

}  // namespace grapevine::testing
