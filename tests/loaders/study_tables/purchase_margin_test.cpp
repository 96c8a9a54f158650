#include "loaders/study_tables/purchase_margin.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_folder.hpp"

namespace grapevine {
namespace {

using testing::rejected_text;
using testing::StudyFolder;
using Amounts = std::vector<Money>;

/// A purchase a day of one person, with these columns.
StudyFolder shop(const std::string& columns, const std::vector<std::string>& rows,
                 const std::string& contexts = "context_id\nc\n") {
  std::string csv = "person_id,t," + columns + "\n";
  for (std::size_t i = 0; i < rows.size(); ++i)
    csv += "ann," + std::to_string(i) + "," + rows[i] + "\n";
  return StudyFolder{{"contexts", contexts}, {"purchases", csv}};
}

Amounts margins(StudyFolder study) {
  Amounts amounts;
  const Network network = study.load();
  for (const Purchase& purchase : network.purchases.rows) amounts.push_back(purchase.margin);
  return amounts;
}

std::vector<std::string> notes(StudyFolder study) {
  study.load();
  return study.report.notes;
}

using Notes = std::vector<std::string>;

TEST_CASE("PurchaseMargin: the first rule that any row has a value for is used for all, and said") {
  const std::string rates = "context_id,margin_rate\nc,0.5\n";
  const auto all = [&] {
    return shop("margin,amount,cost,units", {"1.5,10,4,3", "2,20,5,4"}, rates);
  };
  CHECK(margins(all()) == Amounts{150, 200});
  CHECK(notes(all()) == Notes{"purchases: value is the column margin"});
  const auto cost = [&] {
    return shop("margin,amount,cost,units", {",10,4,3", ",20,25,4"}, rates);
  };
  CHECK(margins(cost()) == Amounts{600, -500});
  CHECK(notes(cost()) == Notes{"purchases: value is amount - cost"});
  const auto rate = [&] {
    return shop("amount,cost,units", {"10,,3", "0.01,,4", "-0.05,,1"}, rates);
  };
  CHECK(margins(rate()) == Amounts{500, 1, -3});  // half a cent goes away from zero
  CHECK(notes(rate()) == Notes{"purchases: value is amount x the context's margin_rate"});
  const auto amount = [] { return shop("amount,units", {"10,3", "20,4"}); };
  CHECK(margins(amount()) == Amounts{1000, 2000});
  CHECK(notes(amount()) == Notes{"purchases: there is no margin; value is the whole amount"});
  const auto units = [] { return shop("amount,units", {",3", ",4"}); };
  CHECK(margins(units()) == Amounts{300, 400});
  CHECK(notes(units()) == Notes{"purchases: there is no money; value is counted in units"});
  const auto nothing = [] { return shop("note", {"x", ""}); };
  CHECK(margins(nothing()) == Amounts{100, 100});
  CHECK(notes(nothing()) == Notes{"purchases: there is neither money nor units; each counts 1"});
}

TEST_CASE("PurchaseMargin: the column that the study names wins, and must be there") {
  StudyFolder named = shop("margin,gain", {"1,7", "2,8.25"});
  named.study.purchase_value = "gain";
  const Network network = named.load();
  CHECK(network.purchases.rows[1].margin == 825);
  CHECK(named.report.notes.empty());
  StudyFolder missing = shop("margin", {"1"});
  missing.study.purchase_value = "gain";
  CHECK(missing.error().starts_with(
      "BadInput purchases.csv: there is no column 'gain'; its columns are person_id, t, margin; "));
}

TEST_CASE("PurchaseMargin: amounts are exact in the study's decimals, or refused") {
  CHECK(margins(shop("margin", {"11.770000", "1e2"})) == Amounts{1177, 10000});
  CHECK(shop("margin", {"1.00", "1.005"}).error() ==
        "BadInput purchases.csv:3: column 'margin': '1.005' does not fit exact amounts of 2 "
        "decimals; "
        "raise value_decimals in [economics], or round the column");
  StudyFolder fine = shop("margin", {"1.005"});
  fine.study.value_decimals = 3;
  CHECK(fine.load().purchases.rows[0].margin == 1005);
  StudyFolder ones = shop("note", {"x"});
  ones.study.value_decimals = 0;
  CHECK(ones.load().purchases.rows[0].margin == 1);
}

TEST_CASE("PurchaseMargin: a rate of 1 changes no amount, not even the largest") {
  CHECK(margins(shop("amount", {"92233720368547758.07", "-92233720368547758.07"},
                     "context_id,margin_rate\nc,1\n")) ==
        Amounts{9223372036854775807, -9223372036854775807});
}

TEST_CASE("PurchaseMargin: amount - cost beyond 64 bits is refused, never wrapped") {
  CHECK(
      shop("amount,cost", {"92233720368547758.07,-1"}).error().starts_with("BadInput purchases: "));
}

TEST_CASE(
    "PurchaseMargin: a row without the value is left out, and the reason names what it lacks") {
  StudyFolder margin = shop("margin,amount", {"1,", ",5"});
  margin.load();
  CHECK(rejected_text(margin.report) == "purchases purchases.csv:3 margin= no value\n");
  StudyFolder cost = shop("amount,cost", {"1,1", "5,", ",5"});
  cost.load();
  CHECK(rejected_text(cost.report) ==
        "purchases purchases.csv:3 cost= no value\n"
        "purchases purchases.csv:4 amount= no value\n");
  StudyFolder rate =
      shop("amount,context_id", {"1,a", "5,b", ",a"}, "context_id,margin_rate\na,0.5\nb,\n,0.9\n");
  rate.load();
  CHECK(rejected_text(rate.report) ==
        "contexts contexts.csv:4 context_id= no context\n"
        "purchases purchases.csv:3 margin_rate= no value\n"
        "purchases purchases.csv:4 amount= no value\n");
}

TEST_CASE("PurchaseMargin: where there is one context its rate holds for rows that name none") {
  CHECK(margins(shop("amount,context_id", {"10,", "10,c"}, "context_id,margin_rate\nc,0.5\n")) ==
        Amounts{500, 500});
}

TEST_CASE("PurchaseMargin: a rate lies between -1 and 1") {
  for (const char* rate : {"1.5", "-2", "nan", "x"})
    CHECK(shop("amount", {"1"}, "context_id,margin_rate\nc," + std::string(rate) + "\n")
              .error()
              .starts_with("BadInput contexts.csv:2: column 'margin_rate': "));
}

}  // namespace
}  // namespace grapevine
