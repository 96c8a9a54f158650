#include "algorithms/simulation/true_value.hpp"

#include <algorithm>

#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// Removals of one block of people; a small one, as they differ in length.
constexpr std::size_t kRemovals = 256;

void add_shares(std::span<const NodeId> causes, Money total, std::vector<Money>& crv) {
  const std::vector<std::int64_t> equal(causes.size(), 1);
  const std::vector<Money> shares = split_by_largest_remainder(total, equal);
  for (std::size_t i = 0; i < causes.size(); ++i) crv[causes[i]] += shares[i];
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
  const Money saving = static_cast<Money>(100.0 * options.acquisition_saving + 0.5);
  for (NodeId v = 0; v < people; ++v) {
    const auto causes = spread.causes_of(v);
    if (causes.empty()) continue;
    if (joined_by(market, spread.joined[v], v) == JoinedBy::Type1)
      add_shares(causes, value.margin[v], value.crv_type1);
    else
      add_shares(causes, saving, value.crv_type2);
  }
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
