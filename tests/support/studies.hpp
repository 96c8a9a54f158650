#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "study/run_study.hpp"
#include "study/study_file.hpp"
#include "tests/support/files.hpp"

namespace grapevine::testing {

inline constexpr const char* kSmallPurchases =
    "purchase_id,person_id,t,context_id,amount\n"
    "1,ann,2020-01-01,tea,10\n"
    "2,bob,2020-02-01,tea,30\n"
    "3,bob,2020-03-01,tea,5.50\n"
    "4,cid,2020-04-01,tea,4\n"
    "5,ann,2020-05-01,cake,7\n";
inline constexpr const char* kSmallTouches =
    "from_person,to_person,t,context_id,role\n"
    "ann,bob,2020-01-20,tea,friend\n"
    "bob,cid,2020-03-20,tea,friend\n"
    "ann,cid,2020-03-25,tea,poster\n";
inline constexpr const char* kSmallTies =
    "src,dst,weight\n"
    "ann,bob,2\n"
    "bob,cid,1\n"
    "dan,ann,1\n";
inline constexpr const char* kSmallStudy =
    "[study]\n"
    "name = \"Tea\"\n"
    "currency = \"EUR\"\n"
    "[tables]\n"
    "ties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"
    "purchases = { file = \"purchases.csv\" }\n"
    "touches = { file = \"touches.csv\" }\n"
    "[attribution]\n"
    "model = \"linear\"\n"
    "roles = { friend = 1.0, poster = 1.0 }\n"
    "[output]\n"
    "format = \"csv\"\n";

/// Four people and two contexts: ann brings bob to tea, ann and bob bring cid. Margins there: ann
/// 10, bob 35.50, cid 4. Returns the study file.
inline std::filesystem::path write_small_study(const TempFolder& folder,
                                               const std::string& study = kSmallStudy) {
  folder.write("purchases.csv", kSmallPurchases);
  folder.write("touches.csv", kSmallTouches);
  folder.write("ties.csv", kSmallTies);
  return folder.write("study.toml", study);
}

/// `text` with the first `from` replaced by `to`.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

/// Runs a study file of that text, whose tables lie in `folder`.
inline StudyRun run_text(const TempFolder& folder, const std::string& study) {
  return run_study(read_study_file(folder.write("study.toml", study)));
}

/// The row of a person and context in a table that has both ids, or -1.
inline std::int64_t row_of(const Table& table, const std::string& person,
                           const std::string& context) {
  const auto people = table.texts("person_id"), contexts = table.texts("context_id");
  for (std::size_t i = 0; i < people.size(); ++i)
    if (people[i] == person && contexts[i] == context) return static_cast<std::int64_t>(i);
  return -1;
}

/// A number of the scores table.
inline double score_of(const StudyRun& run, const std::string& person, const std::string& context,
                       const std::string& column = "crv") {
  const Table& scores = run.table("scores");
  return scores.doubles(column).at(static_cast<std::size_t>(row_of(scores, person, context)));
}

/// An amount of the audit in minor units; -1 when there is no such line.
inline Money audit_line(const StudyRun& run, const std::string& name) {
  for (const AuditLine& line : run.audit)
    if (line.name == name) return line.amount;
  return -1;
}

/// Whether credited + unattributed + outside = total = the value split's total.
inline bool audit_adds_up(const StudyRun& run) {
  return audit_line(run, "credited") + audit_line(run, "unattributed") +
                 audit_line(run, "outside_horizon") ==
             audit_line(run, "total_margin") &&
         audit_line(run, "value_split_total") == audit_line(run, "total_margin");
}

}  // namespace grapevine::testing
