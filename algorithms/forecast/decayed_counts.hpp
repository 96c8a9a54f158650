#pragma once
#include <array>
#include <limits>
#include <memory>
#include <vector>

#include "algorithms/evaluation/context_events.hpp"

namespace grapevine {

/// Events that several parts of a forecast share.
using EventList = std::shared_ptr<const std::vector<ContextEvent>>;

/// A moment, and how far before and after it matters.
struct ForecastMoment {
  Time at;
  Time since = Time::min();  ///< The look-back begins.
  double horizon_days = 0.0;

  Time end() const;
  /// The same `horizons` horizons earlier.
  ForecastMoment earlier(double horizons) const;
};

/// Half-lives of a horizon / 4, of a horizon, and of 4 horizons.
inline constexpr std::array<double, 3> kHalfLives{0.25, 1.0, 4.0};
inline constexpr std::size_t kOneHorizon = 1;  ///< Its place among them.

/// The logarithm of a context's decayed referrals, finite where it has none.
double log_size(double referrals);

/// Places of contexts among the chosen ones.
class ChosenContexts {
 public:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  ChosenContexts(ContextId num_contexts, const std::vector<ContextId>& chosen)
      : place_(num_contexts, kNone), count_(chosen.size()) {
    for (std::size_t j = 0; j < chosen.size(); ++j) place_[chosen[j]] = j;
  }
  std::size_t count() const { return count_; }
  std::size_t place(ContextId context) const {
    return context < place_.size() ? place_[context] : kNone;
  }

 private:
  std::vector<std::size_t> place_;
  std::size_t count_;
};

/// Events of one stream before a moment, by person: halved by each half-life, and plain within the
/// look-back.
struct DecayedCounts {
  static constexpr std::size_t kPlain = kHalfLives.size();
  std::array<std::vector<double>, kPlain + 1> anywhere;    ///< One a person.
  std::array<std::vector<double>, kPlain + 1> in_context;  ///< One a context and person.
};

/// Who is counted: places of people in a list, in order.
class ChosenPeople {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  ChosenPeople(NodeId num_people, const std::vector<NodeId>& chosen);
  static ChosenPeople everybody(NodeId num_people);

  std::size_t count() const { return count_; }
  std::uint32_t place(NodeId person) const { return place_[person]; }

 private:
  std::vector<std::uint32_t> place_;
  std::size_t count_;
};

/// Counts by the chosen people in the chosen contexts. The sums run in the order of events, so they
/// do not depend on threads. O(events + contexts x people).
DecayedCounts decayed_counts(const std::vector<ContextEvent>& events, const ChosenPeople& people,
                             const ChosenContexts& contexts, const ForecastMoment& moment);

}  // namespace grapevine
