#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>

#include "study/report/report.hpp"
#include "study/run_study.hpp"
#include "tests/support/files.hpp"

namespace grapevine::testing {

/// A shop that a reader can hold in the head. In tea ann (10) brought bob (150) and cy (5), bob
/// brought dee (70), flo, who never bought, brought gus (30), ivy brought p1 ... p5 (1 each);
/// nobody is on record for ann and eve (200), but a guess says that cy brought eve. In coffee bob
/// bought for 20. hal has ties with three of them and no more. CRV: ann 155, bob 70, flo 30, ivy 5.
inline StudyFile report_shop(const TempFolder& folder, const std::string& more = "") {
  std::string purchases =
      "person_id,t,context_id,margin\n"
      "ann,2020-01-01,tea,10\nbob,2020-02-02,tea,100\nbob,2020-03-01,tea,50\n"
      "cy,2020-02-10,tea,5\ndee,2020-04-01,tea,70\neve,2020-05-01,tea,200\n"
      "gus,2020-05-02,tea,30\nbob,2020-06-01,coffee,20\n";
  std::string touches =
      "from_person,to_person,t,context_id,role\n"
      "ann,bob,2020-02-01,tea,friend\nann,cy,2020-02-09,tea,friend\n"
      "bob,dee,2020-03-09,tea,friend\nflo,gus,2020-05-01,tea,friend\ncy,eve,2020-04-02,tea,guess\n";
  for (const char* person : {"p1", "p2", "p3", "p4", "p5"}) {
    purchases += std::string(person) + ",2020-07-02,tea,1\n";
    touches += "ivy," + std::string(person) + ",2020-07-01,tea,friend\n";
  }
  folder.write("purchases.csv", purchases);
  folder.write("touches.csv", touches);
  folder.write("ties.csv",
               "src,dst,type,sign,t\nhal,ann,mail,1,2019-01-01\nhal,bob,mail,1,2019-01-02\n"
               "cy,hal,mail,1,2019-01-03\neve,cy,mail,-1,\n");
  return read_study_file(folder.write(
      "study.toml",
      "[study]\nname = \"Tea & coffee\"\ncurrency = \"EUR\"\nend = \"2024-12-31\"\n[tables]\n"
      "purchases = { file = \"purchases.csv\" }\ntouches = { file = \"touches.csv\" }\n"
      "ties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"
      "[attribution]\nroles = { friend = 1.0, guess = 0.0 }\n" +
          more));
}

/// The table of that name in a section. Throws when there is none.
inline const Table& table_of(const ReportSection& section, const std::string& name) {
  const auto found = std::ranges::find(section.tables, name, &ReportTable::name);
  if (found == section.tables.end()) throw std::runtime_error("no table " + name);
  return found->table;
}

inline bool has_table(const ReportSection& section, const std::string& name) {
  return std::ranges::find(section.tables, name, &ReportTable::name) != section.tables.end();
}

}  // namespace grapevine::testing
