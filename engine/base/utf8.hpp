#pragma once
#include <cstddef>
#include <string_view>

namespace grapevine {

/// Bytes of the UTF-8 character at the front of `text`, which is not empty; 0 when it is none by
/// RFC 3629: cut off, an overlong form, a surrogate, or beyond U+10FFFF.
std::size_t utf8_length(std::string_view text);

/// Whether all of `text` is UTF-8 as RFC 3629 has it: no overlong forms, no surrogates.
bool is_utf8(std::string_view text);

}  // namespace grapevine
