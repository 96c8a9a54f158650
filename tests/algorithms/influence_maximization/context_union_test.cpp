#include "algorithms/influence_maximization/context_union.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <set>

#include "algorithms/influence_maximization/choose_seeds.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/exact_spread.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::Study;
using testing::StudyBuilder;

constexpr CascadeModel kIc = CascadeModel::IndependentCascade;

/// Four people in two contexts, with ties of each and of both.
StudyBuilder town(std::uint64_t seed) {
  StudyBuilder rows;
  Random random(seed, 0);
  const char* names[] = {"a", "b", "c", "d"};
  for (int i = 0; i < 6; ++i)
    rows.tie({.src = names[random.below(4)],
              .dst = names[random.below(4)],
              .weight = random.uniform(),
              .context = i % 3 == 0   ? ""
                         : i % 3 == 1 ? "x"
                                      : "y"});
  for (const char* name : names)
    for (const char* context : {"x", "y"})
      rows.purchase({name, 1, static_cast<Money>(random.below(1'000)), context});
  return rows;
}

std::vector<ContextId> all_contexts(const Study& study) {
  std::vector<ContextId> contexts(study.network.num_contexts());
  std::iota(contexts.begin(), contexts.end(), ContextId{0});
  return contexts;
}

/// What a group of nodes of the union reaches, each context by its own enumeration.
double exact_value(const ContextDiffusion& diffusion, const ContextUnion& all,
                   std::span<const NodeId> group) {
  double value = 0.0;
  for (const ContextId context : all.contexts) {
    std::vector<NodeId> people;
    for (const NodeId v : group)
      if (all.context_of(v) == context) people.push_back(all.person_of(v));
    value +=
        testing::exact_spread(diffusion.chances(context), kIc, people, diffusion.values(context));
  }
  return value;
}

/// The same, where each counts only if reached by the word of others.
double exact_value_of_others(const ContextDiffusion& diffusion, const ContextUnion& all,
                             std::span<const NodeId> group) {
  double value = 0.0;
  for (NodeId target = 0; target < all.graph.num_nodes(); ++target) {
    std::vector<NodeId> others;
    for (const NodeId v : group)
      if (v != target && all.context_of(v) == all.context_of(target))
        others.push_back(all.person_of(v));
    std::vector<double> worth(all.num_people);
    worth[all.person_of(target)] = all.values[target];
    value += testing::exact_spread(diffusion.chances(all.context_of(target)), kIc, others, worth);
  }
  return value;
}

TEST_CASE("context_union: a group reaches in it what it reaches in its contexts together") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Study study(town(seed).build());
    const ContextDiffusion diffusion(study.network, study.journeys, "column=weight", 0);
    const ContextUnion all = context_union(diffusion, all_contexts(study), kIc);
    REQUIRE(all.graph.num_nodes() == 8);
    const TieChances chances = all.chances(NegativeTies::Block);
    for (const std::vector<NodeId>& group :
         {std::vector<NodeId>{0}, {5}, {1, 4}, {2, 3, 7}, {0, 1, 2, 3}})
      CHECK(testing::exact_spread(chances, kIc, group, all.values) ==
            Approx(exact_value(diffusion, all, group)));
  }
}

/// Of all groups that the budget pays for.
template <class Value>
double best_of_groups(std::span<const double> costs, double budget, const Value& value) {
  double best = 0.0;
  for (unsigned group = 0; group < 1U << costs.size(); ++group) {
    std::vector<NodeId> nodes;
    double cost = 0.0;
    for (NodeId v = 0; v < costs.size(); ++v)
      if ((group >> v & 1U) != 0) {
        nodes.push_back(v);
        cost += costs[v];
      }
    if (cost <= budget) best = std::max(best, value(nodes));
  }
  return best;
}

TEST_CASE("context_union: what is chosen under one budget is as good as any choice there is") {
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    for (const OwnWord own_word : {OwnWord::Counts, OwnWord::Silent})
      for (const SeedEngine engine : {SeedEngine::ReverseSets, SeedEngine::Sketches}) {
        const Study study(town(seed).build());
        const ContextDiffusion diffusion(study.network, study.journeys, "column=weight", 0);
        const ContextUnion all = context_union(diffusion, all_contexts(study), kIc);
        const auto value = [&](std::span<const NodeId> group) {
          return own_word == OwnWord::Counts ? exact_value(diffusion, all, group)
                                             : exact_value_of_others(diffusion, all, group);
        };
        Random random(seed, 1);
        SeedInputs inputs{.values = all.values, .own_word = own_word};
        for (NodeId v = 0; v < 8; ++v)
          inputs.costs.push_back(1.0 + static_cast<double>(random.below(3)));
        const SeedOptions options{
            .k = 8, .engine = engine, .budget = 4.0, .most_samples = 20'000, .seed = seed};
        const SeedChoice choice = choose_seeds(all.chances(NegativeTies::Block), inputs, options);
        const double best = best_of_groups(inputs.costs, 4.0, value);
        double spent = 0.0;
        for (const NodeId v : choice.seeds) spent += inputs.costs[v];
        const double reached = value(choice.seeds);
        CAPTURE(seed, static_cast<int>(own_word), choice.engine, choice.seeds, reached, best);
        CHECK(spent <= 4.0);
        // Greedy by cost or by value, the better: half of 1 - 1/e at least (Leskovec, Krause,
        // Guestrin, Faloutsos, VanBriesen, Glance 2007).
        CHECK(reached >= 0.5 * (1.0 - std::exp(-1.0)) * best);
        CHECK(reached >= 0.85 * best);
        CHECK(choice.largest_spread >= best);
        CHECK(choice.certain_spread <= reached);
        CHECK(std::abs(reached - choice.spread.mean) <= 5.0 * choice.spread.standard_error + 1e-6);
      }
}

TEST_CASE("context_union: signs go with ties, and thresholds that cannot be name the person") {
  StudyBuilder rows;
  rows.tie({.src = "a", .dst = "b", .weight = 0.75, .sign = -1})
      .tie({.src = "c", .dst = "b", .weight = 0.75})
      .purchase({"b", 1, 100, "x"});
  const Study study(rows.build());
  const ContextDiffusion diffusion(study.network, study.journeys, "column=weight", 0,
                                   NegativeTies::Carry);
  const ContextUnion all = context_union(diffusion, all_contexts(study), kIc);
  CHECK(all.graph.num_edges() == 2);
  CHECK(all.graph.sign(0) == -1);
  CHECK(all.graph.sign(1) == 1);
  CHECK(all.chances(NegativeTies::Carry).of(0, 0) == 0.75);
  CHECK_THAT(error_of([&] {
               context_union(diffusion, all_contexts(study), CascadeModel::LinearThreshold);
             }),
             Catch::StartsWith("BadInput person 'b': the chances of ties into them sum to 1.5"));
}

}  // namespace
}  // namespace grapevine
