#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>

#include "algorithms/influence_learning/learned_chances.hpp"
#include "tests/support/data.hpp"

namespace grapevine {
namespace {

/// Users of a site, and who of them used each tag when: cascades to learn from, and others to
/// judge by.
struct Cascades {
  Graph graph;
  ActionLog train, test;
};

/// Numbers users as they come.
class Users {
 public:
  NodeId operator()(long id) {
    return numbers_.emplace(id, static_cast<NodeId>(numbers_.size())).first->second;
  }
  NodeId count() const { return static_cast<NodeId>(numbers_.size()); }

 private:
  std::map<long, NodeId> numbers_;
};

/// One tag a line: the first user, then pairs of a user and seconds since.
void add_cascades(const std::string& name, Users& users, ActionLog& log) {
  std::ifstream file(testing::shared_data("stackexchange_android/" + name));
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    long user = 0;
    double seconds = 0.0;
    fields >> user;
    std::map<NodeId, double> first = {{users(user), 0.0}};
    while (fields >> user >> seconds) {
      const auto use = first.emplace(users(user), seconds).first;
      use->second = std::min(use->second, seconds);
    }
    std::vector<Act> acts;
    for (const auto& [person, at] : first)
      acts.push_back({person, Time{std::chrono::seconds{static_cast<std::int64_t>(at)}}});
    log.add(acts);
  }
}

Cascades read_cascades() {
  Cascades all;
  Users users;
  std::ifstream file(testing::shared_data("stackexchange_android/graph.txt"));
  long n = 0, m = 0, a = 0, b = 0;
  file >> n >> m;
  EdgeList ties;
  while (file >> a >> b) {
    ties.source.push_back(users(a));
    ties.target.push_back(users(b));
  }
  for (const char* name : {"train.txt", "val.txt"}) add_cascades(name, users, all.train);
  add_cascades("test.txt", users, all.test);
  all.graph = Graph::build(
      users.count(), std::move(ties),
      {.directed = false, .self_loops = SelfLoops::Drop, .parallel_edges = ParallelEdges::Drop});
  return all;
}

/// For everybody with a neighbour who acted before them: the chance that one moved them, and
/// whether they acted. As Goyal, Bonchi, Lakshmanan 2010 judge learned chances.
struct Candidates {
  std::vector<NodeId> person;
  std::vector<double> chance;
  std::vector<std::uint8_t> acted;
};

Candidates candidates_of(const Graph& graph, std::span<const Act> acts,
                         std::span<const double> chances) {
  std::vector<Time> time(graph.num_nodes(), kUndated);
  for (const Act& act : acts) time[act.person] = act.time;
  std::map<NodeId, double> missed;
  for (const Act& act : acts) {
    EdgeId e = graph.first_out_edge(act.person);
    for (const NodeId v : graph.out_neighbors(act.person)) {
      const double chance = chances[e++];
      if (time[v] == kUndated || time[v] > act.time)
        missed.emplace(v, 1.0).first->second *= 1.0 - chance;
    }
  }
  Candidates all;
  for (const auto& [v, none] : missed) {
    all.person.push_back(v);
    all.chance.push_back(1.0 - none);
    all.acted.push_back(time[v] != kUndated);
  }
  return all;
}

/// Areas under ROC, one a held-out cascade.
template <class Score>
std::vector<double> areas(const Cascades& all, std::span<const double> chances,
                          const Score& score) {
  std::vector<double> areas;
  for (std::size_t action = 0; action < all.test.num_actions(); ++action) {
    const Candidates c = candidates_of(all.graph, all.test.acts_of(action), chances);
    std::vector<double> acting, others;
    for (std::size_t i = 0; i < c.person.size(); ++i)
      (c.acted[i] ? acting : others).push_back(score(c, i));
    if (acting.empty() || others.empty()) continue;
    std::ranges::sort(others);
    double above = 0.0;
    for (const double one : acting) {
      const auto same = std::ranges::equal_range(others, one);
      above += static_cast<double>(same.begin() - others.begin()) +
               0.5 * static_cast<double>(same.size());
    }
    areas.push_back(above / static_cast<double>(acting.size()) /
                    static_cast<double>(others.size()));
  }
  return areas;
}

/// Mean of the differences, in standard errors.
double ahead_by(const std::vector<double>& ours, const std::vector<double>& theirs) {
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    sum += ours[i] - theirs[i];
    squares += std::pow(ours[i] - theirs[i], 2);
  }
  const auto n = static_cast<double>(ours.size());
  return sum / n / std::sqrt((squares / n - sum * sum / n / n) / n);
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST_CASE("held-out cascades: learned chances rank them better than chances nobody learned",
          "[files]") {
  if (!testing::have_shared_data("stackexchange_android/graph.txt")) return;
  const Cascades all = read_cascades();
  const Graph& graph = all.graph;
  const auto by_chance = [](const Candidates& c, std::size_t i) { return c.chance[i]; };
  const auto learned = [&](LearningMethod method) {
    const TieEvidence evidence =
        learn_ties(graph, all.train, {.method = method, .max_iterations = 50});
    const double followed =
        std::accumulate(evidence.followed.begin(), evidence.followed.end(), 0.0);
    const double tried = std::accumulate(evidence.tried.begin(), evidence.tried.end(), 0.0);
    return areas(all, shrunk_chances(graph, evidence, followed / tried), by_chance);
  };
  const std::vector<double> even(graph.num_edges(), 0.05);
  std::vector<double> cascade;
  for (NodeId u = 0; u < graph.num_nodes(); ++u)
    for (const NodeId v : graph.out_neighbors(u)) cascade.push_back(1.0 / graph.in_degree(v));
  const auto uniform = areas(all, even, by_chance);
  const auto weighted_cascade = areas(all, cascade, by_chance);
  const auto degree = areas(all, even, [&](const Candidates& c, std::size_t i) {
    return static_cast<double>(graph.in_degree(c.person[i]));
  });
  const auto counted = learned(LearningMethod::Bernoulli);
  const auto likely = learned(LearningMethod::Likelihood);
  CAPTURE(mean(counted), mean(likely), mean(uniform), mean(weighted_cascade), mean(degree));
  CHECK(counted.size() > 100);
  for (const auto* baseline : {&uniform, &weighted_cascade, &degree})
    CHECK(ahead_by(counted, *baseline) > 3.0);
  for (const auto* baseline : {&uniform, &weighted_cascade})
    CHECK(ahead_by(likely, *baseline) > 3.0);
}

}  // namespace
}  // namespace grapevine
