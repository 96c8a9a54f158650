#include "study/tie_filter.hpp"

#include <algorithm>

#include "engine/base/error.hpp"
#include "engine/registry/field.hpp"

namespace grapevine {

std::uint16_t tie_type(const Graph& graph, const std::string& name) {
  const auto& names = graph.type_names();
  const auto found = std::ranges::find(names, name);
  if (found == names.end())
    throw Error(ErrorCode::InvalidOption, "--type", "no tie is of type " + in_quotes(name),
                names.empty() ? "leave it out: the graph has no types of ties"
                              : "use one of " + joined(names));
  return static_cast<std::uint16_t>(found - names.begin());
}

Time tie_time(const std::string& option, const std::string& text) {
  const auto time = parse_time(text, TimeUnit::Second);
  if (!time)
    throw Error(ErrorCode::InvalidOption, option, in_quotes(text) + " is no date or time",
                "write it as 2021-03-05 or 2021-03-05T10:20:30Z");
  return *time;
}

}  // namespace grapevine
