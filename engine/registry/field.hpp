#pragma once
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {

/// Numbers by name: `roles = { uploader = 1.0 }`, on the command line `uploader=1,co_author=0.5`.
using NamedNumbers = std::vector<std::pair<std::string, double>>;

/// A number, or a word of an enum that says where the number is to come from.
template <class Enum>
struct NumberOr {
  double number = 0.0;
  std::optional<Enum> word;  ///< With a word the number says nothing.

  constexpr NumberOr() = default;
  constexpr NumberOr(double value) : number(value) {}
  constexpr NumberOr(Enum value) : word(value) {}
};

template <class T>
inline constexpr bool kIsNumberOr = false;
template <class Enum>
inline constexpr bool kIsNumberOr<NumberOr<Enum>> = true;

/// One member of an options struct: its public name, meaning and allowed range. The list of fields
/// is the one source of flags, defaults, range errors, `algorithms --json` and docs.
template <class Struct, class T>
struct Field {
  std::string_view name;
  T Struct::* member;
  std::string_view help;
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  std::string_view unit = "";
  const std::string_view* choices = nullptr;  ///< Names of an enum, or of words, in order.
  std::size_t num_choices = 0;

  constexpr Field in(std::string_view new_unit) const {
    Field copy = *this;
    copy.unit = new_unit;
    return copy;
  }
};

/// A bool, text, list or named numbers, or a number in [min, max].
template <class Struct, class T>
constexpr auto field(std::string_view name, T Struct::* member, std::string_view help,
                     double min = -std::numeric_limits<double>::infinity(),
                     double max = std::numeric_limits<double>::infinity()) {
  return Field<Struct, T>{name, member, help, min, max};
}

/// One of `names`, which must outlive the program's use of the field.
template <class Struct, class Enum, std::size_t N>
constexpr auto field(std::string_view name, Enum Struct::* member, std::string_view help,
                     const std::string_view (&names)[N]) {
  static_assert(std::is_enum_v<Enum>);
  Field<Struct, Enum> result{name, member, help};
  result.choices = names;
  result.num_choices = N;
  return result;
}

/// A number in [min, max], or one of `names`, which must outlive the program's use of the field.
template <class Struct, class Enum, std::size_t N>
constexpr auto field(std::string_view name, NumberOr<Enum> Struct::* member, std::string_view help,
                     const std::string_view (&names)[N], double min, double max) {
  Field<Struct, NumberOr<Enum>> result{name, member, help, min, max};
  result.choices = names;
  result.num_choices = N;
  return result;
}

/// A type-erased field, as the command line, Python and the docs show it.
struct OptionInfo {
  std::string name, type, help, unit, default_value;
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices;
};

/// A value given to an option; a list has several items. `place` says where it was given.
struct OptionValue {
  std::vector<std::string> items;
  std::string place;
};

/// The range of a field in words: "[0, 1]", ">= 0", or nothing when unlimited.
std::string range_text(double min, double max);
/// What an option takes, in words: its range, its choices, or "[0, 1], or one of holdout, matched".
std::string allowed_text(const OptionInfo& option);

/// ", or one of a, b, c"
std::string words_text(const std::vector<std::string>& choices);

/// "a, b, c"
std::string joined(const std::vector<std::string>& items);

template <class T>
constexpr std::string_view type_name() {
  if constexpr (std::is_same_v<T, bool>)
    return "bool";
  else if constexpr (std::is_enum_v<T>)
    return "enum";
  else if constexpr (kIsNumberOr<T>)
    return "number or word";
  else if constexpr (std::is_integral_v<T>)
    return "int";
  else if constexpr (std::is_floating_point_v<T>)
    return "double";
  else if constexpr (std::is_same_v<T, std::optional<double>>)
    return "double";
  else if constexpr (std::is_same_v<T, std::string>)
    return "text";
  else if constexpr (std::is_same_v<T, NamedNumbers>)
    return "numbers by name";
  else
    return "list";
}

/// Items of a list option: those given, or the one item cut at commas.
std::vector<std::string> list_items(const OptionValue& given);

/// Reads one text; throws InvalidOption that begins with the value's place.
void read_value(const OptionValue& given, bool& value);
void read_value(const OptionValue& given, int& value);
void read_value(const OptionValue& given, std::uint64_t& value);
void read_value(const OptionValue& given, double& value);
void read_value(const OptionValue& given, std::optional<double>& value);
void read_value(const OptionValue& given, std::string& value);
void read_value(const OptionValue& given, std::vector<std::string>& value);
void read_value(const OptionValue& given, NamedNumbers& value);

/// A field without its types.
template <class Struct, class T>
OptionInfo info_of(const Field<Struct, T>& f, std::string default_value) {
  return {std::string(f.name),
          std::string(type_name<T>()),
          std::string(f.help),
          std::string(f.unit),
          std::move(default_value),
          f.min,
          f.max,
          std::vector<std::string>(f.choices, f.choices + f.num_choices)};
}

/// Index of the given name among `choices`.
std::size_t read_choice(const OptionValue& given, const std::string_view* choices,
                        std::size_t num_choices);

/// The index of the choice that is given, or else the number.
std::variant<std::size_t, double> read_number_or_choice(const OptionValue& given,
                                                        const OptionInfo& option);

template <class Struct, class Enum>
NumberOr<Enum> read_number_or_word(const OptionValue& given,
                                   const Field<Struct, NumberOr<Enum>>& f) {
  const auto value = read_number_or_choice(given, info_of(f, ""));
  if (const std::size_t* choice = std::get_if<std::size_t>(&value))
    return static_cast<Enum>(*choice);
  return std::get<double>(value);
}

template <class Options, class F>
std::string default_text(const Options& options, const F& f) {
  const auto& value = options.*f.member;
  using T = std::remove_cvref_t<decltype(value)>;
  if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (std::is_enum_v<T>)
    return std::string(f.choices[static_cast<std::size_t>(value)]);
  else if constexpr (kIsNumberOr<T>)
    return value.word ? std::string(f.choices[static_cast<std::size_t>(*value.word)])
                      : to_text(value.number);
  else if constexpr (std::is_integral_v<T>)
    return std::to_string(value);
  else if constexpr (std::is_floating_point_v<T>)
    return to_text(value);
  else if constexpr (std::is_same_v<T, std::optional<double>>)
    return value ? to_text(*value) : "";
  else if constexpr (std::is_same_v<T, std::string>)
    return value;
  else if constexpr (std::is_same_v<T, NamedNumbers>) {
    std::vector<std::string> items;
    for (const auto& [name, number] : value) items.push_back(name + "=" + to_text(number));
    return joined(items);
  } else
    return joined(value);
}

/// Throws InvalidOption naming `place`, when `value` lies outside [min, max] or is NaN or infinite.
/// `words` tells what else is allowed.
void check_range(std::string_view place, double value, double min, double max,
                 std::string_view words = "");

/// Checks what is a number in `value` against the range of its field.
template <class Struct, class T>
void check_field(std::string_view place, const Field<Struct, T>& f, const T& value) {
  if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
    check_range(place, static_cast<double>(value), f.min, f.max);
  } else if constexpr (std::is_same_v<T, std::optional<double>>) {
    if (value) check_range(place, *value, f.min, f.max);
  } else if constexpr (kIsNumberOr<T>) {
    if (!value.word)
      check_range(place, value.number, f.min, f.max, words_text(info_of(f, "").choices));
  } else if constexpr (std::is_same_v<T, NamedNumbers>) {
    for (const auto& [name, number] : value)
      check_range(std::string(place) + "." + name, number, f.min, f.max);
  }
}

/// Checks every number of `options` against its field's range; the error names the field.
template <class Options>
void validate(const Options& options) {
  const auto check = [&](const auto& f) { check_field(f.name, f, options.*f.member); };
  std::apply([&](const auto&... f) { (check(f), ...); }, Options::fields());
}

template <class Options>
std::vector<OptionInfo> describe() {
  const Options defaults;
  std::vector<OptionInfo> infos;
  const auto add = [&]<class T>(const Field<Options, T>& f) {
    infos.push_back(info_of(f, default_text(defaults, f)));
  };
  std::apply([&](const auto&... f) { (add(f), ...); }, Options::fields());
  return infos;
}

}  // namespace grapevine
