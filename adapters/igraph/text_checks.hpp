#pragma once
#include <string>
#include <string_view>

namespace grapevine {

/// What igraph's readers would pass over or change without a word, or take all memory for, looked
/// for in the text beforehand. Each throws BadInput beginning `SHOWN:LINE:`.

/// A weight that is NaN: igraph tells it from none given as little as we could then.
void check_gml(std::string_view text, const std::string& shown);

/// More vertices than such a text can tell of; edges and arcs in one file, all of which igraph
/// would make edges. Returns the text, line by line, without what only draws: igraph refuses words
/// there that it does not know.
std::string checked_pajek(std::string_view text, const std::string& shown);

/// More nodes than such a text can tell of.
void check_dl(std::string_view text, const std::string& shown);

}  // namespace grapevine
