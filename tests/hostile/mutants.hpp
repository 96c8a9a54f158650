#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace grapevine::hostile {

/// `bytes` with one to four damages: bits flipped, bytes put in, taken out or repeated, the end cut
/// off, a number made extreme, a part of `other` put in, four bytes made a length that lies. The
/// same (seed, item) gives the same.
std::string mutant(std::string_view bytes, std::string_view other, std::uint64_t seed,
                   std::uint64_t item);

}  // namespace grapevine::hostile
