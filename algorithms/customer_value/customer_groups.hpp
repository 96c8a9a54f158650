#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "engine/network/score_inputs.hpp"

namespace grapevine {

/// Customers told apart by something that may go with how often they buy.
struct CustomerGroups {
  std::vector<std::string> names;
  std::vector<std::uint32_t> of_row;  ///< Place in `names`, of each (context, person).

  bool any() const { return !names.empty(); }
};

/// `group` is "referred" (whether a touch counts for the person's acquisition in the context), a
/// column of the people table (whom it says nothing of is in a group "not said"), or empty: there
/// are none. O(people x contexts). Errors: InvalidOption for a column that is not there, or that
/// has more than 20 values.
CustomerGroups customer_groups(const ScoreInputs& inputs, const std::string& group);

}  // namespace grapevine
