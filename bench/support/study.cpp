#include "bench/support/study.hpp"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "algorithms/attribution/linear.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::bench {

Network random_network(std::int64_t rows) {
  Random random(1, 0);
  const auto people = static_cast<NodeId>(std::max<std::int64_t>(rows / 3, 2));
  const auto day = [&](std::uint64_t from, std::uint64_t days) {
    return Time{std::chrono::days{from + random.below(days)}};
  };
  Network network;
  std::vector<std::int64_t> ids(people);
  for (NodeId p = 0; p < people; ++p) ids[p] = p;
  network.people = std::make_shared<const IdIndex>(IdIndex::from_integers(ids));
  network.contexts = IdIndex::from_texts({"a", "b", "c", "d"});
  const auto person = [&] { return static_cast<NodeId>(random.below(people)); };
  const auto context = [&] { return static_cast<ContextId>(random.below(4)); };
  for (std::int64_t i = 0; i < rows; ++i) {
    const NodeId buyer = person();
    const auto margin = static_cast<Money>(random.below(10'000));
    network.purchases.rows.push_back({buyer, buyer % 4, day(100, 1'000), margin});
    Touch touch{.from = person(), .to = person()};
    if (touch.from > touch.to) std::swap(touch.from, touch.to);
    touch.context = touch.to % 4;
    touch.time = day(0, 300);
    network.touches.rows.push_back(touch);
  }
  std::ranges::sort(network.purchases.rows, {}, [](const Purchase& p) {
    return std::tuple(p.time, p.id, p.person, p.context, p.margin);
  });
  std::ranges::sort(network.touches.rows, {},
                    [](const Touch& t) { return std::tuple(t.time, t.seq, t.from, t.to); });
  network.purchases.num_people = people;
  network.purchases.num_contexts = 4;
  network.touches.roles = {""};
  network.touches.have_times = true;
  network.end = Time{std::chrono::days{1'100}};
  network.survey_items = {"", "intends", "nps", "would_have_joined_anyway"};
  for (NodeId i = 0; i < people / 5; ++i)
    for (const auto item : {std::uint16_t{1}, std::uint16_t{2}, std::uint16_t{3}})
      network.surveys.push_back({person(), context(), day(0, 1'100), item,
                                 item == 2 ? static_cast<double>(random.below(11)) : 0.5});
  for (NodeId i = 0; i < people / 5; ++i)
    network.mentions.push_back({person(), context(), day(0, 1'100), 2.0 * random.uniform() - 1.0});
  network.ties = Graph::build(people, {});
  return network;
}

RandomStudy::RandomStudy(Network some)
    : network(std::move(some)),
      walk(Graph::build(network.num_people(), {})),
      journeys(build_journeys(network, {})),
      attributions{{"linear", linear(journeys)}} {}

}  // namespace grapevine::bench
