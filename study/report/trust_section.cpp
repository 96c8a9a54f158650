#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <set>

#include "algorithms/registry.hpp"
#include "engine/base/numbers.hpp"
#include "engine/table/rows_table.hpp"
#include "study/report/figures.hpp"
#include "study/report/sections.hpp"

namespace grapevine {
namespace {

/// Same day, nobody senior: no story makes a referrer of such a touch.
constexpr std::string_view kNeverEarns = "together";

/// The section of a study whose provider keeps the ledger.
constexpr std::string_view kLedgerSection = "economics";

constexpr double kSteps[] = {0.0, 0.25, 0.5, 1.0};

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
    if (name != kNeverEarns && !name.empty() && (weight == weights.end() || weight->second == 0.0))
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

const Algorithm* ledger_keeper() {
  for (const Algorithm& algorithm : algorithms())
    if (algorithm.doc.section == kLedgerSection && algorithm.on_network) return &algorithm;
  return nullptr;
}

/// What comes out at one weight.
struct TrustStep {
  double weight;
  double unattributed = 0.0, total = 0.0;
  std::vector<double> crv;  ///< Of each person, over all contexts.
};

TrustStep step_at(const StudyFile& study, const Network& network, double weight) {
  const ScoredNetwork scored = score_network(study, network, ledger_keeper());
  TrustStep step{.weight = weight};
  step.crv.assign(network.num_people(), 0.0);
  const auto crv = scored.columns.doubles("crv");
  for (std::size_t row = 0; row < crv.size(); ++row)
    if (!std::isnan(crv[row])) step.crv[row % network.num_people()] += crv[row];
  for (const AuditLine& line : scored.audit) {
    const double amount = major_units(line.amount, line.decimals);
    if (line.name == "unattributed") step.unattributed = amount;
    if (line.name == "total_margin") step.total = amount;
  }
  return step;
}

/// The people with the most CRV above 0.
std::vector<NodeId> first_of(const std::vector<double>& crv) {
  std::vector<NodeId> people(crv.size());
  std::iota(people.begin(), people.end(), NodeId{0});
  std::erase_if(people, [&](NodeId p) { return !(crv[p] > 0.0); });
  std::ranges::stable_sort(people, std::greater(), [&](NodeId p) { return crv[p]; });
  people.resize(std::min(kListed, people.size()));
  return people;
}

ReportTable steps_table(std::span<const TrustStep> steps) {
  const auto before = first_of(steps.front().crv);
  RowsTable<TrustStep> table(steps);
  table.add({.name = "trust"}, [](const TrustStep& s) { return s.weight; })
      .add({.name = "unattributed_share", .unit = "proportion"},
           [](const TrustStep& s) { return s.unattributed / s.total; })
      .add({.name = "people_with_crv"},
           [](const TrustStep& s) {
             return std::int64_t{std::ranges::count_if(s.crv, [](double c) { return c > 0.0; })};
           })
      .add({.name = "of_first_ten_stay"}, [&](const TrustStep& s) {
        std::int64_t stay = 0;
        for (const NodeId p : first_of(s.crv)) stay += std::ranges::count(before, p);
        return stay;
      });
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
    for (const NodeId p : first_of(step.crv))
      lines.push_back({step.weight, step.crv[p], ++rank, p});
  }
  RowsTable<First> table(lines);
  table.add({.name = "trust"}, [](const First& f) { return f.trust; })
      .add({.name = "rank"}, [](const First& f) { return f.rank; })
      .add({.name = "person_id"}, [&](const First& f) { return network.people->name(f.person); })
      .add({.name = "crv", .unit = "money"}, [](const First& f) { return f.crv; });
  return {"trust_first", "The first ten people, at each weight", "", table.finish()};
}

}  // namespace

ReportSection trust_section(const StudyFile& study, const ReportRows& rows,
                            std::size_t most_touches) {
  ReportSection section{"trust", "How much do you trust derived evidence?", {}, {}};
  const auto doubted = doubted_roles(study, rows.network);
  if (doubted.empty() || rows.network.touches.rows.size() > most_touches) return section;
  std::vector<TrustStep> steps;
  for (const double weight : kSteps)
    steps.push_back(step_at(with_weight(study, doubted, weight), rows.network, weight));
  if (!(steps.front().total > 0.0)) return section;
  section.sentences.push_back(fmt::format(
      "The study gives no weight to touches of the roles {}. Were they believed in full, {} of the "
      "margin would stay unattributed instead of {}, and other people would come first.",
      joined(doubted), percent(steps.back().unattributed / steps.back().total),
      percent(steps.front().unattributed / steps.front().total)));
  section.tables.push_back(steps_table(steps));
  section.tables.push_back(first_table(rows.network, steps));
  return section;
}

}  // namespace grapevine
