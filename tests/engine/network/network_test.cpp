#include "engine/network/network.hpp"

#include <catch2/catch.hpp>
#include <tuple>

#include "tests/support/graphs.hpp"

using namespace grapevine;

namespace {

using Step = std::tuple<NodeId, NodeId, double, ContextId>;
using Steps = std::vector<Step>;

Network people(std::vector<std::string> ids) {
  Network network;
  network.people = std::make_shared<const IdIndex>(IdIndex::from_texts(std::move(ids)));
  network.contexts = IdIndex::from_texts({"c0", "c1"});
  network.ties = Graph::build(network.num_people(), {});
  return network;
}

Steps steps(const Network& network) {
  const Graph walk = referral_walk(network);
  Steps found;
  for (NodeId u = 0; u < walk.num_nodes(); ++u) {
    EdgeId e = walk.first_out_edge(u);
    for (const NodeId v : walk.out_neighbors(u)) {
      found.emplace_back(u, v, walk.weight(e), walk.context(e));
      ++e;
    }
  }
  return found;
}

/// ann -> bob with weight 2 in context 1, bob -> cid with weight 3 everywhere.
Network with_ties(Influence influence) {
  Network network = people({"ann", "bob", "cid"});
  EdgeList edges = testing::edge_list({{0, 1}, {1, 2}});
  edges.columns.weight = {2.0, 3.0};
  edges.columns.context = {1, kEveryContext};
  network.ties = Graph::build(3, edges);
  network.influence = influence;
  return network;
}

}  // namespace

TEST_CASE("referral_walk: goes against influence, from the influenced to the influencer") {
  CHECK(steps(with_ties(Influence::SourceToTarget)) ==
        Steps{{1, 0, 2.0, 1}, {2, 1, 3.0, kEveryContext}});
  CHECK(steps(with_ties(Influence::TargetToSource)) ==
        Steps{{0, 1, 2.0, 1}, {1, 2, 3.0, kEveryContext}});
  CHECK(steps(with_ties(Influence::Both)) == Steps{{0, 1, 2.0, 1},
                                                   {1, 0, 2.0, 1},
                                                   {1, 2, 3.0, kEveryContext},
                                                   {2, 1, 3.0, kEveryContext}});
}

TEST_CASE("referral_walk: negative ties are left out, the others keep their own columns") {
  Network network = people({"ann", "bob", "cid"});
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {1, 2}});
  edges.columns.sign = {-1, 1, -1};
  edges.columns.weight = {5.0, 7.0, 9.0};
  network.ties = Graph::build(3, edges);
  CHECK(steps(network) == Steps{{2, 0, 7.0, kEveryContext}});
}

TEST_CASE(
    "referral_walk: a touch is a step of weight 1 from newcomer to referrer, if it succeeded") {
  for (const auto influence :
       {Influence::SourceToTarget, Influence::TargetToSource, Influence::Both}) {
    Network network = people({"ann", "bob", "cid"});
    network.influence = influence;
    network.purchases.rows = {{.person = 2, .context = 0, .time = Time{}, .margin = 0}};
    network.touches.rows = {{.from = 0, .to = 1, .context = 1},
                            {.from = 0, .to = 2, .context = 0, .status = TouchStatus::Failed},
                            {.from = 1, .to = 2, .context = 0, .status = TouchStatus::Expired},
                            {.from = 1, .to = 2, .purchase = 0, .context = 0, .strength = 0.5}};
    CHECK(steps(network) == Steps{{1, 0, 1.0, 1}, {2, 1, 1.0, 0}});
  }
}

TEST_CASE("referral_walk: its nodes are the people, by their ids") {
  const Graph walk = referral_walk(people({"ann", "bob"}));
  CHECK(walk.num_nodes() == 2);
  CHECK(walk.num_edges() == 0);
  CHECK(walk.name(1) == "bob");
  CHECK(referral_walk(people({})).num_nodes() == 0);
}

TEST_CASE("Network: rows run through the people of one context, then the next") {
  const Network network = people({"ann", "bob", "cid"});
  CHECK(network.num_rows() == 6);
  CHECK(network.row(0, 0) == 0);
  CHECK(network.row(0, 2) == 2);
  CHECK(network.row(1, 0) == 3);
  CHECK(network.row(1, 2) == 5);
}
