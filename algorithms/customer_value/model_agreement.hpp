#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "algorithms/customer_value/ledger.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// The referral value of one person in one context, with a reward or without: crv + civ.
struct RowScore {
  std::size_t row;  ///< Network::row
  double value;
};

/// The people with credit under one model, ascending by row.
struct ModelScores {
  std::string model;
  std::vector<RowScore> rows;
};

/// How alike two attribution models rank people; NaN where one of them ranks all the same.
struct ModelAgreement {
  ContextId context;  ///< kEveryContext: each person's values in all contexts together.
  std::string model_a, model_b;
  double spearman = std::numeric_limits<double>::quiet_NaN();
  double kendall = std::numeric_limits<double>::quiet_NaN();
  std::int64_t people = 0;  ///< With credit under either model.
};

/// Sums the credits of each person and context that has any. O(credits log credits).
std::vector<RowScore> scores_of(const Network& network, const Journeys& journeys,
                                std::span<const Credit> ledger);

/// Each pair of models, first by the order of `models`, then the contexts, last all of them
/// together. A person with credit under one model alone has 0 under the other. No model is the
/// truth: where they disagree, the ranking rests on the choice of one. O(pairs of models x people
/// with credit x log).
std::vector<ModelAgreement> model_agreement(const Network& network,
                                            std::span<const ModelScores> models);

/// The table `model_agreement`.
NamedTable agreement_table(const Network& network, std::span<const ModelAgreement> agreements);

}  // namespace grapevine
