#include "algorithms/customer_value/buying_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kShape = 4;  ///< Parameters that all groups have.
/// Of log-likelihood, for which a further start is worth its time.
constexpr double kNotableGain = 0.01;

/// A customer on the way to his row.
struct Keyed {
  std::uint32_t group, customer;
  RepeatBuying history;

  auto key() const { return std::tuple(group, history.frequency, history.age, history.recency); }
};

void check_history(const RepeatBuying& h, std::size_t customer) {
  const auto refuse = [&](const char* what) {
    throw Error(ErrorCode::BadInput, fmt::format("customer {}", customer + 1),
                fmt::format("{} (x = {}, t_x = {}, T = {})", what, h.frequency, h.recency, h.age),
                "correct the history");
  };
  if (!(h.frequency >= 0.0) || !(h.frequency <= 1e15) || h.frequency != std::floor(h.frequency))
    refuse("the number of repeat purchases is no whole number from 0");
  if (!(h.recency >= 0.0) || !(h.age >= h.recency) || !std::isfinite(h.age))
    refuse("times must have 0 <= t_x <= T");
  if (h.frequency > 0.0 && h.recency == 0.0)
    refuse("a repeat purchase lies at the time of the first");
  if (h.frequency == 0.0 && h.recency > 0.0) refuse("nothing was bought again, yet t_x is not 0");
}

std::vector<std::unique_ptr<const BuyingModel>> models_at(BuyingModelKind kind,
                                                          const BuyerCounts& counts,
                                                          std::span<const double> at) {
  double largest = 0.0;
  for (const EqualBuyers& row : counts.rows) largest = std::max(largest, row.history.frequency);
  std::vector<std::unique_ptr<const BuyingModel>> models;
  for (std::size_t group = 0; group < counts.num_groups; ++group) {
    BuyingParameters parameters;
    for (std::size_t i = 0; i < kShape; ++i) parameters[i] = std::exp(at[i]);
    if (group > 0) parameters[1] = std::exp(at[1] + at[kShape + group - 1]);
    models.push_back(make_buying_model(kind, parameters, largest));
  }
  return models;
}

/// Where the climb begins: rates as they are on average, spread widely.
std::vector<double> start_of(BuyingModelKind kind, const BuyerCounts& counts, double shape) {
  double customers = 0.0, bought = 0.0, time = 0.0;
  for (const EqualBuyers& row : counts.rows) {
    customers += row.customers;
    bought += row.customers * row.history.frequency;
    time += row.customers * row.history.age;
  }
  std::vector<double> at(kShape + counts.num_groups - 1);
  at[0] = std::log(shape);
  at[1] = std::log(shape * time / bought);
  if (kind == BuyingModelKind::ParetoNbd) at[3] = std::log(time / customers);
  return at;
}

}  // namespace

BuyerCounts count_equal_buyers(std::span<const RepeatBuying> customers,
                               std::span<const std::uint32_t> groups, std::uint32_t num_groups) {
  std::vector<Keyed> keyed(customers.size());
  for_each_index(customers.size(), [&](std::size_t i) {
    check_history(customers[i], i);
    keyed[i] = {groups.empty() ? 0 : groups[i], static_cast<std::uint32_t>(i), customers[i]};
  });
  parallel_sort(keyed, [](const Keyed& a, const Keyed& b) {
    return std::tuple(a.key(), a.customer) < std::tuple(b.key(), b.customer);
  });
  BuyerCounts counts;
  counts.num_groups = num_groups;
  counts.row_of.resize(customers.size());
  for (std::size_t i = 0; i < keyed.size(); ++i) {
    if (i == 0 || keyed[i].key() != keyed[i - 1].key())
      counts.rows.push_back({keyed[i].group, keyed[i].history, 0.0});
    counts.rows.back().customers += 1.0;
    counts.row_of[keyed[i].customer] = static_cast<std::uint32_t>(counts.rows.size() - 1);
  }
  return counts;
}

BuyingParameters BuyingFit::parameters(std::uint32_t group) const {
  BuyingParameters values;
  for (std::size_t i = 0; i < kShape; ++i) values[i] = std::exp(estimate.at[i]);
  if (group > 0) values[1] = std::exp(estimate.at[1] + estimate.at[kShape + group - 1]);
  return values;
}

std::unique_ptr<const BuyingModel> BuyingFit::model(std::uint32_t group,
                                                    double largest_frequency) const {
  return make_buying_model(kind, parameters(group), largest_frequency);
}

double BuyingFit::standard_error(std::size_t i) const {
  if (!has_errors()) return std::numeric_limits<double>::quiet_NaN();
  const std::size_t n = estimate.at.size();
  return std::exp(estimate.at[i]) * std::sqrt(estimate.covariance[i * n + i]);
}

LikelihoodValue buying_likelihood(BuyingModelKind kind, const BuyerCounts& counts,
                                  std::span<const double> at) {
  const auto models = models_at(kind, counts, at);
  const std::size_t blocks = (counts.rows.size() + kBlockSize - 1) / kBlockSize;
  std::vector<LikelihoodValue> partial(blocks, {0.0, std::vector<double>(at.size())});
  for_each_block(counts.rows.size(), [&](std::size_t begin, std::size_t end) {
    LikelihoodValue& sum = partial[begin / kBlockSize];
    for (std::size_t i = begin; i < end; ++i) {
      const EqualBuyers& row = counts.rows[i];
      const BuyingLikelihood one = models[row.group]->likelihood(row.history);
      sum.value += row.customers * one.log_likelihood;
      for (std::size_t k = 0; k < kShape; ++k) sum.slopes[k] += row.customers * one.slopes[k];
      if (row.group > 0) sum.slopes[kShape + row.group - 1] += row.customers * one.slopes[1];
    }
  });
  LikelihoodValue total{0.0, std::vector<double>(at.size())};
  for (const LikelihoodValue& sum : partial) {
    total.value += sum.value;
    for (std::size_t k = 0; k < at.size(); ++k) total.slopes[k] += sum.slopes[k];
  }
  return total;
}

BuyingFit fit_buying(BuyingModelKind kind, const BuyerCounts& counts) {
  BuyingFit fit{.kind = kind, .num_groups = counts.num_groups};
  for (const EqualBuyers& row : counts.rows) {
    fit.customers += row.customers;
    if (row.history.frequency > 0.0) fit.repeat_buyers += row.customers;
  }
  const LogLikelihood likelihood = [&](std::span<const double> at) {
    return buying_likelihood(kind, counts, at);
  };
  // One start is enough but for data that say little; what a second one does not better is an edge
  // of the model, such as rates that do not differ.
  for (const double shape : {0.5, 3.0, 0.1}) {
    Maximum found = maximise(likelihood, start_of(kind, counts, shape));
    const bool first = fit.estimate.at.empty();
    const double gain = first ? 0.0 : found.value - fit.estimate.value;
    if (first || found.converged || gain > 0.0) fit.estimate = std::move(found);
    if (fit.estimate.converged || (!first && gain < kNotableGain)) break;
  }
  return fit;
}

}  // namespace grapevine
