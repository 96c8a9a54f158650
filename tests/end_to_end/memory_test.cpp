// `grapevine estimate` against what the kernel measures of the same command.
#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "algorithms/registry.hpp"
#include "cli/commands.hpp"
#include "engine/base/memory_estimate.hpp"
#include "engine/parallel/random.hpp"
#include "loaders/columnar/source_table.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/sanitizer.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

bool skipped() { return skipped_with_sanitizer("it takes memory of its own"); }

/// Most resident memory of a command in bytes. A small process starts it: the kernel counts the one
/// that starts a program as the program's own until it begins.
double measured_peak(const std::vector<std::string>& arguments, const TempFolder& folder) {
  std::vector<std::string> words = {
      "python3", "-c",
      "import resource, subprocess, sys\n"
      "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
      "sys.exit(code)"};
  for (const std::string& word : program_words(arguments)) words.push_back(word);
  const Ran ran = run_command(words, folder.path());
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return std::stod(ran.out) * 1024.0;
}

double estimated_peak(std::vector<std::string> arguments, const TempFolder& folder) {
  arguments.insert(arguments.begin(), "estimate");
  arguments.push_back("--json");
  const Ran ran = run_program(arguments, folder.path());
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return nlohmann::json::parse(ran.out)["peak_bytes"].get<double>();
}

void check_within_15_percent(const std::vector<std::string>& arguments, const TempFolder& folder) {
  std::string command;
  for (const std::string& word : arguments) command += word + " ";
  const double told = estimated_peak(arguments, folder), real = measured_peak(arguments, folder);
  INFO(command << ": told " << told / 0x1p20 << " MiB, measured " << real / 0x1p20);
  CHECK(told > 0.85 * real);
  CHECK(told < 1.15 * real);
}

/// Ties at random, with ids of the form that `id` gives, and weights if asked for.
std::filesystem::path write_ties(const TempFolder& folder, const std::string& name,
                                 std::uint64_t ties, std::uint64_t nodes,
                                 const std::function<std::string(std::uint64_t)>& id,
                                 bool weights = false) {
  const auto path = folder.path() / name;
  std::ofstream file(path);
  Random random(1, 0);
  for (std::uint64_t i = 0; i < ties; ++i) {
    file << id(random.below(nodes)) << ' ' << id(random.below(nodes));
    if (weights) file << " 0." << random.below(10'000);
    file << '\n';
  }
  return path;
}

std::string integer_id(std::uint64_t i) { return std::to_string(i); }
std::string text_id(std::uint64_t i) { return "u" + std::to_string(i); }
std::string long_id(std::uint64_t i) { return "somebody-" + std::to_string(i) + "@example.org"; }

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

TEST_CASE("estimate: graphs of integer ids, few and many people, with and without weights") {
  if (skipped()) return;
  const TempFolder folder;
  write_ties(folder, "small.txt", 100'000, 10'000, integer_id);
  write_ties(folder, "dense.txt", 1'000'000, 50'000, integer_id);
  write_ties(folder, "sparse.txt", 1'000'000, 1'000'000, integer_id);
  write_ties(folder, "weights.txt", 1'000'000, 100'000, integer_id, true);
  for (const char* graph : {"small.txt", "dense.txt", "sparse.txt", "weights.txt"})
    check_within_15_percent({"graph", "info", graph}, folder);
  check_within_15_percent({"graph", "info", "dense.txt", "--undirected"}, folder);
  check_within_15_percent({"graph", "info", "dense.txt", "--parallel_edges", "sum"}, folder);
}

TEST_CASE("estimate: graphs of text ids, short and long, and compressed") {
  if (skipped()) return;
  const TempFolder folder;
  write_ties(folder, "short.txt", 500'000, 100'000, text_id);
  const auto path = write_ties(folder, "long.txt", 500'000, 100'000, long_id);
  folder.write("long.txt.gz", compressed(text_of(path), arrow::Compression::GZIP));
  for (const char* graph : {"short.txt", "long.txt", "long.txt.gz"})
    check_within_15_percent({"graph", "info", graph}, folder);
}

TEST_CASE("estimate: every algorithm on a graph, into every kind of file") {
  if (skipped()) return;
  const TempFolder folder;
  write_ties(folder, "g.txt", 500'000, 500'000, integer_id);
  write_ties(folder, "w.txt", 500'000, 500'000, text_id, true);
  for (const Algorithm& algorithm : algorithms()) {
    if (!algorithm.on_graph) continue;
    const std::string name(algorithm.doc.name);
    check_within_15_percent({"score", name, "g.txt", "--out", "s.parquet"}, folder);
    check_within_15_percent({"score", name, "w.txt", "--out", "s.csv"}, folder);
    check_within_15_percent({"score", name, "w.txt"}, folder);
  }
}

TEST_CASE("estimate: Matrix Market, METIS, Parquet and Arrow graphs") {
  if (skipped()) return;
  const TempFolder folder;
  constexpr std::uint64_t kNodes = 100'000, kTies = 400'000;
  Random random(1, 0);
  std::ofstream market(folder.path() / "g.mtx");
  market << "%%MatrixMarket matrix coordinate real general\n"
         << kNodes << ' ' << kNodes << ' ' << kTies << '\n';
  for (std::uint64_t i = 0; i < kTies; ++i)
    market << 1 + random.below(kNodes) << ' ' << 1 + random.below(kNodes) << " 0.5\n";
  market.close();
  std::ofstream metis(folder.path() / "ring.metis");
  metis << kTies << ' ' << kTies << '\n';
  for (std::uint64_t i = 0; i < kTies; ++i)
    metis << 1 + (i + kTies - 1) % kTies << ' ' << 1 + (i + 1) % kTies << '\n';
  metis.close();
  check_within_15_percent({"graph", "info", "g.mtx"}, folder);
  check_within_15_percent({"graph", "info", "ring.metis"}, folder);
  for (const bool text : {false, true}) {
    std::vector<std::string> texts[2];
    std::vector<std::int64_t> integers[2];
    for (std::uint64_t i = 0; i < kTies; ++i)
      for (std::size_t end = 0; end < 2; ++end) {
        integers[end].push_back(static_cast<std::int64_t>(random.below(kNodes)));
        texts[end].push_back(text_id(static_cast<std::uint64_t>(integers[end].back())));
      }
    TableBuilder builder;
    for (std::size_t end = 0; end < 2; ++end) {
      const ColumnInfo info{.name = end == 0 ? "source" : "target"};
      if (text)
        builder.add(info, std::span<const std::string>(texts[end]));
      else
        builder.add(info, std::span<const std::int64_t>(integers[end]));
    }
    const Table table = builder.finish();
    for (const char* file : {"g.parquet", "g.arrow"}) {
      write_table(table, folder.path() / file);
      check_within_15_percent({"graph", "info", file}, folder);
    }
  }
}

#ifdef GRAPEVINE_HAVE_IGRAPH
TEST_CASE("estimate: GraphML, GML, Pajek and DL, with and without weights") {
  if (skipped()) return;
  const TempFolder folder;
  constexpr std::uint64_t kNodes = 50'000, kTies = 150'000;
  Random random(1, 0);
  for (const bool weights : {false, true}) {
    std::string graphml =
        "<graphml><key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>"
        "<graph edgedefault=\"directed\">\n";
    std::string gml = "graph [\n directed 1\n", pajek = "*Vertices " + integer_id(kNodes) + "\n";
    std::string dl = "DL n=" + integer_id(kNodes) + "\nformat = edgelist1\ndata:\n";
    for (std::uint64_t i = 0; i < kNodes; ++i) {
      graphml += "<node id=\"" + text_id(i) + "\"/>\n";
      gml += " node [ id " + integer_id(i) + " label \"" + text_id(i) + "\" ]\n";
      pajek += integer_id(i + 1) + " \"" + text_id(i) + "\"\n";
    }
    pajek += "*Arcs\n";
    for (std::uint64_t i = 0; i < kTies; ++i) {
      const std::uint64_t a = random.below(kNodes), b = random.below(kNodes);
      const std::string weight = "0." + integer_id(random.below(9'999));
      graphml += "<edge source=\"" + text_id(a) + "\" target=\"" + text_id(b) + "\">" +
                 (weights ? "<data key=\"w\">" + weight + "</data>" : "") + "</edge>\n";
      gml += " edge [ source " + integer_id(a) + " target " + integer_id(b) +
             (weights ? " weight " + weight : "") + " ]\n";
      const std::string pair = integer_id(a + 1) + " " + integer_id(b + 1);
      pajek += pair + (weights ? " " + weight : "") + "\n";
      dl += pair + (weights ? " " + weight : "") + "\n";
    }
    folder.write("g.graphml", graphml + "</graph></graphml>\n");
    folder.write("g.gml", gml + "]\n");
    folder.write("g.net", pajek);
    folder.write("g.dl", dl);
    if (!run_program({"graph", "info", "g.gml"}, folder.path()).err.empty()) return;  // no igraph
    for (const char* graph : {"g.graphml", "g.gml", "g.net", "g.dl"})
      check_within_15_percent({"graph", "info", graph}, folder);
  }
}
#endif

TEST_CASE("estimate: studies of several shapes, CSV, Parquet and Arrow") {
  if (skipped()) return;
  const TempFolder folder;
  check_within_15_percent({"demo", "--out", "demo"}, folder);
  check_within_15_percent({"verify", "demo"}, folder);
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
    check_within_15_percent({"explain", "study.toml", "--person", shape.id(1), "--context", "c0"},
                            folder);
    check_within_15_percent({"what-if", "study.toml", "--remove-person", shape.id(1)}, folder);
    check_within_15_percent({"attribute", "study.toml", "--out", "c.csv"}, folder);
  }
  for (const char* format : {"parquet", "arrow"})
    for (const std::size_t shape : {0U, 1U, 5U}) {
      write_study(folder, shapes[shape], format);
      check_within_15_percent({"run", "study.toml", "--out", "results"}, folder);
    }
}

TEST_CASE("estimate: simulated shops, small, large, busy and without counterfactuals") {
  if (skipped()) return;
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
TEST_CASE("estimate: generated graphs, small and large, into every kind of file") {
  if (skipped()) return;
  const TempFolder folder;
  const auto check = [&](std::vector<std::string> words, const char* file) {
    words.insert(words.begin(), {"graph", "generate"});
    words.insert(words.end(), {"--out", file});
    check_within_15_percent(words, folder);
  };
  for (const char* scale : {"8", "14", "17", "20"})
    for (const char* file : {"g.txt", "g.parquet", "g.arrow"})
      check({"rmat", "--scale", scale}, file);
  check({"rmat", "--scale", "21"}, "g.txt");
  for (const char* file : {"g.csv.gz", "g.txt.zst"}) check({"rmat", "--scale", "18"}, file);
  check({"ba", "--nodes", "500000"}, "g.txt");
  check({"ba", "--nodes", "500000"}, "g.parquet");
  for (const char* blocks : {"100", "1000"})
    check({"sbm", "--blocks", blocks, "--block_size", "4000", "--within", "0.002", "--between",
           "0.000002"},
          "g.txt");
}

TEST_CASE("estimate: attribute, of paths and of long tables") {
  if (skipped()) return;
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
  if (skipped()) return;
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

TEST_CASE("estimate: graph what-if, of many people and of few") {
  if (skipped()) return;
  const TempFolder folder;
  folder.write("changes.csv", "change,person,target\nadd_person,-1,\nset_tie,-1,-1\n");
  write_ties(folder, "many.txt", 500'000, 500'000, integer_id);
  write_ties(folder, "few.txt", 1'000'000, 20'000, integer_id);
  for (const char* graph : {"many.txt", "few.txt"})
    for (const char* out : {"o.csv", "o.parquet"})
      check_within_15_percent({"graph", "what-if", graph, "--changes", "changes.csv", "--out", out},
                              folder);
}

TEST_CASE("estimate: every command has one that is measured here") {
  const std::set<std::string> measured = {
      "demo",    "verify",         "run",           "check",        "backtest",
      "score",   "graph info",     "simulate",      "attribute",    "explain",
      "what-if", "graph generate", "graph convert", "graph what-if"};
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
      INFO(name << ": add it to one of the tests above, and to `measured`");
      CHECK((measured.contains(name) || without_input.contains(name)));
    }
  }
}

TEST_CASE("memory flag: a command that would take more ends in one line, and writes nothing") {
  if (skipped()) return;
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

TEST_CASE("estimate: ten million ties", "[.large]") {
  const TempFolder folder;
  write_ties(folder, "g.txt", 10'000'000, 1'000'000, integer_id);
  check_within_15_percent({"graph", "info", "g.txt"}, folder);
  check_within_15_percent({"score", "pagerank", "g.txt", "--out", "s.parquet"}, folder);
  write_ties(folder, "t.txt", 10'000'000, 3'000'000, text_id);
  check_within_15_percent({"graph", "info", "t.txt"}, folder);
}
