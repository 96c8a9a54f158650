#pragma once
#include <string>
#include <vector>

#include "algorithms/attribution/journeys.hpp"
#include "algorithms/customer_value/acquisition_value.hpp"
#include "engine/network/score_inputs.hpp"

namespace grapevine::bench {

/// As many purchases as touches, with surveys and mentions of every fifth person, of a third as
/// many people in 4 contexts, over three years; the same ones always. Touches lead from lower
/// numbers to higher ones, before all purchases but for some, so most of them count.
Network random_network(std::int64_t rows);

/// The network with its journeys, shared out by `linear`.
struct RandomStudy {
  explicit RandomStudy(std::int64_t rows) : RandomStudy(random_network(rows)) {}
  explicit RandomStudy(Network some);

  ScoreInputs inputs() const { return {network, walk, journeys, attributions, earlier}; }

  Network network;
  Graph walk;
  Journeys journeys;
  std::vector<Attribution> attributions;
  ScoreColumns earlier;
};

/// A study with prices: every term of the CRV formula is at work.
inline EconomicsOptions economics() {
  return {.discount_per_period = 0.07,
          .acquisition_saving_type1 = 40.0,
          .acquisition_saving_type2 = 40.0,
          .incentive = 10.0,
          .marketing_cost_per_period = 1.0,
          .p_type1 = 0.5};
}

}  // namespace grapevine::bench
