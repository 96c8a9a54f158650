#include "tests/hostile/readers.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "engine/base/error.hpp"
#include "engine/base/utf8.hpp"
#include "loaders/columnar/path_table.hpp"
#include "loaders/columnar/source_table.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/graph_file.hpp"
#include "study/graph_info.hpp"
#include "study/manifest.hpp"
#include "study/study_command.hpp"
#include "study/study_file.hpp"

namespace grapevine::hostile {
namespace {

namespace fs = std::filesystem;

void read_as_graph(const fs::path& file, std::size_t choice) {
  GraphOptions options{.directed = choice % 2 == 0};
  if (choice >= 2) options.parallel_edges = ParallelEdges::Sum;
  graph_info(read_graph_file(file, options));
}

struct Role {
  std::string_view table;
  std::array<std::string_view, 2> columns;  ///< Taken from the file's first ones if it has others.
};

constexpr std::array<Role, kChoices> kRoles{{{"purchases", {"person_id", "t"}},
                                             {"ties", {"src", "dst"}},
                                             {"touches", {"from_person", "to_person"}},
                                             {"surveys", {"person_id", "item"}},
                                             {"people", {"person_id", "payer_id"}}}};

void read_as_table(const fs::path& file, std::size_t choice) {
  const Role& role = kRoles[choice % kChoices];
  TableSpec spec;
  spec.files = {{file, file.filename().string()}};
  const auto names = read_source_table(file, spec.files[0].shown).table().column_names();
  for (std::size_t i = 0; i < std::min(names.size(), role.columns.size()); ++i)
    if (std::ranges::find(names, role.columns[i]) == names.end())
      spec.columns[std::string(role.columns[i])] = names[i];
  StudyTables study;
  study.tables[std::string(role.table)] = spec;
  LoadReport report;
  load_network(study, report);
}

/// By blocks of lines and by a table of the whole file: both must read it, or both refuse it.
void read_as_paths(const fs::path& file, std::size_t) {
  const auto whole = [&] { paths_of_table(read_source_table(file, file.string())); };
  try {
    read_paths(file);
  } catch (const Error&) {
    bool refused = false;
    try {
      whole();
    } catch (const Error&) {
      refused = true;
    }
    if (!refused) throw std::logic_error("paths that a table has are refused");
    throw;
  }
  try {
    whole();
  } catch (const Error& error) {
    throw std::logic_error(std::string("paths are read in spite of ") + error.what());
  }
}

/// Only the cells, for files whose columns say nothing to us.
void read_cells(const fs::path& file, std::size_t) {
  const Table table = read_source_table(file, file.filename().string()).table();
  for (const std::string& name : table.column_names()) table.texts(name);
}

/// Passes when the file is JSON, whatever it says.
void read_json(const fs::path& file, std::size_t) {
  try {
    read_manifest(file.parent_path());
  } catch (const Error& error) {
    if (std::string_view(error.what()).find("no manifest of a run") == std::string_view::npos)
      throw;
  }
}

void read_as_study(const fs::path& file, std::size_t) { read_study_file(file); }

void read_as_manifest(const fs::path& file, std::size_t) { verify_folder(file.parent_path()); }

constexpr std::array kReaders{Reader{"edge_list", "case.txt", read_as_graph},
                              Reader{"edge_list_gz", "case.txt.gz", read_as_graph},
                              Reader{"edge_list_zst", "case.txt.zst", read_as_graph},
                              Reader{"matrix_market", "case.mtx", read_as_graph},
                              Reader{"metis", "case.metis", read_as_graph},
                              Reader{"snapshot", "case.gv", read_as_graph},
#ifdef GRAPEVINE_HAVE_IGRAPH
                              Reader{"graphml", "case.graphml", read_as_graph},
                              Reader{"gml", "case.gml", read_as_graph},
                              Reader{"pajek", "case.net", read_as_graph},
                              Reader{"dl", "case.dl", read_as_graph},
#endif
                              Reader{"csv", "case.csv", read_as_table},
                              Reader{"tsv", "case.tsv", read_as_table},
                              Reader{"csv_gz", "case.csv.gz", read_as_table},
                              Reader{"csv_zst", "case.csv.zst", read_as_table},
                              Reader{"parquet", "case.parquet", read_as_table},
                              Reader{"arrow", "case.arrow", read_as_table},
                              Reader{"parquet_graph", "case.parquet", read_as_graph},
                              Reader{"arrow_graph", "case.arrow", read_as_graph},
                              Reader{"arrow_cells", "case.arrow", read_cells},
                              Reader{"csv_cells", "case.csv", read_cells},
                              Reader{"tsv_cells", "case.tsv", read_cells},
                              Reader{"parquet_cells", "case.parquet", read_cells},
                              Reader{"paths", "case.csv", read_as_paths},
                              Reader{"json", kManifestName, read_json},
                              Reader{"study", "case.toml", read_as_study},
                              Reader{"manifest", kManifestName, read_as_manifest}};

bool is_one_readable_line(std::string_view text) {
  if (text.find(": ") == text.npos || text.find("; ") == text.npos) return false;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || static_cast<unsigned char>(text.front()) < 0x20) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

std::span<const Reader> readers() { return kReaders; }

bool has_reader(std::string_view name) {
  return std::ranges::find(kReaders, name, &Reader::name) != kReaders.end();
}

const Reader& reader_of(std::string_view name) {
  const auto found = std::ranges::find(kReaders, name, &Reader::name);
  if (found == kReaders.end()) throw std::runtime_error("no reader " + std::string(name));
  return *found;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("there is no file " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

Outcome feed(const Reader& reader, const fs::path& folder, std::string_view bytes,
             std::size_t choice) {
  const fs::path file = folder / reader.file_name;
  std::ofstream(file, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  try {
    reader.read(file, choice);
    return {};
  } catch (const Error& error) {
    const std::string text = error.what();
    return {text, is_one_readable_line(text) ? "" : "unclear error: " + text};
  } catch (const std::exception& error) {
    return {error.what(), std::string("not an Error of ours: ") + error.what()};
  }
}

}  // namespace grapevine::hostile
