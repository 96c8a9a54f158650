#include "study/study_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "engine/base/error.hpp"
#include "engine/base/progress.hpp"
#include "loaders/writers/whole_file.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/column_mapping.hpp"
#include "study/manifest.hpp"
#include "study/report/report_page.hpp"
#include "study/report/run_report.hpp"
#include "study/result_folder.hpp"
#include "study/sha256.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

void write_tables(const StudyFile& study, const StudyRun& run, const fs::path& folder) {
  std::uint64_t done = 0;
  for (const NamedTable& named : run.tables) {
    report_progress("writing", done++, run.tables.size());
    write_table(named.table, folder / (named.name + "." + study.format));
  }
}

/// A folder that is gone when the object is.
class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(fs::temp_directory_path() / fmt::format("grapevine-verify-{}", getpid())) {
    fs::create_directories(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// A manifest may name anything: a device, which never ends, or a pipe, which waits.
void check_is_plain(const fs::path& path) {
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  if (type != fs::file_type::regular && type != fs::file_type::not_found)
    throw Error(ErrorCode::BadInput, path.string(), "is no plain file", "restore it, or run again");
}

/// Throws unless the file at `path` has the hash that the manifest's `entry` tells.
void check_hash(const Json& entry, const fs::path& path, const char* what, const char* to_do) {
  check_is_plain(path);
  const std::string now = sha256_of_file(path), then = entry.value("sha256", "");
  if (now != then)
    throw Error(ErrorCode::BadInput, entry.value("file", ""),
                fmt::format("{} (sha256 now {:.12}, then {:.12})", what, now, then), to_do);
}

/// How many rows the run might leave out: the command line may have said so, not the study.
std::optional<std::int64_t> max_rejects_of(const Json& manifest) {
  const auto most = manifest.find("max_rejects");
  if (most == manifest.end() || !most->is_number_integer()) return std::nullopt;
  return most->get<std::int64_t>();
}

/// The files that an input of the manifest tells, each with its hash.
Json files_of(const Json& input) {
  if (input.value("in_memory", false))
    throw Error(ErrorCode::BadInput, input.value("table", ""),
                "the run took this table from memory, where it is gone",
                "repeat the run where the table was made");
  return input.contains("files") ? input["files"] : Json::array({input});
}

/// Throws unless the files of an input are those that the study names now, unchanged. Returns how
/// many they are.
std::size_t check_input(const StudyFile& study, const Json& input) {
  const std::string table = input.value("table", "");
  std::vector<TableFile> now{{study.path, study.path.filename().string()}};
  if (table != "study") {
    const auto spec = study.tables.tables.find(table);
    if (spec == study.tables.tables.end())
      throw Error(ErrorCode::BadInput, study.path.string(), "it has no table " + in_quotes(table),
                  "restore the study file");
    now = spec->second.files;
  }
  const Json then = files_of(input);
  for (std::size_t i = 0; i < std::max(now.size(), then.size()); ++i) {
    const std::string name = i < then.size() ? then[i].value("file", "") : "";
    if (i >= now.size() || i >= then.size() || now[i].shown != name)
      throw Error(ErrorCode::BadInput, table,
                  fmt::format("its files are others than in the run, from {} on",
                              i < now.size() ? now[i].shown : name),
                  "remove new files and restore old ones, or run again");
    check_hash(then[i], now[i].path, "this input was changed since the run",
               "restore it, or run again");
  }
  return now.size();
}

/// The `--map` of a run.
std::vector<ColumnMapping> map_of(const Json& manifest) {
  std::vector<ColumnMapping> map;
  for (const Json& mapping : manifest.value("map", Json::array()))
    std::ranges::move(parse_column_map(mapping.is_string() ? mapping.get<std::string>() : "?"),
                      std::back_inserter(map));
  return map;
}

}  // namespace

StudyRun run_to_folder(const StudyFile& study, const fs::path& out, std::uint64_t seed) {
  StudyRun run;
  write_result_folder(out, kManifestName, [&](const fs::path& folder) {
    // First, as a plan that cannot be carried out is seen when its tables are there.
    const auto backtests =
        study.report ? report_backtests(study, seed) : std::vector<TitledBacktest>{};
    run = run_study(study);
    write_tables(study, run, folder);
    WholeFile manifest(folder / kManifestName);
    manifest.write(
        manifest_of(study, run, folder, seed).dump(2, ' ', false, Json::error_handler_t::replace) +
        "\n");
    manifest.commit();
    report_progress("writing", run.tables.size(), run.tables.size());
    if (study.report) write_report(run_report(study, run, backtests), folder);
  });
  return run;
}

namespace {

/// The study of a run, as the run read it.
struct RepeatedStudy {
  Json manifest;
  StudyFile study;
  std::size_t num_inputs = 0;
};

/// Errors: BadInput for an input that was changed since the run.
RepeatedStudy unchanged_study(const fs::path& folder) {
  RepeatedStudy repeated{.manifest = read_manifest(folder)};
  const fs::path path = repeated.manifest["study_path"].get<std::string>();
  if (path.empty())
    throw Error(ErrorCode::BadInput, (folder / kManifestName).string(),
                "the run's study was held by a program, where it is gone",
                "repeat the run where it was made");
  for (const Json& input : repeated.manifest["inputs"])
    if (input.value("table", "") == "study")
      check_hash(input, path, "the study file was changed since the run",
                 "restore it, or run again");
  check_is_plain(path);
  repeated.study = read_study_file(path);
  repeated.study.tables.max_rejects = max_rejects_of(repeated.manifest);
  map_columns(repeated.study, map_of(repeated.manifest));
  for (const Json& input : repeated.manifest["inputs"])
    repeated.num_inputs += check_input(repeated.study, input);
  return repeated;
}

[[noreturn]] void refuse_manifest(const fs::path& folder) {
  throw Error(ErrorCode::BadInput, (folder / kManifestName).string(), "it is no manifest of a run",
              "name the folder that grapevine run wrote");
}

}  // namespace

Verified verify_folder(const fs::path& folder) try {
  const RepeatedStudy repeated = unchanged_study(folder);
  const Json& outputs = repeated.manifest["outputs"];
  for (const Json& output : outputs)
    check_hash(output, folder / output.value("file", ""), "this output was changed after the run",
               "run again");
  const TemporaryFolder again;
  write_tables(repeated.study, run_study(repeated.study), again.path());
  for (const Json& output : outputs)
    check_hash(output, again.path() / output.value("file", ""),
               "the run repeated gives other bytes",
               "was it made by another version? run again, and report it if not");
  return {repeated.num_inputs, outputs.size()};
} catch (const Json::exception&) {  // an entry is of another kind than those that we write
  refuse_manifest(folder);
}

Report report_folder(const fs::path& folder) try {
  const RepeatedStudy repeated = unchanged_study(folder);
  const auto seed = repeated.manifest.value("seed", std::uint64_t{0});
  const auto backtests = report_backtests(repeated.study, seed);
  Report report = run_report(repeated.study, run_study(repeated.study), backtests);
  write_report(report, folder);
  return report;
} catch (const Json::exception&) {
  refuse_manifest(folder);
}

fs::path bundled_study(const fs::path& prefix) {
  constexpr const char* kStudy = "debian_referrals/study.toml";
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path installed = prefix.empty() ? program.parent_path().parent_path() : prefix;
  for (const fs::path& datasets :
       {installed / "share" / "grapevine" / "datasets", fs::path(GRAPEVINE_DATASETS)})
    if (fs::exists(datasets / kStudy)) return datasets / kStudy;
  throw Error(ErrorCode::NotFound, kStudy, "the bundled study is not beside the program",
              "install the folder datasets, or build in the source tree");
}

}  // namespace grapevine
