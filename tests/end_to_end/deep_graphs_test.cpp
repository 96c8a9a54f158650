#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <map>

#include "algorithms/registry.hpp"
#include "engine/base/time.hpp"
#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace fs = std::filesystem;

namespace {

/// Enough that anything which recurses once a person leaves a stack of 256 kB: 13 bytes each.
/// `make deep` has a million.
std::int64_t people() {
  const char* given = std::getenv("GRAPEVINE_TEST_PEOPLE");
  return given != nullptr ? std::atoll(given) : 20'000;
}

/// Who brings whom.
using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

Pairs path() {
  Pairs pairs;
  for (std::int64_t i = 0; i + 1 < people(); ++i) pairs.emplace_back(i, i + 1);
  return pairs;
}

Pairs star() {
  Pairs pairs;
  for (std::int64_t i = 1; i < people(); ++i) pairs.emplace_back(0, i);
  return pairs;
}

/// One strongly connected component as long as everybody.
Pairs ring() {
  Pairs pairs = path();
  pairs.emplace_back(people() - 1, 0);
  return pairs;
}

/// A graph file and a study of the same pairs, in which each person also buys once.
void write_study(const TempFolder& folder, const Pairs& pairs) {
  std::string graph, ties = "src,dst\n", touches = "from_person,to_person,t\n";
  std::string purchases = "person_id,t,units\n";
  for (const auto& [from, to] : pairs) {
    graph += fmt::format("{} {}\n", from, to);
    ties += fmt::format("{},{}\n", from, to);
    touches += fmt::format("{},{},{}\n", from, to, to);
  }
  for (std::int64_t i = 0; i < people(); ++i) purchases += fmt::format("{},{},1\n", i, i + 1);
  folder.write("g.txt", graph);
  folder.write("ties.csv", ties);
  folder.write("touches.csv", touches);
  folder.write("purchases.csv", purchases);
  std::string again = purchases;  // who bought twice, on days far apart
  for (std::int64_t i = 0; i < people(); i += 3) again += fmt::format("{},{},1\n", i, 2 * i + 9);
  folder.write("again.csv", again);
  std::string path = "path,total_conversions\n0";
  for (std::int64_t i = 1; i < people(); ++i) path += " > " + std::to_string(i);
  folder.write("paths.csv", path + ",1\n");
  folder.write("study.toml",
               "[tables]\nties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"
               "touches = { file = \"touches.csv\" }\n"
               "purchases = { file = \"purchases.csv\", value = \"units\" }\n"
               "[attribution]\nmodel = [\"linear\", \"first\", \"last\", \"time_decay\", "
               "\"position\"]\n");
}

/// A day by which half the people have come.
std::string half_way() { return time_text(Time(std::chrono::days(people() / 2))); }

/// Each command of the program with what to call it with; `verify` and `report` follow `run`.
std::vector<std::vector<std::string>> commands() {
  std::vector<std::vector<std::string>> all = {
      {"graph", "info", "g.txt"},
      {"graph", "generate", "ba", "--nodes", std::to_string(people()), "--ties_per_node", "1",
       "--out", "ba.txt"},
      {"check", "study.toml"},
      {"run", "study.toml", "--out", "out"},
      {"estimate", "run", "study.toml", "--out", "out"},
      {"backtest", "study.toml", "--cut", half_way(), "--horizon", "9d"},
      {"verify", "out"},
      {"report", "out"},
      {"explain", "study.toml", "--person", "1", "--context", "general"},
      {"what-if", "study.toml", "--remove-person", "1"},
      {"attribute", "paths.csv", "--model", "linear,position", "--out", "credits.csv"},
      {"clv", "again.csv", "--time_unit", "year", "--out", "clv.csv"},
      {"simulate", "--people", std::to_string(people()), "--out", "shop"},
      {"learn", "study.toml", "--out", "learned"},
      {"seeds", "g.txt", "--k", "9", "--weights", "uniform=1", "--out", "seeds.csv"},
      {"seeds", "g.txt", "--k", "9", "--engine", "best", "--out", "seeds.csv"},
      {"seeds", "g.txt", "--k", "9", "--weights", "uniform=1", "--out", "seeds.csv", "--signed"},
      {"seeds", "study.toml", "--k", "9", "--out", "seeds.csv"},
      {"algorithms"},
      {"demo"}};
  for (const Algorithm& algorithm : algorithms())
    if (algorithm.on_graph)
      all.push_back({"score", std::string(algorithm.doc.name), "g.txt", "--out", "scores.csv"});
  return all;
}

/// What the program says it knows.
std::vector<std::string> known_commands() {
  const std::string said = run_program({}).err;
  std::string rest = said.substr(said.find("known: ") + 7);
  std::vector<std::string> known;
  while (!rest.empty()) {
    const std::size_t end = rest.find_first_of(",\n");
    known.push_back(rest.substr(0, end));
    rest.erase(0, rest.find_first_not_of(", \n", end));
  }
  return known;
}

/// Runs the program with a stack of 256 kB, also for the threads that take the default.
Ran run_on_small_stack(const std::vector<std::string>& arguments, const fs::path& folder) {
  std::vector<std::string> words = {"bash", "-c", "ulimit -s 256 && exec \"$@\"", "bash", kProgram};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_command(words, folder);
}

void check_every_command(const Pairs& pairs) {
  const TempFolder folder;
  write_study(folder, pairs);
  const auto known = known_commands();
  for (const auto& words : commands()) {
    if (std::ranges::find(known, words.front()) == known.end()) continue;
    const auto start = std::chrono::steady_clock::now();
    const Ran ran = run_on_small_stack(words, folder.path());
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    CAPTURE(words, ran.err, time.count());
    CHECK(ran.code == 0);
    // What is quadratic takes minutes at 20,000 people, and hours at a million.
    CHECK(time.count() < (kSlowBuild ? 10 : 1) * (20.0 + 2e-4 * static_cast<double>(people())));
  }
}

}  // namespace

TEST_CASE("deep graphs: every command of the program is tried") {
  const auto tried = commands();
  for (const std::string& command : known_commands()) {
    CAPTURE(command);
    CHECK(std::ranges::any_of(tried, [&](const auto& words) { return words.front() == command; }));
  }
}

TEST_CASE("deep graphs: every command ends on a path, with a stack of 256 kB") {
  check_every_command(path());
}

TEST_CASE("deep graphs: every command ends on a star, with a stack of 256 kB") {
  check_every_command(star());
}

TEST_CASE("deep graphs: every command ends on a ring, with a stack of 256 kB") {
  check_every_command(ring());
}
