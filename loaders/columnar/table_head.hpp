#pragma once
#include <cstdint>

#include "engine/table/table.hpp"

namespace grapevine {

/// The first rows of a file, and what it says of the rest.
struct TableHead {
  Table table;
  std::uint64_t rows = 0;      ///< Of the whole file.
  double bytes_per_row = 0.0;  ///< Of the table in memory.
};

}  // namespace grapevine
