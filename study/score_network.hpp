#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "algorithms/attribution/journeys.hpp"
#include "engine/network/score_inputs.hpp"
#include "engine/registry/registry.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// Seconds since it was made.
class Stopwatch {
 public:
  double seconds() const;

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// One algorithm of a run.
struct StepRun {
  std::string algorithm;
  Facts facts;
  double seconds;
  std::vector<std::string> tables = {};  ///< Names of those that it made beside its columns.
};

/// What the algorithms of a study made of one network.
struct ScoredNetwork {
  Journeys journeys;
  std::vector<std::string> attribution_models;  ///< Scores rest on the first.
  std::vector<Attribution> attributions;        ///< In the same order.
  ScoreColumns columns;
  std::vector<NamedTable> tables;  ///< Those that providers make of their own.
  std::vector<AuditLine> audit;
  std::vector<StepRun> steps;
  std::vector<std::string> warnings;
};

/// The section of a study whose providers keep the ledger.
inline constexpr std::string_view kLedgerSection = "economics";

/// The last provider that a ledger needs: what comes after it may be left out.
const Algorithm* last_ledger_provider();

/// Errors: InvalidOption for a model that no algorithm of its section is called, or that is named
/// twice, and for two models that make the same column.
void check_models(const StudyFile& study);

/// How the study has journeys built.
JourneyOptions journey_options(const StudyFile& study);

/// Network -> journeys -> shares of every attribution model -> score providers. Every registered
/// provider runs but those by request; where a section names models only these. With `last` it
/// ends after that algorithm, whether it was asked for elsewhere or not.
ScoredNetwork score_network(const StudyFile& study, const Network& network,
                            const Algorithm* last = nullptr);

}  // namespace grapevine
