#include "algorithms/customer_value/lifetime_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include "algorithms/customer_value/customer_groups.hpp"
#include "algorithms/customer_value/lifetime_tables.hpp"
#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
/// A group with fewer repeat buyers than this has no rate of its own.
constexpr std::int64_t kLeastOfGroup = 10;
/// Correlations of frequency and spend that are spoken of.
constexpr double kNotableCorrelation = 0.3;

std::int64_t last_day_of(const std::string& observe_until, std::int64_t end_day) {
  if (observe_until.empty()) return end_day;
  const bool number = observe_until.find_first_not_of("0123456789") == std::string::npos;
  const auto day = number ? std::nullopt : parse_time(observe_until, TimeUnit::Day);
  if (!day)
    throw Error(ErrorCode::InvalidOption, "observe_until", "is no day: " + in_quotes(observe_until),
                "write it as 1997-09-30");
  return std::min(end_day, day_number(*day));
}

RepeatSpend spend_of(const CustomerHistory& one, int decimals) {
  if (one.repeats == 0) return {};
  const auto x = static_cast<double>(one.repeats);
  return {x, major_units(one.repeat_margin, decimals) / x};
}

/// Consecutive customers, as models take them.
struct Part {
  ContextId context = kEveryContext;
  std::size_t begin = 0, end = 0;
};

class LifetimeScorer {
 public:
  LifetimeScorer(BuyingModelKind kind, std::string_view method, const ScoreInputs& inputs,
                 const LifetimeValueOptions& options)
      : kind_(kind),
        method_(method),
        network_(inputs.network),
        options_(options),
        groups_(customer_groups(inputs, options.group)) {
    validate(options);
    const std::size_t rows = network_.num_rows();
    result_.clv.assign(rows, 0.0);
    result_.clv_low.assign(rows, 0.0);
    result_.clv_high.assign(rows, 0.0);
    result_.p_alive.assign(rows, kNothing);
  }

  LifetimeValueResult score() {
    read_histories();
    fits_.reserve(network_.num_contexts() + 1);
    for (const Part& part : parts_) score_part(part);
    for (const LifetimeRow& row : rows_) add_row(row);
    warn_about_all();
    add_facts();
    const LifetimeTableMaker maker{network_, method_, groups_.names,
                                   kPeriodNames[static_cast<std::size_t>(options_.time_unit)]};
    result_.tables = {maker.customers(rows_), maker.fits(fits_), maker.tracking(tracked_),
                      maker.conditional(conditional_)};
    return std::move(result_);
  }

 private:
  void read_histories() {
    const auto zone = std::chrono::microseconds(std::llround(options_.zone_hours * 3.6e9));
    const bool any = !network_.purchases.rows.empty();
    end_day_ = any ? day_number(network_.end + zone - Time::duration{1}) : 0;
    last_day_ = last_day_of(options_.observe_until, end_day_);
    histories_ = purchase_histories(network_.purchases, {last_day_, options_.zone_hours});
    const auto& customers = histories_.customers;
    buying_ = repeat_buying(customers, options_.time_unit, last_day_);
    for (const CustomerHistory& one : customers) {
      spend_.push_back(spend_of(one, histories_.decimals));
      if (groups_.any()) group_.push_back(groups_.of_row[network_.row(one.context, one.person)]);
    }
    for (std::size_t i = 0; i < customers.size(); ++i) {
      if (i == 0 || customers[i].context != customers[i - 1].context)
        parts_.push_back({customers[i].context, i, i});
      parts_.back().end = i + 1;
    }
  }

  std::span<const std::uint32_t> groups_of(const Part& part, const BuyingFit& fit) const {
    if (fit.num_groups == 1) return {};
    return std::span(group_).subspan(part.begin, part.end - part.begin);
  }

  template <class T>
  static std::span<const T> within(const std::vector<T>& all, const Part& part) {
    return std::span(all).subspan(part.begin, part.end - part.begin);
  }

  std::int64_t repeat_buyers(const Part& part) const {
    return std::ranges::count_if(within(spend_, part),
                                 [](const RepeatSpend& s) { return s.frequency > 0.0; });
  }

  /// Whether all groups have enough repeat buyers to differ.
  bool groups_differ(const Part& part) const {
    std::vector<std::int64_t> repeats(groups_.names.size());
    for (std::size_t i = part.begin; i < part.end && groups_.any(); ++i)
      repeats[group_[i]] += spend_[i].frequency > 0.0;
    return repeats.size() > 1 &&
           std::ranges::all_of(repeats, [](std::int64_t n) { return n >= kLeastOfGroup; });
  }

  ContextFit fit(const Part& part) const {
    ContextFit result{.context = part.context};
    const bool groups = groups_differ(part);
    const auto num_groups = static_cast<std::uint32_t>(groups ? groups_.names.size() : 1);
    result.buying = fit_buying(
        kind_, count_equal_buyers(within(buying_, part),
                                  groups ? within(group_, part) : std::span<const std::uint32_t>{},
                                  num_groups));
    result.spending = fit_spend(within(spend_, part));
    return result;
  }

  /// The fit of all contexts, made when it is first wanted; null where nobody bought again. Of one
  /// context its own is that, whether a maximum was found or not.
  const ContextFit* pooled() {
    if (parts_.size() == 1 && !fits_.empty()) return &fits_.front();
    if (!pooled_) {
      const Part all{kEveryContext, 0, histories_.customers.size()};
      pooled_.emplace();
      if (repeat_buyers(all) > 0) *pooled_ = fit(all);
    }
    return pooled_->buying.estimate.at.empty() ? nullptr : &*pooled_;
  }

  void score_part(const Part& part) {
    const ContextFit* own = nullptr;
    if (repeat_buyers(part) >= options_.least_repeat_buyers) {
      fits_.push_back(fit(part));
      own = &fits_.back();
      warn_about_fit(*own);
    }
    const bool fits = own && own->buying.estimate.converged;
    const ContextFit* buying = fits ? own : pooled();
    if (buying != own) ++thin_;
    // Where all spend alike there is nothing to fit, nor to learn from other contexts.
    const bool says = own && (own->spending.is_usable() || own->spending.estimate.at.empty());
    const ContextFit* spending = says ? own : pooled();
    FitSource spending_source = spending == own ? FitSource::Own : FitSource::Pooled;
    if (spending && !spending->spending.is_usable()) spending_source = FitSource::Mean;
    const std::size_t first = rows_.size();
    for (std::size_t i = part.begin; i < part.end; ++i)
      rows_.push_back({.history = histories_.customers[i],
                       .buying = buying_[i],
                       .spend = spend_[i],
                       .group = groups_.any() ? group_[i] : 0});
    if (!buying) return leave_unknown(part, first);
    forecast(part, *buying, *spending, first);
    for (std::size_t i = first; i < rows_.size(); ++i) {
      rows_[i].buying_fit = buying == own ? FitSource::Own : FitSource::Pooled;
      rows_[i].spending_fit = spending_source;
    }
  }

  void leave_unknown(const Part& part, std::size_t first) {
    for (std::size_t i = first; i < rows_.size(); ++i)
      rows_[i].forecast = {kNothing, kNothing, kNothing, kNothing, kNothing, kNothing, kNothing};
    unknown_ += part.end - part.begin;
  }

  void forecast(const Part& part, const ContextFit& buying, const ContextFit& spending,
                std::size_t first) {
    const auto groups = groups_of(part, buying.buying);
    const auto counts = count_equal_buyers(within(buying_, part), groups, buying.buying.num_groups);
    const ValueHorizon horizon{options_.horizon, options_.discount_per_period,
                               options_.period_length, options_.confidence};
    const auto forecasts =
        forecast_lifetimes(buying.buying, spending.spending, counts, within(spend_, part), horizon);
    for (std::size_t i = 0; i < forecasts.size(); ++i) rows_[first + i].forecast = forecasts[i];
    const FittedCustomers fitted{histories_,
                                 within(histories_.customers, part),
                                 groups,
                                 buying.buying,
                                 options_.time_unit,
                                 last_day_,
                                 end_day_};
    for (const TrackedPeriod& period : track(fitted)) tracked_.push_back({part.context, period});
    for (const ConditionalPurchases& group : conditional_purchases(fitted))
      conditional_.push_back({part.context, group});
  }

  void add_row(const LifetimeRow& row) {
    const std::size_t place = network_.row(row.history.context, row.history.person);
    result_.clv[place] = row.forecast.value;
    result_.clv_low[place] = row.forecast.low;
    result_.clv_high[place] = row.forecast.high;
    result_.p_alive[place] = row.forecast.alive;
  }

  std::string name_of(ContextId context) const {
    return context == kEveryContext ? "all contexts pooled" : network_.context_labels[context];
  }

  void warn(const std::string& text) { result_.warnings.push_back("clv: " + text); }

  void warn_about_fit(const ContextFit& fit) {
    const std::string where = name_of(fit.context);
    if (!fit.buying.estimate.converged)
      warn(
          fmt::format("{}: the likelihood of buying has no maximum that could be found; the data "
                      "may say too little for this model",
                      where));
    if (std::abs(fit.spending.correlation) > kNotableCorrelation)
      warn(
          fmt::format("{}: how often people buy and how much they spend correlate by {:.2f}, which "
                      "the model of spending takes to be 0; clv of frequent buyers is off",
                      where, fit.spending.correlation));
    if (!fit.spending.is_usable())
      warn(fmt::format("{}: spending has no fit (all spend alike, or too few do); means stand in",
                       where));
  }

  void warn_about_all() {
    if (pooled_ && pooled()) {
      fits_.push_back(*pooled_);
      warn_about_fit(fits_.back());
      if (network_.num_contexts() > 1)
        warn(
            fmt::format("{} of {} contexts have too few customers who bought again for a fit of "
                        "their own and take that of all contexts pooled",
                        thin_, parts_.size()));
    }
    if (unknown_ > 0)
      warn(
          fmt::format("nobody bought again on a later day up to {}, so no model can be fitted and "
                      "the clv of {} customers is unknown",
                      day_text(last_day_), unknown_));
    const auto once = std::ranges::count_if(
        histories_.customers, [](const CustomerHistory& c) { return c.repeats == 0; });
    if (kind_ == BuyingModelKind::BgNbd && once > 0 && unknown_ == 0)
      warn(
          fmt::format("{} of {} customers bought once; this model takes them for alive, whatever "
                      "time has passed",
                      once, histories_.customers.size()));
    if (histories_.refunds_of_nothing > 0)
      warn(fmt::format("{} refunds come before any purchase of their customer and are left out",
                       histories_.refunds_of_nothing));
  }

  static std::string day_text(std::int64_t day) { return time_text(Time{std::chrono::days{day}}); }

  void add_facts() {
    const auto number = [](auto value) { return std::to_string(value); };
    const auto quoted = [](const std::string& text) { return '"' + text + '"'; };
    const auto customers = histories_.customers.size();
    result_.run = {{"customers", number(customers)},
                   {"repeat_buyers", number(repeat_buyers({kEveryContext, 0, customers}))},
                   {"observed_until", quoted(customers == 0 ? "" : day_text(last_day_))},
                   {"days_held_out", number(end_day_ - last_day_)},
                   {"own_fits", number(parts_.size() - thin_)},
                   {"pooled_contexts", number(thin_)}};
  }

  BuyingModelKind kind_;
  std::string_view method_;
  const Network& network_;
  const LifetimeValueOptions& options_;
  CustomerGroups groups_;
  std::int64_t last_day_ = 0, end_day_ = 0;
  PurchaseHistories histories_;
  std::vector<RepeatBuying> buying_;
  std::vector<RepeatSpend> spend_;
  std::vector<std::uint32_t> group_;  ///< Of each customer; empty without groups.
  std::vector<Part> parts_;
  std::vector<ContextFit> fits_;
  std::optional<ContextFit> pooled_;
  std::vector<LifetimeRow> rows_;
  std::vector<TrackedRow> tracked_;
  std::vector<ConditionalRow> conditional_;
  std::size_t thin_ = 0, unknown_ = 0;
  LifetimeValueResult result_;
};

}  // namespace

LifetimeValueResult bg_nbd(const ScoreInputs& inputs, const LifetimeValueOptions& options) {
  return LifetimeScorer(BuyingModelKind::BgNbd, kBgNbdDoc.name, inputs, options).score();
}

LifetimeValueResult mbg_nbd(const ScoreInputs& inputs, const LifetimeValueOptions& options) {
  return LifetimeScorer(BuyingModelKind::MbgNbd, kMbgNbdDoc.name, inputs, options).score();
}

LifetimeValueResult pareto_nbd(const ScoreInputs& inputs, const LifetimeValueOptions& options) {
  return LifetimeScorer(BuyingModelKind::ParetoNbd, kParetoNbdDoc.name, inputs, options).score();
}

}  // namespace grapevine
