#include "loaders/edge_list/edge_list.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/base/numbers.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/compressed_files.hpp"
#include "tests/support/data.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"
#include "tests/support/graphs.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::TempFolder;

/// One line per tie with all that it carries.
std::string dump(const Graph& graph) {
  std::string text;
  const GraphColumns& columns = graph.columns();
  for (NodeId u = 0; u < graph.num_nodes(); ++u) {
    EdgeId e = graph.first_out_edge(u);
    for (const NodeId v : graph.out_neighbors(u)) {
      text += graph.name(u) + ">" + graph.name(v);
      if (!columns.weight.empty()) text += " w" + to_text(columns.weight[e]);
      if (!columns.sign.empty()) text += " s" + std::to_string(columns.sign[e]);
      if (!columns.time.empty()) text += " t" + time_text(columns.time[e]);
      if (!columns.type.empty()) text += " " + graph.type_names()[columns.type[e]];
      text += "\n";
      ++e;
    }
  }
  return text;
}

std::string read(std::string_view text) {
  const TempFolder folder;
  return dump(read_edge_list(folder.write("ties.txt", text)));
}

/// What is refused in `text`, behind the path and from the line number on.
std::string refused(std::string_view text) {
  const TempFolder folder;
  const auto path = folder.write("ties.txt", text);
  const std::string message = error_of([&] { read_edge_list(path); });
  const std::string start = "BadInput " + path.string() + ":";
  return message.starts_with(start) ? message.substr(start.size()) : "unexpected: " + message;
}

TEST_CASE("read_edge_list: separators, line ends, comments and a byte order mark leave no trace") {
  const std::string expected = "1>2\n2>3\n10>1\n";
  for (const char* text :
       {"1 2\n2 3\n10 1\n", "1\t2\r\n2\t3\r\n10\t1\r\n", "1,2\n2 , 3\n10,1", "1;2\n2; 3\n10 ;1\n",
        "\xEF\xBB\xBF# comment\n% other\n\n  # third\n1 2\n \t\n2  3 \n\t10 \t 1\n\n",
        "10 1\n2\t3\n1,2\n", "\"1\",\"2\"\n\"2\" , 3\n10,1\n", "\"1\" 2\n2 \"3\"\n10 1\n"})
    CHECK(read(text) == expected);
}

TEST_CASE("read_edge_list: ids are integers in order of value only if all are canonical integers") {
  CHECK(read("10 9\n-3 10\n") == "-3>10\n10>9\n");
  CHECK(read("10 9\n7 10\nb a\n") == "10>9\n7>10\nb>a\n");
  CHECK(read("007 7\n") == "007>7\n");  // two people, lest they merge
  CHECK(read("7 +7\n") == "7>+7\n");
  CHECK(read("9223372036854775807 1\n") == "9223372036854775807>1\n");
  CHECK(read("9223372036854775808 1\n") == "9223372036854775808>1\n");  // beyond int64: text
  CHECK(read("Zo\xC3\xAB,\"Anna Smith\"\n") == "Zo\xC3\xAB>Anna Smith\n");
  const TempFolder folder;
  CHECK_FALSE(read_edge_list(folder.write("a", "5 6\n")).ids()->is_text());
  CHECK(read_edge_list(folder.write("a", "9223372036854775808 6\n")).ids()->is_text());
}

TEST_CASE("read_edge_list: ids are what the user says they are") {
  const testing::TempFolder folder;
  const std::string numbers = "7 10\n10 -3\n";
  for (const auto& path : {folder.write("n.txt", numbers),
                           testing::rewrite(folder, "n.txt.gz", testing::gzip_member(numbers)),
                           folder.write("w.txt", "7 10 1.5\n10 -3 2\n")}) {
    const Graph texts = read_edge_list(path, {.ids = IdKind::Text});
    CHECK(texts.ids()->is_text());
    CHECK(texts.name(0) == "-3");  // in the order of bytes
    CHECK(texts.name(1) == "10");
    CHECK(texts.num_edges() == 2);
    CHECK_FALSE(read_edge_list(path, {.ids = IdKind::Integer}).ids()->is_text());
  }
  const auto mixed = folder.write("m.txt", "# two\n7 10\n10 007\n8 x\n");
  const std::string error =
      testing::error_of([&] { read_edge_list(mixed, {.ids = IdKind::Integer}); });
  CHECK(error == "BadInput " + mixed.string() +
                     ":3: '10 007' has an id that is no integer of 64 bits in its shortest form; "
                     "correct it, or leave out --ids integer");
}

TEST_CASE("read_edge_list: a header names the columns, in any order and case") {
  CHECK(read("source target weight\n1 2 0.5\n") == "1>2 w0.5\n");
  CHECK(read("From,To\n1,2\n") == "1>2\n");
  CHECK(read("to,from\n1,2\n3,2\n") == "2>1\n2>3\n");
  CHECK(read("dst;SRC;sign\n1;2;-1\n3;2;+1\n") == "2>1 s-1\n2>3 s1\n");
  CHECK(read("src,dst,t,type\n1,2,86400,friend\n1,2,2021-03-05T10:20:30Z,advice\n1,3,,advice\n") ==
        "1>2 t2021-03-05T10:20:30Z advice\n1>2 t1970-01-02 friend\n1>3 t advice\n");
  CHECK(read("src,dst,timestamp\n1,2,2021-03-05 10:20:30\n") == "1>2 t2021-03-05T10:20:30Z\n");
  CHECK(read("type,src,dst,weight,rank\nclose friend,1,2,3,\n") == "1>2 w3 close friend\n");
  CHECK(read("source target\n") == "");
  CHECK(read("source x\ny z\n") == "source>x\ny>z\n");  // names one end only: a tie of text ids
}

TEST_CASE("read_edge_list: without a header a third column is the weight") {
  CHECK(read("1 2 3\n1 2 1e-3\n2 1 0\n2 2 -0\n") == "1>2 w0.001\n1>2 w3\n2>1 w0\n2>2 w0\n");
}

TEST_CASE("read_edge_list: only comments give the empty graph, no bytes at all are refused") {
  CHECK(read("# nothing\n") == "");
  CHECK(read("\n") == "");
  CHECK(read("# nothing") == "");
  CHECK(refused("") ==
        " the file is empty; give it ties; a line '# no ties' alone makes a graph without people");
}

TEST_CASE("read_edge_list: every unusable line is refused with its number and value") {
  CHECK(refused("1 2\n# c\n3\n") ==
        "3: 1 field, from '3' to '3', where the first line has 2; "
        "give every line the same columns");
  CHECK(refused("7\n") == "1: '7' has no target; give source and target");
  CHECK(refused("1 2\n1 2 3\n").starts_with("2: 3 fields, from '1' to '3', where the first line"));
  CHECK(refused("1 2 3 4\n") ==
        "1: 4 columns without names, the fourth with '4'; "
        "add a header line such as 'source target weight time'");
  for (const char* weight : {"nan", "inf", "-inf", "1e999", "-1", "x", "0x10", "1.5.2"})
    CHECK(refused("1 2 1\n\n3 4 " + std::string(weight) + "\n")
              .starts_with("3: weight '" + std::string(weight) + "' is not a finite number >= 0"));
  CHECK(refused("1 2 1e301\n") == "1: weight '1e301' is beyond 1e300; scale all weights");
  CHECK(refused("1,2,\n").starts_with("1: weight '' is not"));
  CHECK(refused("a,,1\n") == "1: target '' is empty; fill it in");
  CHECK(refused(",b\n") == "1: source '' is empty; fill it in");
  CHECK(refused("src dst sign\n1 2 0\n") == "2: sign '0' is neither 1 nor -1; correct it");
  CHECK(refused("src dst time\n1 2 2021-02-30\n").starts_with("2: time '2021-02-30' is neither"));
  CHECK(refused("src dst time\n1 2 9223372036854775807\n").starts_with("2: time '92233720368547"));
  CHECK(refused("src,dst,from\n1,2,3\n") ==
        "1: column 'from' says what an earlier one says; rename or remove one of them");
}

TEST_CASE("read_edge_list: what could be read in two ways is refused, not guessed") {
  CHECK(refused("Anna Smith,3\n").starts_with("1: source 'Anna Smith' has a blank inside; "));
  CHECK(refused("id_1,id_2\n1,2\n") ==
        "1: 'id_1' and 'id_2' look like names of columns, as all other ids are integers; "
        "name the columns of the ends 'source' and 'target'");
  CHECK(refused("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 2 3\n")
            .starts_with("1: is a Matrix Market file; "));
  CHECK(refused("1 2\r3 4\r").starts_with("1: '1 2\\x0d3 4' has a control character; "));
  CHECK(refused(std::string_view("1 2\n\0\0\n", 7)).starts_with("2: '\\x00\\x00' has a control"));
  CHECK(refused("a \xC3\x28\n").find("is not UTF-8; save the file as UTF-8") != std::string::npos);
  CHECK(refused("a \xED\xA0\x80\n").find("is not UTF-8; ") != std::string::npos);
  CHECK(refused("\"a,b\n").starts_with("1: '\"a,b' has no closing quote; "));
  CHECK(refused("\"a\"\"b\",c\n").find("goes on behind the closing quote; ") != std::string::npos);
}

TEST_CASE("read_edge_list: a path with a line end keeps its error on one line") {
  const TempFolder folder;
  const auto path = folder.write("a\nb", "x\n");
  CHECK(error_of([&] { read_edge_list(path); }).find('\n') == std::string::npos);
}

/// Ties written with changing separators, comments and line ends, several blocks long.
std::string mixed_text(const testing::Ties& ties, const std::string& prefix) {
  const char* separators[] = {" ", "\t", ",", " ; ", "  \t"};
  std::string text;
  for (std::size_t i = 0; i < ties.size(); ++i) {
    const std::string separator = separators[i % 5];
    if (i % 1000 == 7) text += "# a comment\n\n";
    text += prefix + std::to_string(ties[i].first) + separator + prefix +
            std::to_string(ties[i].second) + separator + std::to_string(i % 10) +
            (i % 3 == 0 ? "\r\n" : "\n");
  }
  return text;
}

TEST_CASE("read_edge_list: equals the graph built from the same ties, at 1 and at 8 threads") {
  const testing::Ties ties = testing::random_ties(50'000, 250'000, 7);
  const TempFolder folder;
  for (const std::string prefix : {"", "p"}) {
    const auto path = folder.write("ties.txt", mixed_text(ties, prefix));
    REQUIRE(std::filesystem::file_size(path) > 3'000'000);
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < ties.size(); ++i)
      expected.push_back(prefix + std::to_string(ties[i].first) + ">" + prefix +
                         std::to_string(ties[i].second) + " w" + std::to_string(i % 10));
    std::ranges::sort(expected);
    std::string dumps[2];
    for (const std::size_t threads : {1U, 8U}) {
      const ThreadLimit limit(threads);
      dumps[threads / 8] = dump(read_edge_list(path));
    }
    CHECK((dumps[0] == dumps[1]));
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < dumps[0].size();) {
      const std::size_t end = dumps[0].find('\n', begin);
      lines.push_back(dumps[0].substr(begin, end - begin));
      begin = end + 1;
    }
    std::ranges::sort(lines);
    CHECK((lines == expected));
  }
}

TEST_CASE("read_edge_list: of several bad lines the first is named, at any thread count") {
  std::string text = mixed_text(testing::random_ties(1000, 300'000, 8), "");
  const std::size_t half = text.find('\n', text.size() / 2) + 1;
  const std::string before = text.substr(0, half);
  const auto line = 1 + std::ranges::count(before, '\n');
  text.insert(text.rfind('\n', text.size() - 2) + 1, "1 2 -5\n");
  text.insert(half, "1 2 nan\n");
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    CHECK(refused(text).starts_with(std::to_string(line) + ": weight 'nan'"));
  }
}

TEST_CASE("read_edge_list: node and tie counts equal the published ones") {
  struct Published {
    std::string file;
    NodeId nodes;
    EdgeId ties;
  };
  for (const Published& p : {Published{"facebook_combined/facebook_combined.txt.gz", 4039, 88234},
                             Published{"wiki_vote/wiki-Vote.txt.gz", 7115, 103689},
                             Published{"email_eu_core/email-Eu-core.txt.gz", 1005, 25571},
                             Published{"twitch_de/DE_edges.csv.gz", 9498, 153138},
                             Published{"ca_astroph/ca-AstroPh.txt.gz", 18772, 198110}}) {
    if (!testing::have_shared_data(p.file)) return;
    const Graph graph = read_edge_list(testing::shared_data(p.file));
    CHECK(graph.num_nodes() == p.nodes);
    CHECK(graph.num_edges() == p.ties);
  }
  const auto email = testing::shared_data("email_eu_core/email-Eu-core.txt.gz");
  CHECK(read_edge_list(email).report().self_loops == 642);
}

}  // namespace
}  // namespace grapevine
