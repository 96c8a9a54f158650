#include "algorithms/forecast/newcomer_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "algorithms/customer_value/purchases_by_row.hpp"
#include "engine/base/time_span.hpp"

namespace grapevine {
namespace {

/// A running mean.
struct Mean {
  double sum = 0.0, squares = 0.0, count = 0.0;
  void add(double value) {
    sum += value;
    squares += value * value;
    ++count;
  }
  double mean() const { return sum / count; }
  double squared_error() const { return std::max(0.0, squares - sum * mean()); }
};

/// Finished newcomers by context, and by introducer in it.
struct Records {
  std::map<ContextId, Mean> contexts;
  std::map<std::pair<ContextId, NodeId>, Mean> introducers;

  void add(const BroughtNewcomer& newcomer) {
    contexts[newcomer.context].add(newcomer.value);
    for (const NodeId introducer : newcomer.introducers)
      introducers[{newcomer.context, introducer}].add(newcomer.value);
  }
};

struct Expectation {
  double mean, variance;
  bool has_record;
};

/// From the mean of the context, and of all newcomers that the introducers brought before.
std::optional<Expectation> expectation(const BroughtNewcomer& newcomer, const Records& records,
                                       const IntroducerCredibility& credibility) {
  const auto context = records.contexts.find(newcomer.context);
  if (context == records.contexts.end()) return std::nullopt;
  Mean record;
  for (const NodeId introducer : newcomer.introducers)
    if (const auto found = records.introducers.find({newcomer.context, introducer});
        found != records.introducers.end()) {
      record.sum += found->second.sum;
      record.count += found->second.count;
    }
  const double base = context->second.mean(), weight = credibility.weight(record.count);
  const double of_base = context->second.squared_error() /
                         std::max(1.0, (context->second.count - 1.0) * context->second.count);
  const double mean = record.count > 0.0 ? base + weight * (record.mean() - base) : base;
  return Expectation{mean, of_base + (1.0 - weight) * credibility.between, record.count > 0.0};
}

class NewcomerValues {
 public:
  NewcomerValues(const ScoreInputs& inputs, const NewcomerValueOptions& options)
      : network_(inputs.network),
        options_(options),
        horizon_(time_span_option("horizon", options.horizon)) {
    collect(inputs);
  }

  NewcomerValueResult result() {
    judge();
    const Time end = network_.end;
    credibility_ = introducer_credibility(newcomers_, end);
    if (!tells_) credibility_.between = 0.0;
    Records records;
    for (const BroughtNewcomer& newcomer : newcomers_)
      if (is_finished(newcomer)) records.add(newcomer);
    NewcomerValueResult result;
    for (auto* column : {&result.expected, &result.low, &result.high})
      column->assign(network_.num_rows(), std::numeric_limits<double>::quiet_NaN());
    const double width = std::sqrt(2.0) * boost::math::erf_inv(options_.level);
    for (const BroughtNewcomer& newcomer : newcomers_) {
      const auto expected = expectation(newcomer, records, credibility_);
      if (is_finished(newcomer) || !expected) continue;
      const std::size_t row = network_.row(newcomer.context, newcomer.newcomer);
      const double half = width * std::sqrt(expected->variance);
      result.expected[row] = expected->mean;
      result.low[row] = expected->mean - half;
      result.high[row] = expected->mean + half;
    }
    result.run_facts = {{"introducers", said_}};
    return result;
  }

 private:
  bool is_finished(const BroughtNewcomer& newcomer) const { return newcomer.until <= network_.end; }

  /// In the order of joining.
  void collect(const ScoreInputs& inputs) {
    const PurchasesByRow purchases(network_);
    const double unit = std::pow(10.0, network_.purchases.decimals);
    for (const Acquisition& acquisition : inputs.journeys.acquisitions) {
      BroughtNewcomer newcomer{acquisition.person,
                               acquisition.context,
                               acquisition.time,
                               moved(acquisition.time, horizon_),
                               {}};
      for (const Purchase& purchase : purchases.of(acquisition.context, acquisition.person))
        if (purchase.time < newcomer.until)
          newcomer.value += static_cast<double>(purchase.margin) / unit;
      for (std::uint32_t i = 0; i < acquisition.num_touches; ++i)
        newcomer.introducers.push_back(
            inputs.journeys.touches[acquisition.first_touch + i].referrer);
      std::ranges::sort(newcomer.introducers);
      const auto repeated = std::ranges::unique(newcomer.introducers);
      newcomer.introducers.erase(repeated.begin(), repeated.end());
      newcomers_.push_back(std::move(newcomer));
    }
    std::ranges::sort(newcomers_, {}, [](const BroughtNewcomer& n) {
      return std::tuple(n.joined, n.context, n.newcomer);
    });
  }

  /// Foretells the later half of finished newcomers, each from those that had finished by then.
  void judge() {
    std::vector<const BroughtNewcomer*> finished;
    for (const BroughtNewcomer& newcomer : newcomers_)
      if (is_finished(newcomer)) finished.push_back(&newcomer);
    std::vector<double> gain;
    std::vector<std::uint32_t> cluster;
    if (!finished.empty()) foretell_later(finished, gain, cluster);
    if (static_cast<int>(gain.size()) < options_.least_newcomers) {
      said_ = fmt::format(
          "cannot be judged: {} later newcomers had an introducer with a record, "
          "{} needed; the context's mean stands",
          gain.size(), options_.least_newcomers);
      return;
    }
    const PairedDifference difference =
        paired_bootstrap(gain, cluster, {.draws = options_.draws, .seed = options_.seed});
    tells_ = verdict_of(difference) == Verdict::Better;
    said_ = fmt::format(
        "{}: the squared error of {} later newcomers changes by {:.3g} [{:.3g}, {:.3g}]; {}",
        tells_ ? "they tell" : "not proven here", gain.size(), 0.0 - difference.mean,
        0.0 - difference.high, 0.0 - difference.low,
        tells_ ? "their records move expectations" : "the context's mean stands");
  }

  void foretell_later(const std::vector<const BroughtNewcomer*>& finished,
                      std::vector<double>& gain, std::vector<std::uint32_t>& cluster) const {
    const Time middle = finished[finished.size() / 2]->joined;
    const IntroducerCredibility known = introducer_credibility(newcomers_, middle);
    Records records;
    std::size_t next = 0;  // of `finished`, which end in the order in which they joined
    for (const BroughtNewcomer* newcomer : finished) {
      for (; next < finished.size() && finished[next]->until <= newcomer->joined; ++next)
        records.add(*finished[next]);
      if (newcomer->joined < middle) continue;
      const auto base = expectation(*newcomer, records, {});
      const auto moved_by = expectation(*newcomer, records, known);
      if (!base || !base->has_record) continue;
      const double plain = newcomer->value - base->mean, told = newcomer->value - moved_by->mean;
      gain.push_back(plain * plain - told * told);
      cluster.push_back(newcomer->introducers.front());
    }
  }

  const Network& network_;
  const NewcomerValueOptions& options_;
  const TimeSpan horizon_;
  std::vector<BroughtNewcomer> newcomers_;
  IntroducerCredibility credibility_;
  bool tells_ = false;
  std::string said_;
};

}  // namespace

IntroducerCredibility introducer_credibility(const std::vector<BroughtNewcomer>& newcomers,
                                             Time known) {
  Records records;
  for (const BroughtNewcomer& newcomer : newcomers)
    if (newcomer.until <= known) records.add(newcomer);
  double squares = 0.0, free = 0.0, between = 0.0, total = 0.0, total_squares = 0.0;
  std::map<ContextId, Mean> introduced;
  for (const auto& [key, record] : records.introducers) {
    introduced[key.first].sum += record.sum;
    introduced[key.first].count += record.count;
  }
  for (const auto& [key, record] : records.introducers) {
    squares += record.squared_error();
    free += record.count - 1.0;
    const double away = record.mean() - introduced[key.first].mean();
    between += record.count * away * away;
    total_squares += record.count * record.count / introduced[key.first].count;
    total += record.count;
  }
  const double groups =
      static_cast<double>(records.introducers.size()) - static_cast<double>(introduced.size());
  IntroducerCredibility credibility;
  if (free <= 0.0 || groups <= 0.0 || total - total_squares <= 0.0) return credibility;
  credibility.within = squares / free;
  credibility.between =
      std::max(0.0, (between - groups * credibility.within) / (total - total_squares));
  return credibility;
}

NewcomerValueResult newcomer_value(const ScoreInputs& inputs, const NewcomerValueOptions& options) {
  validate(options);
  return NewcomerValues(inputs, options).result();
}

}  // namespace grapevine
