#pragma once
#include <cstdint>
#include <string>

namespace arrow {
class Array;
class DataType;
}  // namespace arrow

namespace grapevine {

/// A cell as a CSV of its table would have it; empty when null. Numbers are the shortest text that
/// reads back as the same bits, decimals exact, dates and timestamps ISO 8601 in UTC (to the
/// microsecond; one that our times cannot hold is a text that is no time), dictionary and run-end
/// encoded cells their values. Nested cells are as Arrow prints them.
std::string cell_text(const arrow::Array& array, std::int64_t i);

/// Whether cells of the type are single values that a CSV could hold.
bool is_plain_type(const arrow::DataType& type);

/// Whether cells are text, and whether floating-point numbers, also behind a dictionary.
bool is_text_type(const arrow::DataType& type);
bool is_floating_type(const arrow::DataType& type);

}  // namespace grapevine
