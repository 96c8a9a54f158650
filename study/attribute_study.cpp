#include "study/attribute_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <tuple>

#include "algorithms/customer_value/ledger.hpp"
#include "algorithms/registry.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/table/rows_table.hpp"
#include "loaders/study_tables/network_loader.hpp"
#include "study/score_network.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kShownRows = 20;

std::vector<const Algorithm*> models_for_studies() {
  std::vector<const Algorithm*> models;
  for (const Algorithm& a : algorithms())
    if (a.on_journeys) models.push_back(&a);
  return models;
}

/// Those that the request names, else the study, else the first that is registered.
std::vector<const Algorithm*> chosen_models(const StudyFile& study,
                                            const AttributionRequest& request) {
  const auto all = models_for_studies();
  std::vector<std::string> known, names = request.models;
  for (const Algorithm* model : all) known.emplace_back(model->doc.name);
  if (names.empty())
    if (const auto section = study.sections.find(all.front()->doc.section);
        section != study.sections.end())
      names = section->second.models;
  if (names.empty()) return {all.front()};
  std::vector<const Algorithm*> chosen;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(known, name);
    if (found == known.end())
      throw Error(ErrorCode::InvalidOption, "--model",
                  "a study's journeys have no model " + in_quotes(name), "known: " + joined(known));
    if (std::ranges::count(names, name) > 1)
      throw Error(ErrorCode::InvalidOption, "--model",
                  "the model " + in_quotes(name) + " is named twice", "name it once");
    chosen.push_back(all[static_cast<std::size_t>(found - known.begin())]);
  }
  return chosen;
}

OptionMap options_for(const StudyFile& study, const AttributionRequest& request,
                      const Algorithm& model) {
  OptionMap options = options_among(request.options, model.options);
  options.merge(options_of(study, model.doc.section, model.options));
  return options;
}

/// What one person, or nobody, earned in one context.
struct StudyCredit {
  const std::string* model;
  ContextId context;
  NodeId person;  ///< kNoNode: nobody.
  double conversions = 0.0;
  Money value = 0;
};

/// A row for everybody with a touch that counts, and one for what is nobody's.
void add_credits(const StudyShares& shares, const Attribution& attribution,
                 std::vector<StudyCredit>& rows) {
  std::map<std::pair<ContextId, NodeId>, StudyCredit> credits;
  const auto credit_of = [&](ContextId context, NodeId person) -> StudyCredit& {
    return credits.try_emplace({context, person}, &attribution.model, context, person)
        .first->second;
  };
  for (const Acquisition& a : shares.journeys.acquisitions)
    for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k)
      credit_of(a.context, shares.journeys.touches[k].referrer);
  for (const Credit& credit :
       build_ledger(shares.journeys, attribution.share, shares.values, shares.economics)) {
    StudyCredit& row =
        credit_of(shares.journeys.acquisitions[credit.acquisition].context, credit.referrer);
    row.conversions += credit.share;
    row.value = add_money(row.value, credit.margin);
  }
  for (const auto& [key, credit] : credits) rows.push_back(credit);  // kNoNode is the largest
}

Table credits_table(const StudyShares& shares, const std::vector<StudyCredit>& rows) {
  using C = StudyCredit;
  RowsTable<C> table{std::span(rows)};
  table.add_ids({"person_id", "", "the referrer; empty: nobody", "", "touches"},
                *shares.network.people, [](const C& c) { return c.person; });
  table.add_ids({"context_id", "", "the context", "", "touches"}, shares.network.contexts,
                [](const C& c) { return c.context; });
  table.add({"model", "", "the attribution model", "", ""}, [](const C& c) { return *c.model; });
  table.add({"conversions", "people", "shares of acquisitions, added up", "", "touches"},
            [](const C& c) { return c.conversions; });
  table.add_money({"value", "money", "margin of the acquired people, by the shares", "",
                   "purchases.value touches"},
                  shares.network.purchases.decimals, [](const C& c) { return c.value; });
  return table.finish();
}

/// Value by person and context, the models side by side: those with most by the first.
class SideBySide {
 public:
  explicit SideBySide(const AttributedStudy& attributed)
      : attributed_(attributed),
        people_(attributed.credits.texts("person_id")),
        contexts_(attributed.credits.texts("context_id")),
        values_(attributed.credits.doubles("value")) {
    const auto models = attributed.credits.texts("model");
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (people_[i].empty()) continue;
      by_model_[models[i]][{people_[i], contexts_[i]}] = values_[i];
      if (models[i] == attributed.models.front()) shown_.push_back(i);
    }
    std::ranges::sort(shown_, {}, [&](std::size_t i) { return std::pair(-values_[i], i); });
    shown_.resize(std::min(shown_.size(), kShownRows));
  }

  std::size_t rows() const { return shown_.size(); }

  std::string text() const {
    TableBuilder builder;
    std::vector<std::string> columns = {"person_id", "context_id"};
    builder.add({.name = columns[0]}, of_shown<std::string>([&](auto i) { return people_[i]; }));
    builder.add({.name = columns[1]}, of_shown<std::string>([&](auto i) { return contexts_[i]; }));
    for (const std::string& model : attributed_.models) {
      builder.add({.name = model}, of_shown<double>([&](auto i) {
                    return by_model_.at(model).at({people_[i], contexts_[i]});
                  }));
      columns.push_back(model);
    }
    std::vector<std::size_t> all(shown_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return text_table(builder.finish(), columns, all);
  }

 private:
  template <class T, class Cell>
  std::vector<T> of_shown(const Cell& cell) const {
    std::vector<T> cells;
    for (const std::size_t i : shown_) cells.push_back(cell(i));
    return cells;
  }

  const AttributedStudy& attributed_;
  const std::vector<std::string> people_, contexts_;
  const std::vector<double> values_;
  std::map<std::string, std::map<std::pair<std::string, std::string>, double>> by_model_;
  std::vector<std::size_t> shown_;  ///< Rows of the credits.
};

}  // namespace

StudyShares share_out_study(const StudyFile& study, const AttributionRequest& request, bool all) {
  check_models(study);
  const bool every = all && request.models.empty();
  const auto models = every ? models_for_studies() : chosen_models(study, request);
  refuse_other_options(models, request.options);
  StudyShares shares;
  shares.economics =
      parse_options<EconomicsOptions>(options_of(study, "economics", describe<EconomicsOptions>()));
  LoadReport report;
  shares.network = load_network(study.tables, report);
  shares.journeys = build_journeys(shares.network, journey_options(study));
  // Margins alone are shared out: p does not matter, and need not be known.
  shares.values = value_acquisitions(shares.network, shares.journeys, shares.economics,
                                     std::vector<double>(shares.network.num_contexts(), 1.0));
  for (const Algorithm* model : models) try {
      shares.attributions.push_back(
          {std::string(model->doc.name),
           model->on_journeys(shares.journeys, options_for(study, request, *model))});
    } catch (const Error& error) {
      if (!every || error.code() != ErrorCode::BadInput) throw;
      shares.left_out.push_back(std::string(model->doc.name) + ": " + error.what());
    }
  return shares;
}

AttributedStudy attribute_study(const StudyFile& study, const AttributionRequest& request) {
  const StudyShares shares = share_out_study(study, request, false);
  AttributedStudy result{.unit = study.value_unit(),
                         .acquisitions = shares.journeys.acquisitions.size(),
                         .touches = shares.journeys.touches.size()};
  std::vector<StudyCredit> rows;
  for (const Attribution& attribution : shares.attributions) {
    add_credits(shares, attribution, rows);
    result.models.push_back(attribution.model);
  }
  const auto with_person =
      std::ranges::count_if(rows, [&](const StudyCredit& c) { return c.person != kNoNode; });
  result.referrers = static_cast<std::size_t>(with_person) / result.models.size();
  result.unattributed = static_cast<std::size_t>(std::ranges::count(
      shares.journeys.acquisitions, std::uint32_t{0}, &Acquisition::num_touches));
  result.credits = credits_table(shares, rows);
  return result;
}

std::string study_attribution_text(const AttributedStudy& attributed) {
  const auto count = [](std::size_t n) { return grouped(static_cast<std::int64_t>(n)); };
  const SideBySide values(attributed);
  return fmt::format(
             "{} acquisitions, {} of them with nobody's touch; {} touches of {} persons and "
             "contexts\n\nValue credited in {}{}\n",
             count(attributed.acquisitions), count(attributed.unattributed),
             count(attributed.touches), count(attributed.referrers), attributed.unit,
             attributed.referrers > values.rows()
                 ? fmt::format(", the {} with most by {}", values.rows(), attributed.models.front())
                 : "") +
         values.text();
}

std::string study_attribution_json(const AttributedStudy& attributed) {
  const nlohmann::ordered_json json = {{"acquisitions", attributed.acquisitions},
                                       {"unattributed", attributed.unattributed},
                                       {"touches", attributed.touches},
                                       {"referrers", attributed.referrers},
                                       {"unit", attributed.unit},
                                       {"models", attributed.models}};
  return json.dump(2) + "\n";
}

bool is_study_file(const std::string& path) {
  return std::filesystem::path(path).extension() == ".toml";
}

}  // namespace grapevine
