#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/graph/decayed_weights.hpp"
#include "engine/network/network.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// The section of a study that holds TieAgeOptions beside those of its algorithms.
inline constexpr std::string_view kWalkSection = "propagation";

inline constexpr std::string_view kUndatedNames[] = {"keep", "refuse"};

/// How ties lose weight with their age in walks.
struct TieAgeOptions {
  std::string half_life;
  UndatedTies undated = UndatedTies::KeepWeight;

  static constexpr auto fields() {
    using O = TieAgeOptions;
    return std::tuple{
        field("half_life", &O::half_life,
              "Ties lose half their weight in so long before the study's end, or the cut of a "
              "backtest: 2y, 6m, 90d, or a number of the study's unit of time; absent: none"),
        field("undated", &O::undated,
              "With half_life, ties without a time keep their weight, or are refused",
              kUndatedNames)};
  }
};

/// The network with ties that weigh what their age leaves of them at its end; nothing where the
/// study says no half-life. Months and years are those before the end. All but the ties is copied.
/// Errors: InvalidOption or BadInput that begin with the option's place: a half-life that is no
/// length of time, ties without times, an undated tie that is refused.
std::optional<Network> with_aged_ties(const StudyFile& study, const Network& network);

}  // namespace grapevine
