#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/distinct_count.hpp"
#include "loaders/columnar/table_files.hpp"
#include "loaders/columnar/table_format.hpp"

namespace grapevine {

/// What the sampled cells of one column tell.
struct ColumnSample {
  std::string name;
  double mean_bytes = 0.0;    ///< Of a cell as text.
  double beside_bytes = 0.0;  ///< Of the heap, for a cell that is a std::string.
  double filled = 0.0;        ///< Share of cells that are not empty.
  double different = 0.0;     ///< Texts in the whole column, extrapolated.
  DistinctCount seen;
};

/// What a table holds, as some blocks of its files tell.
struct TableSample {
  std::uint64_t rows = 0;
  std::uint64_t text_bytes = 0;   ///< Of text files, which are held while they are read.
  std::uint64_t arrow_bytes = 0;  ///< Of the table.
  std::vector<ColumnSample> columns;

  const ColumnSample* find(std::string_view name) const;
};

/// Looks at up to 4 MiB of each text file, spread over it, or at the footer and first rows of each
/// Parquet file. Errors: those of opening the files.
TableSample sample_table(std::span<const TableFile> files, const TableFormat& format = {});

/// Bytes of the heap beside a std::string of so many characters.
double bytes_beside_string(double characters);

}  // namespace grapevine
