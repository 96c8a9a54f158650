#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace grapevine {

/// The number that all of `text` spells (locale-free, blanks around it allowed), or nothing. 1e-400
/// is none, as a double has it as 0; "nan" and "inf" are: who reads decides whether to refuse them.
std::optional<double> parse_double(std::string_view text);

/// The integer that the whole of `text` spells, or nothing; also nothing when it overflows.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// "true", "false", "yes", "no", "1", "0" in any case, or nothing.
std::optional<bool> parse_bool(std::string_view text);

/// "12,843.5" for "12843.5": commas between groups of three digits before the point.
std::string grouped(std::string number);
std::string grouped(std::int64_t number);

/// The shortest text that reads back as the same bits.
std::string to_text(double value);

}  // namespace grapevine
