#pragma once
#include <algorithm>
#include <vector>

#include "algorithms/simulation/market.hpp"

namespace grapevine::testing {

/// A tie of a market made by hand; its attempt succeeds for sure unless `threshold` says otherwise.
struct TestTie {
  NodeId from, to;
  double delay;
  double threshold = 0.0;
  bool warns = false;
};

/// A market of context 0 with these organic days and attempts.
inline Market make_market(std::vector<double> organic, std::vector<TestTie> ties, double end) {
  Market market{.context = 0, .end = end, .organic = std::move(organic)};
  const std::size_t people = market.organic.size();
  market.first_in.assign(people + 1, 0);
  market.first_out.assign(people + 1, 0);
  std::ranges::sort(ties, {}, [](const TestTie& t) { return std::pair(t.from, t.to); });
  for (const TestTie& tie : ties) {
    market.out.push_back(tie.to);
    ++market.first_out[tie.from + 1];
  }
  std::ranges::sort(ties, {}, [](const TestTie& t) { return std::pair(t.to, t.from); });
  for (const TestTie& tie : ties) {
    market.in.push_back({tie.from, tie.warns, tie.delay, tie.threshold});
    ++market.first_in[tie.to + 1];
  }
  for (std::size_t v = 0; v < people; ++v) {
    market.first_in[v + 1] += market.first_in[v];
    market.first_out[v + 1] += market.first_out[v];
  }
  return market;
}

}  // namespace grapevine::testing
