#pragma once
#include <string>
#include <string_view>

namespace grapevine {

/// The separator of a CSV's fields, as its first line with content tells: `usual`, unless another
/// one of `,` `;` tab `|` occurs there more often outside of quotes. Errors: BadInput naming
/// `shown` when two others do so equally often.
char detect_separator(std::string_view csv, char usual, const std::string& shown);

/// "semicolon", for a reader.
std::string_view separator_name(char separator);

}  // namespace grapevine
