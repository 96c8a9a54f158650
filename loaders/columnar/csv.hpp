#pragma once
#include <memory>
#include <string>

#include "engine/table/table.hpp"

namespace grapevine {

/// A CSV (RFC 4180) with a header line, every column as text. Errors: BadInput naming `shown` and the
/// line: an empty file, a row of another length, a column named twice, bytes that are no UTF-8.
Table parse_csv(const std::string& bytes, char separator, const std::string& shown);

}  // namespace grapevine
