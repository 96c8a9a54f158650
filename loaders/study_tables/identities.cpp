#include "loaders/study_tables/identities.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/error.hpp"

namespace grapevine {
namespace {

constexpr PersonColumn kPersonColumns[] = {{"people", "person_id"},
                                           {"ties", "src"},
                                           {"ties", "dst"},
                                           {"touches", "from_person"},
                                           {"touches", "to_person"},
                                           {"purchases", "person_id"},
                                           {"events", "person_id"},
                                           {"events", "by"},
                                           {"surveys", "person_id"},
                                           {"mentions", "person_id"},
                                           {"contributions", "person_id"}};

}  // namespace

std::span<const PersonColumn> person_columns() { return kPersonColumns; }

Rows& rows_with(StudyRows& tables, const char* table, std::initializer_list<const char*> required) {
  Rows& rows = tables.find(std::string_view(table))->second;
  for (const char* column : required) rows.require(column);
  return rows;
}

Identities::Identities(const StudyRows& tables, LoadReport& report) {
  read_merged_identities(tables.at("people"));
  collect_people(tables);
  collect_contexts(tables, report);
}

void Identities::read_merged_identities(const Rows& people) {
  for (std::int64_t i = 0; i < people.size(); ++i) {
    const std::string& main = people.text(i, "same_as");
    const std::string& id = people.text(i, "person_id");
    if (main.empty() || id.empty() || main == id) continue;
    const auto [at, is_new] = same_as_.emplace(id, main);
    if (!is_new && at->second != main)
      people.refuse(i, "same_as", "the same as two",
                    fmt::format("{} is the same as {} here and as {} in another row", in_quotes(id),
                                in_quotes(main), in_quotes(at->second)),
                    "let it name one");
  }
  for (std::int64_t i = 0; i < people.size(); ++i) shorten_chain(people, i);
}

/// Makes every id on the way from a row's person to its main identity name that one directly.
void Identities::shorten_chain(const Rows& people, std::int64_t row) {
  std::vector<std::string*> mains;
  for (auto at = same_as_.find(people.text(row, "person_id")); at != same_as_.end();
       at = same_as_.find(at->second)) {
    mains.push_back(&at->second);
    if (mains.size() > same_as_.size())
      people.refuse(row, "same_as", "a ring", "ids are the same as each other in a ring",
                    "let one of them stand for all");
  }
  if (mains.empty()) return;
  const std::string last = *mains.back();
  for (std::string* main : mains) *main = last;
}

const std::string& Identities::main_identity(const std::string& id) const {
  const auto at = same_as_.find(id);
  return at == same_as_.end() ? id : at->second;
}

void Identities::collect_people(const StudyRows& tables) {
  std::size_t cells = 0;  // room for all at once: growing would hold them twice
  for (const auto& [table, column] : kPersonColumns)
    if (tables.at(table).has(column)) cells += static_cast<std::size_t>(tables.at(table).size());
  std::vector<std::string> ids;
  ids.reserve(cells);
  for (const auto& [table, column] : kPersonColumns) {
    const Rows& rows = tables.at(table);
    if (!rows.has(column)) continue;
    for (std::int64_t i = 0; i < rows.size(); ++i)
      if (const std::string& id = rows.text(i, column); !id.empty())
        ids.push_back(main_identity(id));
  }
  people_ = std::make_shared<const IdIndex>(make_id_index(std::move(ids)));
}

void Identities::collect_contexts(const StudyRows& tables, LoadReport& report) {
  std::vector<std::string> ids;
  const Rows& listed = tables.at("contexts");
  const auto collect = [&](const Rows& rows) {
    for (std::int64_t i = 0; i < rows.size(); ++i)
      if (const std::string& id = rows.text(i, "context_id"); !id.empty()) ids.push_back(id);
  };
  if (listed.given())
    collect(listed);
  else
    for (const auto& [name, rows] : tables) collect(rows);
  if (ids.empty()) {
    ids.emplace_back("general");
    report.notes.push_back("no table names a context: there is one, called general");
  }
  contexts_ = make_id_index(std::move(ids));
}

NodeId Identities::person(const Rows& rows, std::int64_t row, std::string_view column) const {
  const std::string& id = rows.text(row, column);
  return id.empty() ? kNoNode : *people_->find(std::string_view(main_identity(id)));
}

NodeId Identities::person_or_reject(Rows& rows, std::int64_t row, const char* column) const {
  const NodeId who = person(rows, row, column);
  if (who == kNoNode) rows.reject(row, column, "no person");
  return who;
}

ContextId Identities::context(const Rows& rows, std::int64_t row) const {
  const std::string& id = rows.text(row, "context_id");
  if (id.empty()) return kEveryContext;
  const auto context = contexts_.find(std::string_view(id));
  if (!context)
    rows.refuse(row, "context_id", "unknown context", "unknown context " + in_quotes(id),
                "add it to the contexts table, or correct it");
  return *context;
}

ContextId Identities::context_or_only(const Rows& rows, std::int64_t row) const {
  const ContextId given = context(rows, row);
  return given == kEveryContext && contexts_.size() == 1 ? 0 : given;
}

}  // namespace grapevine
