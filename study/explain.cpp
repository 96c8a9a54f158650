#include "study/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "algorithms/customer_value/acquisition_value.hpp"
#include "algorithms/registry.hpp"
#include "engine/base/close_names.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

/// Of more, models by request are shown only where the study names them: they may take minutes.
constexpr std::size_t kMostTouchesUnasked = 20'000;

std::uint32_t place_of(const IdIndex& ids, const std::string& id, const char* what) {
  if (const auto place = ids.find(std::string_view(id))) return *place;
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < ids.size(); ++i) known.push_back(ids.name(i));
  throw Error(ErrorCode::InvalidOption, std::string("--") + what,
              fmt::format("the study has no {} {}", what, in_quotes(id)),
              names_to_try(id, known, "give one that it has"));
}

class Explainer {
 public:
  Explainer(const StudyFile& study, const StudyRun& run, const std::string& person,
            const std::string& context)
      : study_(study),
        run_(run),
        person_(place_of(*run_.network.people, person, "person")),
        context_(place_of(run_.network.contexts, context, "context")) {
    result_.person = person;
    result_.context = context;
    result_.unit = study.value_unit();
  }

  Explanation explain() {
    add_models();
    const auto economics = parse_options<EconomicsOptions>(
        options_of(study_, kLedgerSection, describe<EconomicsOptions>()));
    const auto values = value_acquisitions(run_.network, run_.journeys, economics);
    std::vector<std::size_t> touched;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (run_.journeys.acquisitions[i].context == context_ && touches_person(i))
        touched.push_back(i);
    auto flows = discounted_flows(run_.network, run_.journeys, economics, touched);
    for (std::size_t k = 0; k < touched.size(); ++k)
      add_acquisition(touched[k], values[touched[k]], std::move(flows[k]));
    add_amounts();
    add_scores();
    return std::move(result_);
  }

 private:
  /// The models of the study, then every other one that can share out these journeys soon.
  void add_models() {
    shares_ = run_.attributions;
    for (const Algorithm& model : algorithms()) {
      const std::string name(model.doc.name);
      if (!model.on_journeys || std::ranges::count(run_.attribution_models, name) > 0) continue;
      if (model.doc.by_request && run_.journeys.touches.size() > kMostTouchesUnasked) {
        result_.left_out.push_back(name + ": may take long; name it as a model in [attribution]");
        continue;
      }
      try {
        shares_.push_back(
            {name, model.on_journeys(run_.journeys,
                                     options_of(study_, model.doc.section, model.options))});
      } catch (const Error& error) {
        result_.left_out.push_back(name + ": " + error.what());
      }
    }
    for (const Attribution& attribution : shares_) result_.models.push_back(attribution.model);
  }

  std::span<const JourneyTouch> touches_of(std::size_t acquisition) const {
    const Acquisition& a = run_.journeys.acquisitions[acquisition];
    return std::span(run_.journeys.touches).subspan(a.first_touch, a.num_touches);
  }

  bool touches_person(std::size_t acquisition) const {
    return std::ranges::count(touches_of(acquisition), person_, &JourneyTouch::referrer) > 0;
  }

  void add_acquisition(std::size_t i, const AcquisitionValue& value,
                       std::vector<PeriodFlow> flows) {
    const Acquisition& acquisition = run_.journeys.acquisitions[i];
    ExplainedAcquisition explained{
        .newcomer = run_.network.people->name(acquisition.person),
        .time = acquisition.time,
        .margin = major_units(value.margin, run_.network.purchases.decimals),
        .p_type1 = value.p_type1,
        .type1 = value.type1,
        .type2 = value.type2,
        .incentive = value.incentive,
        .flows = std::move(flows)};
    for (const JourneyTouch& touch : touches_of(i))
      explained.journey.push_back({run_.network.people->name(touch.referrer), touch.time,
                                   touch.weight, touch.referrer == person_, touch.implied});
    for (const Attribution& attribution : shares_) {
      double share = 0.0;
      for (std::size_t k = 0; k < acquisition.num_touches; ++k)
        if (run_.journeys.touches[acquisition.first_touch + k].referrer == person_)
          share += attribution.share[acquisition.first_touch + k];
      explained.shares.push_back(share);
    }
    result_.acquisitions.push_back(std::move(explained));
  }

  /// What the ledger says of each acquisition, under the model that scores rest on.
  void add_amounts() {
    const Table& credits = run_.table("credits");
    std::map<std::string, ExplainedAcquisition*> by_newcomer;
    for (ExplainedAcquisition& a : result_.acquisitions) by_newcomer[a.newcomer] = &a;
    const auto newcomer = credits.texts("person_id"), context = credits.texts("context_id"),
               referrer = credits.texts("referrer_id"), model = credits.texts("model");
    for (const std::string& column : {std::string("crv_amount"), std::string("civ_amount")}) {
      if (!credits.has(column)) continue;
      const auto amounts = credits.doubles(column);
      for (std::size_t row = 0; row < amounts.size(); ++row) {
        if (referrer[row] != result_.person || context[row] != result_.context ||
            model[row] != result_.models.front() || std::isnan(amounts[row]))
          continue;
        by_newcomer.at(newcomer[row])->amounts.emplace_back(column, amounts[row]);
        (column == "crv_amount" ? result_.sum : result_.civ_sum) += amounts[row];
      }
    }
    std::ranges::sort(result_.acquisitions, {}, [](const ExplainedAcquisition& a) {
      return std::tuple(-std::abs(a.amount()), a.time, a.newcomer);
    });
  }

  void add_scores() {
    const Table& scores = run_.table("scores");
    const std::size_t row = run_.network.row(context_, person_);
    for (const Algorithm& provider : algorithms())
      if (provider.doc.section == kLedgerSection)
        for (const ColumnInfo& column : provider.score_columns)
          result_.scores.emplace_back(column.name, scores.doubles(column.name)[row]);
  }

  const StudyFile& study_;
  const StudyRun& run_;
  NodeId person_;
  ContextId context_;
  std::vector<Attribution> shares_;
  Explanation result_;
};

std::string number(double value) {
  if (std::isnan(value)) return "none";
  if (std::abs(value) < 1e4 || std::abs(value) >= 1e15)
    return grouped(fmt::format("{:.6g}", value));
  std::string text = fmt::format("{:.2f}", value);  // to the last unit
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return grouped(text);
}

/// "3", or "3-7" of periods that are alike.
std::string periods(const PeriodFlow& flow) {
  return flow.first == flow.last ? std::to_string(flow.first)
                                 : fmt::format("{}-{}", flow.first, flow.last);
}

/// The flows of one newcomer, a line a period; columns in which nothing stands are left out.
std::string flows_text(const std::vector<PeriodFlow>& flows) {
  TableBuilder builder;
  std::vector<std::string> columns, texts;
  const auto add = [&](const std::string& name, double PeriodFlow::* part, bool always) {
    std::vector<double> values;
    for (const PeriodFlow& flow : flows) values.push_back(flow.*part);
    if (!always && std::ranges::all_of(values, [](double v) { return v == 0.0; })) return;
    columns.push_back(name);
    builder.add({.name = name}, values);
  };
  const auto add_texts = [&](const std::string& name, const auto& text) {
    texts.clear();
    for (const PeriodFlow& flow : flows) texts.push_back(text(flow));
    columns.push_back(name);
    builder.add({.name = name}, std::span<const std::string>(texts));
  };
  add_texts("t", periods);
  add_texts("from", [](const PeriodFlow& flow) { return time_text(flow.begin); });
  add("A", &PeriodFlow::margin, true);
  add("M", &PeriodFlow::marketing_cost, false);
  add("ACQ1", &PeriodFlow::saving_type1, false);
  add("a", &PeriodFlow::incentive, false);
  add("ACQ2", &PeriodFlow::saving_type2, false);
  add("discount", &PeriodFlow::discount, true);
  add("present_value", &PeriodFlow::present_value, true);
  std::vector<std::size_t> rows(flows.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return text_table(builder.finish(), columns, rows);
}

nlohmann::ordered_json flow_json(const PeriodFlow& flow) {
  return {{"t", flow.first},
          {"t_last", flow.last},
          {"from", time_text(flow.begin)},
          {"discount", flow.discount},
          {"margin", flow.margin},
          {"marketing_cost", flow.marketing_cost},
          {"saving_type1", flow.saving_type1},
          {"saving_type2", flow.saving_type2},
          {"incentive", flow.incentive},
          {"present_value", flow.present_value}};
}

}  // namespace

double ExplainedAcquisition::amount() const {
  double sum = 0.0;
  for (const auto& [column, value] : amounts) sum += value;
  return sum;
}

Explanation explain_score(const StudyFile& study, const std::string& person,
                          const std::string& context) {
  return explain_score(study, run_study(study), person, context);
}

Explanation explain_score(const StudyFile& study, const StudyRun& run, const std::string& person,
                          const std::string& context) {
  return Explainer(study, run, person, context).explain();
}

std::string explanation_text(const Explanation& e) {
  std::string text = fmt::format("{} in context {}, value in {}\n", e.person, e.context, e.unit);
  for (const auto& [name, value] : e.scores) text += fmt::format("  {} {}\n", name, number(value));
  text += fmt::format("{} acquisitions with a touch of {}\n", e.acquisitions.size(), e.person);
  for (const ExplainedAcquisition& a : e.acquisitions) {
    text += fmt::format("\n{}, {}: ", a.newcomer, time_text(a.time));
    for (const ExplainedTouch& touch : a.journey)
      text += fmt::format("{}{}{} > ", touch.referrer,
                          touch.weight == 1.0 ? "" : " x" + number(touch.weight),
                          touch.implied ? " (implied by a tie)" : "");
    text += "joined\n  share";
    for (std::size_t m = 0; m < e.models.size(); ++m)
      text += fmt::format("{} {} {:.4f}", m > 0 ? "," : "", e.models[m], a.shares[m]);
    text += fmt::format(
        "\n  margin {}; would not have come otherwise with chance {}: present value {} less "
        "incentive "
        "{}; else saving {}\n",
        number(a.margin), number(a.p_type1), number(a.type1), number(a.incentive), number(a.type2));
    for (const auto& [name, value] : a.amounts)
      text += fmt::format("  {} {}\n", name, number(value));
    text += flows_text(a.flows);
  }
  text += fmt::format("\nSum of crv_amount {}: the crv of the score table\n", number(e.sum));
  if (e.civ_sum != 0.0)
    text += fmt::format("Sum of civ_amount {}: the civ of the score table\n", number(e.civ_sum));
  for (const std::string& model : e.left_out) text += "not shown: " + model + "\n";
  return text;
}

std::string explanation_json(const Explanation& e) {
  using Json = nlohmann::ordered_json;
  Json json = {{"person_id", e.person},
               {"context_id", e.context},
               {"unit", e.unit},
               {"models", e.models},
               {"models_left_out", e.left_out}};
  for (const auto& [name, value] : e.scores) json["scores"][name] = value;
  json["acquisitions"] = Json::array();
  for (const ExplainedAcquisition& a : e.acquisitions) {
    Json one = {{"person_id", a.newcomer},    {"t", time_text(a.time)}, {"margin", a.margin},
                {"p_type1", a.p_type1},       {"pv_type1", a.type1},    {"pv_type2", a.type2},
                {"pv_incentive", a.incentive}};
    for (const ExplainedTouch& touch : a.journey)
      one["journey"].push_back(
          {{"referrer_id", touch.referrer},
           {"t", touch.time == kUndated ? Json() : Json(time_text(touch.time))},
           {"weight", touch.weight},
           {"evidence", touch.implied ? "implied" : "recorded"}});
    for (std::size_t m = 0; m < e.models.size(); ++m) one["shares"][e.models[m]] = a.shares[m];
    for (const PeriodFlow& flow : a.flows) one["flows"].push_back(flow_json(flow));
    for (const auto& [name, value] : a.amounts) one[name] = value;
    json["acquisitions"].push_back(std::move(one));
  }
  json["sum_of_crv_amount"] = e.sum;
  json["sum_of_civ_amount"] = e.civ_sum;
  return json.dump(2) + "\n";
}

}  // namespace grapevine
