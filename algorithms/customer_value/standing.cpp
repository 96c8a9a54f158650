#include "algorithms/customer_value/standing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>

#include "algorithms/customer_value/rounding_noise.hpp"

namespace grapevine {
namespace {

/// The columns that standing rests on, for one context.
struct ContextColumns {
  std::span<const double> worth, crv, purchases, referrals, stance;

  bool takes_part(std::size_t person) const {
    return purchases[person] > 0.0 || referrals[person] > 0.0;
  }
};

/// The mean of the two middle values when their number is even. Requires at least one.
double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2.0;
}

void add_percentiles(std::span<const double> crv, std::vector<double>& percentile) {
  std::vector<double> ascending(crv.begin(), crv.end());
  std::ranges::sort(ascending);
  for (const double value : crv) {
    const auto below = std::ranges::lower_bound(ascending, value) - ascending.begin();
    percentile.push_back(static_cast<double>(below) / static_cast<double>(crv.size()));
  }
}

void add_segments(const ContextColumns& columns, std::vector<std::string>& segment) {
  std::vector<double> worths, crvs;
  for (std::size_t p = 0; p < columns.crv.size(); ++p)
    if (columns.takes_part(p)) {
      worths.push_back(columns.worth[p]);
      crvs.push_back(columns.crv[p]);
    }
  const double worth_cut = worths.empty() ? 0.0 : median(worths);
  const double crv_cut = crvs.empty() ? 0.0 : median(crvs);
  for (std::size_t p = 0; p < columns.crv.size(); ++p) {
    const bool spends = columns.worth[p] > worth_cut, refers = columns.crv[p] > crv_cut;
    if (!columns.takes_part(p))
      segment.emplace_back();
    else if (columns.stance[p] < 0.0)
      segment.emplace_back("detractor");
    else if (refers)
      segment.emplace_back(spends ? "champion" : "advocate");
    else
      segment.emplace_back(spends ? "affluent" : "miser");
  }
}

bool all_known(std::span<const double> values) {
  return std::ranges::none_of(values, [](double value) { return std::isnan(value); });
}

}  // namespace

Facts StandingResult::facts() const {
  if (contexts_by_clv + contexts_by_margin == 0) return {};
  return {{"contexts_by_clv", std::to_string(contexts_by_clv)},
          {"contexts_by_realised_margin", std::to_string(contexts_by_margin)}};
}

StandingResult standing(const ScoreInputs& inputs, const StandingOptions&) {
  const std::size_t people = inputs.network.num_people(), rows = inputs.network.num_rows();
  const auto column = [&](const char* name) {
    auto values = inputs.earlier.doubles(name);
    values.resize(rows);
    return values;
  };
  const auto margin = column("realised_margin"), stance = column("stance");
  const auto clv = inputs.earlier.doubles("clv");
  auto crv = column("crv");
  std::ranges::transform(crv, crv.begin(), without_rounding_noise);
  const auto purchases = column("purchases"), referrals = column("referrals_made");
  StandingResult result;
  if (!inputs.earlier.find("crv"))
    return {std::vector(rows, std::numeric_limits<double>::quiet_NaN()),
            std::vector<std::string>(rows), 0, 0};
  for (std::size_t first = 0; first < rows; first += people) {
    const auto part = [&](const std::vector<double>& values) {
      return std::span(values).subspan(first, people);
    };
    const bool by_clv = !clv.empty() && all_known(part(clv));
    if (!clv.empty()) ++(by_clv ? result.contexts_by_clv : result.contexts_by_margin);
    add_percentiles(part(crv), result.percentile);
    add_segments(
        {part(by_clv ? clv : margin), part(crv), part(purchases), part(referrals), part(stance)},
        result.segment);
  }
  return result;
}

}  // namespace grapevine
