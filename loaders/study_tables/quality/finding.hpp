#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace grapevine {

class Rows;

enum class Severity {
  Info,     ///< Good to know.
  Warning,  ///< Some rows do not count, or count otherwise than one would think.
  Error     ///< Do not trust results before it is resolved.
};

/// One thing that a check of the tables has found.
struct Finding {
  std::string check;
  Severity severity = Severity::Warning;
  std::string table;  ///< The input table it is about.
  std::string what;   ///< With its numbers: "12 of 6,047 rows (0.2 %) dated after ...".
  std::int64_t count = 0, of = 0;
  std::vector<std::string> examples;  ///< "ties.csv:17 sign = '-1'"; the first in the file.
  std::string to_do;
};

/// How many of the ids in one place stand in another.
struct JoinCount {
  std::string ids, in;  ///< "people with ties", "purchases".
  std::int64_t count = 0, found = 0;
};

/// Whether ties join people who act alike more often than ties of relabelled people do.
struct IdSpaceTest {
  bool by_item = false;  ///< Acting alike is: on the same item, else in the same context.
  bool judged = false;   ///< Whether there was enough to tell.
  bool agrees = false;
  bool sampled = false;         ///< Whether `ties` are a sample of all.
  std::int64_t ties = 0;        ///< Different pairs of different people.
  std::int64_t acting = 0;      ///< Of these, pairs who both act.
  std::int64_t alike = 0;       ///< Of these, pairs who act alike.
  std::int64_t relabelled = 0;  ///< The most pairs alike in any of the random relabellings.
};

/// What the checks found, as they go.
struct QualityFindings {
  std::vector<Finding> findings;
  std::vector<JoinCount> joins;
  IdSpaceTest id_space;
};

/// What a kind of finding says; the numbers are put before it.
struct FindingText {
  std::string_view check;
  Severity severity;
  std::string_view what;  ///< "dated after the purchase they name"
  std::string_view to_do;
};

/// "12 of 6,047 rows (0.2 %)", "all 3 rows".
std::string counted_of(std::int64_t count, std::int64_t of, std::string_view things);

/// A finding about `count` of the `of` things in a table.
Finding finding_of(const FindingText& text, std::string_view table, std::int64_t count,
                   std::int64_t of, std::string_view things = "rows");

/// Rows of one table that a check has found.
class FoundRows {
 public:
  explicit FoundRows(const Rows& rows) : rows_(rows) {}

  /// `column`: the one to show of an example, if any.
  void add(std::int64_t row, std::string_view column = {});

  std::int64_t count() const { return count_; }
  const std::vector<std::string>& examples() const { return examples_; }

  /// Adds a finding if there are such rows; `of` them all: absent, the table's rows that are used.
  void report(const FindingText& text, QualityFindings& found, std::int64_t of = -1) const;

 private:
  const Rows& rows_;
  std::int64_t count_ = 0;
  std::vector<std::string> examples_;
};

/// The most severe first; those of one severity keep their order.
void sort_by_severity(std::vector<Finding>& findings);

}  // namespace grapevine
