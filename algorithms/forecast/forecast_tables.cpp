#include "algorithms/forecast/forecast_tables.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "algorithms/forecast/count_intervals.hpp"

namespace grapevine {
namespace {

/// Rows of the `listed` people with the highest means in context j.
std::vector<std::size_t> first_rows(const std::vector<double>& means, std::size_t j,
                                    std::size_t people, std::size_t listed) {
  std::vector<std::size_t> rows(people);
  std::iota(rows.begin(), rows.end(), j * people);
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(listed, people));
  std::partial_sort(rows.begin(), end, rows.end(), [&](std::size_t a, std::size_t b) {
    return means[a] != means[b] ? means[a] > means[b] : a < b;
  });
  rows.erase(end, rows.end());
  return rows;
}

ForecastPart part_of(const ForecastWindow& window, const ReferralModel& model, std::size_t row,
                     double tail) {
  const std::size_t person = window.person_of(row);
  ForecastPart part{.person = window.people[person],
                    .context = window.contexts[row / window.people.size()]};
  double logs[std::size(kFeatureGroupNames)] = {};
  for (std::size_t j = 0; j < model.features.size(); ++j)
    logs[static_cast<std::size_t>(model.groups[j])] +=
        model.prior.part(j, window.feature(model.features[j], row));
  const auto factor = [&](FeatureGroup group) {
    return std::exp(logs[static_cast<std::size_t>(group)]);
  };
  const double prior =
      model.prior.mean_of(std::accumulate(std::begin(logs), std::end(logs), model.prior.intercept));
  part.in_context = factor(FeatureGroup::InContext);
  part.anywhere = factor(FeatureGroup::Anywhere);
  part.position = factor(FeatureGroup::Position);
  part.audience = factor(FeatureGroup::Audience);
  // The prior's mean is bounded: what is typical takes up what the bound leaves out.
  part.typical = prior / (part.in_context * part.anywhere * part.position * part.audience);
  part.record = window.record[model.update.half_life][row];
  const RatePosterior posterior =
      model.posterior(prior, part.record, window.age_days[person], window.moment.horizon_days);
  part.record_factor = posterior.mean() / prior;
  part.level = model.level;
  part.expected = posterior.mean() * model.level;
  const double rate = posterior.rate / model.level;
  part.rate_low = gamma_quantile(posterior.shape, rate, tail);
  part.rate_high = gamma_quantile(posterior.shape, rate, 1.0 - tail);
  part.count_low = count_quantile(part.expected, model.prior.dispersion, tail);
  part.count_high = count_quantile(part.expected, model.prior.dispersion, 1.0 - tail);
  return part;
}

ColumnInfo info(std::string name, std::string unit, std::string meaning) {
  return {std::move(name), std::move(unit), std::move(meaning), "referral_forecast",
          "touches purchases ties"};
}

NamedTable check_table(const ForecastCheck& check, ForecastScore ranked_by) {
  std::vector<std::string> score, shown;
  std::vector<double> auc;
  for (std::size_t s = 0; s < kNumForecastScores; ++s) {
    score.emplace_back(kForecastScoreNames[s]);
    shown.emplace_back(s == static_cast<std::size_t>(ranked_by) ? "true" : "false");
    auc.push_back(check.auc[s].value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  score.emplace_back("placebo: fitted with the contexts of others");
  shown.emplace_back("false");
  auc.push_back(check.placebo_auc.value_or(std::numeric_limits<double>::quiet_NaN()));
  TableBuilder builder;
  builder.add(info("score", "", "what people are ranked by"), std::span<const std::string>(score));
  builder.add(info("auc", "probability",
                   "mean over contexts of the chance that who referred in the last finished window "
                   "outranks who did not, by what was known before it; null: cannot be judged"),
              std::span<const double>(auc));
  builder.add(info("shown", "", "whether forecast_score is this one"),
              std::span<const std::string>(shown));
  return {"forecast_check", builder.finish()};
}

NamedTable weights_table(const ReferralModel& model, const std::vector<Feature>& features) {
  std::vector<std::string> name, group;
  for (const std::size_t f : model.features) {
    name.push_back(features[f].name);
    group.emplace_back(kFeatureGroupNames[static_cast<std::size_t>(features[f].group)]);
  }
  TableBuilder builder;
  builder.add(info("feature", "", "what is known of a person in a context, on a log scale"),
              std::span<const std::string>(name));
  builder.add(info("part", "", "part of the explanation that it belongs to"),
              std::span<const std::string>(group));
  builder.add(info("weight", "log referrals", "of one standard deviation more"),
              std::span<const double>(model.prior.weight));
  builder.add(info("mean", "", "over the rows that were learnt from"),
              std::span<const double>(model.prior.mean));
  builder.add(info("deviation", "", "over the rows that were learnt from"),
              std::span<const double>(model.prior.deviation));
  return {"forecast_weights", builder.finish()};
}

NamedTable parts_table(const Network& network, std::span<const ForecastPart> parts) {
  std::vector<std::uint32_t> person, context;
  for (const ForecastPart& part : parts) {
    person.push_back(part.person);
    context.push_back(part.context);
  }
  TableBuilder builder;
  builder.add_ids(info("person_id", "", "the person"), *network.people, person);
  builder.add_ids(info("context_id", "", "the context"), network.contexts, context);
  const auto add = [&](const char* name, const char* unit, const char* meaning,
                       double ForecastPart::* member) {
    std::vector<double> values;
    for (const ForecastPart& part : parts) values.push_back(part.*member);
    builder.add(info(name, unit, meaning), std::span<const double>(values));
  };
  using P = ForecastPart;
  add("expected", "referrals", "typical x the factors x level", &P::expected);
  add("typical", "referrals", "of a member of the pool with the mean of every feature",
      &P::typical);
  add("own_activity_in_context", "factor", "what the person did in the context", &P::in_context);
  add("own_activity_anywhere", "factor", "what the person did in all contexts", &P::anywhere);
  add("position", "factor", "PageRank, in general and from the context", &P::position);
  add("audience", "factor", "followers, and what they do", &P::audience);
  add("record", "referrals", "own referrals in the context, recent ones counting more", &P::record);
  add("record_factor", "factor", "what this record makes of the rest", &P::record_factor);
  add("level", "factor", "between the model's total and that of the last window", &P::level);
  add("rate_low", "referrals", "of the expectation; leaves out the doubt about the weights",
      &P::rate_low);
  add("rate_high", "referrals", "of the expectation; leaves out the doubt about the weights",
      &P::rate_high);
  add("count_low", "referrals", "of the count that comes", &P::count_low);
  add("count_high", "referrals", "of the count that comes", &P::count_high);
  return {"referral_forecasts", builder.finish()};
}

}  // namespace

void ForecastParts::add(const ForecastWindow& window, const ReferralModel& model,
                        const std::vector<double>& means, std::size_t listed, double chance) {
  for (std::size_t j = 0; j < window.contexts.size(); ++j)
    for (const std::size_t row : first_rows(means, j, window.people.size(), listed))
      parts_.push_back(part_of(window, model, row, (1.0 - chance) / 2.0));
}

std::vector<NamedTable> forecast_tables(const Network& network, const ForecastCheck& check,
                                        ForecastScore ranked_by, const ReferralModel* model,
                                        const std::vector<std::string>& kinds,
                                        const ForecastParts& parts) {
  std::vector<NamedTable> tables{check_table(check, ranked_by)};
  if (!model) return tables;
  tables.push_back(weights_table(*model, feature_list(kinds)));
  tables.push_back(parts_table(network, parts.all()));
  return tables;
}

}  // namespace grapevine
