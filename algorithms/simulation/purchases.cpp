#include "algorithms/simulation/purchases.hpp"

#include <cmath>

namespace grapevine {
namespace {

constexpr Money kRingAmount = 100;
constexpr double kMostRefundDays = 30.0;
/// Beyond it cents of many purchases would no longer fit a Money.
constexpr double kMostAmount = 1e10;

Money cents(double amount) {
  return std::llround(std::min(kMostAmount, std::max(1.0, 100.0 * amount)));
}

}  // namespace

Books::Books(const ShopOptions& options, ContextId context)
    : options_(options),
      context_(context),
      draws_(options, Draw::Purchases, context),
      referred_spending_(traits_of(options, context).referred_spending) {}

template <class Use>
void Books::for_each_row(NodeId person, double joined, bool referred, const Use& use) const {
  const auto end = static_cast<double>(options_.days);
  const auto margin = [&](Money amount) {
    return static_cast<Money>(std::llround(options_.margin_rate * static_cast<double>(amount)));
  };
  if (const auto place = ring_place(options_, person); place && place->context == context_)
    return use(
        SimulatedPurchase{.day = joined, .amount = kRingAmount, .margin = margin(kRingAmount)});
  Random random = draws_.of(person);
  const double rate = gamma(random, options_.bg_nbd_r) / options_.bg_nbd_alpha;
  const double a = options_.bg_nbd_a, b = options_.bg_nbd_b;
  const double drop_out = beta(random, a / (a + b), a + b);
  const double scale = options_.amount_gamma / gamma(random, options_.amount_q);
  const double factor = referred ? referred_spending_ : 1.0;
  double day = joined;
  for (std::uint32_t number = 0; number < kMostPurchases; ++number) {
    const Money amount = cents(factor * scale * gamma(random, options_.amount_p));
    use(SimulatedPurchase{
        .number = number, .day = day, .amount = amount, .margin = margin(amount)});
    const bool given_back = random.uniform() < options_.refunds;
    const double refunded = day + kMostRefundDays * random.uniform();
    if (given_back && refunded < end)
      use(SimulatedPurchase{.number = number,
                            .refund = true,
                            .day = refunded,
                            .amount = -amount,
                            .margin = -margin(amount)});
    const bool dropped = random.uniform() < drop_out && number > 0;
    day += exponential(random) / rate;
    if (dropped || !(day < end)) return;
  }
}

void Books::rows_of(NodeId person, double joined, bool referred,
                    std::vector<SimulatedPurchase>& rows) const {
  rows.clear();
  for_each_row(person, joined, referred,
               [&](const SimulatedPurchase& row) { rows.push_back(row); });
}

Money Books::margin_of(NodeId person, double joined, bool referred) const {
  Money margin = 0;
  for_each_row(person, joined, referred,
               [&](const SimulatedPurchase& row) { margin += row.margin; });
  return margin;
}

}  // namespace grapevine
