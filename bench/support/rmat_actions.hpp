#pragma once
#include "algorithms/influence_learning/action_log.hpp"
#include "bench/support/rmat_graph.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine::bench {

/// 200 actions of a hundredth of everybody in `rmat_graph` each, within 1,000 days.
inline const ActionLog& rmat_actions() {
  static const ActionLog log = [] {
    ActionLog made;
    for (std::uint64_t action = 0; action < 200; ++action) {
      Random random(1, action);
      std::vector<Act> acts;
      for (NodeId v = 0; v < rmat_graph().num_nodes(); ++v)
        if (random.below(100) == 0)
          acts.push_back({v, Time{std::chrono::days{random.below(1'000)}}});
      made.add(acts);
    }
    return made;
  }();
  return log;
}

}  // namespace grapevine::bench
