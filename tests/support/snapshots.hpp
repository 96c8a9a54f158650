#pragma once
#include "loaders/edge_list/edge_list.hpp"
#include "tests/support/files.hpp"

namespace grapevine::testing {

/// A graph with text ids and every column that a file can give.
inline Graph with_columns(const TempFolder& folder, bool canonical) {
  const auto path = folder.write("ties.csv",
                                 "source,target,weight,sign,t,type\n"
                                 "ann,bob,0.5,-1,2021-03-05,friend\nbob,ann,2,1,,advice\n"
                                 "ann,bob,1e300,1,1999-12-31,friend\ncy,cy,0,1,,\"of old\"\n");
  return read_edge_list(path, {.graph = {.canonical = canonical}});
}

}  // namespace grapevine::testing
