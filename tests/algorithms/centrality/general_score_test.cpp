#include "algorithms/centrality/general_score.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "algorithms/centrality/pagerank.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::graph_of;
using testing::StudyBuilder;
using testing::Ties;

const GeneralScoreOptions kEqual{
    .reach_weight = 1.0, .amplification_weight = 1.0, .network_weight = 1.0};

/// Points of a third, of what is `value` on the log scale of `people`.
double third(double value, double people) { return 100.0 / 3 * std::log(value) / std::log(people); }

TEST_CASE("general_score: a star by hand, its centre has everybody's ear") {
  const auto result = general_score(testing::star(11), kEqual);
  CHECK(result.reach[0] == Approx(100.0 / 3));
  CHECK(result.amplification[0] == Approx(100.0 / 3));  // all of their attention
  const double rank = (1 + 10 * 0.85) / (11 + 10 * 0.85);
  CHECK(result.network[0] == Approx(third(11 * rank, 11)).epsilon(1e-8));
  for (NodeId v = 1; v < 11; ++v) CHECK(result.score[v] == 0.0);
}

TEST_CASE("general_score: listeners are different people, attention is the share of a tie") {
  // 0 gives a quarter to 1, and to 2 by two ties; 3 listens to oneself, dislikes 1, and to 2 at 0.
  EdgeList edges = testing::edge_list({{0, 1}, {0, 2}, {0, 2}, {3, 3}, {3, 1}, {3, 2}});
  edges.columns.weight = {1.0, 1.0, 2.0, 5.0, 1.0, 0.0};
  edges.columns.sign = {1, 1, 1, 1, -1, 1};
  const Graph graph = Graph::build(4, std::move(edges));
  const auto result = general_score(graph, kEqual);
  CHECK(result.reach[1] == Approx(third(2.0, 4)));
  CHECK(result.reach[2] == Approx(third(2.0, 4)));
  CHECK(result.reach[3] == 0.0);
  CHECK(result.amplification[1] == Approx(third(1.25, 4)));
  CHECK(result.amplification[2] == Approx(third(1.75, 4)));
  CHECK(result.amplification[3] == 0.0);
}

TEST_CASE("general_score: weights share 100 points, and the parts sum to the score") {
  const Graph graph = testing::random_graph(400, 3'000, 6);
  const auto whole = general_score(
      graph, {.reach_weight = 3.0, .amplification_weight = 0.0, .network_weight = 1.0});
  const auto equal = general_score(graph, kEqual);
  for (NodeId v = 0; v < 400; ++v) {
    CHECK(whole.amplification[v] == 0.0);
    CHECK(whole.reach[v] == Approx(equal.reach[v] * 3 * 0.75));
    CHECK(whole.network[v] == Approx(equal.network[v] * 3 * 0.25));
    CHECK(whole.score[v] == whole.reach[v] + whole.network[v]);
  }
}

TEST_CASE("general_score: from 0 to 100, whatever the ties") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed, 8);
    const auto n = static_cast<NodeId>(1 + random.below(30));
    EdgeList edges = testing::edge_list(testing::random_ties(n, random.below(200), seed));
    for (std::size_t i = 0; i < edges.size(); ++i)
      edges.columns.weight.push_back(std::ldexp(1.0, static_cast<int>(random.below(1'900)) - 950));
    const auto result = general_score(Graph::build(n, std::move(edges)));
    for (NodeId v = 0; v < n; ++v) {
      CHECK(result.score[v] >= 0.0);
      CHECK(result.score[v] <= 100.0);
      CHECK(result.score[v] ==
            Approx(result.reach[v] + result.amplification[v] + result.network[v]));
    }
  }
}

TEST_CASE("general_score: whoever gains a listener loses no points, in any part") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, 10);
    const auto n = static_cast<NodeId>(3 + random.below(25));
    Ties ties = testing::random_ties(n, random.below(4 * n), seed);
    const auto before = general_score(graph_of(n, ties));
    const auto listener = static_cast<NodeId>(random.below(n));
    const auto person = static_cast<NodeId>(random.below(n));
    ties.emplace_back(listener, person);
    const auto after = general_score(graph_of(n, ties));
    CAPTURE(seed, n, listener, person);
    CHECK(after.reach[person] >= before.reach[person]);
    CHECK(after.network[person] >= before.network[person] - 1e-7);
    if (listener == person) continue;  // attention to oneself is taken from nobody else's
    CHECK(after.amplification[person] >= before.amplification[person] - 1e-12);
    CHECK(after.score[person] >= before.score[person] - 1e-7);
  }
}

TEST_CASE("general_score: without ties, and where all are alike, nobody stands out") {
  CHECK(general_score(Graph()).score.empty());
  CHECK(general_score(graph_of(1, {{0, 0}})).score == std::vector{0.0});
  for (const double score : general_score(graph_of(5, {})).score) CHECK(score < 1e-7);
  const auto ring = general_score(testing::cycle(9), kEqual);
  for (NodeId v = 0; v < 9; ++v) {
    CHECK(ring.reach[v] == Approx(third(2.0, 9)));
    CHECK(ring.network[v] < 1e-7);
  }
}

TEST_CASE("general_score: 1 and 8 threads give equal bits, relabelled people their score") {
  const NodeId n = 3'000;
  const Ties ties = testing::random_ties(n, 30'000, 5);
  const auto label = [&](NodeId v) { return (v * 7 + 1) % n; };
  Ties relabelled;
  for (const auto& [source, target] : ties) relabelled.emplace_back(label(source), label(target));
  std::vector<double> score[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    score[threads / 8] = general_score(graph_of(n, ties)).score;
  }
  CHECK((score[0] == score[1]));
  const auto moved = general_score(graph_of(n, relabelled)).score;
  for (NodeId v = 0; v < n; ++v) CHECK(std::abs(score[0][v] - moved[label(v)]) <= 1e-7);
}

TEST_CASE("general_score: a bad option is named") {
  const auto error = [&](const GeneralScoreOptions& options) {
    return error_of([&] { general_score(graph_of(2, {{0, 1}}), options); });
  };
  CHECK(error({.reach_weight = -1.0}).starts_with("InvalidOption reach_weight"));
  CHECK(error({.damping = 2.0}).starts_with("InvalidOption damping"));
  CHECK(error({.reach_weight = 0.0, .amplification_weight = 0.0, .network_weight = 0.0})
            .starts_with("InvalidOption reach_weight: all three weights are 0"));
}

/// a is heard by b, c and d; of these b bought, and c before it was told.
StudyBuilder shop() {
  StudyBuilder rows;
  for (const char* listener : {"b", "c", "d"}) rows.tie({.src = "a", .dst = listener});
  rows.purchase({"b", 9, 10}).purchase({"c", 1, 10}).purchase({"d", 20, -10}).context("other");
  return rows;
}

TEST_CASE("general_score_in_study: who listens by ties and touches, who bought after a touch") {
  StudyBuilder rows = shop();
  for (const char* person : {"b", "c", "d"}) rows.touch({.from = "a", .to = person, .t = 5});
  rows.touch({.from = "a", .to = "b", .t = 9})
      .touch({.from = "b", .to = "a", .t = 5, .status = TouchStatus::Failed})
      .touch({.from = "d", .to = "d", .t = 1});
  const testing::Study study(rows.build());
  const auto result = general_score_in_study(study.inputs(), kEqual);
  for (const char* context : {"c", "other"}) {
    const std::size_t a = study.row("a", context);
    CHECK(result.reach[a] == Approx(100.0 / 3));
    CHECK(result.amplification[a] == Approx(third(2.0, 4)));  // b alone
    CHECK(result.score[a] == Approx(result.reach[a] + result.amplification[a] + result.network[a]));
    CHECK(result.score[study.row("b", context)] == 0.0);
  }
}

TEST_CASE("general_score_in_study: without touches it is the score of the ties, and in a context") {
  const testing::Study study(shop().build());
  const auto expected = general_score(study.walk);
  const auto found = general_score_in_study(study.inputs());
  for (const char* context : {"c", "other"})
    for (const char* person : {"a", "b", "c", "d"})
      CHECK(found.score[study.row(person, context)] == expected.score[study.person(person)]);
  // A touch in a context counts purchases there alone.
  StudyBuilder rows = shop();
  rows.touch({.from = "a", .to = "b", .t = 5, .context = "other"})
      .touch({.from = "a", .to = "c", .context = "c"});
  const testing::Study touched(rows.build());
  CHECK(general_score_in_study(touched.inputs(), kEqual).amplification[touched.row("a")] ==
        Approx(third(2.0, 4)));  // c, whom it is not known when
}

}  // namespace
}  // namespace grapevine
