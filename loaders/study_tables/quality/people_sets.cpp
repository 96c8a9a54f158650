#include "loaders/study_tables/quality/people_sets.hpp"

#include <algorithm>

namespace grapevine {
namespace {

void add_column(const Rows& rows, const Identities& ids, const char* column, Places& places) {
  for (std::int64_t row = 0; rows.has(column) && row < rows.size(); ++row)
    if (!rows.is_left_out(row))
      if (const NodeId person = ids.person(rows, row, column); person != kNoNode)
        places[person] = 1;
}

}  // namespace

PeopleSets::PeopleSets(const StudyRows& tables, const Identities& ids, const Network& network) {
  const Places nobody(network.num_people());
  listed = in_ties = purchase = refer = referred = speak = nobody;
  add_column(tables.at("people"), ids, "person_id", listed);
  for (NodeId v = 0; v < network.num_people(); ++v)
    in_ties[v] = network.ties.out_degree(v) > 0 || network.ties.in_degree(v) > 0;
  for (const Purchase& p : network.purchases.rows) purchase[p.person] = 1;
  for (const Touch& t : network.touches.rows) refer[t.from] = referred[t.to] = 1;
  for (const Event& e : network.events) speak[e.person] = 1;
  for (const Mention& m : network.mentions) speak[m.person] = 1;
  add_column(tables.at("surveys"), ids, "person_id", speak);
  add_column(tables.at("events"), ids, "by", speak);
  add_column(tables.at("contributions"), ids, "person_id", speak);
}

std::int64_t size_of(const Places& places) { return std::ranges::count(places, 1); }

std::int64_t size_of_both(const Places& a, const Places& b) {
  std::int64_t both = 0;
  for (std::size_t i = 0; i < a.size(); ++i) both += a[i] & b[i];
  return both;
}

Places either(const Places& a, const Places& b) {
  Places sum = a;
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] |= b[i];
  return sum;
}

}  // namespace grapevine
