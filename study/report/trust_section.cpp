#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "algorithms/registry.hpp"
#include "engine/base/numbers.hpp"
#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// Beside 0, which is the run itself.
constexpr double kWeights[] = {0.25, 0.5, 1.0};

/// Roles of touches that the study knows and gives no weight. A study that weighs no roles at all
/// trusts all of them.
std::vector<std::string> doubted_roles(const StudyFile& study, const Network& network) {
  const NamedNumbers weights = journey_options(study).roles;
  if (weights.empty()) return {};
  std::set<std::uint16_t> used;
  for (const Touch& touch : network.touches.rows) used.insert(touch.role);
  std::vector<std::string> doubted;
  for (const std::uint16_t role : used) {
    const std::string& name = network.touches.roles[role];
    const auto weight = std::ranges::find(weights, name, &NamedNumbers::value_type::first);
    if (!name.empty() && is_doubted(study, name) &&
        (weight == weights.end() || weight->second == 0.0))
      doubted.push_back(name);
  }
  return doubted;
}

/// The study with these roles at that weight.
StudyFile with_weight(const StudyFile& study, const std::vector<std::string>& roles,
                      double weight) {
  StudyFile changed = study;
  std::vector<std::string> items;
  for (const auto& [role, value] : journey_options(study).roles)
    if (std::ranges::find(roles, role) == roles.end()) items.push_back(role + "=" + to_text(value));
  for (const std::string& role : roles) items.push_back(role + "=" + to_text(weight));
  const auto sharing = std::ranges::find_if(
      algorithms(), [](const Algorithm& a) { return static_cast<bool>(a.on_journeys); });
  changed.sections[std::string(sharing->doc.section)].options["roles"] = {items, "roles"};
  return changed;
}

/// What comes out at one weight.
struct TrustStep {
  double weight;
  double unattributed = 0.0, total = 0.0;
  std::vector<double> crv;  ///< Of each person, over all contexts.
};

void set_audit(TrustStep& step, std::span<const AuditLine> audit) {
  for (const AuditLine& line : audit) {
    const double amount = major_units(line.amount, line.decimals);
    if (line.name == "unattributed") step.unattributed = amount;
    if (line.name == "total_margin") step.total = amount;
  }
}

TrustStep step_of_run(const ReportRows& rows) {
  TrustStep step{.weight = 0.0, .crv = per_person(rows, rows.crv)};
  set_audit(step, rows.run.audit);
  return step;
}

TrustStep step_at(const StudyFile& study, const ReportRows& rows, double weight) {
  const ScoredNetwork scored = score_network(study, rows.network, last_ledger_provider());
  TrustStep step{.weight = weight, .crv = per_person(rows, scored.columns.doubles("crv"))};
  set_audit(step, scored.audit);
  return step;
}

std::vector<NodeId> first_of(const TrustStep& step) { return first_people(step.crv, kListed); }

std::int64_t num_staying(const TrustStep& from, const TrustStep& to) {
  const auto before = first_of(from);
  return std::ranges::count_if(
      first_of(to), [&](NodeId p) { return std::ranges::find(before, p) != before.end(); });
}

ReportTable steps_table(std::span<const TrustStep> steps) {
  RowsTable<TrustStep> table(steps);
  table.add({.name = "trust"}, [](const TrustStep& s) { return s.weight; })
      .add({.name = "unattributed_share", .unit = "proportion"},
           [](const TrustStep& s) { return s.unattributed / s.total; })
      .add({.name = "people_with_crv"},
           [](const TrustStep& s) {
             return std::int64_t{std::ranges::count_if(s.crv, [](double c) { return c > 0.0; })};
           })
      .add({.name = "of_first_ten_stay"},
           [&](const TrustStep& s) { return num_staying(steps.front(), s); });
  return {"trust", "What stays unattributed as more evidence is believed",
          "Weights count within one newcomer's touches: where such touches are the only ones, they "
          "have all the credit at any weight above 0.",
          table.finish()};
}

ReportTable first_table(const Network& network, std::span<const TrustStep> steps) {
  struct First {
    double trust, crv;
    std::int64_t rank;
    NodeId person;
  };
  std::vector<First> lines;
  for (const TrustStep& step : steps) {
    std::int64_t rank = 0;
    for (const NodeId p : first_of(step)) lines.push_back({step.weight, step.crv[p], ++rank, p});
  }
  RowsTable<First> table(lines);
  table.add({.name = "trust"}, [](const First& f) { return f.trust; })
      .add({.name = "rank"}, [](const First& f) { return f.rank; })
      .add({.name = "person_id"}, [&](const First& f) { return network.people->name(f.person); })
      .add({.name = "crv", .unit = "money"}, [](const First& f) { return f.crv; });
  return {"trust_first", "The first ten people, at each weight", "", table.finish()};
}

}  // namespace

bool is_doubted(const StudyFile& study, const std::string& role) {
  return !study.report_doubted ||
         std::ranges::find(*study.report_doubted, role) != study.report_doubted->end();
}

ReportSection trust_section(const StudyFile& study, const ReportRows& rows,
                            std::size_t most_touches) {
  ReportSection section{"trust", "How much do you trust derived evidence?", {}, {}};
  const auto doubted = doubted_roles(study, rows.network);
  if (doubted.empty() || rows.network.touches.rows.size() > most_touches) return section;
  std::vector<TrustStep> steps = {step_of_run(rows)};
  if (!(steps.front().total > 0.0)) return section;
  for (const double weight : kWeights)
    steps.push_back(step_at(with_weight(study, doubted, weight), rows, weight));
  section.sentences.push_back(fmt::format(
      "The study gives no weight to touches of the roles {}. Were they believed in full, {} of the "
      "margin would stay unattributed instead of {}, and {} of the first {} people by CRV would be "
      "among the first {} then.",
      joined(doubted), percent(steps.back().unattributed / steps.back().total),
      percent(steps.front().unattributed / steps.front().total),
      num_staying(steps.front(), steps.back()), first_of(steps.front()).size(),
      first_of(steps.back()).size()));
  section.tables.push_back(steps_table(steps));
  section.tables.push_back(first_table(rows.network, steps));
  return section;
}

}  // namespace grapevine
