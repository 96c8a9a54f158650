#pragma once
#include <toml++/toml.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/registry/options.hpp"

namespace grapevine {

/// Reads values of one TOML file, with errors that name file and line.
class TomlReader {
 public:
  TomlReader(std::string file, const toml::table& root) : file_(std::move(file)), root_(root) {}

  const toml::table& root() const { return root_; }

  std::string place(const toml::node& node) const;
  [[noreturn]] void refuse(const toml::node& node, const std::string& what,
                           const std::string& to_do) const;

  /// Throws unless every key of `table` is one of `known`.
  void check_keys(const toml::table& table, std::string_view what,
                  const std::vector<std::string>& known) const;

  std::string text(const toml::table& table, std::string_view key, std::string otherwise) const;
  /// Texts of a list, or the one text that stands in its place.
  std::vector<std::string> texts(const toml::node& node, std::string_view what) const;
  double number(const toml::node& node, std::string_view what) const;
  const toml::table& table(const toml::node& node, std::string_view what) const;

  /// A value as an option has it: a scalar's text (of a date in ISO 8601), the items of a list,
  /// `name=value` of a table.
  OptionValue option(const toml::node& node, std::string_view name) const;
  /// The text of one value, a date's in ISO 8601; a list or a table is refused, also an empty one.
  std::string scalar_text(const toml::node& node, std::string_view what) const;

 private:
  std::string file_;
  const toml::table& root_;
};

}  // namespace grapevine
