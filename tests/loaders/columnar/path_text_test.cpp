#include "loaders/columnar/path_text.hpp"

#include <catch2/catch.hpp>

#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "loaders/columnar/path_table.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sanitizer.hpp"

// The other route, a table of the whole file, is the oracle: it shares the parsers of numbers and
// times and nothing else.

namespace grapevine {
namespace {

using testing::error_of;
using testing::TempFolder;

void check_same(const Paths& a, const Paths& b) {
  REQUIRE(a.players->is_text() == b.players->is_text());
  REQUIRE(a.num_players() == b.num_players());
  for (NodeId p = 0; p < a.num_players(); ++p) REQUIRE(a.players->name(p) == b.players->name(p));
  REQUIRE((a.first_step == b.first_step));
  REQUIRE((a.steps == b.steps));
  REQUIRE((a.times == b.times));
  REQUIRE((a.conversions == b.conversions));
  REQUIRE((a.value == b.value));
  REQUIRE((a.nulls == b.nulls));
}

/// A random file of paths with everything that may stand in one, and at most one mistake.
class RandomFile {
 public:
  explicit RandomFile(std::uint64_t seed) : random_(seed, 9) {}

  std::string make() {
    separator_ = ",\t;|"[random_.below(4)];
    line_end_ = chance(3) ? "\r\n" : "\n";
    quotes_ = chance(2);
    kind_ = random_.below(3);
    columns_ = {"path"};
    for (const char* name :
         {"total_conversions", "total_conversion_value", "total_null", "t", "note"})
      if (!chance(3))
        columns_.insert(
            columns_.begin() + static_cast<std::ptrdiff_t>(random_.below(columns_.size() + 1)),
            name);
    std::string text = chance(4) ? "\xEF\xBB\xBF" : "";
    if (chance(8)) text += line_end_;
    for (std::size_t c = 0; c < columns_.size(); ++c)
      text += (c > 0 ? std::string(1, separator_) : "") + cell(columns_[c]);
    text += line_end_;
    const std::uint64_t rows = random_.below(30);
    const std::uint64_t bad = chance(4) ? random_.below(rows + 1) : rows;
    for (std::uint64_t r = 0; r < rows; ++r) text += row(r == bad) + line_end_;
    if (chance(5)) text.resize(text.size() - line_end_.size());
    return text;
  }

 private:
  bool chance(std::uint64_t of) { return random_.below(of) == 0; }

  std::string cell(const std::string& text) {
    const bool must = text.find_first_of(std::string("\"\n") + separator_) != text.npos;
    if (!must && !(quotes_ && chance(3))) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
  }

  std::string blanks() {
    const char* const kinds[] = {"", " ", "  ", separator_ == '\t' ? " " : "\t"};
    return kinds[random_.below(4)];
  }

  std::string player() {
    const std::string number = std::to_string(random_.below(30));
    if (kind_ == 0) return (chance(4) ? "-" : "") + std::to_string(1 + random_.below(40));
    if (kind_ == 1) return "channel " + number;
    const char* const fronts[] = {"z\xC3\xBCrich ", "a name of more than sixteen bytes ", "0", ""};
    return fronts[random_.below(4)] + number + (quotes_ && chance(5) ? ", \"x\"" : "");
  }

  std::string number(std::uint64_t most) {
    const std::string whole = std::to_string(random_.below(most));
    switch (random_.below(6)) {
      case 0:
        return "";
      case 1:
        return " " + whole + ".25 ";
      case 2:
        return whole + "e-3";
      default:
        return whole;
    }
  }

  std::string row(bool bad) {
    const char* const wrong[] = {"-1", "x", "nan", "1e301"};
    const std::uint64_t steps = chance(6) ? 0 : 1 + random_.below(6);
    std::string path = blanks(), times, text;
    for (std::uint64_t k = 0; k < steps; ++k) {
      path += (k > 0 ? blanks() + ">" + blanks() : "") + player();
      times += (k > 0 ? " > 2021-01-0" : "2021-01-0") + std::to_string(k + 1);
    }
    path += blanks();
    if (bad && chance(3)) path += "> ";
    if (bad && chance(3)) times += " > 2020-01-01";
    if (bad && chance(4)) return path + separator_ + "1" + separator_ + "2" + separator_ + "a\"b";
    if (bad && chance(5)) return "\"" + path + "\n" + path + "\"";
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) text += separator_;
      const std::string& column = columns_[c];
      if (column == "path") text += cell(path);
      if (column == "total_conversions") text += cell(bad ? wrong[random_.below(4)] : "2");
      if (column == "total_conversion_value") text += cell(number(100));
      if (column == "total_null") text += cell(number(10));
      if (column == "t") text += cell(times);
      if (column == "note") text += cell(bad && chance(3) ? "two\nlines" : "note " + blanks());
    }
    return text;
  }

  Random random_;
  char separator_ = ',';
  std::string line_end_;
  bool quotes_ = false;
  std::uint64_t kind_ = 0;
  std::vector<std::string> columns_;
};

std::string ours(std::string_view name) { return std::string(name); }

TEST_CASE("path_text: what a table of the whole file gives, paths or the same error") {
  const TempFolder folder;
  const std::uint64_t cases = testing::kSlowBuild ? 1'000 : 10'000;
  std::uint64_t read = 0, refused = 0;
  for (std::uint64_t seed = 0; seed < cases; ++seed) {
    const std::string text = RandomFile(seed).make();
    CAPTURE(seed, text);
    const auto path = folder.write(seed % 2 == 0 ? "paths.csv" : "paths.tsv", text);
    const auto whole = [&] { return paths_of_table(read_source_table(path, path.string())); };
    const std::string error = error_of(whole);
    REQUIRE(error_of([&] { read_paths(path); }) == error);
    refused += error.empty() ? 0 : 1;
    if (!error.empty()) continue;
    check_same(read_paths(path), whole());
    const PathText blocks = read_path_text(path, seed % 2 == 0 ? ',' : '\t', ours, 1 + seed % 99);
    if (blocks.paths) check_same(*blocks.paths, whole());
    read += blocks.paths ? 1 : 0;
  }
  // Most files are read by blocks, and some have mistakes: the test looks at both.
  CHECK(read > cases / 2);
  CHECK(refused > cases / 20);
}

TEST_CASE("path_text: the columns that the user names, and their mistakes") {
  const TempFolder folder;
  const PathColumnNames names = {{"path", "route"}, {"total_null", "lost"}};
  const auto path = folder.write("paths.csv", "path,route,lost\nx,a > b,3\n");
  const Paths paths = read_paths(path, names);
  check_same(paths, paths_of_table(read_source_table(path, path.string()), names));
  CHECK(paths.nulls == std::vector<double>{3});
  const PathColumnNames twice = {{"total_conversions", "lost"}, {"total_null", "lost"}};
  check_same(read_paths(path, twice),
             paths_of_table(read_source_table(path, path.string()), twice));
  CHECK_THAT(error_of([&] { read_paths(path, {{"path", "way"}}); }),
             Catch::Contains("there is no column 'way'"));
  for (const char* ours : {"total_conversions", "total_null", "t", "journey_id"})
    CHECK_THAT(error_of([&] { read_paths(path, {{ours, "way"}}); }),
               Catch::Contains("there is no column 'way'"));
}

TEST_CASE("path_text: a compressed file is read as the plain one") {
  const TempFolder folder;
  std::string text = "path,total_conversions\n";
  for (int i = 0; i < 20'000; ++i) text += "a" + std::to_string(i % 777) + " > b,1\n";
  const Paths plain = read_paths(folder.write("p.csv", text));
  const auto packed = testing::compressed(text, arrow::Compression::GZIP);
  check_same(read_paths(folder.write("p.csv.gz", packed)), plain);
}

TEST_CASE("path_text: blocks, windows and threads change nothing") {
  const TempFolder folder;
  std::string text = "path,total_conversion_value\n";
  Random random(4, 0);
  for (int i = 0; i < 5'000; ++i) {
    for (std::uint64_t k = random.below(4); k > 0; --k)
      text += "p" + std::to_string(random.below(900)) + ">";
    text += "end," + std::to_string(random.below(50)) + "\n";
  }
  const auto path = folder.write("paths.csv", text);
  const auto read = [&](std::size_t threads, std::uint64_t block) {
    const ThreadLimit limit(threads);
    return *read_path_text(path, ',', ours, block).paths;
  };
  const Paths whole = paths_of_table(read_source_table(path, path.string()));
  for (const std::uint64_t block : {100U, 1'000U, 1'000'000U}) {
    check_same(read(1, block), whole);
    check_same(read(8, block), whole);
  }
}

TEST_CASE("path_text: the error of a bad line is found without the lines behind it") {
  const TempFolder folder;
  std::string text = "path,total_conversions\na,1\nb,-1\n";
  for (int i = 0; i < 1'000; ++i) text += "a > b,1\n";
  const PathText odd = read_path_text(folder.write("paths.csv", text), ',', ours, 64);
  CHECK_FALSE(odd.paths);
  CHECK(odd.odd_front == "path,total_conversions\na,1\nb,-1\n");
}

}  // namespace
}  // namespace grapevine
