#include "engine/network/cut.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace grapevine {
namespace {

bool is_known(Time row, Time cut) { return row == kUndated || row < cut; }

/// When each person first bought in a context, and anywhere; refunds aside.
class FirstPurchaseTimes {
 public:
  explicit FirstPurchaseTimes(const Network& network) {
    for (const Purchase& purchase : network.purchases.rows) {  // in the order of time
      if (purchase.margin < 0) continue;
      first_.try_emplace({purchase.person, purchase.context}, purchase.time);
      first_.try_emplace({purchase.person, kEveryContext}, purchase.time);
    }
  }

  /// Time::max() where there is none.
  Time of(NodeId person, ContextId context) const {
    const auto found = first_.find({person, context});
    return found == first_.end() ? Time::max() : found->second;
  }

 private:
  std::map<std::pair<NodeId, ContextId>, Time> first_;
};

/// Old places of what is kept, and the new ones.
class Kept {
 public:
  explicit Kept(std::size_t count) : keep_(count) {}

  void keep(std::uint32_t place) { keep_[place] = true; }
  const std::vector<bool>& all() const { return keep_; }
  void keep_all() { keep_.assign(keep_.size(), true); }

  /// The new place of each old one; `none` for what is not kept.
  std::vector<std::uint32_t> places(std::uint32_t none) const {
    std::vector<std::uint32_t> places(keep_.size(), none);
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < keep_.size(); ++i)
      if (keep_[i]) places[i] = next++;
    return places;
  }

  /// The ids that are kept; their order stays.
  IdIndex of(const IdIndex& ids) const {
    const auto kept = [&](const auto& all, auto some) {
      for (std::size_t i = 0; i < all.size(); ++i)
        if (keep_[i]) some.emplace_back(all[i]);
      return some;
    };
    return ids.is_text()
               ? IdIndex::from_texts(kept(ids.texts(), std::vector<std::string>()))
               : IdIndex::from_integers(kept(ids.integers(), std::vector<std::int64_t>()));
  }

  template <class T>
  std::vector<T> of(const std::vector<T>& all) const {
    std::vector<T> some;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (keep_[i]) some.push_back(all[i]);
    return some;
  }

 private:
  std::vector<bool> keep_;
};

class Cutter {
 public:
  Cutter(const Network& whole, Time time)
      : whole_(whole),
        time_(time),
        people_(whole.people->size()),
        contexts_(whole.contexts.size()),
        purchase_ids_(whole.purchase_ids.size()) {}

  NetworkCut cut() {
    // What is kept is found with the old places first; then all rows get their new ones.
    keep_purchases();
    keep_touches();
    keep_rows(whole_.events, now().events);
    keep_rows(whole_.surveys, now().surveys);
    keep_rows(whole_.mentions, now().mentions);
    EdgeList ties = keep_ties();
    const Kept named = people_;
    keep_listed();
    cut_.named = people_.of(named.all());
    cut_.person = people_.places(kNoNode);
    cut_.context = contexts_.places(kEveryContext);
    name_what_is_kept();
    rename_rows();
    rename_ties(std::move(ties));
    return std::move(cut_);
  }

 private:
  Network& now() { return cut_.network; }

  void keep_context(ContextId context) {
    if (context != kEveryContext) contexts_.keep(context);
  }

  void keep_listed() {
    for (const NodeId person : whole_.people_rows)
      if (person != kNoNode) people_.keep(person);
    if (whole_.contexts_are_listed) contexts_.keep_all();
  }

  void keep_purchases() {
    // They are in the order of time, so each that is kept keeps its place.
    for (const Purchase& purchase : whole_.purchases.rows) {
      if (purchase.time >= time_) break;
      people_.keep(purchase.person);
      keep_context(purchase.context);
      if (purchase.id != kNoId) purchase_ids_.keep(purchase.id);
      now().purchases.rows.push_back(purchase);
    }
  }

  void keep_touches() {
    const FirstPurchaseTimes first(whole_);
    for (const Touch& touch : whole_.touches.rows) {
      const bool names_purchase = touch.purchase != kNoId;
      if (!is_known(touch.time, time_)) continue;
      if (names_purchase && touch.purchase >= now().purchases.rows.size()) continue;
      if (!names_purchase && touch.time == kUndated && first.of(touch.to, touch.context) >= time_)
        continue;
      people_.keep(touch.from);
      people_.keep(touch.to);
      keep_context(touch.context);
      now().touches.have_times |= touch.time != kUndated;
      now().touches.rows.push_back(touch);
    }
  }

  template <class Row>
  void keep_rows(const std::vector<Row>& all, std::vector<Row>& some) {
    for (const Row& row : all) {
      if (!is_known(row.time, time_)) continue;
      people_.keep(row.person);
      keep_context(row.context);
      cut_.undated_answers += row.time == kUndated;
      some.push_back(row);
    }
  }

  EdgeList keep_ties() {
    const Graph& ties = whole_.ties;
    const GraphColumns& all = ties.columns();
    EdgeList some;
    for (NodeId source = 0; source < ties.num_nodes(); ++source) {
      EdgeId e = ties.first_out_edge(source);
      for (const NodeId target : ties.out_neighbors(source)) {
        const EdgeId edge = e++;
        const Time time = all.time.empty() ? kUndated : all.time[edge];
        if (!is_known(time, time_)) continue;
        cut_.undated_ties += time == kUndated;
        people_.keep(source);
        people_.keep(target);
        keep_context(ties.context(edge));
        some.source.push_back(source);
        some.target.push_back(target);
        const auto copy = [&](const auto& from, auto& to) {
          if (!from.empty()) to.push_back(from[edge]);
        };
        copy(all.weight, some.columns.weight);
        copy(all.sign, some.columns.sign);
        copy(all.type, some.columns.type);
        copy(all.time, some.columns.time);
        copy(all.context, some.columns.context);
        if (!all.end.empty())  // that it will end is not known yet
          some.columns.end.push_back(all.end[edge] < time_ ? all.end[edge] : kUndated);
      }
    }
    if (std::ranges::all_of(some.columns.end, [](Time end) { return end == kUndated; }))
      some.columns.end.clear();
    some.type_names = ties.type_names();
    return some;
  }

  void name_what_is_kept() {
    now().people = std::make_shared<const IdIndex>(people_.of(*whole_.people));
    now().contexts = contexts_.of(whole_.contexts);
    now().context_labels = contexts_.of(whole_.context_labels);
    now().payer = whole_.payer.empty() ? whole_.payer : people_.of(whole_.payer);
    now().held_out = whole_.held_out.empty() ? whole_.held_out : people_.of(whole_.held_out);
    for (const NodeId person : whole_.people_rows)
      now().people_rows.push_back(person == kNoNode ? kNoNode : cut_.person[person]);
    now().contexts_are_listed = whole_.contexts_are_listed;
    now().purchase_ids = purchase_ids_.of(whole_.purchase_ids);
    now().end = time_;
    now().influence = whole_.influence;
    now().touches.roles = whole_.touches.roles;
    now().event_kinds = whole_.event_kinds;
    now().event_stance = whole_.event_stance;
    now().survey_items = whole_.survey_items;
    for (const char* name : {"people", "contexts"})
      if (const auto table = whole_.raw_tables.find(name); table != whole_.raw_tables.end())
        now().raw_tables.emplace(*table);
  }

  void rename(NodeId& person) const { person = cut_.person[person]; }
  void rename_context(ContextId& context) const {
    if (context != kEveryContext) context = cut_.context[context];
  }

  void rename_rows() {
    const auto ids = purchase_ids_.places(kNoId);
    const auto rename_row = [&](auto& row) {
      rename(row.person);
      rename_context(row.context);
    };
    for (Purchase& purchase : now().purchases.rows) {
      rename_row(purchase);
      if (purchase.id != kNoId) purchase.id = ids[purchase.id];
    }
    now().purchases.num_people = now().num_people();
    now().purchases.num_contexts = now().num_contexts();
    now().purchases.decimals = whole_.purchases.decimals;
    for (Touch& touch : now().touches.rows) {
      rename(touch.from);
      rename(touch.to);
      rename_context(touch.context);
    }
    std::ranges::for_each(now().events, rename_row);
    std::ranges::for_each(now().surveys, rename_row);
    std::ranges::for_each(now().mentions, rename_row);
  }

  void rename_ties(EdgeList ties) {
    std::ranges::for_each(ties.source, [&](NodeId& person) { rename(person); });
    std::ranges::for_each(ties.target, [&](NodeId& person) { rename(person); });
    std::ranges::for_each(ties.columns.context,
                          [&](ContextId& context) { rename_context(context); });
    now().ties = Graph::build(now().num_people(), std::move(ties)).with_ids(now().people);
  }

  const Network& whole_;
  const Time time_;
  Kept people_, contexts_, purchase_ids_;
  NetworkCut cut_;
};

}  // namespace

NetworkCut cut_at(const Network& whole, Time time) { return Cutter(whole, time).cut(); }

}  // namespace grapevine
