#include "loaders/columnar/source_table.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/measured_memory.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Sizes of a study whose rows are at random.
struct StudyShape {
  std::uint64_t people, contexts, ties, purchases, touches;
  std::string (*id)(std::uint64_t) = integer_id;
};

/// Rows of cells that `make` gives, as a table of text columns.
void write_rows(const std::filesystem::path& path, const std::vector<std::string>& names,
                std::uint64_t rows, const std::function<std::vector<std::string>()>& make) {
  std::vector<std::vector<std::string>> columns(names.size());
  for (std::uint64_t i = 0; i < rows; ++i) {
    const auto cells = make();
    for (std::size_t c = 0; c < names.size(); ++c) columns[c].push_back(cells[c]);
  }
  TableBuilder builder;
  for (std::size_t c = 0; c < names.size(); ++c)
    builder.add({.name = names[c]}, std::span<const std::string>(columns[c]));
  write_table(builder.finish(), path);
}

void write_study(const TempFolder& folder, const StudyShape& shape,
                 const std::string& format = "csv") {
  Random random(1, 0);
  const auto person = [&] { return shape.id(random.below(shape.people)); };
  const auto context = [&] { return "c" + std::to_string(random.below(shape.contexts)); };
  const auto date = [&] {
    const std::uint64_t month = 1 + random.below(9), day = 10 + random.below(19);
    return "201" + std::to_string(random.below(10)) + "-0" + std::to_string(month) + "-" +
           std::to_string(day);
  };
  const auto file = [&](const std::string& name) { return folder.path() / (name + "." + format); };
  write_rows(file("ties"), {"src", "dst", "weight"}, shape.ties, [&] {
    return std::vector{person(), person(), "0." + std::to_string(random.below(999))};
  });
  write_rows(file("purchases"), {"person_id", "t", "context_id", "margin"}, shape.purchases, [&] {
    return std::vector{person(), date(), context(), std::to_string(random.below(100))};
  });
  write_rows(file("touches"), {"from_person", "to_person", "t", "context_id"}, shape.touches,
             [&] { return std::vector{person(), person(), date(), context()}; });
  folder.write("study.toml",
               "[tables]\n"
               "purchases = { file = \"purchases." +
                   format +
                   "\" }\n"
                   "touches = { file = \"touches." +
                   format +
                   "\" }\n"
                   "ties = { file = \"ties." +
                   format +
                   "\", influence = \"src_to_dst\" }\n"
                   "[attribution]\nmodel = \"linear\"\n");
}

}  // namespace

TEST_CASE("estimate: studies of several shapes, CSV, Parquet and Arrow") {
  if (memory_skipped()) return;
  const TempFolder folder;
  check_within_15_percent({"demo", "--out", "demo"}, folder);
  check_within_15_percent({"verify", "demo"}, folder);
  check_within_15_percent({"report", "demo"}, folder);
  check_within_15_percent(
      {"check", std::string(kSourceFolder) + "/datasets/debian_referrals/study.toml"}, folder);
  const StudyShape shapes[] = {
      {.people = 20'000, .contexts = 3, .ties = 100'000, .purchases = 50'000, .touches = 20'000},
      {.people = 1'000, .contexts = 1, .ties = 300'000, .purchases = 1'000, .touches = 1'000},
      {.people = 1'000, .contexts = 1, .ties = 100, .purchases = 200'000, .touches = 1'000},
      {.people = 1'000, .contexts = 1, .ties = 100, .purchases = 1'000, .touches = 200'000},
      {.people = 20'000, .contexts = 10, .ties = 10'000, .purchases = 30'000, .touches = 30'000},
      {.people = 20'000,
       .contexts = 2,
       .ties = 50'000,
       .purchases = 100'000,
       .touches = 50'000,
       .id = long_id}};
  const std::vector<std::string> backtest = {"backtest",  "study.toml", "--cut", "2018-01-01",
                                             "--horizon", "1y",         "--out", "bt"};
  for (const StudyShape& shape : shapes) {
    write_study(folder, shape);
    check_within_15_percent({"run", "study.toml", "--out", "results"}, folder);
    check_within_15_percent(backtest, folder);
    check_within_15_percent({"learn", "study.toml", "--out", "learned"}, folder);
    check_within_15_percent({"seeds", "study.toml", "--k", "9", "--out", "seeds.csv"}, folder);
    check_within_15_percent({"explain", "study.toml", "--person", shape.id(1), "--context", "c0"},
                            folder);
    check_within_15_percent({"what-if", "study.toml", "--remove-person", shape.id(1)}, folder);
    check_within_15_percent({"what-if", "study.toml", "--remove-person", shape.id(1), "--walks"},
                            folder);
    check_within_15_percent({"attribute", "study.toml", "--out", "c.csv"}, folder);
    check_within_15_percent({"clv", "study.toml", "--out", "clv.csv"}, folder);
  }
  for (const char* format : {"parquet", "arrow"})
    for (const std::size_t shape : {0U, 1U, 5U}) {
      write_study(folder, shapes[shape], format);
      check_within_15_percent({"run", "study.toml", "--out", "results"}, folder);
    }
}

TEST_CASE("estimate: clv, of many customers and of few who buy often") {
  if (memory_skipped()) return;
  const TempFolder folder;
  for (const StudyShape& shape :
       {StudyShape{.people = 60'000, .contexts = 1, .ties = 1, .purchases = 90'000, .touches = 1},
        StudyShape{.people = 2'000, .contexts = 1, .ties = 1, .purchases = 150'000, .touches = 1},
        StudyShape{.people = 40'000,
                   .contexts = 3,
                   .ties = 1,
                   .purchases = 80'000,
                   .touches = 1,
                   .id = long_id}}) {
    write_study(folder, shape);
    check_within_15_percent({"clv", "purchases.csv", "--out", "clv.csv"}, folder);
    check_within_15_percent({"clv", "purchases.csv", "--out", "clv.parquet"}, folder);
  }
}

TEST_CASE("estimate: simulated shops, small, large, busy and without counterfactuals") {
  if (memory_skipped()) return;
  const TempFolder folder;
  for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{
           {},
           {"--people", "100000", "--contexts", "1"},
           {"--people", "100000", "--contexts", "2", "--ties_per_person", "20", "--influential",
            "0.05"},
           {"--people", "2000", "--organic_per_year", "5"},
           {"--people", "200000", "--contexts", "1", "--ties_per_person", "1", "--counterfactuals",
            "false"}}) {
    std::vector<std::string> words = {"simulate", "--out", "shop"};
    words.insert(words.end(), more.begin(), more.end());
    check_within_15_percent(words, folder);
  }
}

// Scale 21 has twice the arcs of scale 20, and must not take more.

TEST_CASE("estimate: attribute, of paths and of long tables") {
  if (memory_skipped()) return;
  const TempFolder folder;
  Random random(7, 0);
  std::string paths = "path,total_conversions,total_conversion_value,total_null\n";
  std::string rows = "journey_id,player,seq,total_conversions\n";
  for (int i = 0; i < 300'000; ++i) {
    const std::uint64_t steps = 1 + random.below(6);
    for (std::uint64_t k = 0; k < steps; ++k) {
      const std::string player = "player" + std::to_string(random.below(40));
      paths += (k > 0 ? " > " : "") + player;
      rows += std::to_string(i) + "," + player + "," + std::to_string(k) + ",0\n";
    }
    paths += ",1,2.50,3\n";
  }
  folder.write("paths.csv", paths);
  folder.write("rows.csv", rows);
  check_within_15_percent({"attribute", "paths.csv", "--model", "first,linear", "--out", "o.csv"},
                          folder);
  check_within_15_percent({"attribute", "rows.csv", "--out", "o.csv"}, folder);
}

TEST_CASE("estimate: attribute, where the players are people") {
  if (memory_skipped()) return;
  const TempFolder folder;
  Random random(8, 0);
  std::string paths = "path,total_conversions\n";
  for (int i = 0; i < 600'000; ++i) {
    for (std::uint64_t k = random.below(6) + 1; k > 0; --k)
      paths += "person" + std::to_string(random.below(300'000)) + (k > 1 ? " > " : "");
    paths += ",1\n";
  }
  folder.write("paths.csv", paths);
  for (const char* model : {"first,linear,position", "shapley"})
    for (const char* out : {"o.csv", "o.parquet"})
      check_within_15_percent({"attribute", "paths.csv", "--model", model, "--out", out}, folder);
  write_table(read_source_table(folder.path() / "paths.csv", "paths.csv").table(),
              folder.path() / "paths.parquet");
  check_within_15_percent({"attribute", "paths.parquet", "--out", "o.csv"}, folder);
}
