#include <set>

#include "cli/commands.hpp"
#include "tests/support/measured_memory.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("estimate: every command has one that is measured here") {
  const std::set<std::string> measured = {
      "demo",          "verify",        "run",       "check",   "backtest", "score",
      "graph info",    "simulate",      "attribute", "explain", "what-if",  "graph generate",
      "graph convert", "graph what-if", "clv",       "seeds",   "learn",    "report"};
  const std::set<std::string> without_input = {"algorithms", "estimate"};
  CLI::App app;
  CommonOptions common;
  Action action;
  add_all_commands(app, common, action);
  const auto all = [](const CLI::App*) { return true; };
  for (const CLI::App* command : app.get_subcommands(all)) {
    const auto below = command->get_subcommands(all);
    const bool group = !below.empty() && command->get_name() != "score";
    for (const CLI::App* leaf : group ? below : std::vector<const CLI::App*>{command}) {
      const std::string name =
          group ? command->get_name() + " " + leaf->get_name() : leaf->get_name();
      INFO(name
           << ": measure it in one of the files memory_of_*_test.cpp, and add it to `measured`");
      CHECK((measured.contains(name) || without_input.contains(name)));
    }
  }
}

TEST_CASE("memory flag: a command that would take more ends in one line, and writes nothing") {
  if (memory_skipped()) return;
  const TempFolder folder;
  write_ties(folder, "g.txt", 200'000, 10'000, integer_id);
  const std::vector<std::vector<std::string>> commands = {
      {"score", "pagerank", "g.txt", "--out", "results", "--memory", "30MiB"},
      {"graph", "info", "g.txt", "--memory", "30MiB"},
      {"demo", "--out", "results", "--memory", "30MiB"}};
  for (const auto& command : commands) {
    const Ran ran = run_program(command, folder.path());
    INFO(ran.err);
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
    CHECK_THAT(ran.err, Catch::Contains("--memory allows 30 MiB"));
    CHECK(ran.out.empty());
    CHECK_FALSE(std::filesystem::exists(folder.path() / "results"));
  }
  CHECK(run_program({"graph", "info", "g.txt", "--memory", "1GiB"}, folder.path()).code == 0);
}

TEST_CASE("estimate: a call without a command, or with a wrong one, says what there is") {
  const Ran none = run_program({"estimate"}), wrong = run_program({"estimate", "nothing"});
  CHECK(none.code == 2);
  CHECK_THAT(none.err, Catch::Contains("grapevine estimate needs one more word; known: "));
  CHECK(wrong.code == 2);
  CHECK_THAT(run_program({"estimate", "--help"}).out, Catch::Contains("Example: "));
  const Ran absent = run_program({"estimate", "graph", "info", "absent.txt"});
  CHECK(absent.code == 2);
  CHECK_THAT(absent.err, Catch::Contains("absent.txt: there is no such file"));
}
