#include "algorithms/diffusion/context_diffusion.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::Study;
using testing::StudyBuilder;

StudyBuilder town() {
  StudyBuilder rows;
  rows.tie({.src = "ann", .dst = "bob", .weight = 0.5})
      .tie({.src = "ann", .dst = "cid", .weight = 0.25, .context = "d"})
      .tie({.src = "bob", .dst = "cid", .weight = 0.75, .sign = -1})
      .purchase({"bob", 1, 300, "c"})
      .purchase({"bob", 2, -500, "d"})
      .purchase({"cid", 1, 900, "d"});
  return rows;
}

double chance(const ContextDiffusion& diffusion, const Study& study, const char* context,
              const char* from, const char* to) {
  const TieChances chances =
      diffusion.chances(static_cast<ContextId>(*study.network.contexts.find(context)));
  const auto targets = chances.graph().out_neighbors(study.person(from));
  const auto found = std::ranges::find(targets, study.person(to));
  return chances.of(study.person(from), static_cast<std::size_t>(found - targets.begin()));
}

TEST_CASE("context_diffusion: ties of a context and of every one, negative ones where they carry") {
  const Study study(town().build());
  const ContextDiffusion blocked(study.network, study.journeys, "column=weight", 0);
  CHECK(chance(blocked, study, "c", "ann", "bob") == 0.5);
  CHECK(chance(blocked, study, "c", "ann", "cid") == 0.0);
  CHECK(chance(blocked, study, "d", "ann", "cid") == 0.25);
  CHECK(chance(blocked, study, "d", "bob", "cid") == 0.0);
  const ContextDiffusion carry(study.network, study.journeys, "column=weight", 0,
                               NegativeTies::Carry);
  CHECK(chance(carry, study, "d", "bob", "cid") == 0.75);
}

TEST_CASE("context_diffusion: the way of influence, and what people are worth in units") {
  const Study study(town().influence(Influence::TargetToSource).build());
  const ContextDiffusion diffusion(study.network, study.journeys, "weighted_cascade", 0);
  CHECK(chance(diffusion, study, "c", "bob", "ann") == 1.0);
  const auto values = [&](const char* context) {
    return diffusion.values(static_cast<ContextId>(*study.network.contexts.find(context)));
  };
  CHECK(values("c") == std::vector<double>{0.0, 3.0, 0.0});
  CHECK(values("d") == std::vector<double>{0.0, 0.0, 9.0});  // a refund leaves nobody below 0
}

TEST_CASE("context_diffusion: chances that are learned say so, and bad weights are refused") {
  const Study study(town().build());
  const ContextDiffusion learned(study.network, study.journeys, "learned", 0),
      assumed(study.network, study.journeys, "uniform=0.5", 0);
  CHECK_THAT(learned.warning("x"),
             Catch::StartsWith("x: the chances of ties are learned (em) from") &&
                 Catch::Contains("be likeness"));
  CHECK_THAT(assumed.warning("x"), Catch::Contains("(uniform=0.5) are an assumption"));
  CHECK_THAT(error_of([&] { ContextDiffusion(study.network, study.journeys, "even", 0); }),
             Catch::StartsWith("InvalidOption weights: 'even' says no chances of ties"));
}

}  // namespace
}  // namespace grapevine
