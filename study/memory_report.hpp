#pragma once
#include <cstdint>
#include <string>

#include "engine/base/memory_estimate.hpp"

namespace grapevine {

/// What a command will hold, for reading: the stages, and the peak with the stage that makes it.
std::string memory_text(const MemoryEstimate& estimate);
/// The same as JSON: peak_bytes, program_bytes, limit_bytes, and stages with name and bytes.
std::string memory_json(const MemoryEstimate& estimate);

/// Throws BadInput when the peak is above `memory_limit()`. `by_user`: the limit is --memory, not
/// what the machine has free.
void refuse_above_limit(const MemoryEstimate& estimate, bool by_user);

/// A size such as "2GiB", "512 MiB", "1.5GB" in bytes; units are B, kB, MB, GB, TB, KiB, MiB, GiB,
/// TiB in any case. Errors: InvalidOption naming `place`.
std::uint64_t read_memory_size(const std::string& text, const std::string& place);

}  // namespace grapevine
