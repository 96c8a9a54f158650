#include "study/table_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

/// Keys that say how a table's files are read; what else an entry has names its columns.
const std::vector<std::string> kFormatKeys = {"file",    "separator", "decimal",
                                              "missing", "censored",  "time_unit"};

class EntryReader {
 public:
  EntryReader(const TomlReader& toml, const std::string& name, const toml::table& table)
      : toml_(toml), name_(name), table_(table) {}

  TableSpec read(const std::vector<std::string>& more) {
    std::vector<std::string> known = columns();
    for (const auto* keys : {&kFormatKeys, &more})
      known.insert(known.end(), keys->begin(), keys->end());
    toml_.check_keys(table_, name_, known);
    TableSpec spec;
    for (const auto& [key, value] : table_) {
      const std::string ours(key.str());
      if (std::ranges::find(columns(), ours) != columns().end())
        spec.columns[ours] = toml_.text(table_, ours, "");
    }
    read_format(spec.format);
    return spec;
  }

 private:
  const std::vector<std::string>& columns() const { return table_columns().at(name_); }

  void read_format(TableFormat& format) const {
    format.separator = separator();
    const std::string decimal = toml_.text(table_, "decimal", ".");
    if (decimal != "." && decimal != ",")
      toml_.refuse(*table_.get("decimal"), "unknown decimal " + in_quotes(decimal),
                   "give \".\" or \",\"");
    format.decimal_comma = decimal == ",";
    format.time_unit = read_time_unit(toml_, table_);
    const toml::node* missing = table_.get("missing");
    if (missing && missing->is_table())
      format.missing_in = codes_by_column(*missing, "missing");
    else if (missing)
      format.missing = codes(*missing, "missing");
    if (const toml::node* censored = table_.get("censored"))
      format.censored = codes_by_column(*censored, "censored");
  }

  std::optional<char> separator() const {
    const toml::node* node = table_.get("separator");
    if (!node) return std::nullopt;
    const std::string text = toml_.text(table_, "separator", "");
    if (text == "tab") return '\t';
    if (text.size() == 1 && std::string_view(",;\t| :~^").find(text[0]) != std::string_view::npos)
      return text[0];
    toml_.refuse(*node, "the separator " + in_quotes(text) + " is none that fields can have",
                 "give one of \",\" \";\" \"tab\" \"|\" \" \" \":\" \"~\" \"^\"");
  }

  /// A code is the text of a cell; one that looks like a number may stand without quotes.
  TableFormat::Codes codes(const toml::node& node, const std::string& what) const {
    return toml_.option(node, what).items;
  }

  std::map<std::string, TableFormat::Codes, std::less<>> codes_by_column(
      const toml::node& node, const std::string& what) const {
    std::map<std::string, TableFormat::Codes, std::less<>> by_column;
    const toml::table& table = toml_.table(node, what);
    toml_.check_keys(table, name_ + "." + what, columns());
    for (const auto& [key, value] : table)
      by_column[std::string(key.str())] = codes(value, what + "." + std::string(key.str()));
    return by_column;
  }

  const TomlReader& toml_;
  const std::string& name_;
  const toml::table& table_;
};

}  // namespace

const std::map<std::string, std::vector<std::string>, std::less<>>& table_columns() {
  static const std::map<std::string, std::vector<std::string>, std::less<>> kColumns{
      {"people", {"person_id", "payer_id", "same_as", "holdout"}},
      {"contexts", {"context_id", "company", "topic", "parent", "margin_rate"}},
      {"ties", {"src", "dst", "type", "weight", "sign", "context_id", "t", "t_end"}},
      {"touches",
       {"from_person", "to_person", "purchase_id", "t", "seq", "context_id", "role", "incentivised",
        "strength", "provenance", "status", "expires"}},
      {"purchases",
       {"person_id", "t", "purchase_id", "context_id", "item_id", "amount", "margin", "units",
        "cost"}},
      {"events", {"person_id", "kind", "t", "context_id", "by", "value"}},
      {"surveys", {"person_id", "item", "value", "context_id", "t", "about"}},
      {"mentions", {"person_id", "polarity", "context_id", "t", "reach"}},
      {"contributions", {"person_id", "kind", "t", "context_id", "value"}}};
  return kColumns;
}

TableSpec read_table_entry(const TomlReader& toml, const std::string& name,
                           const toml::table& entry, const std::vector<std::string>& more) {
  return EntryReader(toml, name, entry).read(more);
}

std::vector<TableFile> read_table_files(const TomlReader& toml, const toml::table& entry,
                                        const std::filesystem::path& folder) {
  const toml::node* node = entry.get("file");
  if (!node) return {};
  std::vector<TableFile> files;
  std::set<std::string> seen;
  for (const std::string& named : toml.texts(*node, "file")) {
    if (named.empty()) return {};
    auto found = find_table_files(folder, named);
    if (found.empty()) toml.refuse(*node, "no file matches " + in_quotes(named), "correct it");
    for (TableFile& file : found) {
      if (!seen.insert(file.path.lexically_normal().string()).second)
        toml.refuse(*node, in_quotes(file.shown) + " is named twice", "name it once");
      files.push_back(std::move(file));
    }
  }
  return files;
}

std::optional<TimeUnit> read_time_unit(const TomlReader& toml, const toml::table& table) {
  static const std::map<std::string, TimeUnit> kUnits{{"second", TimeUnit::Second},
                                                      {"millisecond", TimeUnit::Millisecond},
                                                      {"microsecond", TimeUnit::Microsecond},
                                                      {"day", TimeUnit::Day},
                                                      {"month", TimeUnit::Month},
                                                      {"quarter", TimeUnit::Quarter},
                                                      {"half_year", TimeUnit::HalfYear},
                                                      {"year", TimeUnit::Year},
                                                      {"yyyymmdd", TimeUnit::CompactDate}};
  if (!table.contains("time_unit")) return std::nullopt;
  const std::string unit = toml.text(table, "time_unit", "");
  const auto found = kUnits.find(unit);
  if (found == kUnits.end())
    toml.refuse(*table.get("time_unit"), "unknown time_unit " + in_quotes(unit),
                "give one of second, millisecond, microsecond, day, month, quarter, half_year, "
                "year, yyyymmdd");
  return found->second;
}

}  // namespace grapevine
