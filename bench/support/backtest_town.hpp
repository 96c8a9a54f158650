#pragma once
#include "engine/network/network.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::bench {

/// `people` in 12 contexts over ten years, with ten ties, ten purchases and five touches each: as
/// large as the largest public set that baselines were measured on when there are 18,000.
inline Network backtest_town(NodeId people) {
  constexpr ContextId kContexts = 12;
  Random random(1, 0);
  Network network;
  std::vector<std::int64_t> ids(people), contexts(kContexts);
  for (NodeId p = 0; p < people; ++p) ids[p] = p;
  for (ContextId c = 0; c < kContexts; ++c) contexts[c] = c;
  network.people = std::make_shared<const IdIndex>(IdIndex::from_integers(ids));
  network.contexts = IdIndex::from_integers(contexts);
  const auto person = [&] { return static_cast<NodeId>(random.below(people)); };
  const auto context = [&] { return static_cast<ContextId>(random.below(kContexts)); };
  const auto day = [&] { return Time{std::chrono::days{random.below(3'650)}}; };
  for (NodeId i = 0; i < 10 * people; ++i)
    network.purchases.rows.push_back({person(), context(), day(), 100});
  for (NodeId i = 0; i < 5 * people; ++i) {
    Touch touch{.from = person(), .to = person()};
    touch.context = context();
    touch.time = day();
    network.touches.rows.push_back(touch);
  }
  std::ranges::sort(network.purchases.rows, {}, &Purchase::time);
  std::ranges::sort(network.touches.rows, {}, &Touch::time);
  network.purchases.num_people = people;
  network.purchases.num_contexts = kContexts;
  network.touches.roles = {""};
  network.touches.have_times = true;
  network.end = Time{std::chrono::days{3'651}};
  EdgeList ties;
  for (NodeId i = 0; i < 10 * people; ++i) {
    ties.source.push_back(person());
    ties.target.push_back(person());
  }
  network.ties = Graph::build(people, std::move(ties)).with_ids(network.people);
  return network;
}

}  // namespace grapevine::bench
