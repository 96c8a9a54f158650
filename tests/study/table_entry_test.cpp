#include "study/table_entry.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using grapevine::testing::error_of;

namespace {

TableSpec entry(const std::string& keys, const std::vector<std::string>& more = {}) {
  const toml::table root = toml::parse("purchases = { file = \"p.csv\"" + keys + " }\n");
  const TomlReader reader("s.toml", root);
  return read_table_entry(reader, "purchases", *root.get_as<toml::table>("purchases"), more);
}

std::string refused(const std::string& keys) {
  return error_of([&] { entry(keys); });
}

using Codes = TableFormat::Codes;

}  // namespace

TEST_CASE("table entry: mapped columns and cells as usual") {
  const TableSpec spec = entry(", amount = \"sales\"");
  CHECK(spec.files.empty());
  CHECK(spec.columns.size() == 1);
  CHECK(spec.columns.at("amount") == "sales");
  CHECK_FALSE(spec.format.separator);
  CHECK_FALSE(spec.format.decimal_comma);
  CHECK_FALSE(spec.format.time_unit);
  CHECK_FALSE(spec.in_memory);
}

TEST_CASE("table entry: how cells are written") {
  CHECK(entry(", separator = \";\"").format.separator == ';');
  CHECK(entry(", separator = \"tab\"").format.separator == '\t');
  CHECK(entry(", separator = \"\\t\"").format.separator == '\t');
  CHECK(entry(", decimal = \",\"").format.decimal_comma);
  CHECK_FALSE(entry(", decimal = \".\"").format.decimal_comma);
  CHECK(entry(", time_unit = \"yyyymmdd\"").format.time_unit == TimeUnit::CompactDate);
  CHECK(entry(", time_unit = \"half_year\"").format.time_unit == TimeUnit::HalfYear);
}

TEST_CASE("table entry: missing values of all columns, or of some, and censoring codes") {
  CHECK(entry(", missing = \"NA\"").format.missing == Codes{"NA"});
  CHECK(entry(", missing = [\"NA\", -99, \"\"]").format.missing == Codes{"NA", "-99", ""});
  const TableFormat format =
      entry(", missing = { amount = [-1, \"?\"] }, censored = { t = 18 }").format;
  CHECK(format.missing.empty());
  CHECK(format.missing_in.at("amount") == Codes{"-1", "?"});
  CHECK(format.censored.at("t") == Codes{"18"});
}

TEST_CASE("table entry: what it does not take is refused with its line") {
  CHECK(refused(", separator = \"ab\"") ==
        "BadInput s.toml:1: the separator 'ab' is none that fields can have; give one of \",\" "
        "\";\" \"tab\" \"|\" \" \" \":\" \"~\" \"^\"");
  for (const char* separator : {"", "\\\"", "\\n", "a", "1", "\\u00e9"})
    CHECK_THAT(refused(", separator = \"" + std::string(separator) + "\""),
               Catch::Contains("is none that fields can have"));
  CHECK(refused(", decimal = \";\"") ==
        "BadInput s.toml:1: unknown decimal ';'; give \".\" or \",\"");
  CHECK_THAT(refused(", time_unit = \"days\""),
             Catch::Contains("unknown time_unit 'days'; give one of second, millisecond,"));
  CHECK_THAT(refused(", censored = [\"18\"]"), Catch::Contains("censored must be a table"));
  CHECK_THAT(refused(", censored = { time = [\"18\"] }"),
             Catch::Contains("there is no key 'time' in purchases.censored; known: person_id, t,"));
  CHECK_THAT(refused(", missing = { sales = \"x\" }"),
             Catch::Contains("there is no key 'sales' in purchases.missing"));
  CHECK_THAT(refused(", value = \"units\""), Catch::Contains("there is no key 'value'"));
  CHECK(entry(", value = \"units\"", {"value"}).columns.empty());
}

TEST_CASE("table files: one, or a list, or none where there is no name") {
  const toml::table root = toml::parse(
      "a = { }\nb = { file = \"\" }\nc = { file = \"p.csv\" }\nd = { file = [\"p\", \"q\"] }\n"
      "e = { file = [\"p\", \"x/../p\"] }\nf = { file = \"no*\" }\n");
  const TomlReader reader("s.toml", root);
  const auto files = [&](const char* key) {
    return read_table_files(reader, *root.get_as<toml::table>(key), "folder");
  };
  for (const char* key : {"a", "b"}) CHECK(files(key).empty());
  REQUIRE(files("c").size() == 1);
  CHECK(files("c")[0].path == std::filesystem::path("folder") / "p.csv");
  CHECK(files("c")[0].shown == "p.csv");
  CHECK(files("d").size() == 2);
  CHECK(error_of([&] { files("e"); }) ==
        "BadInput s.toml:5: 'x/../p' is named twice; name it once");
  CHECK(error_of([&] { files("f"); }) == "BadInput s.toml:6: no file matches 'no*'; correct it");
}

TEST_CASE("table columns: every table has what it cannot do without") {
  CHECK(table_columns().size() == 9);
  for (const auto& [table, first] : {std::pair{"people", "person_id"},
                                     {"ties", "src"},
                                     {"purchases", "person_id"},
                                     {"touches", "from_person"}})
    CHECK(table_columns().at(table).front() == first);
}
