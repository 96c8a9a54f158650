#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "algorithms/forecast/decayed_counts.hpp"
#include "algorithms/forecast/known_walk.hpp"
#include "algorithms/forecast/log_linear_fit.hpp"
#include "engine/network/walk_edges.hpp"

namespace grapevine {

/// What happened in a study, as far as a forecast of referrals looks at it.
struct ForecastStreams {
  NodeId num_people = 0;
  ContextId num_contexts = 0;
  EventList referrals;              ///< What is to be foretold.
  std::vector<std::string> kinds;   ///< Of activity; the first is what acting means.
  std::vector<EventList> activity;  ///< One a kind.
  EventList purchases;              ///< Where walks start, and what followers do.
  std::vector<WalkEdge> edges;      ///< Of sign +1.
  std::vector<bool> listed;         ///< One a person: in the people table.
  bool once = false;  ///< Nobody acts twice in a context: followers still to act are the audience.
};

struct ForecastWindowOptions {
  PeoplePool pool = PeoplePool::Active;
  int contexts = 12;
  int least_referrals = 5;
  double damping = 0.85;
  double context_factor = 10.0;
  bool walk_recent = true;
  /// Of a pool with more rows in all its contexts some people are drawn, the same in each window.
  std::size_t most_rows = std::size_t{1} << 20;
};

/// What a feature speaks of: an explanation has one factor for each.
enum class FeatureGroup { Size, Anywhere, InContext, Position, Audience };
inline constexpr std::string_view kFeatureGroupNames[] = {
    "size of the context", "own activity anywhere", "own activity in the context",
    "position in the network", "audience"};

struct Feature {
  std::string name;
  FeatureGroup group;
  bool of_forecast = true;  ///< Of the forecast's prior.
  bool of_general = true;   ///< Of the model that knows no contexts.
};

/// What a feature is the same for.
enum class FeatureScope { Person, Context, Row };

/// The numbers of one feature, each stored once.
struct FeatureColumn {
  FeatureScope scope;
  std::vector<float> values;

  float at(std::size_t row, std::size_t people) const {
    return values[scope == FeatureScope::Row      ? row
                  : scope == FeatureScope::Person ? row % people
                                                  : row / people];
  }
};

/// Everything that was known of some people in some contexts at a moment, and what came after it.
/// Rows are contexts one after the other, in each the people.
struct ForecastWindow {
  ForecastMoment moment;
  std::vector<NodeId> people;
  std::vector<ContextId> contexts;
  std::vector<FeatureColumn> features;       ///< As `feature_list` has them.
  std::array<std::vector<float>, 3> record;  ///< A row: own referrals there, by half-life.
  std::vector<double> age_days;              ///< A person: since first seen.
  std::vector<double> outcome;               ///< A row: referrals in the horizon.

  std::size_t num_rows() const { return people.size() * contexts.size(); }
  std::size_t person_of(std::size_t row) const { return row % people.size(); }
  float feature(std::size_t f, std::size_t row) const { return features[f].at(row, people.size()); }
};

/// The features of `ForecastWindow::features`, in order.
std::vector<Feature> feature_list(const std::vector<std::string>& kinds);

/// Makes windows of one history. Decayed counts, and the walk as it was known, are those of the
/// moment: nothing from it on moves a feature. What it keeps between calls changes no result.
class ForecastWindows {
 public:
  /// `streams` must outlive the object.
  ForecastWindows(const ForecastStreams& streams, const ForecastWindowOptions& options);

  /// The contexts with the most referrals within the look-back, equal ones by id.
  std::vector<ContextId> largest_contexts(const ForecastMoment& moment) const;

  std::int64_t referrals_before(Time time) const;
  std::int64_t referrals_in(const ForecastMoment& moment) const;

  /// Of the pool, or of all people. O(events + contexts x (people + iterations x edges)).
  ForecastWindow at(const ForecastMoment& moment, const std::vector<ContextId>& contexts,
                    bool everybody = false);

 private:
  class Maker;
  const KnownWalk& walk_at(const ForecastMoment& moment);

  const ForecastStreams& streams_;
  ForecastWindowOptions options_;
  bool walk_never_changes_;
  Time walked_at_ = Time::min();
  std::unique_ptr<const KnownWalk> walk_;  ///< As known at that moment.
};

}  // namespace grapevine
