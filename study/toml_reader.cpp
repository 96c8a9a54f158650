#include "study/toml_reader.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"

namespace grapevine {

std::string TomlReader::place(const toml::node& node) const {
  const auto line = node.source().begin.line;  // 0 in a document that no file holds
  return line == 0 ? file_ : fmt::format("{}:{}", file_, line);
}

void TomlReader::refuse(const toml::node& node, const std::string& what,
                        const std::string& to_do) const {
  throw Error(ErrorCode::BadInput, place(node), what, to_do);
}

void TomlReader::check_keys(const toml::table& table, std::string_view what,
                            const std::vector<std::string>& known) const {
  for (const auto& [key, value] : table)
    if (std::ranges::find(known, key.str()) == known.end())
      refuse(value, fmt::format("there is no key {} in {}", in_quotes(key.str()), what),
             "known: " + joined(known));
}

std::string TomlReader::text(const toml::table& table, std::string_view key,
                             std::string otherwise) const {
  const toml::node* node = table.get(key);
  if (!node) return otherwise;
  if (!node->is_string())
    refuse(*node, fmt::format("{} must be text", key), "put it between quotes");
  return node->as_string()->get();
}

std::vector<std::string> TomlReader::texts(const toml::node& node, std::string_view what) const {
  std::vector<std::string> texts;
  const auto add = [&](const toml::node& item) {
    if (!item.is_string())
      refuse(item, fmt::format("{} must be text", what), "put it between quotes");
    texts.push_back(item.as_string()->get());
  };
  if (const toml::array* items = node.as_array())
    for (const toml::node& item : *items) add(item);
  else
    add(node);
  return texts;
}

double TomlReader::number(const toml::node& node, std::string_view what) const {
  const auto value = node.value<double>();
  if (!value || node.is_string() || node.is_boolean())
    refuse(node, fmt::format("{} must be a number", what), "write it without quotes");
  return *value;
}

const toml::table& TomlReader::table(const toml::node& node, std::string_view what) const {
  if (!node.is_table())
    refuse(node, fmt::format("{} must be a table", what), "write { key = value, ... }");
  return *node.as_table();
}

std::string TomlReader::scalar_text(const toml::node& node, std::string_view what) const {
  if (node.is_string()) return node.as_string()->get();
  if (node.is_integer()) return std::to_string(node.as_integer()->get());
  if (node.is_floating_point()) return to_text(node.as_floating_point()->get());
  if (node.is_boolean()) return node.as_boolean()->get() ? "true" : "false";
  if (node.is_date()) return fmt::to_string(fmt::streamed(node.as_date()->get()));
  if (node.is_date_time()) return fmt::to_string(fmt::streamed(node.as_date_time()->get()));
  refuse(node, fmt::format("{} must be a number, text, a date, true or false", what),
         "write a simple value");
}

OptionValue TomlReader::option(const toml::node& node, std::string_view name) const {
  OptionValue value{.items = {}, .place = fmt::format("{}: {}", place(node), name)};
  if (const toml::array* array = node.as_array()) {
    for (const toml::node& item : *array) value.items.push_back(scalar_text(item, name));
  } else if (const toml::table* table = node.as_table()) {
    for (const auto& [key, item] : *table)
      value.items.push_back(std::string(key.str()) + "=" + scalar_text(item, name));
  } else {
    value.items.push_back(scalar_text(node, name));
  }
  return value;
}

}  // namespace grapevine
