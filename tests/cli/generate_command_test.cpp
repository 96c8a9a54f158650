#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "algorithms/generation/registry.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

std::vector<std::string> generate(const Generator& generator,
                                  const std::vector<std::string>& more) {
  std::vector<std::string> words = {"graph", "generate", std::string(generator.doc.name)};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("graph generate: the same bytes at any thread count, others at another seed") {
  const TempFolder folder;
  for (const Generator& generator : generators()) {
    CAPTURE(generator.doc.name);
    std::vector<std::string> texts;
    for (const auto& more : {std::vector<std::string>{"--seed", "7", "--threads", "1"},
                             std::vector<std::string>{"--threads", "2", "--seed", "7"},
                             std::vector<std::string>{"--threads", "2", "--seed", "8"}}) {
      auto words = generate(generator, more);
      words.insert(words.end(), {"--out", "g.txt"});
      const Ran ran = run_program(words, folder.path());
      CHECK(ran.err == "");
      REQUIRE(ran.code == 0);
      texts.push_back(text_of(folder.path() / "g.txt"));
    }
    CHECK((texts[0] == texts[1]));
    CHECK((texts[0] != texts[2]));
  }
}

TEST_CASE("graph generate: --help has an example of each generator, with options that it takes") {
  const TempFolder folder;
  for (const Generator& generator : generators()) {
    const std::string help = run_program(generate(generator, {"--help"})).out;
    const std::string example(generator.doc.example);
    CAPTURE(generator.doc.name, help);
    CHECK_THAT(help, Catch::Contains("Example: grapevine graph generate ") &&
                         Catch::Contains(example) && Catch::Contains("--seed"));
    auto words = generate(generator, {});
    words.insert(words.begin(), "estimate");
    std::istringstream options(example);
    for (std::string word; options >> word;) words.push_back(word);
    words.insert(words.end(), {"--out", "g.txt"});
    CHECK(run_program(words, folder.path()).code == 0);
  }
}

TEST_CASE("graph generate: - and _ are the same, and --json is for programs") {
  const TempFolder folder;
  const auto arcs = [&](const char* option) {
    const Ran ran = run_program(
        {"graph", "generate", "rmat", "--scale", "6", option, "3", "--out", "g.txt", "--json"},
        folder.path());
    return nlohmann::json::parse(ran.out)["arcs"].get<int>();
  };
  CHECK(arcs("--edge-factor") == 3 * 64);
  CHECK(arcs("--edge_factor") == 3 * 64);
}

TEST_CASE("graph generate: a bad call is one line and leaves no file") {
  const TempFolder folder;
  for (const std::vector<std::string>& bad : std::vector<std::vector<std::string>>{
           {"rmat", "--scale", "33", "--out", "g.txt"},
           {"rmat", "--scale", "x", "--out", "g.txt"},
           {"rmat", "--a", "0.9", "--out", "g.txt"},
           {"rmat", "--scale", "4"},
           {"rmat", "--scale", "4", "--out", "g.mtx"},
           {"rmat", "--scale", "4", "--out", "g.xyz"},
           {"ba", "--nodes", "0", "--out", "g.txt"},
           {"sbm", "--within", "1.5", "--out", "g.txt"},
           {"sbm", "--blocks", "2", "--probabilities", "0.1,0.2", "--out", "g.txt"},
           {"nothing", "--out", "g.txt"},
           {}}) {
    std::vector<std::string> words = {"graph", "generate"};
    words.insert(words.end(), bad.begin(), bad.end());
    const Ran ran = run_program(words, folder.path());
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
    CHECK(std::filesystem::is_empty(folder.path()));
  }
}

// The check of names knows the catalogue of algorithms alone.
TEST_CASE("graph generate: neither the command line nor studies name a generator") {
  for (const char* folder : {"/cli", "/study", "/python"})
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(std::string(kSourceFolder) + folder)) {
      if (!file.is_regular_file()) continue;
      const std::string text = text_of(file.path());
      CAPTURE(file.path());
      for (const Generator& generator : generators())
        CHECK(text.find('"' + std::string(generator.doc.name) + '"') == std::string::npos);
    }
}

TEST_CASE("graph generate: the docs name every generator and each of its options") {
  const std::string page = text_of(std::string(kSourceFolder) + "/docs/generators.md");
  for (const Generator& generator : generators()) {
    CAPTURE(generator.doc.name);
    CHECK_THAT(page, Catch::Contains("graph generate " + std::string(generator.doc.name)));
    for (const OptionInfo& option : generator.options)
      CHECK_THAT(page, Catch::Contains("`" + option.name + "`"));
  }
}
