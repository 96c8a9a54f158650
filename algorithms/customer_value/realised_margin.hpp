#pragma once
#include <tuple>
#include <vector>

#include "engine/registry/registry.hpp"

namespace grapevine {

struct RealisedMarginOptions {
  static constexpr auto fields() { return std::tuple{}; }
};

/// One row per person and context with a purchase, in the order (context, person).
struct RealisedMarginResult {
  std::vector<NodeId> person;
  std::vector<ContextId> context;
  MoneyColumn margin;
  std::vector<std::int64_t> purchases;

  static constexpr auto columns() {
    using R = RealisedMarginResult;
    return std::tuple{
        column("realised_margin", &R::margin, "money",
               "margin of the person's own purchases in the context so far, refunds taken off",
               "purchases.value"),
        column("purchases", &R::purchases, "purchases", "the person's purchases in the context",
               "purchases")};
  }
};

inline constexpr AlgorithmDoc kRealisedMarginDoc{
    .name = "realised_margin",
    .section = "realised_margin",
    .summary = "What each person's own purchases have brought in each context so far.",
    .complexity = "Time O(purchases log purchases)",
    .reference = "A sum; the past half of customer lifetime value"};

RealisedMarginResult realised_margin(const Purchases& purchases,
                                     const RealisedMarginOptions& options = {});

}  // namespace grapevine
