#include "engine/registry/options.hpp"

namespace grapevine {

void refuse_unknown_option(const std::string& name, const OptionValue& given,
                           const std::vector<OptionInfo>& known) {
  std::vector<std::string> names;
  for (const OptionInfo& info : known) names.push_back(info.name);
  throw Error(ErrorCode::InvalidOption, given.place, "there is no option " + in_quotes(name),
              names.empty() ? "it takes no options" : "known: " + joined(names));
}

}  // namespace grapevine
