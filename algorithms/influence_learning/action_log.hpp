#pragma once
#include <span>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace grapevine {

/// Who did something, and when: one act of a person in one action (bought an item, used a tag).
struct Act {
  NodeId person;
  Time time;
};

/// What people did, action by action. A person acts once in an action.
struct ActionLog {
  std::vector<std::size_t> first = {0};  ///< Where the acts of each action begin; actions + 1.
  std::vector<Act> acts;

  std::size_t num_actions() const { return first.size() - 1; }
  std::span<const Act> acts_of(std::size_t action) const {
    return std::span(acts).subspan(first[action], first[action + 1] - first[action]);
  }
  void add(std::span<const Act> action) {
    acts.insert(acts.end(), action.begin(), action.end());
    first.push_back(acts.size());
  }
};

}  // namespace grapevine
