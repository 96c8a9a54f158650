#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/table/table.hpp"

namespace grapevine {

/// A CSV (RFC 4180) with a header line, every column as text. Errors: BadInput naming `shown` and
/// the line: an empty file, a row of another length, a column named twice, a quote that is never
/// closed or closes too early, bytes that are no UTF-8.
Table parse_csv(const std::string& bytes, char separator, const std::string& shown);

/// The line on which each record after the header begins, by RFC 4180; blank lines are no records.
std::vector<std::int64_t> record_lines(std::string_view csv, char separator);

}  // namespace grapevine
