#include "tests/hostile/samples.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "engine/table/table.hpp"
#include "loaders/edge_list/edge_list.hpp"
#include "loaders/writers/write_snapshot.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/study_command.hpp"
#include "study/study_file.hpp"
#include "tests/support/files.hpp"

namespace grapevine::hostile {
namespace {

namespace fs = std::filesystem;

/// A file by hand: who reads it, as what, and its text.
struct Text {
  std::string_view reader;
  std::size_t choice;
  std::string text;
};

constexpr std::size_t kPurchases = 0, kTies = 1, kTouches = 2, kSurveys = 3, kPeople = 4;

std::vector<Text> edge_lists() {
  return {
      {"edge_list", 0, "1 2\n2 3\n3 1\n"},
      {"edge_list", 1, "# people\n0\t1\n0\t2\n\n% more\n2\t0\n"},
      {"edge_list", 2, "1,2,0.5\n2,3,1e3\n3,1,.25\n"},
      {"edge_list", 0, "ann; bob; 1\nbob; cyd; 2\n\"dee; 1\"; ann; 3\n"},
      {"edge_list", 3, "source target weight\r\n1 2 1\r\n1 2 2\r\n2 2 0\r\n"},
      {"edge_list", 0, "from,to,sign,t,note\n9,8,1,2021-03-05,x\n8,7,-1,2021-03-05T10:20:30Z,y\n"},
      {"edge_list", 0, "\xEF\xBB\xBFsrc dst time type\n5 6 1614938400 knows\n6 5 0 likes\n"},
      {"edge_list", 1, "9223372036854775807 -9223372036854775808\n0 9223372036854775807\n"},
      {"edge_list", 0,
       "\xC5\xBD"
       "eljko \xD0\x90\xD0\xBD\xD0\xB0\n\xD0\x90\xD0\xBD\xD0\xB0 x\n"},
      {"edge_list", 0, "# no ties\n"}};
}

std::vector<Text> paths() {
  const std::string head = "path,total_conversions,total_conversion_value,total_null\n";
  return {{"paths", 0, head + "a > b > a,1,2.5,0\nb,2,3e1,4\n\"\",0,0,7\n"},
          {"paths", 0, "t;path;note\r\n2021-01-01 > 2021-01-02;a > b;\"x; \"\"y\"\"\"\r\n;;\r\n"},
          {"paths", 0, "\xEF\xBB\xBFpath\n7 > 12\n\n-3\n"},
          {"paths", 0, "total_null\tpath\n1\t\"z\xC3\xBCrich > a\tb\"\n"},
          {"paths", 0, "journey_id,player,seq\n1,b,2\n1,a,1\n2,a,1\n"}};
}

std::vector<Text> matrices() {
  return {{"matrix_market", 0,
           "%%MatrixMarket matrix coordinate pattern general\n% made by hand\n3 3 2\n1 2\n3 1\n"},
          {"matrix_market", 0,
           "%%MatrixMarket matrix coordinate real general\n3 3 3\n1 2 0.5\n2 3 -1e3\n3 3 2\n"},
          {"matrix_market", 1,
           "%%MatrixMarket matrix coordinate integer symmetric\n4 4 3\n2 1 7\n3 2 1\n4 4 2\n"},
          {"matrix_market", 2,
           "%%MatrixMarket matrix coordinate real skew-symmetric\n3 3 2\n2 1 4\n3 1 -4.5\n"},
          {"matrix_market", 0, "%%MatrixMarket matrix coordinate pattern symmetric\r\n2 2 0\r\n"},
          {"metis", 0, "3 2\n2\n1 3\n2\n"},
          {"metis", 1, "% weights of edges\n3 2 1\n2 5\n1 5 3 1.5\n2 1.5\n"},
          {"metis", 0, "3 2 10\n7 2\n1 1 3\n4 2\n"},
          {"metis", 0, "2 1 111 2\n1 1 1 2 9\n1 0 0 1 9\n"},
          {"metis", 0, "4 1\n2\n1\n\n\n"}};
}

std::vector<Text> foreign_graphs() {
  if (!has_reader("graphml")) return {};
  return {{"graphml", 0,
           "<?xml version=\"1.0\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
           "<key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n"
           "<graph edgedefault=\"directed\"><node id=\"a\"/><node id=\"b\"/>\n"
           "<edge source=\"a\" target=\"b\"><data key=\"w\">2.5</data></edge></graph></graphml>\n"},
          {"gml", 0,
           "graph [\n  directed 1\n  node [ id 1 label \"ann\" ]\n  node [ id 2 label \"bob\" ]\n"
           "  edge [ source 1 target 2 weight 0.5 ]\n]\n"},
          {"gml", 1, "graph [ node [ id 7 ] node [ id 8 ] edge [ source 7 target 8 ] ]\n"},
          {"pajek", 0, "*Vertices 3\n1 \"ann\"\n2 \"bob\"\n3 \"cyd\"\n*Arcs\n1 2 1.5\n2 3 2\n"},
          {"pajek", 1, "*Vertices 2\n*Edges\n1 2\n"},
          {"dl", 0, "DL n=3\nformat = edgelist1\ndata:\n1 2\n2 3 4.5\n"}};
}

std::vector<Text> tables() {
  return {
      {"csv", kPurchases,
       "person_id,t,context_id,amount,cost\n1,2021-03-05,a,9.50,1\n2,2021-03-06,a,3,\n"},
      {"csv", kPurchases,
       "person_id,t,units,note\r\n7,18600,2,\"a \"\"b\"\",\nc\"\r\n8,18601,1,\r\n"},
      {"csv", kTies, "src,dst,weight,sign,type,t\nann,bob,1.5,-1,knows,2020-02-29\nbob,cyd,,,,\n"},
      {"csv", kTouches,
       "from_person,to_person,t,role,status\n1,2,2021-01-01,sponsor,succeeded\n1,3,,,failed\n"},
      {"csv", kSurveys, "person_id,item,value\n1,nps,9\n2,intends,yes\n"},
      {"csv", kPeople, "\xEF\xBB\xBFperson_id,payer_id,same_as\n1,,\n2,1,\n3,,2\n"},
      {"csv", kPurchases, "person_id,t\n"},
      {"tsv", kPurchases, "person_id\tt\tmargin\n1\t2021-03-05T10:20:30Z\t4.25\n"},
      {"tsv", kTies, "a\tb\n1\t2\n2\t3\n"}};
}

std::vector<Text> studies() {
  return {{"study", 0, "[tables]\npurchases = { file = \"p.csv\" }\n"},
          {"study", 0,
           "[study]\nname = \"A\"\ntime_unit = \"month\"\nend = 2021-03-05\ncurrency = \"EUR\"\n"
           "[tables]\nties = { file = \"t.csv\", influence = \"both\", src = \"a\" }\n"},
          {"study", 0,
           "[tables]\nevents = { file = \"e.csv\", stance = { leaves = -0.5, joins = 1 } }\n"
           "[provenance]\n\"events.kind\" = \"assumed\"\n"},
          {"study", 0,
           "[tables]\npurchases = { file = [\"p.csv\", \"q.csv\"], value = \"units\" }\n"
           "[output]\nformat = \"csv\"\nshow = { top = 3, by = \"crv\", also = [\"segment\"] }\n"},
          {"study", 0,
           "[tables]\ntouches = { file = 'a.csv' } # one\n[economics]\nvalue_decimals = 0\n"}};
}

/// A table with a column of each kind that we write.
Table every_kind() {
  TableBuilder builder;
  builder.add({.name = "person_id"}, std::vector<std::int64_t>{1, 2, 3});
  builder.add({.name = "t"}, std::vector<Time>{Time{}, kUndated, Time{} + std::chrono::days(3)});
  builder.add({.name = "amount"}, MoneyColumn{.amounts = {150, -25, 0}, .decimals = 2});
  builder.add({.name = "note"}, std::vector<std::string>{"a", "", "c"});
  builder.add({.name = "margin"}, std::vector<double>{0.5, -1.0, 2.5});
  return builder.finish();
}

Table ties_table() {
  TableBuilder builder;
  builder.add({.name = "src"}, std::vector<std::string>{"ann", "bob", "ann"});
  builder.add({.name = "dst"}, std::vector<std::string>{"bob", "cyd", "cyd"});
  builder.add({.name = "weight"}, std::vector<double>{1.0, 0.5, 3.0});
  return builder.finish();
}

constexpr std::string_view kStudyText =
    "[tables]\n"
    "purchases = { file = \"p.csv\" }\n"
    "touches = { file = \"r.csv\" }\n"
    "[output]\nformat = \"csv\"\n";

/// Runs a study of two people, whose manifest is then a sample.
void write_run(const fs::path& folder) {
  std::ofstream(folder / "p.csv") << "person_id,t\n1,2021-03-05\n2,2021-03-06\n";
  std::ofstream(folder / "r.csv") << "from_person,to_person,t\n1,2,2021-03-06\n";
  std::ofstream(folder / "study.toml") << kStudyText;
  run_to_folder(read_study_file(folder / "study.toml"), folder / "run", 0);
}

void write_files(const fs::path& folder) {
  write_table(every_kind(), folder / "kinds.parquet");
  write_table(ties_table(), folder / "ties.parquet");
  write_table(every_kind(), folder / "kinds.arrow");
  write_table(ties_table(), folder / "ties.arrow");
  write_run(folder);
}

/// The manifest with the whole paths of its outputs, so that it may lie anywhere.
std::string manifest_of_run(const fs::path& run) {
  const std::string text = bytes_of(run / "manifest.json"), mark = "\"file\": \"";
  std::size_t from = text.find("\"outputs\"");
  std::string result = text.substr(0, from);
  for (;;) {
    const std::size_t at = text.find(mark, from);
    result += text.substr(from, at == text.npos ? at : at + mark.size() - from);
    if (at == text.npos) return result;
    result += run.string() + "/";
    from = at + mark.size();
  }
}

void in_child(const std::function<void()>& run) {
  const pid_t child = fork();
  if (child == 0) {
    run();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) throw std::runtime_error("the samples could not be written");
}

}  // namespace

std::vector<Sample> samples(const fs::path& folder) {
  in_child([&] { write_files(folder); });
  std::vector<Sample> all;
  const auto add = [&](std::string_view reader, std::string bytes, std::size_t choice) {
    const std::string name = std::string(reader) + "-" + std::to_string(all.size());
    all.push_back({name, &reader_of(reader), std::move(bytes), choice});
  };
  for (const auto& texts :
       {edge_lists(), matrices(), foreign_graphs(), tables(), paths(), studies()})
    for (const Text& text : texts) add(text.reader, text.text, text.choice);
  for (const auto& [ending, codec] :
       {std::pair{"_gz", arrow::Compression::GZIP}, std::pair{"_zst", arrow::Compression::ZSTD}}) {
    add(std::string("edge_list") + ending, testing::compressed(edge_lists()[3].text, codec), 0);
    add(std::string("csv") + ending, testing::compressed(tables()[2].text, codec), kTies);
  }
  add("parquet", bytes_of(folder / "kinds.parquet"), kPurchases);
  add("parquet", bytes_of(folder / "ties.parquet"), kTies);
  add("parquet_graph", bytes_of(folder / "ties.parquet"), 0);
  add("arrow", bytes_of(folder / "kinds.arrow"), kPurchases);
  add("arrow_graph", bytes_of(folder / "ties.arrow"), 0);
  for (const unsigned i : {3U, 5U}) {  // text ids and weights, other columns
    const fs::path ties = folder / "ties.txt", snapshot = folder / "ties.gv";
    std::ofstream(ties) << edge_lists()[i].text;
    write_snapshot(read_edge_list(ties, {.graph = {.canonical = false}}), snapshot);
    add("snapshot", bytes_of(snapshot), 0);
  }
  add("manifest", manifest_of_run(folder / "run"), 0);
  return all;
}

}  // namespace grapevine::hostile
