#pragma once
#include <iostream>
#include <vector>

#include "engine/parallel/vector_set.hpp"

namespace grapevine::testing {

/// The sets that this machine runs; says so in the words that make ctest count the test as skipped
/// where it lacks one.
inline std::vector<VectorSet> runnable_vector_sets() {
  std::vector<VectorSet> sets;
  for (const VectorSet set : {VectorSet::Plain, VectorSet::Avx2, VectorSet::Avx512}) {
    if (set <= widest_vectors())
      sets.push_back(set);
    else
      std::cout << "SKIPPED: this machine has no " << kVectorSetNames[static_cast<std::size_t>(set)]
                << '\n';
  }
  return sets;
}

}  // namespace grapevine::testing
