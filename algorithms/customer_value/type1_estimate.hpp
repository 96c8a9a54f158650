#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "algorithms/customer_value/economics.hpp"
#include "engine/network/journeys.hpp"
#include "engine/network/network.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// The chance that a newcomer would not have come otherwise, as it is used in one context where
/// the newcomer does not say, and what it rests on.
struct Type1Estimate {
  ContextId context = kEveryContext;  ///< kEveryContext: all together.
  std::string source;                 ///< assumed; holdout, matched; "... of all contexts".
  double p = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not known, and nobody earns by it.
  double low = p, high = p;                             ///< An interval of 95 %; NaN when assumed.
  std::int64_t treated = 0, treated_joins = 0;  ///< Reached people; or steps of the exposed.
  std::int64_t control = 0, control_joins = 0;  ///< People held out; or steps of the others.
  std::int64_t treated_referred = 0;            ///< Of treated_joins, with a touch that counts.
  std::int64_t referred_joins = 0;              ///< Acquisitions with a touch that counts.
  std::int64_t answered = 0;                    ///< Acquisitions whose newcomer says it.
  std::int64_t undecided = 0;  ///< Referred ones whose newcomer does not: p counts.
};

struct Type1Estimates {
  std::vector<Type1Estimate> rows;  ///< The contexts, then all together.
  std::vector<std::string> warnings;

  std::vector<double> by_context() const;
};

/// `options.p_type1` as a number for each context. A number holds everywhere and is an assumption.
///
/// "holdout": see `holdout_estimates`; where a context has too few people or referrals of its own,
/// that of all contexts together. 0, with a warning, where the held out join oftener.
/// "matched": 1 - 1 / ratio, at least 0, of the matched estimate (the share of the exposed' entries
/// that likeness does not explain); where a context's is not judged or its interval holds no
/// difference, that of all together.
///
/// Errors: BadInput when there is no hold-out group, or when neither the context nor all together
/// tell p and somebody was referred there who does not say it. O(people x contexts + acquisitions),
/// and the matched estimate's own.
Type1Estimates estimate_type1(const Network& network, const Journeys& journeys,
                              const EconomicsOptions& options);

/// The table `type1_estimates`.
NamedTable type1_table(const Network& network, const Type1Estimates& estimates);

}  // namespace grapevine
