#include "engine/registry/options.hpp"

namespace grapevine {

void refuse_unknown_option(const std::string& name, const OptionValue& given,
                           const std::vector<OptionInfo>& known) {
  std::vector<std::string> names;
  for (const OptionInfo& info : known) names.push_back(info.name);
  throw Error(ErrorCode::InvalidOption, given.place, "there is no option " + in_quotes(name),
              names.empty() ? "it takes no options" : "known: " + joined(names));
}

OptionMap options_among(const OptionMap& options, const std::vector<OptionInfo>& known) {
  OptionMap among;
  for (const auto& [name, value] : options)
    if (std::ranges::find(known, name, &OptionInfo::name) != known.end())
      among.emplace(name, value);
  return among;
}

}  // namespace grapevine
