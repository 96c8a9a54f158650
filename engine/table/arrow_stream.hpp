#pragma once
#include "engine/table/table.hpp"

struct ArrowArrayStream;

namespace grapevine {

/// A table as a stream of the Arrow C data interface: how libraries in one process hand tables to
/// each other without a copy. Owned by the caller until `delete_arrow_stream`; a reader that moves
/// it out leaves it empty.
ArrowArrayStream* new_arrow_stream(const Table& table);

/// Releases what the stream still holds, and the stream; null is allowed.
void delete_arrow_stream(ArrowArrayStream* stream) noexcept;

/// Reads all of a stream and leaves it released. Errors: BadInput beginning with `shown`.
Table read_arrow_stream(ArrowArrayStream* stream, const std::string& shown);

}  // namespace grapevine
