#pragma once
#include <string>
#include <vector>

#include "engine/table/table.hpp"
#include "study/report/report_network.hpp"

namespace grapevine {

/// A table of a report, with what is to be seen in it.
struct ReportTable {
  std::string name;  ///< Once in a report: the page draws its charts from tables by name.
  std::string title;
  std::string note;  ///< A sentence or two; may be empty.
  Table table;
};

struct ReportSection {
  std::string id, title;
  std::vector<std::string> sentences;
  std::vector<ReportTable> tables;
};

/// What people are shown of a run or a backtest: as a page, or the same as text.
struct Report {
  std::string title;
  std::string unit;  ///< Of values: a currency, or "units".
  std::vector<ReportSection> sections;
  ReportNetwork network;  ///< Of the page alone; empty: none.
};

}  // namespace grapevine
