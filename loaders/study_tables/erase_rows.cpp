#include "loaders/study_tables/erase_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "engine/base/close_names.hpp"
#include "engine/base/error.hpp"

namespace grapevine {
namespace {

class Eraser {
 public:
  Eraser(const Erasure& erasure, StudyRows& tables, LoadReport& report)
      : erasure_(erasure), tables_(tables), report_(report), ids_(tables, scratch_) {
    for (const auto& [name, rows] : tables_)
      keep_[name].assign(static_cast<std::size_t>(rows.size()), true);
  }

  void run() {
    if (!erasure_.people.empty()) erase_people();
    for (const std::string& role : erasure_.roles)
      erase_touches("--remove-role " + role, "role", role, "role");
    for (const auto& [column, value] : erasure_.touches)
      erase_touches("--remove-touches " + column + "=" + value, column, value, "value");
    for (auto& [name, rows] : tables_) {
      const auto& keep = keep_[name];
      const auto erased = std::ranges::count(keep, false);
      if (erased == 0) continue;
      report_.erased.push_back({name, erased, rows.size()});
      rows.keep_only(keep);
    }
  }

 private:
  std::vector<bool> chosen_people() const {
    std::vector<bool> chosen(ids_.people()->size());
    for (const std::string& person : erasure_.people) {
      const auto place = ids_.people()->find(std::string_view(ids_.main_identity(person)));
      if (!place) refuse_person(person);
      chosen[*place] = true;
    }
    return chosen;
  }

  [[noreturn]] void refuse_person(const std::string& person) const {
    std::vector<std::string> known;
    for (NodeId p = 0; p < ids_.people()->size(); ++p) known.push_back(ids_.people()->name(p));
    throw Error(ErrorCode::InvalidOption, "--remove-person",
                "the study has no person " + in_quotes(person),
                names_to_try(person, known, "give one that it has"));
  }

  void erase_people() {
    const std::vector<bool> chosen = chosen_people();
    for (const auto& [table, column] : person_columns()) {
      const Rows& rows = tables_.at(table);
      if (!rows.has(column)) continue;
      for (std::int64_t i = 0; i < rows.size(); ++i)
        if (const NodeId person = ids_.person(rows, i, column); person != kNoNode && chosen[person])
          erase(table, i);
    }
    erase_touches_of_purchases();
  }

  /// Touches that name a purchase which is gone would name nothing.
  void erase_touches_of_purchases() {
    const Rows& purchases = tables_.at("purchases");
    const Rows& touches = tables_.at("touches");
    if (!purchases.has("purchase_id") || !touches.has("purchase_id")) return;
    std::unordered_set<std::string> gone, left;
    for (std::int64_t i = 0; i < purchases.size(); ++i)
      (keeps("purchases", i) ? left : gone).insert(purchases.text(i, "purchase_id"));
    for (std::int64_t i = 0; i < touches.size(); ++i) {
      const std::string& id = touches.text(i, "purchase_id");
      if (!id.empty() && gone.contains(id) && !left.contains(id)) erase("touches", i);
    }
  }

  void erase_touches(const std::string& place, const std::string& column, const std::string& value,
                     const char* what) {
    const Rows& touches = tables_.at("touches");
    if (!touches.given() || !touches.has(column))
      throw Error(
          ErrorCode::InvalidOption, place, "the touches have no column " + in_quotes(column),
          touches.given()
              ? names_to_try(column, touches.table().column_names(), "name a column of the table")
              : "add a table of touches to the study");
    bool found = false;
    for (std::int64_t i = 0; i < touches.size(); ++i) {
      if (value.empty() || touches.text(i, column) != value) continue;
      found = true;
      erase("touches", i);
    }
    if (!found) refuse_value(place, column, value, what);
  }

  [[noreturn]] void refuse_value(const std::string& place, const std::string& column,
                                 const std::string& value, const char* what) const {
    const Rows& touches = tables_.at("touches");
    std::set<std::string> known;
    for (std::int64_t i = 0; i < touches.size(); ++i)
      if (!touches.text(i, column).empty()) known.insert(touches.text(i, column));
    throw Error(ErrorCode::InvalidOption, place,
                fmt::format("no touch has the {} {} in {}", what, in_quotes(value), column),
                names_to_try(value, {known.begin(), known.end()}, "give one that a touch has"));
  }

  void erase(std::string_view table, std::int64_t row) {
    keep_.find(table)->second[static_cast<std::size_t>(row)] = false;
  }
  bool keeps(std::string_view table, std::int64_t row) const {
    return keep_.find(table)->second[static_cast<std::size_t>(row)];
  }

  const Erasure& erasure_;
  StudyRows& tables_;
  LoadReport& report_;
  LoadReport scratch_;  ///< What is said of all rows is not said of those that stay.
  const Identities ids_;
  std::map<std::string, std::vector<bool>, std::less<>> keep_;
};

}  // namespace

void erase_rows(const Erasure& erasure, StudyRows& tables, LoadReport& report) {
  if (!erasure.empty()) Eraser(erasure, tables, report).run();
}

}  // namespace grapevine
