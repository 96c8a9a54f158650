#pragma once
#include <map>
#include <string>
#include <vector>

#include "engine/network/score_inputs.hpp"
#include "engine/registry/registry.hpp"
#include "loaders/study_tables/load_report.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// One algorithm of a run.
struct StepRun {
  std::string algorithm;
  Facts facts;
  double seconds;
  std::vector<std::string> tables = {};  ///< Names of those that it made beside its columns.
};

/// A file that a run read.
struct InputFile {
  std::string table;  ///< Or "study".
  std::string file;   ///< As errors show it.
  std::string sha256;
};

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

  const Table& table(std::string_view name) const;
};

/// Tables -> network -> journeys -> shares of every attribution model -> score providers -> tables.
/// Every registered provider runs but those by request; where a section names models only these.
/// With `last` the run ends after that algorithm, whether it was asked for elsewhere or not, and
/// its tables are of what ran. Writes nothing.
StudyRun run_study(const StudyFile& study, const Algorithm* last = nullptr);

}  // namespace grapevine
