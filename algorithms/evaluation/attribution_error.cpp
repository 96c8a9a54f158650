#include "algorithms/evaluation/attribution_error.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <tuple>

#include "algorithms/evaluation/rank_correlation.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

/// A sum of shares that is so near the whole is the whole, but for rounding.
constexpr double kRounding = 1e-10;

/// A person's part of one acquisition, by the model and in truth.
struct Part {
  NodeId person;
  double share = 0.0, true_share = 0.0;
};

/// Everybody with a touch or a cause, ascending. Touches that earn nothing count as such.
std::vector<Part> parts_of(const Acquisition& a, const Journeys& journeys,
                           std::span<const double> shares, std::span<const NodeId> causes) {
  std::vector<Part> parts;
  for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
    if (shares[k] != 0.0)
      parts.push_back({.person = journeys.touches[k].referrer, .share = shares[k]});
  for (const NodeId cause : causes)
    parts.push_back({.person = cause, .true_share = 1.0 / static_cast<double>(causes.size())});
  std::ranges::sort(parts, {},
                    [](const Part& p) { return std::tuple(p.person, p.share, p.true_share); });
  std::size_t last = 0;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].person != parts[last].person) {
      parts[++last] = parts[i];
      continue;
    }
    parts[last].share += parts[i].share;
    parts[last].true_share += parts[i].true_share;
  }
  if (!parts.empty()) parts.resize(last + 1);
  return parts;
}

/// Half the sum of absolute differences; what the people lack is nobody's.
double distance(std::span<const Part> parts, bool organic) {
  double sum = 0.0, earned = 0.0;
  for (const Part& part : parts) {
    sum += std::abs(part.share - part.true_share);
    earned += part.share;
  }
  const double rest = 1.0 - earned;
  const double nobody = rest > kRounding ? rest : 0.0;
  return std::min(1.0, (sum + std::abs(nobody - (organic ? 1.0 : 0.0))) / 2.0);
}

/// Values of one person in one context, or what one acquisition adds to them.
struct PersonValue {
  ContextId context;
  NodeId person;
  double credited, caused;
};

void compare_people(std::vector<PersonValue>& values, AttributionError& error) {
  // Equal keys stand in the order of their acquisitions, so that their sums are the same.
  const auto key = [](const PersonValue& v) { return std::tuple(v.context, v.person); };
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(key(values[i]), i); });
  std::vector<double> credited, caused;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const PersonValue& value = values[order[k]];
    if (k == 0 || key(value) != key(values[order[k - 1]])) {
      credited.push_back(0.0);
      caused.push_back(0.0);
    }
    credited.back() += value.credited;
    caused.back() += value.caused;
  }
  error.people = static_cast<std::int64_t>(credited.size());
  if (credited.empty()) return;
  for (std::size_t i = 0; i < credited.size(); ++i)
    error.mean_absolute_error += std::abs(credited[i] - caused[i]);
  error.mean_absolute_error /= static_cast<double>(credited.size());
  error.spearman = spearman_rho(credited, caused).value_or(error.spearman);
}

}  // namespace

AttributionError attribution_error(const Journeys& journeys, const Attribution& attribution,
                                   const TrueCauses& truth, std::span<const double> value) {
  const auto& acquisitions = journeys.acquisitions;
  assert(truth.known.size() == acquisitions.size() && value.size() == acquisitions.size());
  std::vector<std::vector<Part>> parts(acquisitions.size());
  for_each_index(
      parts.size(),
      [&](std::size_t i) {
        if (truth.known[i])
          parts[i] = parts_of(acquisitions[i], journeys, attribution.share, truth.of(i));
      },
      256);
  AttributionError error{.model = attribution.model};
  double all = 0.0, organic_value = 0.0;
  std::vector<PersonValue> people;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!truth.known[i]) continue;
    const bool organic = truth.of(i).empty();
    const double wrong = distance(parts[i], organic), size = std::abs(value[i]);
    ++error.acquisitions;
    error.total_variation += wrong;
    error.misattributed += wrong * size;
    all += size;
    if (organic) {
      ++error.organic;
      error.organic_credited += wrong * size;
      organic_value += size;
    }
    for (const Part& part : parts[i])
      people.push_back({acquisitions[i].context, part.person, part.share * value[i],
                        part.true_share * value[i]});
  }
  if (error.acquisitions > 0) error.total_variation /= static_cast<double>(error.acquisitions);
  if (all > 0.0) error.misattributed /= all;
  if (organic_value > 0.0) error.organic_credited /= organic_value;
  compare_people(people, error);
  return error;
}

}  // namespace grapevine
