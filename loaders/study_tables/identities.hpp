#pragma once
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>

#include "engine/graph/id_index.hpp"
#include "loaders/study_tables/rows.hpp"

namespace grapevine {

/// The tables of a study as they were read, each by its name.
using StudyRows = std::map<std::string, Rows, std::less<>>;

/// A column in which people are named.
struct PersonColumn {
  const char* table;
  const char* column;
};

/// All of them.
std::span<const PersonColumn> person_columns();

/// A table of a study. Errors: BadInput when it is given and lacks a required column.
Rows& rows_with(StudyRows& tables, const char* table, std::initializer_list<const char*> required);

/// Who is who: the people and contexts of a study, by their ids.
class Identities {
 public:
  /// Collects every id that a table names. Errors: BadInput for a ring in `same_as`, or an
  /// id that is the same as two.
  Identities(const StudyRows& tables, LoadReport& report);

  const std::shared_ptr<const IdIndex>& people() const { return people_; }
  const IdIndex& contexts() const { return contexts_; }

  /// kNoNode when the cell is empty.
  NodeId person(const Rows& rows, std::int64_t row, std::string_view column) const;
  /// The same; a row without a person is left out.
  NodeId person_or_reject(Rows& rows, std::int64_t row, const char* column) const;
  /// kEveryContext when the cell is empty. Errors: BadInput for a context that is not known.
  ContextId context(const Rows& rows, std::int64_t row) const;
  /// The same; where there is but one context, an empty cell means that one.
  ContextId context_or_only(const Rows& rows, std::int64_t row) const;

  /// The id that stands for `id`: what `same_as` leads to in the end, else itself.
  const std::string& main_identity(const std::string& id) const;

 private:
  void read_merged_identities(const Rows& people);
  void shorten_chain(const Rows& people, std::int64_t row);
  void collect_people(const StudyRows& tables);
  void collect_contexts(const StudyRows& tables, LoadReport& report);

  std::unordered_map<std::string, std::string> same_as_;  ///< Id -> main identity.
  std::shared_ptr<const IdIndex> people_;
  IdIndex contexts_;
};

}  // namespace grapevine
