#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "algorithms/influence_maximization/choose_seeds.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// What is asked of the seeds of a study.
struct StudySeedRequest {
  SeedOptions options;  ///< `weights` may also be `learned`.
  std::string context;  ///< Its id; empty: all of them.
  /// Columns person_id, cost (> 0) and perhaps context_id, without which a cost holds in every
  /// context. Who is not listed is not for sale; empty: everybody costs 1.
  std::filesystem::path costs;
};

/// What of the choice falls to one context.
struct ContextSeeds {
  std::string context;
  std::size_t chosen = 0;
  double cost = 0.0, value = 0.0;
};

struct StudySeeds {
  /// Of the chosen, in the order of choosing: person_id, context_id, place, expected_value,
  /// standard_error, cost.
  Table table;
  SeedChoice choice;
  std::vector<ContextSeeds> contexts;  ///< Those that were chosen from.
  std::string unit;                    ///< Of values.
  std::vector<std::string> warnings;
};

/// The last algorithm that runs before seeds are chosen: it says who speaks against.
const Algorithm& seeds_rest_on();

/// Chooses people of a study, each in a context, under one limit for all contexts: the cascades
/// along the context's ties are to reach most of what people bought there, each counted where the
/// word of another reaches them. Who is chosen in two
/// contexts costs twice, and who has no tie there that lets anything pass is not chosen. Who speaks
/// against (stance below 0) is not chosen; with signs they may be, and whom they reach takes their
/// opinion. Errors: those of a run and of `choose_seeds`; InvalidOption for a context or person
/// that the study lacks; BadInput at the place of a cost that is none, and where nobody bought
/// anything.
StudySeeds study_seeds(const StudyFile& study, const StudySeedRequest& request);

std::string study_seeds_text(const StudySeeds& seeds, const std::filesystem::path& out);
std::string study_seeds_json(const StudySeeds& seeds);

}  // namespace grapevine
