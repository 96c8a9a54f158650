#include "loaders/study_tables/rows.hpp"

#include <catch2/catch.hpp>

#include "loaders/writers/write_table.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::TempFolder;

/// One table with its rows and its report.
struct OneTable {
  explicit OneTable(const std::string& csv, TimeUnit unit = TimeUnit::Day,
                    std::map<std::string, std::string, std::less<>> columns = {})
      : spec{{{folder.write("t.csv", csv), "t.csv"}}, std::move(columns), {}, {}},
        rows("ties", &spec, unit, report) {}

  TempFolder folder;
  TableSpec spec;
  LoadReport report;
  Rows rows;
};

template <class Read>
std::string refused(const std::string& cell, const Read& read) {
  const OneTable one("id,x\n\"a\nb\",1\n\nc," + cell + "\n");
  return error_of([&] { read(one.rows, 1); });
}

TEST_CASE("Rows: a table that the study does not have has no rows and no columns") {
  LoadReport report;
  Rows rows("ties", nullptr, TimeUnit::Day, report);
  CHECK_FALSE(rows.given());
  CHECK(rows.size() == 0);
  CHECK_FALSE(rows.has("src"));
  CHECK_FALSE(rows.any("src"));
  rows.require("src");
  rows.count();
  CHECK(report.counts.empty());
}

TEST_CASE("Rows: empty cells are missing values, of every type") {
  const OneTable one("x,y\n,1\n");
  CHECK(one.rows.text(0, "x").empty());
  CHECK_FALSE(one.rows.number(0, "x"));
  CHECK_FALSE(one.rows.number_in(0, "x", 5.0, 6.0));
  CHECK_FALSE(one.rows.integer(0, "x"));
  CHECK_FALSE(one.rows.money(0, "x", 2));
  CHECK(one.rows.time(0, "x") == kUndated);
  CHECK(one.rows.yes_no(0, "x") == YesNo::NotSaid);
  CHECK(one.rows.text(0, "no such column").empty());
  CHECK(one.rows.has("x"));
  CHECK_FALSE(one.rows.any("x"));
  CHECK(one.rows.any("y"));
}

TEST_CASE("Rows: a header alone has its columns") {
  const OneTable one("src,dst\n");
  CHECK(one.rows.size() == 0);
  CHECK(one.rows.has("src"));
  one.rows.require("dst");
}

TEST_CASE("Rows: a column that is missing is refused, and the ones that are there are named") {
  const OneTable one("from,dst\n1,2\n");
  CHECK(error_of([&] { one.rows.require("src"); }) ==
        "BadInput t.csv: there is no column 'src'; its columns are from, dst; "
        "name one in the study: ties = { file = ..., src = \"...\" }");
  CHECK(error_of([] { OneTable("a,dst\n1,2\n", TimeUnit::Day, {{"src", "from"}}); }) ==
        "BadInput t.csv: there is no column 'from' (named in the study for src); "
        "its columns are a, dst");
}

TEST_CASE("Rows: a mapped column goes by our name, and errors show the file's") {
  const OneTable one("who,weight\nann,x\n", TimeUnit::Day,
                     {{"src", "who"}, {"strength", "weight"}});
  one.rows.require("src");
  CHECK(one.rows.text(0, "src") == "ann");
  CHECK(error_of([&] { one.rows.number(0, "strength"); }) ==
        "BadInput t.csv:2: column 'weight': expected a number, found 'x'; correct the cell");
}

TEST_CASE("Rows: numbers that are none are refused with file, line, column and value") {
  const auto number = [](const Rows& rows, std::int64_t row) { rows.number(row, "x"); };
  for (const char* cell : {"x", "1.5.2", "0x10", "1 2", "\"1,5\""})
    CHECK(refused(cell, number)
              .starts_with("BadInput t.csv:5: column 'x': expected a number, found '"));
  for (const char* cell : {"nan", "NaN", "inf", "-inf", "Infinity"})
    CHECK(refused(cell, number) ==
          "BadInput t.csv:5: column 'x': expected a finite number, found '" + std::string(cell) +
              "'; leave the cell empty where the value is not known");
  CHECK(refused("1e999", number).starts_with("BadInput t.csv:5: column 'x': expected a"));
  CHECK(refused("11", [](const Rows& rows, std::int64_t row) {
          rows.number_in(row, "x", 0, 10);
        }) == "BadInput t.csv:5: column 'x': '11' is out of range; allowed: [0, 10]");
  for (const char* cell : {"1.5", "x", "9223372036854775808"})
    CHECK(refused(cell, [](const Rows& rows, std::int64_t row) { rows.integer(row, "x"); }) ==
          "BadInput t.csv:5: column 'x': expected a whole number, found '" + std::string(cell) +
              "'; correct the cell");
  CHECK(refused("maybe", [](const Rows& rows, std::int64_t row) { rows.yes_no(row, "x"); }) ==
        "BadInput t.csv:5: column 'x': expected true or false, found 'maybe'; correct the cell");
}

TEST_CASE("Rows: money is exact or refused") {
  const OneTable one("x\n11.770000\n-0.05\n1e2\n+3\n92233720368547758.07\n");
  const Money expected[] = {1177, -5, 10000, 300, 9223372036854775807};
  for (std::int64_t i = 0; i < one.rows.size(); ++i)
    CHECK(one.rows.money(i, "x", 2) == expected[i]);
  const auto money = [](const Rows& rows, std::int64_t row) { rows.money(row, "x", 2); };
  for (const char* cell : {"1.005", "0.001", "92233720368547758.08", "1e30"})
    CHECK(refused(cell, money) == "BadInput t.csv:5: column 'x': '" + std::string(cell) +
                                      "' does not fit exact amounts of 2 decimals; "
                                      "raise value_decimals in [economics], or round the column");
  CHECK(refused("nan", money).find("expected a finite number") != std::string::npos);
  CHECK(refused("12 EUR", money).find("expected a number") != std::string::npos);
}

TEST_CASE("Rows: integers are times in the study's unit, ISO dates are read in all") {
  const auto time = [](const std::string& cell, TimeUnit unit) {
    const OneTable one("x\n" + cell + "\n", unit);
    return time_text(one.rows.time(0, "x"));
  };
  CHECK(time("86400", TimeUnit::Second) == "1970-01-02");
  CHECK(time("1614939630", TimeUnit::Second) == "2021-03-05T10:20:30Z");
  CHECK(time("18691", TimeUnit::Day) == "2021-03-05");
  CHECK(time("-1", TimeUnit::Day) == "1969-12-31");
  CHECK(time("2021-03", TimeUnit::Month) == "2021-03-01");
  CHECK(time("2021", TimeUnit::Year) == "2021-01-01");
  for (const TimeUnit unit : {TimeUnit::Second, TimeUnit::Day, TimeUnit::Month, TimeUnit::Year}) {
    CHECK(time("2021-03-05", unit) == "2021-03-05");
    CHECK(time("2021-03-05T10:20:30+02:00", unit) == "2021-03-05T08:20:30Z");
  }
  const auto read = [](const Rows& rows, std::int64_t row) { rows.time(row, "x"); };
  for (const char* cell : {"2021-02-30", "05/03/2021", "99999999999", "1.5", "yesterday"})
    CHECK(refused(cell, read) ==
          "BadInput t.csv:5: column 'x': expected a time, found '" + std::string(cell) +
              "'; write 2021-03-05 or 2021-03-05T10:20:30Z, or declare time_unit in [study]");
}

TEST_CASE("Rows: rows left out are counted, and told with their lines and values") {
  OneTable one("src,dst\n\"a\nb\",1\n\n,2\nc,\"3\n\"\n,4\n", TimeUnit::Day);
  one.rows.reject(1, "src", "no person");
  one.rows.reject(3, "src", "no person");
  one.rows.reject(2, "dst", "not nice");
  one.rows.count();
  REQUIRE(one.report.rejected.size() == 3);
  CHECK(one.report.rejected[0].line == 5);
  CHECK(one.report.rejected[1].line == 8);
  CHECK(one.report.rejected[2].line == 6);
  CHECK(one.report.rejected[2].value == "3\n");
  CHECK(one.report.rejected[2].file == "t.csv");
  REQUIRE(one.report.counts.size() == 1);
  CHECK(one.report.counts[0].rows_in == 4);
  CHECK(one.report.counts[0].used == 1);
  CHECK(one.report.counts[0].rejected == 3);
}

TEST_CASE("Rows: under a limit a row with a cell that cannot be used is left out, once") {
  OneTable one("src,x\na,1\nb,$5\nc,3\nd,nan\n");
  one.report.max_rejects = 2;
  std::vector<std::int64_t> read;
  const auto visit = [&](std::int64_t row) {
    one.rows.number(row, "x");
    read.push_back(row);
  };
  one.rows.for_each_row(visit);
  CHECK(read == std::vector<std::int64_t>{0, 2});
  one.rows.for_each_row(visit);
  CHECK(read == std::vector<std::int64_t>{0, 2, 0, 2});
  CHECK(one.rows.is_left_out(1));
  CHECK_FALSE(one.rows.is_left_out(2));
  one.rows.count();
  REQUIRE(one.report.rejected.size() == 2);
  CHECK(one.report.rejected[0].line == 3);
  CHECK(one.report.rejected[0].column == "x");
  CHECK(one.report.rejected[0].value == "$5");
  CHECK(one.report.rejected[0].reason == "not a number");
  CHECK(one.report.rejected[0].unreadable);
  CHECK(one.report.rejected[1].reason == "not finite");
  CHECK(one.report.counts[0].used == 2);
}

TEST_CASE("Rows: one row more than the limit ends in one line with the count and the first place") {
  OneTable one("src,x\na,1\nb,two\n,3\nd,4\n");
  one.report.max_rejects = 1;
  const auto read = [&] {
    one.rows.for_each_row([&](std::int64_t row) {
      one.rows.number(row, "x");
      if (one.rows.text(row, "src").empty()) one.rows.reject(row, "src", "no person");
    });
  };
  CHECK(error_of(read) ==
        "BadInput t.csv:3: column 'x': not a number: this is the first of 2 rows left out, more "
        "than --max-rejects 1 allows; see them all with grapevine check, correct them, or allow "
        "more");
}

TEST_CASE("Rows: without a limit the first cell that cannot be used is the error") {
  OneTable one("src,x\n,1\nb,two\n");
  CHECK(error_of([&] {
          one.rows.for_each_row([&](std::int64_t row) {
            if (one.rows.text(row, "src").empty()) one.rows.reject(row, "src", "no person");
            one.rows.number(row, "x");
          });
        }) == "BadInput t.csv:3: column 'x': expected a number, found 'two'; correct the cell");
}

TEST_CASE("Rows: an amount with its currency or grouping is told how to be written") {
  const auto number = [](const Rows& rows, std::int64_t row) { rows.number(row, "x"); };
  for (const char* cell : {"$5", "12 EUR", "\"1,234.50\"", "\"12,50\"", "1'000", "\xE2\x82\xAC 7"})
    CHECK_THAT(refused(cell, number),
               Catch::EndsWith("; write it like 1234.50, without currency and grouping"));
  for (const char* cell : {"abc", "2020-01-01", "0x10", "total of 5 apples"})
    CHECK_THAT(refused(cell, number), Catch::EndsWith("; correct the cell"));
}

TEST_CASE("Rows: a Parquet file has the same cells as its CSV, and its rows have numbers") {
  const TempFolder folder;
  TableBuilder builder;
  builder.add({.name = "id"}, std::vector<std::int64_t>{7, 8});
  builder.add({.name = "margin"}, MoneyColumn{{1177, -5}, 2});
  builder.add({.name = "t"}, std::vector<Time>{*parse_time("2021-03-05", TimeUnit::Day), kUndated});
  const Table table = builder.finish();
  write_table(table, folder.path() / "t.parquet");
  write_table(table, folder.path() / "t.csv");
  for (const char* name : {"t.parquet", "t.csv"}) {
    LoadReport report;
    const TableSpec spec{{{folder.path() / name, name}}, {}, {}, {}};
    Rows rows("purchases", &spec, TimeUnit::Day, report);
    CHECK(rows.text(0, "id") == "7");
    CHECK(rows.money(1, "margin", 2) == -5);
    CHECK(time_text(rows.time(0, "t")) == "2021-03-05");
    CHECK(rows.time(1, "t") == kUndated);
    rows.reject(1, "t", "no time");
    rows.count();
    CHECK(report.rejected[0].line == (std::string(name) == "t.csv" ? 3 : 2));
  }
}

/// One table read by `format`.
struct FormattedTable {
  FormattedTable(const std::string& csv, TableFormat format, TimeUnit unit = TimeUnit::Day)
      : spec{{{folder.write("t.csv", csv), "t.csv"}}, {}, std::move(format), {}},
        rows("purchases", &spec, unit, report) {}

  TempFolder folder;
  TableSpec spec;
  LoadReport report;
  Rows rows;
};

TEST_CASE("Rows: a separator that the header tells is noted") {
  const OneTable one("src;dst\n1;2\n");
  CHECK(one.rows.text(0, "dst") == "2");
  REQUIRE(one.report.notes.size() == 1);
  CHECK(one.report.notes[0] ==
        "ties: t.csv: fields are separated by semicolons, as its first line tells");
  TableFormat format;
  format.separator = ';';
  CHECK(FormattedTable("src;dst\n1;2\n", format).report.notes.empty());
}

TEST_CASE("Rows: decimal commas where they are declared, and nothing that groups digits") {
  TableFormat format;
  format.separator = ';';
  format.decimal_comma = true;
  const FormattedTable one("amount;seq\n1,5;3\n-0,25;3,0\n7;1\n1.234;1\n1.234,5;1\n1,234,5;1\n",
                           format);
  CHECK(one.rows.money(0, "amount", 2) == 150);
  CHECK(one.rows.number(1, "amount") == -0.25);
  CHECK(one.rows.money(2, "amount", 2) == 700);
  CHECK(one.rows.integer(0, "seq") == 3);
  CHECK(one.rows.integer(1, "seq") == 3);
  for (const std::int64_t row : {3, 4, 5})
    CHECK_THAT(
        error_of([&] { one.rows.money(row, "amount", 2); }),
        Catch::Contains("expected a number with a decimal comma, found '1") &&
            Catch::EndsWith("leave out what groups digits, or do not declare decimal = \",\""));
  const OneTable point("amount,x\n\"1,234\",1\n");
  CHECK_THAT(error_of([&] { point.rows.number(0, "amount"); }),
             Catch::Contains("expected a number, found '1,234'"));
}

TEST_CASE("Rows: numbers that are no text have no decimal comma") {
  TableBuilder builder;
  builder.add({.name = "amount"}, std::vector<double>{1.5});
  TableSpec spec;
  spec.in_memory = builder.finish();
  spec.format.decimal_comma = true;
  LoadReport report;
  const Rows rows("purchases", &spec, TimeUnit::Day, report);
  CHECK(rows.money(0, "amount", 2) == 150);
  CHECK_THAT(error_of([&] { rows.refuse(0, "amount", "short", "what", "to do"); }),
             Catch::Contains("purchases (table in memory): row 1, column 'amount'"));
}

TEST_CASE("Rows: whole numbers may have a point with zeros") {
  const OneTable one("seq\n3.0\n3.5\n");
  CHECK(one.rows.integer(0, "seq") == 3);
  CHECK_THAT(error_of([&] { one.rows.integer(1, "seq"); }),
             Catch::Contains("expected a whole number, found '3.5'"));
}

TEST_CASE("Rows: a table's own unit of time goes before the study's") {
  TableFormat format;
  format.time_unit = TimeUnit::Quarter;
  const FormattedTable one("t\n2021-Q2\n", format, TimeUnit::Year);
  CHECK(time_text(one.rows.time(0, "t")) == "2021-04-01");
}

TEST_CASE(
    "Rows: a column of compact dates alone is read so where it makes no other sense, and noted") {
  for (const TimeUnit unit : {TimeUnit::Day, TimeUnit::Year, TimeUnit::Month}) {
    const OneTable one("t,u\n19970101,19970101\n,\n19980630.0,x\n", unit);
    CHECK(time_text(one.rows.time(0, "t")) == "1997-01-01");
    CHECK(time_text(one.rows.time(2, "t")) == "1998-06-30");
    REQUIRE(one.report.notes.size() == 1);
    CHECK(one.report.notes[0] == "ties.t: every value is a date written as 20210305; read as such");
    CHECK_THAT(error_of([&] { one.rows.time(0, "u"); }),
               Catch::Contains("t.csv:2: column 'u': expected a time, found '19970101'"));
  }
}

TEST_CASE("Rows: compact dates that are also seconds are read as declared, with a warning") {
  const OneTable one("t\n19970101\n19980630\n", TimeUnit::Second);
  CHECK(time_text(one.rows.time(0, "t")) == "1970-08-20T03:15:01Z");
  CHECK(one.report.notes.empty());
  REQUIRE(one.report.quality.findings.size() == 1);
  CHECK(one.report.quality.findings[0].check == "compact_dates");
  CHECK(one.report.quality.findings[0].count == 2);
  TableFormat format;
  format.time_unit = TimeUnit::CompactDate;
  const FormattedTable declared("t\n19970101\n", format, TimeUnit::Second);
  CHECK(time_text(declared.rows.time(0, "t")) == "1997-01-01");
  CHECK(declared.report.quality.findings.empty());
}

TEST_CASE("Rows: missing values and censoring codes as declared, with what stood there") {
  TableFormat format;
  format.missing = {"NA"};
  format.censored["t"] = {"18"};
  FormattedTable one("person_id,t\nann,18\nNA,17\nbob,NA\n", format, TimeUnit::Year);
  CHECK(one.rows.time(0, "t") == kUndated);
  CHECK(one.rows.censored(0, "t"));
  CHECK(one.rows.written(0, "t") == "18");
  CHECK(one.rows.text(1, "person_id").empty());
  CHECK_FALSE(one.rows.censored(2, "t"));
  CHECK(one.rows.written(1, "t") == "17");
  one.rows.reject(0, "t", "no time");
  one.rows.reject(2, "t", "no time");
  CHECK(one.report.rejected[0].reason == "censored, as declared: not yet when the study ended");
  CHECK(one.report.rejected[0].value == "18");
  CHECK(one.report.rejected[1].reason == "no time");
  CHECK(one.report.rejected[1].value == "NA");
}

TEST_CASE("Rows: rejected rows of several files keep their file and line") {
  const TempFolder folder;
  const TableSpec spec{
      {{folder.write("a.csv", "t\n1\n"), "a.csv"}, {folder.write("b.csv", "t\n\n\n2\n"), "b.csv"}},
      {},
      {},
      {}};
  LoadReport report;
  Rows rows("events", &spec, TimeUnit::Day, report);
  rows.reject(1, "t", "why");
  rows.count();
  CHECK(report.rejected[0].file == "b.csv");
  CHECK(report.rejected[0].line == 4);
}

}  // namespace
}  // namespace grapevine
