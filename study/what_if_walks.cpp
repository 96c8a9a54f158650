#include "study/what_if_walks.hpp"

#include <algorithm>
#include <utility>

#include "algorithms/propagation/propagation_change.hpp"
#include "algorithms/registry.hpp"
#include "study/tie_ages.hpp"

namespace grapevine {
namespace {

/// The column that the walks of every run have.
const ColumnInfo& walk_column() {
  const auto found = std::ranges::find_if(algorithms(), [](const Algorithm& a) {
    return a.doc.section == kWalkSection && a.on_network && !a.doc.by_request;
  });
  return found->score_columns.front();
}

}  // namespace

WalksFollowed add_walk_scores(const StudyFile& study, const Network& before,
                              ScoreColumns& columns_before, const Network& after,
                              ScoreColumns& columns_after) {
  const auto options = parse_options<PersonalizedPageRankOptions>(
      options_of(study, kWalkSection, describe<PersonalizedPageRankOptions>()));
  const auto aged_before = with_aged_ties(study, before), aged_after = with_aged_ties(study, after);
  PropagationChange change =
      propagation_change(aged_before ? *aged_before : before, aged_after ? *aged_after : after,
                         options, kFollowedTolerance);
  columns_before.add({walk_column(), std::move(change.before)});
  columns_after.add({walk_column(), std::move(change.after)});
  return {change.followed, change.walked, change.tie_visits, change.error};
}

}  // namespace grapevine
