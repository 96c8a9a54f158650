#include "algorithms/evaluation/baseline_scores.hpp"

#include <algorithm>
#include <numeric>

#include "algorithms/propagation/batched_walk.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

/// What the plain count in the context weighs beside the one anywhere, which only parts ties.
constexpr double kPartsTies = 1e-6, kPartsDecayed = 1e-3;
/// Beside a share of the mean seed, so that everybody can be reached, whoever acted.
constexpr double kLeastSeed = 1e-6;

class Baselines {
 public:
  Baselines(const BaselineInputs& inputs, const BaselineOptions& options)
      : in_(inputs), options_(options) {}

  std::vector<JudgedScore> all() {
    general("random", random());
    general("in_degree", in_degree());
    general("pagerank", pagerank());
    counts("activity", in_.activity);
    counts("referrals", in_.referrals);
    context_pagerank();
    in_degree_x_acted();
    return std::move(scores_);
  }

 private:
  void general(std::string name, std::vector<double> values) {
    scores_.push_back({std::move(name), ScoreKind::General, {std::move(values)}});
  }

  std::vector<double> random() const {
    std::vector<double> values(in_.num_people);
    Random random(options_.seed, 0);
    for (double& value : values) value = random.uniform();
    return values;
  }

  std::vector<double> in_degree() const {
    std::vector<double> values(in_.num_people);
    for (NodeId v = 0; v < in_.num_people; ++v) values[v] = in_.walk.in_degree(v);
    return values;
  }

  std::vector<double> pagerank() const {
    std::vector<double> rank(in_.num_people);
    const WalkStart everybody;
    batched_walks(WalkSteps(in_.walk), {&everybody, 1}, {.walk = {.damping = options_.damping}},
                  [&](std::size_t) { return std::span<double>(rank); });
    return rank;
  }

  /// Share of each person in walks from these weights, one walk for each context. From nowhere
  /// nobody is reached.
  void walk_in_contexts(std::vector<std::vector<double>>& values) const {
    std::vector<WalkStart> starts;
    std::vector<std::size_t> started;
    for (std::size_t j = 0; j < values.size(); ++j) {
      const double total = std::accumulate(values[j].begin(), values[j].end(), 0.0);
      if (total == 0.0) continue;
      for (double& seed : values[j]) seed /= total;
      starts.push_back(start_of(values[j]));
      starts.back().context = in_.contexts[j];
      started.push_back(j);
    }
    const GraphView view(in_.walk);
    batched_walks(
        view, WalkSteps(view), starts,
        {.walk = {.damping = options_.damping}, .factors = {.own = options_.context_factor}},
        [&](std::size_t i) { return std::span<double>(values[started[i]]); });
  }

  CountWindow plain() const { return {.since = in_.since, .until = in_.cut}; }
  CountWindow decayed() const { return {.until = in_.cut, .half_life_days = in_.horizon_days}; }

  void counts(const std::string& name, const std::vector<ContextEvent>& events) {
    add_counts(name, "", events, plain(), kPartsTies);
    add_counts(name, "_decayed", events, decayed(), kPartsDecayed);
  }

  void add_counts(const std::string& name, const std::string& how,
                  const std::vector<ContextEvent>& events, const CountWindow& window,
                  double parts_ties) {
    EventCounts counted = count_events(events, in_.num_people, in_.contexts, window);
    if (options_.part_ties)
      for (std::vector<double>& values : counted.in_context)
        for (NodeId p = 0; p < in_.num_people; ++p) values[p] += parts_ties * counted.everywhere[p];
    general(name + how, std::move(counted.everywhere));
    scores_.push_back(
        {"context_" + name + how, ScoreKind::InContext, std::move(counted.in_context)});
  }

  void context_pagerank() {
    const CountWindow window = options_.decayed_seeds ? decayed() : plain();
    EventCounts seeds = count_events(in_.seeds, in_.num_people, in_.contexts, window);
    const double everything =
        std::accumulate(seeds.everywhere.begin(), seeds.everywhere.end(), 0.0);
    const double mean = everything / in_.num_people / static_cast<double>(in_.num_contexts);
    const double floor = options_.seed_floor * mean;
    for (std::vector<double>& values : seeds.in_context)
      for (double& seed : values) seed += floor > 0.0 ? floor + kLeastSeed : 0.0;
    walk_in_contexts(seeds.in_context);
    scores_.push_back({"context_pagerank", ScoreKind::InContext, std::move(seeds.in_context)});
  }

  void in_degree_x_acted() {
    const EventCounts acted = count_events(in_.activity, in_.num_people, in_.contexts, plain());
    const std::vector<double> degree = in_degree();
    JudgedScore score{"in_degree_x_acted", ScoreKind::InContext, {}};
    for (const std::vector<double>& in_context : acted.in_context) {
      std::vector<double>& values = score.values.emplace_back(in_.num_people);
      for (NodeId p = 0; p < in_.num_people; ++p)
        values[p] = degree[p] * (in_context[p] > 0.0 ? 1.0 + kPartsDecayed : kPartsDecayed);
    }
    scores_.push_back(std::move(score));
  }

  const BaselineInputs& in_;
  const BaselineOptions& options_;
  std::vector<JudgedScore> scores_;
};

}  // namespace

std::vector<JudgedScore> baseline_scores(const BaselineInputs& inputs,
                                         const BaselineOptions& options) {
  return Baselines(inputs, options).all();
}

}  // namespace grapevine
