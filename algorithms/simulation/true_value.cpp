#include "algorithms/simulation/true_value.hpp"

#include <algorithm>

#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Removals of one block of people; a small one, as they differ in length.
constexpr std::size_t kRemovals = 256;

Money cents(double money) { return static_cast<Money>(100.0 * money + 0.5); }

std::vector<Money> equal_shares(Money total, std::size_t number) {
  return split_by_largest_remainder(total, std::vector<std::int64_t>(number, 1));
}

/// Gives everybody their shares of the newcomers they are a cause of.
void add_crv(const Market& market, const Spread& spread, const ShopOptions& options,
             TrueValue& value) {
  const Rewards rewards(options, market.context);
  const Money saving = cents(options.acquisition_saving), incentive = cents(options.incentive);
  for (NodeId v = 0; v < market.num_people(); ++v) {
    const auto causes = spread.causes_of(v);
    if (causes.empty()) continue;
    const bool type1 = joined_by(market, spread.joined[v], v) == JoinedBy::Type1;
    const auto shares = equal_shares(type1 ? value.margin[v] : saving, causes.size());
    const auto costs = equal_shares(type1 ? incentive : 0, causes.size());
    std::vector<Money>& crv = type1 ? value.crv_type1 : value.crv_type2;
    for (std::size_t i = 0; i < causes.size(); ++i) {
      const bool paid = rewards.made_for_one(causes[i], v);
      crv[causes[i]] += shares[i] - (paid ? costs[i] : 0);
    }
  }
}

std::vector<Money> counterfactuals(const Market& market, const Spread& spread, const Books& books,
                                   const std::vector<Money>& margin, const ShopOptions& options) {
  std::vector<Money> lost(market.num_people());
  for_each_block(
      lost.size(),
      [&](std::size_t begin, std::size_t end) {
        Removal removal(market, options, spread);
        for (std::size_t x = begin; x != end; ++x)
          for (const auto& [person, joined] : removal.moved_without(static_cast<NodeId>(x))) {
            const bool referred = joined < market.organic[person];
            const Money now = joined == kNever ? 0 : books.margin_of(person, joined, referred);
            lost[x] += margin[person] - now;
          }
      },
      kRemovals);
  return lost;
}

}  // namespace

JoinedBy joined_by(const Market& market, double joined, NodeId person) {
  const double organic = market.organic[person];
  if (!(joined < organic)) return JoinedBy::Nobody;
  return organic == kNever ? JoinedBy::Type1 : JoinedBy::Type2;
}

TrueValue true_value(const Market& market, const Spread& spread, const ShopOptions& options) {
  const NodeId people = market.num_people();
  const Books books(options, market.context);
  TrueValue value{.margin = std::vector<Money>(people),
                  .crv_type1 = std::vector<Money>(people),
                  .crv_type2 = std::vector<Money>(people)};
  for_each_index(people, [&](std::size_t v) {
    const double joined = spread.joined[v];
    if (joined != kNever)
      value.margin[v] = books.margin_of(static_cast<NodeId>(v), joined, joined < market.organic[v]);
  });
  add_crv(market, spread, options, value);
  if (options.counterfactuals)
    value.counterfactual = counterfactuals(market, spread, books, value.margin, options);
  return value;
}

void check_counterfactuals_end(const ShopOptions& options) {
  constexpr int kSmallTown = 20'000;
  const double brings =
      options.ties_per_person * (1.0 - options.negative) * options.influential * options.influence;
  if (!options.counterfactuals || options.people <= kSmallTown || brings < 0.9) return;
  throw Error(ErrorCode::InvalidOption, "influence",
              "each buyer would bring " + to_text(brings) +
                  " others on average, so nearly everybody hangs on everybody and removing each "
                  "person takes time in proportion to people squared",
              "plant less, or give --counterfactuals false");
}

std::uint64_t true_value_bytes(const ShopOptions& options) {
  return static_cast<std::uint64_t>(options.people) * sizeof(Money) *
         (options.counterfactuals ? 4 : 3);
}

}  // namespace grapevine
