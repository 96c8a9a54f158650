#include "tests/hostile/public_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "loaders/columnar/source_table.hpp"
#include "tests/hostile/batch.hpp"
#include "tests/support/files.hpp"

namespace grapevine::hostile {
namespace {

namespace fs = std::filesystem;

struct PublicFile {
  std::string path, folder, ending, expectation;
};

/// The lines of MANIFEST.tsv: the path comes first, the expectation last.
std::vector<PublicFile> read_list(const fs::path& folder) {
  std::vector<PublicFile> files;
  std::ifstream list(folder / "MANIFEST.tsv");
  std::string line;
  std::getline(list, line);
  while (std::getline(list, line)) {
    if (line.ends_with('\r')) line.pop_back();
    const std::string path = line.substr(0, line.find('\t'));
    files.push_back({path, fs::path(path).parent_path().string(),
                     fs::path(path).extension().string(), line.substr(line.rfind('\t') + 1)});
  }
  if (files.empty()) throw std::runtime_error("no MANIFEST.tsv in " + folder.string());
  return files;
}

/// The reader whose word on the file counts; empty: its format is none of ours.
std::string judge_of(const PublicFile& file) {
  if (file.folder == "json") return "json";
  if (file.folder == "csv") return file.ending == ".tsv" ? "tsv_cells" : "csv_cells";
  if (file.folder.starts_with("parquet")) return "parquet_cells";
  if (file.folder.starts_with("arrow")) return "arrow_cells";
  const std::map<std::string, std::string> graphs{
      {".el", "edge_list"}, {".ncol", "edge_list"}, {".graphml", "graphml"},
      {".xml", "graphml"},  {".gml", "gml"},        {".net", "pajek"},
      {".dl", "dl"}};
  const auto graph = graphs.find(file.ending);
  return graph != graphs.end() && has_reader(graph->second) ? graph->second : "";
}

std::vector<std::string> readers_of(const PublicFile& file) {
  const std::string judge = judge_of(file);
  if (file.folder == "json") return {judge, "manifest", "csv", "edge_list"};
  if (file.folder == "csv") return {judge, "csv", "tsv", "edge_list", "metis", "matrix_market"};
  if (file.folder.starts_with("parquet")) return {judge, "parquet", "parquet_graph", "csv"};
  if (file.folder.starts_with("arrow")) return {judge, "arrow", "arrow_graph", "csv"};
  if (!judge.empty()) return {judge, "metis", "csv"};
  return {"edge_list", "metis", "matrix_market", "csv", "study", "parquet"};
}

struct Wanted {
  std::size_t case_number;
  Ending ending;
};

bool is_met(const Wanted& wanted, const Cases& cases, const std::vector<CaseResult>& results) {
  if (results[wanted.case_number].ending == wanted.ending) return true;
  fmt::print("  {} is {}\n", cases.at(wanted.case_number).name,
             wanted.ending == Ending::Read ? "refused, and should be read"
                                           : "read, and should be refused");
  return false;
}

/// A table as RFC 4180 has it, all in quotes.
std::string csv_of(const nlohmann::ordered_json& rows) {
  std::string csv;
  const auto add = [&](std::string cell, bool first) {
    for (std::size_t at = 0; (at = cell.find('"', at)) != cell.npos; at += 2)
      cell.insert(at, 1, '"');
    csv += (first ? "\"" : ",\"") + cell + "\"";
  };
  const auto& columns = rows.at(0).items();
  for (auto column = columns.begin(); column != columns.end(); ++column)
    add(column.key(), column == columns.begin());
  for (const auto& row : rows) {
    csv += "\r\n";
    for (auto cell = row.begin(); cell != row.end(); ++cell)
      add(cell->get<std::string>(), cell == row.begin());
  }
  return csv;
}

/// Whether the cells of a JSON, an object a row, come back from the CSV of them. The tables that
/// they were taken from are not in the collection, or are there with other cells.
bool is_as_golden(const fs::path& file) {
  const auto golden = nlohmann::ordered_json::parse(bytes_of(file));
  const auto rows = golden.is_array() ? golden : nlohmann::ordered_json::array({golden});
  const testing::TempFolder folder;
  const Table table = read_source_table(folder.write("t.csv", csv_of(rows)), "t.csv").table();
  if (static_cast<std::size_t>(table.num_rows()) != rows.size()) return false;
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (const auto& [column, cell] : rows[row].items())
      if (!table.has(column) || table.texts(column)[row] != cell.get<std::string>()) return false;
  return true;
}

bool check_golden(const fs::path& folder, const std::vector<PublicFile>& files) {
  std::size_t met = 0, all = 0;
  for (const PublicFile& file : files) {
    if (file.expectation != "golden") continue;
    ++all;
    const bool good = is_as_golden(folder / file.path);
    met += good;
    if (!good) fmt::print("  {}: other cells\n", file.path);
  }
  fmt::print("  {} of {} tables come back with their cells\n", met, all);
  return met == all;
}

}  // namespace

bool run_public_files(const fs::path& folder) {
  const std::vector<PublicFile> files = read_list(folder);
  std::vector<Case> all;
  std::vector<Wanted> wanted;
  for (const PublicFile& file : files) {
    const std::string bytes = bytes_of(folder / file.path), judge = judge_of(file);
    for (const std::string& name : readers_of(file)) {
      const std::size_t choices = name == judge ? 1 : kChoices;
      if (name == judge && (file.expectation == "accept" || file.expectation == "reject"))
        wanted.push_back(
            {all.size(), file.expectation == "accept" ? Ending::Read : Ending::Refused});
      for (std::size_t choice = 0; choice < choices; ++choice)
        all.push_back({file.path, &reader_of(name), bytes, choice});
    }
  }
  const Cases cases{all.size(), [&](std::size_t i) { return all[i]; }};
  const auto results = run_cases(cases);
  bool good = report(fmt::format("{} hostile files", files.size()), cases, results);
  const auto met =
      std::ranges::count_if(wanted, [&](const Wanted& one) { return is_met(one, cases, results); });
  fmt::print("  {} of {} expectations to read or to refuse are met\n", met, wanted.size());
  good = static_cast<std::size_t>(met) == wanted.size() && good;
  return check_golden(folder, files) && good;
}

}  // namespace grapevine::hostile
