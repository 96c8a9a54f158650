#pragma once
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "engine/graph/id_index.hpp"
#include "loaders/study_tables/rows.hpp"

namespace grapevine {

/// The tables of a study as they were read, each by its name.
using StudyRows = std::map<std::string, Rows, std::less<>>;

/// Who is who: the people and contexts of a study, by their ids.
class Identities {
 public:
  /// Collects every id that a table names. Errors: BadInput for a cycle in `same_as`.
  Identities(const StudyRows& tables, LoadReport& report);

  const std::shared_ptr<const IdIndex>& people() const { return people_; }
  const IdIndex& contexts() const { return contexts_; }
  bool one_context() const { return contexts_.size() == 1; }

  /// kNoNode when the cell is empty.
  NodeId person(const Rows& rows, std::int64_t row, std::string_view column) const;
  /// kEveryContext when the cell is empty. Errors: BadInput for a context that is not known.
  ContextId context(const Rows& rows, std::int64_t row) const;

 private:
  void read_merged_identities(const Rows& people);
  void collect_people(const StudyRows& tables, LoadReport& report);
  void collect_contexts(const StudyRows& tables, LoadReport& report);
  const std::string& main_identity(const std::string& id) const;

  std::unordered_map<std::string, std::string> same_as_;
  std::shared_ptr<const IdIndex> people_;
  IdIndex contexts_;
};

}  // namespace grapevine
