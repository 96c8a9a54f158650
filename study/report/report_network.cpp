#include "study/report/report_network.hpp"

#include <algorithm>
#include <map>

#include "study/report/names.hpp"

namespace grapevine {
namespace {

/// An edge by the network's own numbers, while it is chosen.
struct Candidate {
  NodeId from, to;
  std::uint16_t kind;
  std::int8_t sign;
  bool touch;
  Time time;
  ContextId context;
  double weight;
};

class NetworkChooser {
 public:
  NetworkChooser(const Network& network, const ReportNetworkLimits& limits)
      : network_(network), limits_(limits) {}

  ReportNetwork choose(std::span<const NodeId> named) {
    const bool all = network_.ties.num_edges() + network_.touches.rows.size() <= limits_.edges;
    if (all)
      for_each_edge([&](const Candidate& edge) { add(edge); });
    else
      add_around(named);
    return std::move(chosen_);
  }

 private:
  template <class Visit>
  void for_each_edge(const Visit& visit) {
    for (const Touch& touch : network_.touches.rows)
      if (touch.status == TouchStatus::Succeeded)
        visit({touch.from, touch.to, touch_kind(touch.role), 1, true, time_of(touch, network_),
               touch.context, touch.strength});
    const Graph& ties = network_.ties;
    const GraphColumns& columns = ties.columns();
    for (NodeId source = 0; source < ties.num_nodes(); ++source) {
      EdgeId e = ties.first_out_edge(source);
      for (const NodeId target : ties.out_neighbors(source)) {
        const bool backwards = network_.influence == Influence::TargetToSource;
        visit({backwards ? target : source, backwards ? source : target,
               tie_kind(columns.type.empty() ? std::uint16_t{0} : columns.type[e]),
               static_cast<std::int8_t>(ties.sign(e)), false,
               columns.time.empty() ? kUndated : columns.time[e], ties.context(e), ties.weight(e)});
        ++e;
      }
    }
  }

  /// Each of `named` keeps the best of its own edges; one that both ends keep is there once.
  void add_around(std::span<const NodeId> named) {
    std::vector<std::uint8_t> is_named(network_.num_people(), 0);
    for (const NodeId p : named) is_named[p] = 1;
    std::vector<Candidate> around;
    for_each_edge([&](const Candidate& edge) {
      if (is_named[edge.from] || is_named[edge.to]) around.push_back(edge);
    });
    std::ranges::stable_sort(around, [](const Candidate& a, const Candidate& b) {
      return std::pair(!a.touch, -a.weight) < std::pair(!b.touch, -b.weight);
    });
    std::vector<std::size_t> kept(network_.num_people(), 0);
    const auto has_room = [&](NodeId p) { return is_named[p] && kept[p] < limits_.of_one_person; };
    for (const Candidate& edge : around) {
      if (chosen_.edges.size() == limits_.edges || !(has_room(edge.from) || has_room(edge.to))) {
        ++chosen_.left_out;
        continue;
      }
      ++kept[edge.from];
      ++kept[edge.to];
      add(edge);
    }
  }

  void add(const Candidate& edge) {
    chosen_.edges.push_back({place(edge.from), place(edge.to), edge.kind, edge.sign,
                             edge.time == kUndated
                                 ? ReportEdge::kNoDay
                                 : static_cast<std::int32_t>(day_number(edge.time)),
                             place_of(edge.context)});
  }

  std::uint32_t place_of(ContextId context) {
    if (context == kEveryContext) return ReportEdge::kNoContext;
    const auto [at, is_new] =
        contexts_.emplace(context, static_cast<std::uint32_t>(chosen_.contexts.size()));
    if (is_new) chosen_.contexts.push_back(context_name(network_, context));
    return at->second;
  }

  std::uint32_t place(NodeId person) {
    const auto [at, is_new] =
        places_.emplace(person, static_cast<std::uint32_t>(chosen_.people.size()));
    if (is_new) chosen_.people.push_back(network_.people->name(person));
    return at->second;
  }

  std::uint16_t touch_kind(std::uint16_t role) {
    const std::string& name = network_.touches.roles[role];
    return kind(name.empty() ? "touch" : "touch: " + name);
  }

  std::uint16_t tie_kind(std::uint16_t type) {
    const auto& names = network_.ties.type_names();
    return kind(type < names.size() && !names[type].empty() ? "tie: " + names[type] : "tie");
  }

  std::uint16_t kind(const std::string& name) {
    const auto [at, is_new] =
        kinds_.emplace(name, static_cast<std::uint16_t>(chosen_.kinds.size()));
    if (is_new) chosen_.kinds.push_back(name);
    return at->second;
  }

  const Network& network_;
  const ReportNetworkLimits& limits_;
  ReportNetwork chosen_;
  std::map<NodeId, std::uint32_t> places_;
  std::map<ContextId, std::uint32_t> contexts_;
  std::map<std::string, std::uint16_t> kinds_;
};

}  // namespace

ReportNetwork report_network(const Network& network, std::span<const NodeId> named,
                             const ReportNetworkLimits& limits) {
  return NetworkChooser(network, limits).choose(named);
}

}  // namespace grapevine
