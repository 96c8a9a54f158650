#include "study/simulate.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/parallel/blocks.hpp"
#include "study/sha256.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace fs = std::filesystem;

namespace {

std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files[fs::relative(entry.path(), folder).string()] = text_of(entry.path());
  return files;
}

std::map<std::string, std::string> simulated_with(const ShopOptions& options, std::size_t threads) {
  const TempFolder folder;
  const ThreadLimit limit(threads);
  simulate_to_folder(options, folder.path() / "shop");
  return files_in(folder.path() / "shop");
}

}  // namespace

TEST_CASE("simulate: the same bytes with 1, 2 and 8 threads, others with another seed") {
  ShopOptions options{.people = 20'000, .contexts = 2};
  const auto one = simulated_with(options, 1);
  CHECK(one.size() == kNumSimulatedFiles + 2);
  CHECK(simulated_with(options, 2) == one);
  CHECK(simulated_with(options, 8) == one);
  options.seed = 1;
  const auto other = simulated_with(options, 8);
  for (const SimulatedFileDoc& doc : kSimulatedFiles)
    if (doc.path != "SIMULATED-people.csv" && doc.path != "SIMULATED-contexts.csv")
      CHECK(other.at(std::string(doc.path)) != one.at(std::string(doc.path)));
}

TEST_CASE("simulate: people stand in their order, block behind block") {
  const auto files = simulated_with({.people = 20'000, .contexts = 1}, 8);
  std::istringstream people(files.at("SIMULATED-people.csv"));
  std::string line;
  std::getline(people, line);
  for (int person = 1; person <= 20'000; ++person) {
    std::getline(people, line);
    REQUIRE(line == std::to_string(person) + "," + std::to_string((person - 1) / 50 + 1) + ",no");
  }
}

TEST_CASE("simulate: every file says SIMULATED, in its name or its text") {
  for (const auto& [name, text] : simulated_with({.people = 50}, 1)) {
    CAPTURE(name);
    CHECK((name.find("SIMULATED") != name.npos || text.find("SIMULATED") != text.npos));
  }
}

TEST_CASE("simulate: the manifest tells seed, options, sizes and each file's hash") {
  const TempFolder folder;
  const ShopOptions options{.people = 500, .homophily = 0.5, .seed = 9};
  const Simulated shop = simulate_to_folder(options, folder.path() / "shop");
  const auto manifest = nlohmann::json::parse(read_simulated_manifest(folder.path() / "shop"));
  CHECK_THAT(manifest["note"].get<std::string>(), Catch::StartsWith("SIMULATED: "));
  CHECK(manifest["seed"] == 9);
  CHECK(manifest["options"]["people"] == 500);
  CHECK(manifest["options"]["homophily"] == 0.5);
  CHECK(manifest["options"].size() == describe<ShopOptions>().size());
  CHECK(manifest["events"] == shop.events());
  CHECK(manifest["files"].size() == kNumSimulatedFiles + 1);
  for (const auto& file : manifest["files"]) {
    const fs::path path = folder.path() / "shop" / file["file"].get<std::string>();
    CHECK(file["sha256"] == sha256_of_file(path));
    if (!file.contains("rows")) continue;
    const std::string text = text_of(path);
    CHECK(std::ranges::count(text, '\n') == file["rows"].get<std::int64_t>() + 1);
    CHECK(text.starts_with(file["columns"].get<std::string>() + "\n"));
  }
}

TEST_CASE("simulate: a town of one, and one without ties, are written too") {
  CHECK(simulated_with({.people = 1, .contexts = 1}, 1).size() == kNumSimulatedFiles + 2);
  CHECK(simulated_with({.people = 300, .ties_per_person = 0.0}, 1).size() ==
        kNumSimulatedFiles + 2);
}

TEST_CASE("simulate: an earlier shop is replaced, anything else is not") {
  const TempFolder folder;
  const fs::path out = folder.path() / "shop";
  simulate_to_folder({.people = 20}, out);
  simulate_to_folder({.people = 30}, out);
  CHECK(nlohmann::json::parse(read_simulated_manifest(out))["options"]["people"] == 30);
  const auto before = files_in(out);
  CHECK_THAT(error_of([&] { simulate_to_folder({.people = 0}, out); }),
             Catch::StartsWith("InvalidOption people"));
  CHECK(files_in(out) == before);
  // The results of a run are another folder's mark, and the other way round.
  fs::create_directory(folder.path() / "results");
  folder.write("results/manifest.json", "{}");
  CHECK_THAT(error_of([&] { simulate_to_folder({.people = 20}, folder.path() / "results"); }),
             Catch::Contains("the folder holds other files"));
  CHECK(text_of(folder.path() / "results" / "manifest.json") == "{}");
  std::size_t left = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder.path())) ++left;
  CHECK(left == 2);
}

TEST_CASE("simulate: what cannot be written is named as the user named it") {
  const TempFolder folder;
  folder.write("file", "x");
  CHECK_THAT(error_of([&] { simulate_to_folder({.people = 20}, folder.path() / "file"); }),
             Catch::Contains("is a file; give a folder"));
}

TEST_CASE("simulate: the page names every option with its default, every file and every column") {
  const std::string page = text_of(fs::path(kSourceFolder) / "docs" / "simulate.md");
  for (const OptionInfo& option : describe<ShopOptions>()) {
    INFO(option.name);
    CHECK_THAT(page, Catch::Contains("| `" + option.name + "` | " + option.default_value + " |"));
  }
  for (const SimulatedFileDoc& doc : kSimulatedFiles) {
    INFO(doc.path);
    const std::size_t row = page.find("| `" + std::string(doc.path) + "` |");
    REQUIRE(row != page.npos);
    const std::string line = page.substr(row, page.find('\n', row) - row);
    std::istringstream columns{std::string(doc.header)};
    for (std::string column; std::getline(columns, column, ',');) {
      INFO(column);
      CHECK_THAT(line, Catch::Contains("`" + column + "`"));
    }
  }
}
