#pragma once
#include <map>
#include <string>
#include <vector>

#include "engine/network/score_inputs.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "study/score_network.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// A file that a run read.
struct InputFile {
  std::string table;  ///< Or "study".
  std::string file;   ///< As errors show it.
  std::string sha256;
};

/// Every file that a study reads, hashed before it is read: one that changes during a run is then
/// seen by verify. Of a file that cannot be read there is none; the loader says what is wrong.
std::vector<InputFile> hash_inputs(const StudyFile& study);

/// A study, run: its tables and what its manifest says.
struct StudyRun {
  Network network;
  Journeys journeys;
  LoadReport report;
  std::vector<std::string> attribution_models;  ///< Scores rest on the first.
  std::vector<Attribution> attributions;        ///< In the same order.
  std::vector<InputFile> inputs;                ///< The study file, then the files of each table.
  std::vector<NamedTable> tables;               ///< scores first
  std::vector<AuditLine> audit;
  std::vector<StepRun> steps;
  std::vector<std::string> warnings;
  double load_seconds = 0.0;

  const Table* find_table(std::string_view name) const;  ///< Null: there is none.
  const Table& table(std::string_view name) const;       ///< Errors: NotFound.
};

/// Tables -> network -> scores (see `score_network`) -> tables. Writes nothing.
StudyRun run_study(const StudyFile& study, const Algorithm* last = nullptr);

}  // namespace grapevine
