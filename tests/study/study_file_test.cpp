#include "study/study_file.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

StudyFile read(const std::string& text) {
  const TempFolder folder;
  return read_study_file(folder.write("study.toml", text));
}

/// The error for a study of that text, without the folder that it was in.
std::string refused(const std::string& text) {
  const TempFolder folder;
  const auto path = folder.write("study.toml", text);
  std::string error = error_of([&] { read_study_file(path); });
  const std::size_t place = error.find(path.string());
  return place == std::string::npos ? error : error.erase(place, folder.path().string().size() + 1);
}

const std::string kTables = "[tables]\npurchases = { file = \"p.csv\" }\n";

}  // namespace

TEST_CASE("study file: the bundled study as written") {
  const StudyFile study = read_study_file(bundled("debian_referrals") / "study.toml");
  CHECK(study.name == "Debian referrals");
  CHECK(study.currency.empty());
  CHECK(study.value_unit() == "units");
  CHECK(study.tables.tables.size() == 7);
  CHECK(study.tables.tables.at("touches").columns.at("from_person") == "person_id");
  CHECK(study.tables.tables.at("touches").files.at(0).shown == "touches.csv");
  CHECK(study.tables.purchase_value == "units");
  CHECK(study.tables.influence == Influence::SourceToTarget);
  CHECK(study.tables.event_stance.at("leaves") == -0.5);
  CHECK(study.tables.value_decimals == 2);
  CHECK(study.provenance.at("purchases.units") == "assumed");
  CHECK(study.sections.at("attribution").models == std::vector<std::string>{"linear"});
  CHECK(study.show.context == "4");
  CHECK(study.format == "parquet");
}

TEST_CASE("study file: a table of several files, by names and patterns") {
  const TempFolder folder;
  for (const char* name : {"b.csv", "a2.csv", "a1.csv"}) folder.write(name, "person_id,t\n");
  const auto shown = [&](const std::string& file) {
    const auto path = folder.write("study.toml", "[tables]\npurchases = { file = " + file + " }\n");
    std::string names;
    const StudyFile study = read_study_file(path);
    for (const auto& f : study.tables.tables.at("purchases").files) {
      CHECK(f.path == folder.path() / f.shown);
      names += f.shown + " ";
    }
    return names;
  };
  CHECK(shown("\"b.csv\"") == "b.csv ");
  CHECK(shown("\"*.csv\"") == "a1.csv a2.csv b.csv ");
  CHECK(shown("[\"b.csv\", \"a?.csv\"]") == "b.csv a1.csv a2.csv ");
  const auto error = [&](const std::string& file) { return error_of([&] { shown(file); }); };
  CHECK_THAT(error("[\"b.csv\", \"*.csv\"]"),
             Catch::Contains("study.toml:2: 'b.csv' is named twice"));
  CHECK_THAT(error("\"c*.csv\""), Catch::Contains("study.toml:2: no file matches 'c*.csv'"));
  CHECK_THAT(error("[]"), Catch::Contains("purchases names no file"));
  CHECK_THAT(error("[3]"), Catch::Contains("file must be text"));
}

TEST_CASE("study file: defaults") {
  const StudyFile study = read(kTables);
  CHECK(study.tables.time_unit == TimeUnit::Day);
  CHECK(study.tables.value_decimals == 2);
  CHECK_FALSE(study.tables.end.has_value());
  CHECK(study.format == "parquet");
  CHECK_FALSE(study.show.context.has_value());
  CHECK(study.show.top == 10);
  CHECK(study.sections.empty());
}

TEST_CASE("study file: a list of models, an end, a currency, options in a table of their own") {
  const StudyFile study = read("[study]\nend = 2020-06-30\ncurrency = \"EUR\"\n" + kTables +
                               "[attribution]\nmodel = [\"first\", \"last\"]\n"
                               "[economics]\nacquisition_saving = { type1 = 40, type2 = 2.5 }\n"
                               "value_decimals = 3\n");
  CHECK(study.value_unit() == "EUR");
  CHECK(time_text(study.tables.end.value()) == "2020-06-30");
  CHECK(study.tables.value_decimals == 3);
  CHECK(study.sections.at("attribution").models == std::vector<std::string>{"first", "last"});
  const OptionMap& economics = study.sections.at("economics").options;
  CHECK(economics.at("acquisition_saving_type1").items == std::vector<std::string>{"40"});
  CHECK(economics.at("acquisition_saving_type2").items == std::vector<std::string>{"2.5"});
}

TEST_CASE("study file: its first and last day, and how many rows may be left out") {
  const StudyFile study =
      read("[study]\nstart = 2020-01-01\nend = 2020-06-30\nmax_rejects = 5\n" + kTables);
  CHECK(time_text(study.tables.start.value()) == "2020-01-01");
  CHECK(study.tables.max_rejects == 5);
  CHECK_FALSE(read(kTables).tables.max_rejects.has_value());
  CHECK_THAT(refused("[study]\nstart = 2020-01-02\nend = 2020-01-01\n" + kTables),
             Catch::StartsWith("BadInput study.toml:3: end lies before start"));
  for (const char* wrong : {"-1", "1.5", "\"many\""})
    CHECK_THAT(refused("[study]\nmax_rejects = " + std::string(wrong) + "\n" + kTables),
               Catch::StartsWith("BadInput study.toml:2: max_rejects is no whole number"));
}

TEST_CASE("study file: what it does not take is refused with its line") {
  CHECK_THAT(refused("[study]\nname = \n"), Catch::StartsWith("BadInput study.toml:2: "));
  CHECK_THAT(refused(kTables + "[attributio]\nmodel = \"linear\"\n"),
             Catch::StartsWith("BadInput study.toml:3: there is no section 'attributio'; known: "));
  CHECK_THAT(refused("[study]\nnam = \"x\"\n" + kTables),
             Catch::StartsWith("BadInput study.toml:2: there is no key 'nam' in [study]; known: "));
  CHECK_THAT(refused("[tables]\npurchase = { file = \"p.csv\" }\n"),
             Catch::StartsWith("BadInput study.toml:2: there is no key 'purchase' in [tables]"));
  CHECK_THAT(refused("[tables]\npurchases = { file = \"p.csv\", when = \"t\" }\n"),
             Catch::StartsWith("BadInput study.toml:2: there is no key 'when' in purchases"));
  CHECK_THAT(refused("[tables]\npurchases = { }\n"),
             Catch::StartsWith("BadInput study.toml:2: purchases names no file"));
  CHECK_THAT(refused("[tables]\npurchases = \"p.csv\"\n"),
             Catch::StartsWith("BadInput study.toml:2: purchases must be a table"));
  CHECK_THAT(refused("[study]\ntime_unit = \"fortnight\"\n" + kTables),
             Catch::StartsWith("BadInput study.toml:2: unknown time_unit 'fortnight'"));
  CHECK_THAT(refused("[study]\nend = \"soon\"\n" + kTables),
             Catch::StartsWith("BadInput study.toml:2: end must be a time, not 'soon'"));
  CHECK_THAT(refused(kTables + "[output]\nformat = \"xlsx\"\n"),
             Catch::StartsWith("BadInput study.toml:4: unknown format 'xlsx'"));
  CHECK_THAT(refused(kTables + "[output]\nshow = { top = -1 }\n"),
             Catch::StartsWith("BadInput study.toml:4: top is out of range"));
  CHECK_THAT(refused(kTables + "[provenance]\n\"purchases\" = \"guessed\"\n"),
             Catch::StartsWith("BadInput study.toml:4: purchases is 'guessed'"));
  CHECK_THAT(refused(kTables + "[economics]\nvalue_decimals = 10\n"),
             Catch::StartsWith("BadInput study.toml:4: value_decimals is out of range"));
  CHECK_THAT(
      refused("[tables]\nevents = { file = \"e.csv\", stance = { leaves = -2 } }\n"),
      Catch::StartsWith("BadInput study.toml:2: the stance of leaves is -2; allowed: [-1, 1]"));
  CHECK_THAT(refused(kTables + "[attribution]\nlookback = 3\n"),
             Catch::Contains("study.toml:4: [attribution]") && Catch::Contains("lookback"));
  CHECK_THAT(refused("[study]\nname = \"x\"\n"), Catch::Contains("the study names no tables"));
}

TEST_CASE("study file: the backtests of a report, each with a title and options of its own") {
  const TempFolder folder;
  const StudyFile study = read_study_file(folder.write(
      "study.toml", kTables + "[[report.backtest]]\ntitle = \"who refers\"\n"
                              "[[report.backtest]]\ntitle = \"ties\"\noutcome = \"ties\"\n"
                              "[output]\nreport = false\n"));
  CHECK(!study.report);
  CHECK(!study.report_doubted);
  CHECK(read_study_file(folder.write("d.toml", kTables + "[report]\ndoubted = [\"guess\"]\n"))
            .report_doubted == std::vector<std::string>{"guess"});
  REQUIRE(study.report_backtests.size() == 2);
  CHECK(study.report_backtests[0].title == "who refers");
  CHECK(study.report_backtests[0].options.empty());
  CHECK(study.report_backtests[1].options.at("outcome").items == std::vector<std::string>{"ties"});
  CHECK_THAT(refused(kTables + "[report]\nbacktest = 1\n"),
             Catch::Contains("backtest is no list of tables"));
  CHECK_THAT(refused(kTables + "[[report.backtest]]\noutcome = \"ties\"\n"),
             Catch::Contains("the backtest has no title"));
  CHECK_THAT(refused(kTables + "[[report.backtest]]\ntitle = \"x\"\noutcom = \"ties\"\n"),
             Catch::Contains("outcom"));
  CHECK_THAT(refused(kTables + "[output]\nreport = \"no\"\n"),
             Catch::Contains("report is neither true nor false"));
}

TEST_CASE("study file: the direction of influence is asked for, never guessed") {
  CHECK_THAT(refused("[tables]\nties = { file = \"t.csv\" }\n"),
             Catch::Contains("study.toml:2: ") && Catch::Contains("which way influence runs"));
  CHECK_THAT(refused("[tables]\nties = { file = \"t.csv\", influence = \"up\" }\n"),
             Catch::Contains("study.toml:2: unknown influence 'up'"));
  CHECK(read("[tables]\nties = { file = \"t.csv\", influence = \"dst_to_src\" }\n")
            .tables.influence == Influence::TargetToSource);
  CHECK(read("[tables]\nties = { file = \"t.csv\", influence = \"both\" }\n").tables.influence ==
        Influence::Both);
}

TEST_CASE("study file: a list or table where one value belongs is refused, also an empty one") {
  // libFuzzer found `end = { }`, whose first item was looked at.
  for (const char* nothing : {"[]", "{}", "[1, 2]", "{ a = 1 }"})
    for (const auto& [text, line] : {std::pair<std::string, int>{"[study]\nend = ", 2},
                                     {"[study]\nstart = ", 2},
                                     {kTables + "[output]\nshow = { context = ", 4},
                                     {"[provenance]\nties = ", 2}}) {
      const bool inside = text.find("show") != std::string::npos;
      INFO(text << nothing);
      CHECK_THAT(refused(text + nothing + (inside ? " }\n" : "\n")),
                 Catch::StartsWith("BadInput study.toml:" + std::to_string(line) + ": ") &&
                     Catch::Contains("write a simple value"));
    }
}

TEST_CASE("study file: a file that is not there") {
  CHECK(error_of([] { read_study_file("no/study.toml"); }) ==
        "NotFound no/study.toml: there is no such file; check the path");
}

TEST_CASE("section_options: of the section's algorithms, each once, and of journeys") {
  const auto options = section_options("attribution");
  const auto count = [&](const char* name) {
    return std::ranges::count(options, name, &OptionInfo::name);
  };
  CHECK(count("roles") == 1);
  CHECK(count("half_life_days") == 1);
  CHECK(section_options("nowhere").empty());
  CHECK(is_algorithm_section("economics"));
  CHECK_FALSE(is_algorithm_section("tables"));
  CHECK(is_input_table("ties"));
  CHECK_FALSE(is_input_table("crv"));
}

TEST_CASE("study file: tables in memory stand in for files, named in the study or not") {
  TableBuilder builder;
  builder.add({.name = "who"}, std::vector<std::string>{"ann"});
  builder.add({.name = "t"}, std::vector<std::string>{"2020-01-01"});
  const Table table = builder.finish();
  const TempFolder folder;
  const auto path = folder.write("study.toml", "[tables]\npurchases = { person_id = \"who\" }\n");
  const StudyFile study = read_study_file(path, {{"purchases", table}, {"events", table}});
  CHECK(study.tables.tables.at("purchases").in_memory->equals(table));
  CHECK(study.tables.tables.at("purchases").columns.at("person_id") == "who");
  CHECK(study.tables.tables.at("events").in_memory->equals(table));
  CHECK_THAT(
      error_of([&] { read_study_file(path, {{"purchases", table}, {"sales", table}}); }),
      Catch::StartsWith("InvalidOption tables['sales']: a study has no such table; known: "));
  CHECK_THAT(error_of([&] { read_study_file(path); }), Catch::Contains("purchases names no file"));
  CHECK_THAT(error_of([&] { read_study_file(path, {{"purchases", table}, {"ties", table}}); }),
             Catch::Contains("ties do not say which way influence runs"));
}

TEST_CASE("study document: read as the file of the same text, errors without a line") {
  const StudyFile file = read(kTables + "[attribution]\nmodel = \"first\"\n");
  const std::string json =
      R"({"tables": {"purchases": {"file": "p.csv"}}, "attribution": {"model": "first"}})";
  const StudyFile document = read_study_document(json, {});
  CHECK(document.path.empty());
  CHECK(document.document == json);
  CHECK(document.sections.at("attribution").models == file.sections.at("attribution").models);
  CHECK(document.tables.tables.at("purchases").files.at(0).path == "p.csv");
  CHECK_THAT(error_of([] { read_study_document(R"({"nosuch": {}})", {}); }),
             Catch::StartsWith("BadInput study: there is no section 'nosuch'; known: "));
  CHECK_THAT(error_of([] { read_study_document("{}", {}); }),
             Catch::StartsWith("BadInput study: the study names no tables; "));
}
