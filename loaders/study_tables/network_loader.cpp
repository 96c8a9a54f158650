#include "loaders/study_tables/network_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "loaders/study_tables/categories.hpp"
#include "loaders/study_tables/erase_rows.hpp"
#include "loaders/study_tables/identities.hpp"
#include "loaders/study_tables/purchase_margin.hpp"
#include "loaders/study_tables/quality/checks.hpp"
#include "loaders/study_tables/quality/left_out.hpp"
#include "loaders/study_tables/statements.hpp"

namespace grapevine {
namespace {

constexpr const char* kTableNames[] = {"people",  "contexts",  "ties",
                                       "touches", "purchases", "events",
                                       "surveys", "mentions",  "contributions"};

/// Reads the tables one after the other into the network.
class Loader {
 public:
  Loader(const StudyTables& study, LoadReport& report)
      : study_(study),
        report_(report),
        tables_(read_tables(study, report)),
        ids_(tables_, report) {}

  Network load() {
    network_.people = ids_.people();
    network_.contexts = ids_.contexts();
    load_people();
    load_contexts();
    load_ties();
    load_purchases();
    load_touches();
    load_statements(tables_, ids_, study_, network_);
    for (auto& [name, rows] : tables_) {
      rows.count();
      if (rows.given()) network_.raw_tables.emplace(name, rows.table());
    }
    const PeopleSets people(tables_, ids_, network_);
    check_quality({study_, tables_, ids_, network_, report_, people}, report_);
    return std::move(network_);
  }

 private:
  static StudyRows read_tables(const StudyTables& study, LoadReport& report) {
    StudyRows tables;
    for (const char* name : kTableNames) {
      const auto spec = study.tables.find(name);
      const TableSpec* given = spec == study.tables.end() ? nullptr : &spec->second;
      tables.emplace(name, Rows(name, given, study.time_unit, report));
    }
    refuse_idle_mappings(study, tables);
    erase_rows(study.erasure, tables, report);
    return tables;
  }

  static void refuse_idle_mappings(const StudyTables& study, const StudyRows& tables) {
    for (const ColumnMapping& mapping : study.map)
      if (mapping.table.empty() && std::ranges::none_of(tables, [&](const auto& table) {
            return table.second.takes_mapping(mapping.ours);
          }))
        throw Error(ErrorCode::InvalidOption, "--map " + mapping_text(mapping),
                    fmt::format("no table lacks a column {} and has {}", in_quotes(mapping.ours),
                                in_quotes(mapping.theirs)),
                    "correct it, or name the table: --map TABLE." + mapping_text(mapping));
  }

  Rows& rows_of(const char* table, std::initializer_list<const char*> required) {
    return rows_with(tables_, table, required);
  }

  void load_people() {
    Rows& rows = rows_of("people", {"person_id"});
    network_.people_rows.assign(static_cast<std::size_t>(rows.size()), kNoNode);
    if (rows.any("holdout")) network_.held_out.assign(network_.num_people(), YesNo::NotSaid);
    rows.for_each_row([&](std::int64_t i) {
      const NodeId person = ids_.person_or_reject(rows, i, "person_id");
      network_.people_rows[static_cast<std::size_t>(i)] = person;
      if (person != kNoNode && !network_.held_out.empty()) load_held_out(rows, i, person);
    });
    if (rows.any("payer_id")) load_payers(rows);
  }

  void load_held_out(const Rows& rows, std::int64_t i, NodeId person) {
    const YesNo said = rows.yes_no(i, "holdout");
    YesNo& known = network_.held_out[person];
    if (said == YesNo::NotSaid) return;
    if (known != YesNo::NotSaid && known != said)
      rows.refuse(i, "holdout", "says the opposite of another row",
                  "another row of " + in_quotes(rows.text(i, "person_id")) +
                      " (or of an identity merged with it) says the opposite",
                  "let all rows of one person say the same");
    known = said;
  }

  /// Who has no payer pays for himself, and so has the payer of those whom he pays for.
  void load_payers(const Rows& rows) {
    std::vector<std::string> payers;
    for (std::int64_t i = 0; i < rows.size(); ++i)
      payers.push_back(ids_.main_identity(rows.text(i, "payer_id")));
    const IdIndex index = IdIndex::from_texts(payers);
    network_.payer.assign(network_.num_people(), kNoId);
    for (std::size_t i = 0; i < payers.size(); ++i) {
      const NodeId person = ids_.person(rows, static_cast<std::int64_t>(i), "person_id");
      if (person == kNoNode || payers[i].empty()) continue;
      std::uint32_t& payer = network_.payer[person];
      const std::uint32_t code = *index.find(std::string_view(payers[i]));
      payer = std::min(payer, code);
    }
    for (NodeId person = 0; person < network_.num_people(); ++person)
      if (network_.payer[person] == kNoId)
        network_.payer[person] =
            index.find(std::string_view(network_.people->name(person))).value_or(kNoId);
  }

  void load_contexts() {
    Rows& rows = rows_of("contexts", {"context_id"});
    network_.contexts_are_listed = rows.given();
    std::vector<bool> seen(network_.num_contexts());
    for (ContextId c = 0; c < network_.num_contexts(); ++c)
      network_.context_labels.push_back(network_.contexts.name(c));
    rows.for_each_row([&](std::int64_t i) {
      const ContextId context = ids_.context(rows, i);
      if (context == kEveryContext) return rows.reject(i, "context_id", "no context");
      if (seen[context])
        rows.refuse(i, "context_id", "has a row already",
                    in_quotes(rows.text(i, "context_id")) + " has a row already", "remove one");
      seen[context] = true;
      const std::string& company = rows.text(i, "company");
      const std::string& topic = rows.text(i, "topic");
      if (!(company.empty() && topic.empty()))
        network_.context_labels[context] = company.empty() ? topic
                                           : topic.empty() ? company
                                                           : company + "/" + topic;
    });
  }

  void load_ties() {
    Rows& rows = rows_of("ties", {"src", "dst"});
    EdgeList edges;
    EdgeColumns& columns = edges.columns;
    const Categories types(rows, "type", edges.type_names);
    const bool has_weight = rows.any("weight"), has_sign = rows.any("sign"),
               has_type = rows.any("type"), has_time = rows.any("t"),
               has_context = rows.any("context_id"), has_end = rows.any("t_end");
    rows.for_each_row([&](std::int64_t i) {
      const NodeId source = ids_.person_or_reject(rows, i, "src");
      const NodeId target = source == kNoNode ? kNoNode : ids_.person_or_reject(rows, i, "dst");
      if (target == kNoNode) return;
      const double weight = rows.number_in(i, "weight", 0.0, 1e300).value_or(1.0);
      const std::int8_t sign = sign_of(rows, i);
      const Time time = rows.time(i, "t");
      const ContextId context = ids_.context(rows, i);
      const Time end = rows.time(i, "t_end");
      edges.source.push_back(source);
      edges.target.push_back(target);
      if (has_weight) columns.weight.push_back(weight);
      if (has_sign) columns.sign.push_back(sign);
      if (has_type) columns.type.push_back(types.of(i));
      if (has_time) columns.time.push_back(time);
      if (has_context) columns.context.push_back(context);
      if (has_end) columns.end.push_back(end);
    });
    if (std::ranges::all_of(columns.end, [](Time end) { return end == kUndated; }))
      columns.end.clear();  // the rows that had one were left out
    network_.influence = study_.influence;
    network_.ties = Graph::build(network_.num_people(), std::move(edges)).with_ids(network_.people);
  }

  static std::int8_t sign_of(const Rows& rows, std::int64_t row) {
    const double sign = rows.number(row, "sign").value_or(1.0);
    if (sign != 1.0 && sign != -1.0)
      rows.refuse(row, "sign", "neither 1 nor -1",
                  "expected 1 or -1, found " + in_quotes(rows.text(row, "sign")),
                  "put strength into weight");
    return static_cast<std::int8_t>(sign);
  }

  void load_purchases() {
    Rows& rows = rows_of("purchases", {"person_id", "t"});
    const PurchaseMargin margin(rows, tables_.at("contexts"), ids_, study_, report_);
    network_.purchase_ids = purchase_ids(rows);
    std::vector<Purchase>& purchases = network_.purchases.rows;
    rows.for_each_row([&](std::int64_t i) {
      const NodeId person = ids_.person_or_reject(rows, i, "person_id");
      if (person == kNoNode) return;
      const ContextId context = ids_.context_or_only(rows, i);
      const Time time = rows.time(i, "t");
      const auto value = margin.of(i);
      if (context == kEveryContext)
        rows.reject(i, "context_id", "no context");
      else if (time == kUndated)
        rows.reject(i, "t", "no time");
      else if (!value)
        rows.reject(i, margin.missing_column(i), "no value");
      else
        purchases.push_back({person, context, time, *value, purchase_id(rows, i)});
    });
    std::ranges::sort(purchases, {}, [](const Purchase& p) {
      return std::tuple(p.time, p.id, p.person, p.context, p.margin);
    });
    network_.purchases.num_people = network_.num_people();
    network_.purchases.num_contexts = network_.num_contexts();
    network_.purchases.decimals = study_.value_decimals;
    const Time last = study_.end ? *study_.end : purchases.empty() ? Time{} : purchases.back().time;
    network_.end = std::chrono::floor<std::chrono::days>(last) + std::chrono::days{1};
  }

  static IdIndex purchase_ids(const Rows& rows) {
    std::vector<std::string> ids;
    if (rows.has("purchase_id"))
      for (std::int64_t i = 0; i < rows.size(); ++i)
        if (const std::string& id = rows.text(i, "purchase_id"); !id.empty()) ids.push_back(id);
    return make_id_index(std::move(ids));
  }

  std::uint32_t purchase_id(const Rows& rows, std::int64_t row) const {
    const std::string& id = rows.text(row, "purchase_id");
    return id.empty() ? kNoId : *network_.purchase_ids.find(std::string_view(id));
  }

  /// For each purchase id its row, the first in canonical order.
  std::vector<std::uint32_t> rows_by_purchase_id() const {
    std::vector<std::uint32_t> row_of(network_.purchase_ids.size(), kNoId);
    for (std::uint32_t i = 0; i < network_.purchases.rows.size(); ++i) {
      const std::uint32_t id = network_.purchases.rows[i].id;
      if (id == kNoId) continue;
      if (row_of[id] == kNoId) row_of[id] = i;
    }
    return row_of;
  }

  void load_touches() {
    Rows& rows = rows_of("touches", {"from_person"});
    Touches& touches = network_.touches;
    touches.have_times = rows.any("t");
    if (!rows.has("to_person")) rows.require("purchase_id");
    const Categories roles(rows, "role", touches.roles);
    const auto row_of = rows_by_purchase_id();
    rows.for_each_row([&](std::int64_t i) { load_touch(rows, i, row_of, roles); });
    std::ranges::sort(touches.rows, {}, [](const Touch& t) {
      return std::tuple(t.time, t.seq, t.from, t.to, t.purchase, t.context, t.role, t.strength,
                        t.incentivised, t.status, t.expires);
    });
  }

  void load_touch(Rows& rows, std::int64_t i, const std::vector<std::uint32_t>& row_of,
                  const Categories& roles) {
    Touch touch{.from = ids_.person_or_reject(rows, i, "from_person")};
    if (touch.from == kNoNode) return;
    touch.to = ids_.person(rows, i, "to_person");
    touch.context = ids_.context(rows, i);
    touch.time = rows.time(i, "t");
    touch.seq = rows.integer(i, "seq").value_or(0);
    touch.role = roles.of(i);
    touch.strength = rows.number_in(i, "strength", 0.0, 1e300).value_or(1.0);
    touch.incentivised = rows.yes_no(i, "incentivised");
    touch.status = status_of(rows, i);
    if (const Time expires = rows.time(i, "expires"); expires != kUndated) touch.expires = expires;
    if (const std::string& id = rows.text(i, "purchase_id"); !id.empty()) {
      const auto place = network_.purchase_ids.find(std::string_view(id));
      if (!place || row_of[*place] == kNoId) return rows.reject(i, "purchase_id", kNamesNoPurchase);
      touch.purchase = row_of[*place];
      touch.to = network_.purchases.rows[touch.purchase].person;
      touch.context = network_.purchases.rows[touch.purchase].context;
    }
    if (touch.to == kNoNode)
      return rows.reject(i, "to_person", "names neither person nor purchase");
    network_.touches.rows.push_back(touch);
  }

  static TouchStatus status_of(const Rows& rows, std::int64_t row) {
    const std::string& status = rows.text(row, "status");
    if (status.empty() || status == "succeeded") return TouchStatus::Succeeded;
    if (status == "failed") return TouchStatus::Failed;
    if (status == "expired") return TouchStatus::Expired;
    rows.refuse(row, "status", "unknown status", "unknown status " + in_quotes(status),
                "write succeeded, failed or expired");
  }

  const StudyTables& study_;
  LoadReport& report_;
  StudyRows tables_;
  Identities ids_;
  Network network_;
};

}  // namespace

Network load_network(const StudyTables& study, LoadReport& report) {
  report.max_rejects = study.max_rejects;
  return Loader(study, report).load();
}

}  // namespace grapevine
