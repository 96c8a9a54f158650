#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/registry/options.hpp"
#include "loaders/study_tables/table_spec.hpp"

namespace grapevine {

/// Which people a run prints when it is done.
struct ShowSpec {
  std::optional<std::string> context;  ///< External id; absent: the one with the most value.
  int top = 10;
  std::string by = "crv";
  std::string beside = "general_rank";
  std::vector<std::string> also = {"referrals_made", "propagation_score", "segment"};
};

/// A backtest that the report of a run is to show.
struct ReportBacktest {
  std::string title;  ///< What is foretold, in words.
  OptionMap options;  ///< In place of those of [backtest].
};

/// Options of one section of a study file, and the algorithms it names as `model`.
struct Section {
  std::vector<std::string> models;
  std::string models_place;
  OptionMap options;
};

/// A study file as written, checked for what does not depend on data.
struct StudyFile {
  std::filesystem::path path;  ///< Empty: a program holds the study.
  std::string document;        ///< Then the JSON that it gave.
  std::string name;
  std::string currency;  ///< Empty: value is counted in units.
  StudyTables tables;
  std::map<std::string, Section, std::less<>> sections;
  std::map<std::string, std::string, std::less<>>
      provenance;  ///< "table" or "table.column" -> word.
  std::string format = "parquet";
  ShowSpec show;
  bool report = true;  ///< Whether a run writes a report.
  std::vector<ReportBacktest> report_backtests;
  /// Roles of weight 0 that a report asks about: what if they were believed? Absent: all of them.
  std::optional<std::vector<std::string>> report_doubted;

  std::string value_unit() const { return currency.empty() ? "units" : currency; }
};

/// Reads a study file. Errors: BadInput or InvalidOption with the file's name and line: no TOML, an
/// unknown section or key, a value of the wrong kind.
///
/// Tables `in_memory` stand in place of those files: what the study says of their columns holds,
/// and a table that the study does not name is there as well. Errors also: a name that is no
/// table's.
StudyFile read_study_file(const std::filesystem::path& path,
                          std::map<std::string, Table> in_memory = {});

/// The same of a study that a program holds, as JSON (see `toml_of_json`). Its file names are
/// relative to the current folder, and its errors begin with `study`.
StudyFile read_study_document(const std::string& json, std::map<std::string, Table> in_memory);

/// Of what a section of the study says, the options that `known` lists.
OptionMap options_of(const StudyFile& study, std::string_view section,
                     const std::vector<OptionInfo>& known);

/// The options that a section takes: of the algorithms registered for it, and of the study itself.
std::vector<OptionInfo> section_options(std::string_view section);

/// Whether that is the name of a table that a study may have.
bool is_input_table(std::string_view name);

/// Whether a study file may have a section of that name for algorithms.
bool is_algorithm_section(std::string_view section);

}  // namespace grapevine
