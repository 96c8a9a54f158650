#pragma once
#include <algorithm>
#include <map>
#include <string>

#include "engine/registry/field.hpp"

namespace grapevine {

/// Options as given, by name. `-` and `_` in a name are the same; front ends write `_`.
using OptionMap = std::map<std::string, OptionValue, std::less<>>;

/// Of `options` those that `known` lists.
OptionMap options_among(const OptionMap& options, const std::vector<OptionInfo>& known);

/// The error for an option that nothing takes.
[[noreturn]] void refuse_unknown_option(const std::string& name, const OptionValue& given,
                                        const std::vector<OptionInfo>& known);

/// Defaults overridden by what is given, all ranges checked. Errors: InvalidOption, which begins
/// with the place of the value: an unknown name, a value of the wrong kind or out of range.
template <class Options>
Options parse_options(const OptionMap& given) {
  Options options;
  std::size_t used = 0;
  const auto read = [&]<class T>(const Field<Options, T>& f) {
    const auto found = given.find(f.name);
    if (found == given.end()) return;
    ++used;
    T& value = options.*f.member;
    if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(read_choice(found->second, f.choices, f.num_choices));
    } else if constexpr (kIsNumberOr<T>) {
      value = read_number_or_word(found->second, f);
      check_field(found->second.place, f, value);
    } else {
      read_value(found->second, value);
      check_field(found->second.place, f, value);
    }
  };
  std::apply([&](const auto&... f) { (read(f), ...); }, Options::fields());
  if (used == given.size()) return options;
  const auto known = describe<Options>();
  for (const auto& [name, value] : given) {
    const auto same = [&](const OptionInfo& info) { return info.name == name; };
    if (std::none_of(known.begin(), known.end(), same)) refuse_unknown_option(name, value, known);
  }
  return options;
}

}  // namespace grapevine
