#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/support/data.hpp"
#include "tests/support/program.hpp"
#include "tests/support/random_tables.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace fs = std::filesystem;

namespace {

constexpr const char* kOutputs[] = {
    "scores", "credits",          "value_split", "audit",  "trust_flags",        "precedence",
    "cycles", "excluded_touches", "rejected",    "funnel", "intent_correlations"};

void copy_bundled_study(const fs::path& to) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(bundled("debian_referrals")))
    if (entry.path().extension() == ".csv" || entry.path().extension() == ".toml")
      fs::copy(entry.path(), to / entry.path().filename());
}

void run(const fs::path& study, const fs::path& out, const std::string& threads) {
  const Ran ran = run_program({"run", study.string(), "--out", out.string(), "--threads", threads});
  INFO(ran.err);
  REQUIRE(ran.code == 0);
}

void check_equal_tables(const fs::path& a, const fs::path& b, const std::string& ending) {
  for (const std::string table : kOutputs) {
    INFO(table);
    const std::string bytes = text_of(a / (table + ending));
    CHECK_FALSE(bytes.empty());
    CHECK(bytes == text_of(b / (table + ending)));
  }
}

/// The same CSV with its rows in another order.
void shuffle_rows(const fs::path& path, std::uint64_t seed) {
  std::istringstream file(text_of(path));
  std::string header, line;
  std::getline(file, header);
  std::vector<std::string> lines;
  while (std::getline(file, line)) lines.push_back(line);
  Random random(seed, 0);
  for (std::size_t i = lines.size(); i > 1; --i) std::swap(lines[i - 1], lines[random.below(i)]);
  std::string text = header + "\n";
  for (const std::string& row : lines) text += row + "\n";
  std::ofstream(path, std::ios::binary) << text;
}

void shuffle_all(const fs::path& folder, std::uint64_t seed) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".csv") shuffle_rows(entry.path(), seed++);
}

/// What a CSV row may hold in its last byte that leaves the table as readable as it was.
void change_last_byte(const fs::path& path) {
  std::string bytes = text_of(path);
  bytes.back() = bytes.back() == '\n' ? ' ' : '\n';
  std::ofstream(path, std::ios::binary) << bytes;
}

/// That `verify` refuses `out` in one line which names `file`.
void check_verify_names(const fs::path& out, const std::string& file) {
  const Ran ran = run_program({"verify", out.string()});
  INFO(file << ": " << ran.err);
  CHECK(ran.code == 2);
  CHECK(is_one_error_line(ran.err));
  CHECK_THAT(ran.err, Catch::Contains(file));
  CHECK(ran.out.empty());
}

}  // namespace

TEST_CASE("determinism: 1 and 8 threads write the same bytes") {
  const TempFolder folder;
  const fs::path bundled_study = bundled("debian_referrals") / "study.toml";
  run(bundled_study, folder.path() / "one", "1");
  run(bundled_study, folder.path() / "eight", "8");
  check_equal_tables(folder.path() / "one", folder.path() / "eight", ".parquet");
  const auto random = RandomTables(5).write(folder);
  run(random, folder.path() / "one", "1");
  run(random, folder.path() / "eight", "8");
  check_equal_tables(folder.path() / "one", folder.path() / "eight", ".csv");
}

TEST_CASE("determinism: rows in another order give the same tables") {
  const TempFolder folder;
  const fs::path copy = folder.path() / "copy";
  copy_bundled_study(copy);
  run(copy / "study.toml", folder.path() / "ordered", "2");
  shuffle_all(copy, 17);
  run(copy / "study.toml", folder.path() / "shuffled", "2");
  check_equal_tables(folder.path() / "ordered", folder.path() / "shuffled", ".parquet");
}

TEST_CASE("determinism: random studies in another order") {
  for (std::uint64_t seed = 101; seed <= 106; ++seed) {
    INFO("seed " << seed);
    const TempFolder folder;
    const auto study = RandomTables(seed).write(folder);
    run(study, folder.path() / "ordered", "1");
    shuffle_all(folder.path(), seed);
    run(study, folder.path() / "shuffled", "8");
    std::vector<std::string> tables = {
        "scores",           "credits",    "value_split",        "audit",
        "trust_flags",      "precedence", "type1_estimates",    "cycles",
        "excluded_touches", "funnel",     "intent_correlations"};
    for (const char* name : {"model_agreement", "margin_development"}) {
      const std::string table = name;
      const bool made = fs::exists(folder.path() / "ordered" / (table + ".csv"));
      REQUIRE(made == fs::exists(folder.path() / "shuffled" / (table + ".csv")));
      if (made) tables.push_back(table);
    }
    for (const std::string& table : tables) {
      INFO(table);
      CHECK(text_of(folder.path() / "ordered" / (table + ".csv")) ==
            text_of(folder.path() / "shuffled" / (table + ".csv")));
    }
  }
}

TEST_CASE("verify: says that nothing changed") {
  const TempFolder folder;
  copy_bundled_study(folder.path() / "study");
  run(folder.path() / "study" / "study.toml", folder.path() / "out", "0");
  const Ran ran = run_program({"verify", (folder.path() / "out").string()});
  CHECK(ran.code == 0);
  CHECK(ran.out == "verified: 8 inputs unchanged, 16 tables repeated byte for byte\n");
}

TEST_CASE("verify: names the input of which one byte was changed") {
  const TempFolder folder;
  const fs::path study = folder.path() / "study", out = folder.path() / "out";
  copy_bundled_study(study);
  run(study / "study.toml", out, "0");
  for (const auto& entry : fs::directory_iterator(study)) {
    const std::string bytes = text_of(entry.path());
    change_last_byte(entry.path());
    check_verify_names(out, entry.path().filename().string());
    std::ofstream(entry.path(), std::ios::binary) << bytes;
  }
  CHECK(run_program({"verify", out.string()}).code == 0);
}

TEST_CASE("verify: names the output that was changed or is gone") {
  const TempFolder folder;
  const fs::path out = folder.path() / "out";
  run(write_small_study(folder), out, "0");
  for (const std::string table : kOutputs) {
    const fs::path path = out / (table + ".csv");
    const std::string bytes = text_of(path);
    change_last_byte(path);
    check_verify_names(out, table + ".csv");
    fs::remove(path);
    check_verify_names(out, table + ".csv");
    std::ofstream(path, std::ios::binary) << bytes;
  }
  CHECK(run_program({"verify", out.string()}).code == 0);
}

TEST_CASE("verify: a study file that was changed, moved away or never run") {
  const TempFolder folder;
  const fs::path study = write_small_study(folder), out = folder.path() / "out";
  run(study, out, "0");
  folder.write("study.toml", std::string(kSmallStudy) + "# a note\n");
  check_verify_names(out, "study.toml: the study file was changed since the run");
  fs::remove(study);
  check_verify_names(out, "study.toml");
  check_verify_names(folder.path(), "manifest.json");
}
