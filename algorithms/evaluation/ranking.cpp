#include "algorithms/evaluation/ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

using ScoredOutcome = std::pair<double, double>;

void check_row(std::size_t row, double score, double outcome) {
  const auto refuse = [&](const char* what, double value, const char* to_do) {
    throw Error(ErrorCode::BadInput, fmt::format("evaluation: row {}", row + 1),
                fmt::format("the {} is {}", what, value), to_do);
  };
  if (std::isnan(score)) refuse("score", score, "leave out who has no score");
  if (!(outcome >= 0.0 && std::isfinite(outcome)))
    refuse("outcome", outcome, "give a finite number, at least 0");
}

/// Best first; outcomes ascending among ties, so that sums of them have one order.
std::vector<ScoredOutcome> sorted_rows(std::span<const double> score,
                                       std::span<const double> outcome) {
  std::vector<ScoredOutcome> rows(score.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    check_row(i, score[i], outcome[i]);
    rows[i] = {score[i], outcome[i]};
  }
  parallel_sort(rows, [](const ScoredOutcome& a, const ScoredOutcome& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  return rows;
}

struct Caught {
  double positives = 0.0, value = 0.0;
};

/// What the first `k` places hold; a group that they cut gives its share.
Caught caught_in(const RankedOutcomes& ranked, std::int64_t k) {
  Caught caught;
  std::int64_t left = k;
  for (const TiedPeople& group : ranked.groups) {
    if (left <= 0) break;
    const std::int64_t taken = std::min(left, group.people);
    const double share = static_cast<double>(taken) / static_cast<double>(group.people);
    caught.positives += share * static_cast<double>(group.positives);
    caught.value += share * group.value;
    left -= taken;
  }
  return caught;
}

}  // namespace

RankedOutcomes rank_outcomes(std::span<const double> score, std::span<const double> outcome) {
  if (score.size() != outcome.size())
    throw Error(ErrorCode::BadInput, "evaluation",
                fmt::format("{} scores beside {} outcomes", score.size(), outcome.size()),
                "give one outcome for each score");
  RankedOutcomes ranked;
  for (const auto& [s, o] : sorted_rows(score, outcome)) {
    if (ranked.groups.empty() || ranked.groups.back().score != s)
      ranked.groups.push_back({.score = s});
    TiedPeople& group = ranked.groups.back();
    ++group.people;
    group.positives += o > 0.0;
    group.value += o;
  }
  for (const TiedPeople& group : ranked.groups) {
    ranked.people += group.people;
    ranked.positives += group.positives;
    ranked.value += group.value;
  }
  if (!std::isfinite(ranked.value))
    throw Error(ErrorCode::BadInput, "evaluation", "the outcomes sum to infinity",
                "give them in a larger unit");
  return ranked;
}

std::optional<double> area_under_roc(const RankedOutcomes& ranked) {
  if (ranked.positives == 0 || ranked.negatives() == 0) return std::nullopt;
  // Twice the pairs that are in order; exact below 2^32 people.
  std::uint64_t twice = 0, positives_above = 0;
  for (const TiedPeople& group : ranked.groups) {
    const auto positives = static_cast<std::uint64_t>(group.positives);
    const auto negatives = static_cast<std::uint64_t>(group.people - group.positives);
    twice += negatives * (2 * positives_above + positives);
    positives_above += positives;
  }
  return static_cast<double>(twice) /
         (2.0 * static_cast<double>(ranked.positives) * static_cast<double>(ranked.negatives()));
}

std::optional<double> average_precision(const RankedOutcomes& ranked) {
  if (ranked.positives == 0) return std::nullopt;
  double sum = 0.0;
  std::int64_t people = 0, positives = 0;
  for (const TiedPeople& group : ranked.groups) {
    people += group.people;
    positives += group.positives;
    sum += static_cast<double>(group.positives) * static_cast<double>(positives) /
           static_cast<double>(people);
  }
  return sum / static_cast<double>(ranked.positives);
}

std::optional<double> precision_at(const RankedOutcomes& ranked, std::int64_t k) {
  k = std::min(k, ranked.people);
  if (k <= 0) return std::nullopt;
  return caught_in(ranked, k).positives / static_cast<double>(k);
}

std::optional<double> lift_at(const RankedOutcomes& ranked, std::int64_t k) {
  const auto precision = precision_at(ranked, k);
  if (!precision || ranked.positives == 0) return std::nullopt;
  return *precision * static_cast<double>(ranked.people) / static_cast<double>(ranked.positives);
}

std::optional<double> captured_value_at(const RankedOutcomes& ranked, std::int64_t k) {
  if (!(ranked.value > 0.0)) return std::nullopt;
  return caught_in(ranked, k).value / ranked.value;
}

std::int64_t places(const RankedOutcomes& ranked, double share) {
  return static_cast<std::int64_t>(std::ceil(share * static_cast<double>(ranked.people)));
}

}  // namespace grapevine
