#include "algorithms/customer_value/margin_forecast.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "algorithms/customer_value/customer_referral_value.hpp"
#include "algorithms/customer_value/purchases_by_row.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

/// Sums of any number of amounts.
__extension__ using WideMoney = __int128;

/// The periods of one newcomer, counted from 1, the last one cut by the horizon.
struct Periods {
  Time join, end;
  Period length;

  Time start(std::int64_t k) const { return add_periods(join, length, k - 1); }
  /// The period in which a time from joining on lies.
  std::int64_t of(Time time) const { return whole_periods_between(join, time, length) + 1; }
  std::int64_t count() const { return end > join ? of(end - Time::duration{1}) : 0; }
  std::int64_t completed(Time known) const {
    if (known >= end) return count();
    return known < join ? 0 : of(known) - 1;
  }
};

/// A purchase inside a period that its newcomer has completed.
struct Flow {
  ContextId context;
  std::int64_t period;
  Time::duration after_start;
  Money margin;

  auto order() const { return std::tuple(context, period, after_start, margin); }
};

/// What flows of one context and period bring from a time in the period on.
class Remainders {
 public:
  explicit Remainders(std::vector<Flow> flows) : flows_(std::move(flows)) {
    parallel_sort(flows_, [](const Flow& a, const Flow& b) { return a.order() < b.order(); });
    from_here_.resize(flows_.size() + 1);
    for (std::size_t i = flows_.size(); i-- > 0;)
      from_here_[i] = from_here_[i + 1] + flows_[i].margin;
  }

  WideMoney after(ContextId context, std::int64_t period, Time::duration since) const {
    return from_here_[place(context, period, since)] -
           from_here_[place(context, period + 1, Time::duration{0})];
  }

 private:
  std::size_t place(ContextId context, std::int64_t period, Time::duration since) const {
    const auto found = std::ranges::lower_bound(
        flows_, std::tuple(context, period, since), {},
        [](const Flow& f) { return std::tuple(f.context, f.period, f.after_start); });
    return static_cast<std::size_t>(found - flows_.begin());
  }

  std::vector<Flow> flows_;
  std::vector<WideMoney> from_here_;
};

std::vector<Flow> of_all_contexts(std::vector<Flow> flows) {
  for (Flow& flow : flows) flow.context = kEveryContext;
  return flows;
}

class Forecaster {
 public:
  Forecaster(const Network& network, const Journeys& journeys, const EconomicsOptions& options)
      : network_(network),
        journeys_(journeys),
        options_(options),
        unit_(std::pow(10.0, network.purchases.decimals)),
        from_(network.end) {
    if (!network.purchases.rows.empty()) {
      const auto last_day =
          std::chrono::floor<std::chrono::days>(network.purchases.rows.back().time);
      from_ = std::max<Time>(from_, last_day + std::chrono::days{1});
    }
  }

  MarginForecast forecast() {
    collect_flows();
    estimate();
    const Remainders own(flows_), all(of_all_contexts(flows_));
    MarginForecast result;
    result.acquisitions.resize(journeys_.acquisitions.size());
    for_each_index(
        result.acquisitions.size(),
        [&](std::size_t i) { result.acquisitions[i] = of(journeys_.acquisitions[i], own, all); },
        256);
    result.development = std::move(development_);
    return result;
  }

 private:
  Periods periods_of(const Acquisition& a) const {
    return {a.time, horizon_end(a.time, journeys_), options_.period};
  }

  DevelopmentPeriod& at(ContextId context, std::int64_t period) {
    const std::size_t part = std::min<std::size_t>(context, network_.num_contexts());
    return development_[part * static_cast<std::size_t>(longest_) +
                        static_cast<std::size_t>(period - 1)];
  }

  /// Counts who has completed which period, and sums their margins there and the squares of these.
  void collect_flows() {
    std::vector<std::int64_t> completed;
    for (const Acquisition& a : journeys_.acquisitions) {
      completed.push_back(periods_of(a).completed(network_.end));
      longest_ = std::max(longest_, completed.back());
    }
    const std::size_t cells =
        (network_.num_contexts() + std::size_t{1}) * static_cast<std::size_t>(longest_);
    development_.resize(cells);
    sum_.resize(cells);
    squares_.resize(cells);
    for (ContextId c = 0; c <= network_.num_contexts(); ++c)
      for (std::int64_t k = 1; k <= longest_; ++k)
        at(c, k) = {.context = c < network_.num_contexts() ? c : kEveryContext, .period = k};
    const PurchasesByRow purchases(network_);
    for (std::size_t i = 0; i < completed.size(); ++i) {
      const Acquisition& a = journeys_.acquisitions[i];
      if (completed[i] > 0) ++at(a.context, completed[i]).newcomers;
      add_flows(a, completed[i], purchases.of(a.context, a.person));
    }
    for (ContextId c = 0; c < network_.num_contexts(); ++c)  // who completed k completed k - 1
      for (std::int64_t k = longest_; k > 1; --k) at(c, k - 1).newcomers += at(c, k).newcomers;
  }

  void add_flows(const Acquisition& a, std::int64_t completed,
                 std::span<const Purchase> purchases) {
    const Periods periods = periods_of(a);
    std::int64_t now = 0;
    WideMoney in_period = 0;
    const auto close = [&] {
      if (now == 0) return;
      const auto cell = static_cast<std::size_t>(&at(a.context, now) - development_.data());
      const double margin = static_cast<double>(in_period) / unit_;
      sum_[cell] += in_period;
      squares_[cell] += margin * margin;
    };
    for (const Purchase& p : purchases) {
      if (p.time < a.time || p.time >= periods.end) continue;
      const std::int64_t k = periods.of(p.time);
      if (k > completed) break;
      if (k != now) {
        close();
        now = k;
        in_period = 0;
      }
      in_period += p.margin;
      flows_.push_back({a.context, k, p.time - periods.start(k), p.margin});
    }
    close();
  }

  void estimate() {
    for (std::int64_t k = 1; k <= longest_; ++k) estimate_period(k);
    // The first k periods together, undiscounted and discounted, so that no newcomer adds them up.
    margin_to_.resize(development_.size());
    value_to_.resize(development_.size());
    for (std::size_t cell = 0; cell < development_.size(); ++cell) {
      const DevelopmentPeriod& d = development_[cell];
      const bool first = d.period == 1;
      margin_to_[cell] = (first ? 0.0 : margin_to_[cell - 1]) + d.expected;
      value_to_[cell] = (first ? 0.0 : value_to_[cell - 1]) + d.expected * discount(d.period);
    }
  }

  double discount(std::int64_t k) const { return discount_of_period(k, options_); }

  /// Buehlmann's and Straub's estimators in one period; every newcomer has weight 1.
  void estimate_period(std::int64_t k) {
    DevelopmentPeriod& all = at(kEveryContext, k);
    WideMoney total = 0;
    double within = 0.0, contexts = 0.0, squared_sizes = 0.0;
    for (ContextId c = 0; c < network_.num_contexts(); ++c) {
      DevelopmentPeriod& d = at(c, k);
      if (d.newcomers == 0) continue;
      const auto cell = static_cast<std::size_t>(&d - development_.data());
      const auto n = static_cast<double>(d.newcomers);
      d.mean = static_cast<double>(sum_[cell]) / unit_ / n;
      within += std::max(0.0, squares_[cell] - n * d.mean * d.mean);
      squared_sizes += n * n;
      contexts += 1.0;
      all.newcomers += d.newcomers;
      total += sum_[cell];
    }
    const auto n = static_cast<double>(all.newcomers);
    all.mean = all.expected = static_cast<double>(total) / unit_ / n;
    all.credibility = 1.0;
    const double variance = n > contexts ? within / (n - contexts) : all.deviation;
    all.deviation = std::sqrt(variance);
    double between = -(contexts - 1.0) * variance;
    for (ContextId c = 0; c < network_.num_contexts(); ++c)
      if (const DevelopmentPeriod& d = at(c, k); d.newcomers > 0)
        between += static_cast<double>(d.newcomers) * (d.mean - all.mean) * (d.mean - all.mean);
    between /= n - squared_sizes / n;
    for (ContextId c = 0; c < network_.num_contexts(); ++c)
      shrink(at(c, k), all, between, variance);
  }

  /// `between` is NaN where one context alone has newcomers: then its mean is that of all, and any
  /// weight gives the same.
  static void shrink(DevelopmentPeriod& d, const DevelopmentPeriod& all, double between,
                     double variance) {
    const auto n = static_cast<double>(d.newcomers);
    d.deviation = all.deviation;
    d.expected = all.mean;
    if (d.newcomers == 0 || !(between > 0.0)) return;
    d.credibility = n * between / (n * between + variance);
    d.expected = d.credibility * d.mean + (1.0 - d.credibility) * all.mean;
  }

  ForecastMargin of(const Acquisition& a, const Remainders& own, const Remainders& all) {
    const Periods periods = periods_of(a);
    ForecastMargin f{0.0, 0.0, 0.0};
    if (from_ >= periods.end) return f;
    const std::int64_t now = periods.of(from_), last = periods.count();
    const std::int64_t known = std::min(last, longest_);
    // Rows after a declared end can lie beyond what anybody completed before it.
    f.missing = static_cast<double>(last - std::max(known, now - 1));
    if (now > known) return f;
    const DevelopmentPeriod& d = at(a.context, now);
    const Time::duration since = from_ - periods.start(now);
    const auto mean = [&](WideMoney sum, std::int64_t newcomers) {
      return static_cast<double>(sum) / unit_ / static_cast<double>(newcomers);
    };
    f.margin = (1.0 - d.credibility) *
               mean(all.after(kEveryContext, now, since), at(kEveryContext, now).newcomers);
    if (d.credibility > 0.0)
      f.margin += d.credibility * mean(own.after(a.context, now, since), d.newcomers);
    f.present_value = f.margin * discount(now);
    const auto cell = static_cast<std::size_t>(&d - development_.data());
    const auto end = cell + static_cast<std::size_t>(known - now);
    f.margin += margin_to_[end] - margin_to_[cell];
    f.present_value += value_to_[end] - value_to_[cell];
    return f;
  }

  const Network& network_;
  const Journeys& journeys_;
  const EconomicsOptions& options_;
  const double unit_;
  Time from_;
  std::int64_t longest_ = 0;
  std::vector<Flow> flows_;
  std::vector<DevelopmentPeriod> development_;
  std::vector<WideMoney> sum_;  ///< Of each of development_.
  std::vector<double> squares_, margin_to_, value_to_;
};

}  // namespace

MarginForecast forecast_margins(const Network& network, const Journeys& journeys,
                                const EconomicsOptions& options) {
  if (!journeys.horizon_days)
    return {std::vector<ForecastMargin>(journeys.acquisitions.size()), {}};
  return Forecaster(network, journeys, options).forecast();
}

NamedTable development_table(const Network& network,
                             std::span<const DevelopmentPeriod> development) {
  using D = DevelopmentPeriod;
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kCustomerReferralValueDoc.name),
                      "purchases.value"};
  };
  RowsTable<D> table(development);
  table.add_ids(info("context_id", "", "the context; null: all of them together"), network.contexts,
                [](const D& d) { return d.context; });
  table.add(info("period", "periods", "after joining, from 1: t of the CRV formula"),
            [](const D& d) { return d.period; });
  table.add(info("newcomers", "people", "whose period ended before the study did"),
            [](const D& d) { return d.newcomers; });
  const auto number = [&](const char* name, const char* unit, const char* meaning,
                          double D::* value) {
    table.add(info(name, unit, meaning), [&](const D& d) { return d.*value; });
  };
  number("mean_margin", "money", "of one of them in that period", &D::mean);
  number("standard_deviation", "money",
         "of one newcomer's margin in that period, within contexts, the same in all",
         &D::deviation);
  number("credibility", "1", "weight of the context's own mean; the rest is that of all",
         &D::credibility);
  number("expected_margin", "money", "what is forecast of one newcomer in that period",
         &D::expected);
  return {"margin_development", table.finish()};
}

}  // namespace grapevine
