#include "study/report/referral_forest.hpp"

#include <limits>

namespace grapevine {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

struct Parents {
  std::vector<std::size_t> parent;    ///< Row of who brought whom the row is of; kNone: nobody.
  std::vector<double> own;            ///< Margin from joining on.
  std::vector<std::size_t> children;  ///< How many there are.
};

Parents parents_of(const ReportRows& rows) {
  const std::size_t n = rows.crv.size();
  Parents found{std::vector<std::size_t>(n, kNone), std::vector<double>(n, 0.0),
                std::vector<std::size_t>(n, 0)};
  std::vector<double> best(n, 0.0);
  for (const LedgerRow& line : rows.ledger) {
    const std::size_t row = rows.network.row(line.context, line.newcomer);
    found.own[row] += line.margin;
    if (line.referrer == kNoNode || line.share <= best[row]) continue;
    best[row] = line.share;
    found.parent[row] = rows.network.row(line.context, line.referrer);
  }
  for (const std::size_t parent : found.parent)
    if (parent != kNone) ++found.children[parent];
  return found;
}

}  // namespace

ReferralForest referral_forest(const ReportRows& rows) {
  Parents tree = parents_of(rows);
  ReferralForest forest{std::vector<std::int64_t>(rows.crv.size(), 0),
                        std::vector<double>(rows.crv.size(), 0.0)};
  // From the leaves up: a row is done once all of its children are. Rows of a cycle never are.
  std::vector<std::size_t> done;
  for (std::size_t row = 0; row < rows.crv.size(); ++row)
    if (tree.children[row] == 0 && tree.parent[row] != kNone) done.push_back(row);
  while (!done.empty()) {
    const std::size_t row = done.back(), parent = tree.parent[row];
    done.pop_back();
    if (parent == kNone) continue;
    forest.people[parent] += 1 + forest.people[row];
    forest.value[parent] += tree.own[row] + forest.value[row];
    if (--tree.children[parent] == 0) done.push_back(parent);
  }
  return forest;
}

}  // namespace grapevine
