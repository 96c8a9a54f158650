#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "loaders/columnar/source_table.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine::testing;

namespace fs = std::filesystem;

namespace {

std::size_t entries_of(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

/// The small study, spoiled by a test, whose run must fail in the promised way.
class SpoiledStudy {
 public:
  explicit SpoiledStudy(const std::string& study = kSmallStudy) {
    write_small_study(folder_, study);
  }

  const TempFolder& folder() const { return folder_; }
  fs::path path(const std::string& name) const { return folder_.path() / name; }

  /// One line with all of `words`, exit code 2, and nothing written: neither where nothing was nor
  /// over an earlier result.
  void check_refused(const std::vector<std::string>& words) const {
    const std::size_t before = entries_of(folder_.path());
    check_error(run_program({"run", "study.toml", "--out", "out"}, folder_.path()), words);
    CHECK_FALSE(fs::exists(path("out")));
    CHECK(entries_of(folder_.path()) == before);
    fs::create_directory(path("out"));
    folder_.write("out/manifest.json", "{}");
    folder_.write("out/scores.csv", "an earlier result");
    check_error(run_program({"run", "study.toml", "--out", "out"}, folder_.path()), words);
    CHECK(text_of(path("out") / "scores.csv") == "an earlier result");
    CHECK(entries_of(path("out")) == 2);
    CHECK(entries_of(folder_.path()) == before + 1);
  }

  static void check_error(const Ran& ran, const std::vector<std::string>& words) {
    INFO(ran.err);
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
    for (const std::string& word : words) CHECK_THAT(ran.err, Catch::Contains(word));
    CHECK(ran.out.empty());
  }

 private:
  TempFolder folder_;
};

void check_refused_study(const std::string& study, const std::vector<std::string>& words) {
  SpoiledStudy(study).check_refused(words);
}

void check_refused_call(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& words) {
  const TempFolder folder;
  folder.write("g.txt", "1 2\n2 3\n");
  SpoiledStudy::check_error(run_program(arguments, folder.path()), words);
  CHECK(entries_of(folder.path()) == 1);
}

bool root() { return geteuid() == 0; }

}  // namespace

TEST_CASE("bad input: a missing column") {
  const SpoiledStudy study;
  study.folder().write("purchases.csv", "person,t,context_id,amount\nann,2020-01-01,tea,1\n");
  study.check_refused({"purchases.csv: there is no column 'person_id'",
                       "its columns are person, t, context_id, amount"});
}

TEST_CASE("bad input: a column that the study names and the file lacks") {
  check_refused_study(
      with(kSmallStudy, "\"touches.csv\"", "\"touches.csv\", from_person = \"who\""),
      {"touches.csv: there is no column 'who' (named in the study for from_person)"});
}

TEST_CASE("bad input: text in a number, with line and column") {
  const SpoiledStudy study;
  study.folder().write("ties.csv", "src,dst,weight\nann,bob,2\nbob,cid,heavy\n");
  study.check_refused({"ties.csv:3: column 'weight': expected a number, found 'heavy'"});
}

TEST_CASE("bad input: NaN, infinity and a negative weight") {
  for (const char* value : {"nan", "NaN", "inf", "-inf", "1e999", "-1"}) {
    const SpoiledStudy study;
    study.folder().write("ties.csv", std::string("src,dst,weight\nann,bob,") + value + "\n");
    study.check_refused({"ties.csv:2: column 'weight'", value});
  }
  const SpoiledStudy study;
  study.folder().write("purchases.csv", "person_id,t,context_id,amount\nann,2020-01-01,tea,nan\n");
  study.check_refused({"purchases.csv:2: column 'amount'", "'nan'"});
}

TEST_CASE("bad input: a time that is none") {
  const SpoiledStudy study;
  study.folder().write("purchases.csv", "person_id,t,context_id,amount\nann,2020-02-30,tea,1\n");
  study.check_refused({"purchases.csv:2: column 't': expected a time, found '2020-02-30'"});
}

TEST_CASE("bad input: an unknown context") {
  const SpoiledStudy study(
      with(kSmallStudy, "[attribution]", "contexts = { file = \"contexts.csv\" }\n[attribution]"));
  study.folder().write("contexts.csv", "context_id\ncake\n");
  study.check_refused({"purchases.csv:2: column 'context_id': unknown context 'tea'",
                       "add it to the contexts table"});
}

TEST_CASE("bad input: a Parquet file that is cut off") {
  const SpoiledStudy study(with(kSmallStudy, "ties.csv", "ties.parquet"));
  grapevine::write_table(grapevine::read_source_table(study.path("ties.csv"), "ties").table(),
                         study.path("ties.parquet"));
  REQUIRE(run_program({"run", "study.toml", "--out", "good"}, study.folder().path()).code == 0);
  const std::string whole = text_of(study.path("ties.parquet"));
  for (const std::size_t bytes :
       {whole.size() - 1, whole.size() / 2, std::size_t{4}, std::size_t{0}}) {
    study.folder().write("ties.parquet", whole.substr(0, bytes));
    fs::remove_all(study.path("out"));
    study.check_refused({"ties.parquet: no readable Parquet file"});
  }
}

TEST_CASE("bad input: an empty file") {
  const SpoiledStudy study;
  study.folder().write("touches.csv", "");
  study.check_refused({"touches.csv: the file is empty; give a header line"});
}

TEST_CASE("bad input: a row of another length") {
  const SpoiledStudy study;
  study.folder().write("ties.csv", "src,dst,weight\nann,bob,2\nbob,cid\n");
  study.check_refused({"ties.csv:3: 2 fields, but the header has 3"});
}

TEST_CASE("bad input: a folder where a file should be, and no file at all") {
  const SpoiledStudy folder;
  fs::remove(folder.path("ties.csv"));
  folder.check_refused({"ties.csv: there is no such file"});
  const SpoiledStudy study;
  fs::remove(study.path("ties.csv"));
  fs::create_directory(study.path("ties.csv"));
  study.check_refused({"ties.csv: is a folder"});
  for (const char* format : {"tables.parquet", "tables.csv"}) {
    const SpoiledStudy other(with(kSmallStudy, "ties.csv", format));
    fs::create_directory(other.path(format));
    other.check_refused({format});
  }
}

TEST_CASE("bad input: a file that may not be read") {
  const SpoiledStudy study;
  fs::permissions(study.path("ties.csv"), fs::perms::none);
  if (!root()) {
    study.check_refused({"ties.csv: cannot be read", "check its permissions"});
    return;
  }
  fs::permissions(study.folder().path(), fs::perms::all);
  const std::vector<std::string> as_nobody = {"setpriv", "--reuid=65534", "--clear-groups"};
  auto works = as_nobody;
  works.insert(works.end(), {kProgram, "--version"});
  if (run_command(works, study.folder().path()).code != 0) {
    std::cout << "SKIPPED: the program cannot be run as another user\n";
    return;
  }
  auto words = as_nobody;
  words.insert(words.end(), {kProgram, "run", "study.toml", "--out", "out"});
  SpoiledStudy::check_error(run_command(words, study.folder().path()),
                            {"ties.csv: cannot be read", "check its permissions"});
  CHECK_FALSE(fs::exists(study.path("out")));
}

TEST_CASE("bad input: a role without a weight is a warning, counted") {
  const SpoiledStudy study(with(kSmallStudy, "friend = 1.0, ", ""));
  const Ran ran = run_program({"run", "study.toml", "--out", "out"}, study.folder().path());
  CHECK(ran.code == 0);
  CHECK(
      ran.err ==
      "grapevine: warning: touches: 2 rows have a role without a weight and earn nothing (friend); "
      "add it to roles in [attribution]\n");
  const auto manifest = nlohmann::json::parse(text_of(study.path("out") / "manifest.json"));
  REQUIRE(manifest["warnings"].size() == 1);
  CHECK_THAT(manifest["warnings"][0].get<std::string>(), Catch::Contains("2 rows"));
}

TEST_CASE("bad input: a full disk") {
  const SpoiledStudy study;
  const fs::path disk = study.path("disk");
  fs::create_directory(disk);
  const bool mounted =
      root() &&
      run_command({"mount", "-t", "tmpfs", "-o", "size=16k", "none", disk.string()}).code == 0;
  if (!mounted) {
    std::cout << "SKIPPED: a small disk cannot be mounted\n";
    return;
  }
  const Ran run = run_program({"run", "study.toml", "--out", "disk/out"}, study.folder().path());
  std::string graph;
  for (int i = 0; i < 20'000; ++i) graph += std::to_string(i) + " " + std::to_string(i + 1) + "\n";
  study.folder().write("g.txt", graph);
  const Ran score =
      run_program({"score", "degree", "g.txt", "--out", "disk/s.csv"}, study.folder().path());
  const std::size_t left = entries_of(disk);
  CHECK(run_command({"umount", disk.string()}).code == 0);
  SpoiledStudy::check_error(run, {"disk/", "cannot write it (No space left on device)"});
  SpoiledStudy::check_error(score, {"disk/s.csv", "cannot write it (No space left on device)"});
  CHECK(left == 0);
}

TEST_CASE("bad study: a key, section, model or option that is not known, with its line") {
  check_refused_study(with(kSmallStudy, "currency", "curency"),
                      {"study.toml:3: there is no key 'curency' in [study]; known: "});
  check_refused_study(with(kSmallStudy, "[attribution]", "[atribution]"),
                      {"study.toml:8: there is no section 'atribution'; known: "});
  check_refused_study(with(kSmallStudy, "\"linear\"", "\"linnear\""),
                      {"study.toml:9: ", "there is no model 'linnear'; known: "});
  check_refused_study(with(kSmallStudy, "roles", "role"), {"study.toml:10: ", "'role'", "known: "});
}

TEST_CASE("bad study: no TOML, a value of the wrong kind, an option out of range") {
  check_refused_study(with(kSmallStudy, "\"Tea\"", "\"Tea"),
                      {"study.toml:2: ", "correct the TOML"});
  check_refused_study(with(kSmallStudy, "name = \"Tea\"", "name = 3"),
                      {"study.toml:2: name must be text"});
  check_refused_study(std::string(kSmallStudy) + "[propagation]\ndamping = 1.5\n",
                      {"study.toml:14: propagation.damping", "1.5", "[0, 1]"});
  check_refused_study(std::string(kSmallStudy) + "[economics]\nperiod = \"fortnight\"\n",
                      {"study.toml:14: economics.period", "'fortnight'", "half_year"});
  check_refused_study(with(kSmallStudy, "friend = 1.0", "friend = -1.0"),
                      {"study.toml:10: attribution.roles", "-1"});
  check_refused_study(with(kSmallStudy, "friend = 1.0", "friend = \"much\""),
                      {"study.toml:10: attribution.roles", "much"});
}

TEST_CASE("bad study: it is not there, or is a folder") {
  check_refused_call({"run", "no.toml", "--out", "out"}, {"no.toml: there is no such file"});
  check_refused_call({"run", ".", "--out", "out"}, {".: is a folder"});
}

TEST_CASE("bad call: the output folder holds other files, or is a file") {
  const SpoiledStudy study;
  fs::create_directory(study.path("mine"));
  study.folder().write("mine/letter.txt", "dear");
  SpoiledStudy::check_error(
      run_program({"run", "study.toml", "--out", "mine"}, study.folder().path()),
      {"mine: the folder holds other files"});
  CHECK(entries_of(study.path("mine")) == 1);
  SpoiledStudy::check_error(
      run_program({"run", "study.toml", "--out", "ties.csv"}, study.folder().path()),
      {"ties.csv: is a file; give a folder"});
}

TEST_CASE("bad call: commands, algorithms, options") {
  check_refused_call({}, {"command line: grapevine needs one more word; known: demo, run"});
  check_refused_call({"nosuch"}, {"command line: grapevine has no 'nosuch'; known: demo, run"});
  check_refused_call({"score"}, {"command line: grapevine score needs one more word; known: "});
  check_refused_call({"score", "nosuch", "g.txt"},
                     {"command line: grapevine score has no 'nosuch'; known: ", "pagerank"});
  check_refused_call({"graph", "nosuch", "g.txt"},
                     {"command line: grapevine graph has no 'nosuch'; known: info"});
  check_refused_call({"score", "pagerank"}, {"GRAPH is required"});
  check_refused_call({"score", "pagerank", "no.txt"}, {"no.txt: there is no such file"});
  check_refused_call({"score", "pagerank", "g.txt", "--damping", "1.5", "--out", "s.csv"},
                     {"--damping", "1.5", "[0, 1]"});
  check_refused_call({"score", "pagerank", "g.txt", "--damping", "much", "--out", "s.csv"},
                     {"--damping", "'much'"});
  check_refused_call({"score", "pagerank", "g.txt", "--sinks", "nowhere", "--out", "s.csv"},
                     {"--sinks", "'nowhere'"});
  check_refused_call({"score", "pagerank", "g.txt", "--nosuch", "1"}, {"--nosuch"});
  check_refused_call({"score", "pagerank", "g.txt", "--out", "s.xlsx"},
                     {"s.xlsx", "give .parquet"});
  check_refused_call({"score", "pagerank", "g.txt", "--out", "no/s.csv"},
                     {"no/s.csv: cannot write it"});
  check_refused_call({"score", "pagerank", "g.txt", "--threads", "many"}, {"--threads"});
  check_refused_call({"score", "personalized_pagerank", "g.txt", "--seeds", "9=1"},
                     {"'9' is not in the graph"});
  check_refused_call({"graph", "info", "."}, {".: is a folder"});
  check_refused_call({"verify", "."}, {"manifest.json"});
}

TEST_CASE("bad graph: place and value") {
  const TempFolder folder;
  folder.write("g.txt", "1 2 x\n");
  folder.write("empty.txt", "");
  folder.write("cut.txt.gz", "\x1f\x8b\x08");
  for (const char* graph : {"g.txt", "cut.txt.gz"}) {
    const Ran ran = run_program({"score", "degree", graph}, folder.path());
    SpoiledStudy::check_error(ran, {graph});
  }
}

TEST_CASE("help: every command has an example") {
  std::vector<std::vector<std::string>> commands = {
      {}, {"demo"}, {"run"}, {"verify"}, {"algorithms"}, {"score"}, {"graph"}, {"graph", "info"}};
  for (const auto& entry : nlohmann::json::parse(run_program({"algorithms", "--json"}).out))
    if (entry["kinds"].dump().find("graph -> node table") != std::string::npos)
      commands.push_back({"score", entry["name"].get<std::string>()});
  CHECK(commands.size() > 8);
  for (auto command : commands) {
    command.emplace_back("--help");
    const Ran ran = run_program(command);
    INFO(ran.out);
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
    CHECK_THAT(ran.out, Catch::Contains("Example: grapevine"));
    if (command.size() > 2 ||
        (command.size() == 2 && command[0] != "score" && command[0] != "graph"))
      CHECK_THAT(ran.out, Catch::Contains("--threads") && Catch::Contains("--seed") &&
                              Catch::Contains("--json"));
  }
}

TEST_CASE("interrupt: Ctrl-C in a long run ends it at 130, and nothing is written") {
  const TempFolder folder;
  std::string graph;
  for (int i = 0; i < 2000; ++i)
    graph += std::to_string(i) + " " + std::to_string((i * 7 + 1) % 2000) + "\n";
  folder.write("g.txt", graph);
  const Started running(program_words({"score", "pagerank", "g.txt", "--tolerance", "0",
                                       "--max-iterations", "1000000000", "--out", "s.csv"}),
                        folder.path());
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  running.interrupt();
  const Ran ran = running.wait();
  CHECK(ran.code == 130);
  CHECK_THAT(ran.err, Catch::StartsWith("grapevine: "));
  CHECK(std::ranges::count(ran.err, '\n') == 1);
  CHECK(entries_of(folder.path()) == 1);
}
