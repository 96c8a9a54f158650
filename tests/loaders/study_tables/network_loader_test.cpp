#include "loaders/study_tables/network_loader.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <sstream>

#include "engine/base/numbers.hpp"
#include "loaders/columnar/source_table.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/study_folder.hpp"

namespace grapevine {
namespace {

using testing::findings_text;
using testing::rejected_text;
using testing::StudyFolder;
using Texts = std::vector<std::string>;

class Dump {
 public:
  template <class... Values>
  Dump& line(const Values&... values) {
    ((out_ << cell(values) << ' '), ...);
    out_ << '\n';
    return *this;
  }
  std::string text() const { return out_.str(); }

 private:
  static std::string cell(const std::string& text) { return "'" + text + "'"; }
  static std::string cell(const char* text) { return text; }
  static std::string cell(double value) { return to_text(value); }
  static std::string cell(Time time) {
    return time == Time::max() ? "never" : time == Time::min() ? "undated" : time_text(time);
  }
  template <class Number>
    requires std::is_integral_v<Number>
  static std::string cell(Number value) {
    return std::to_string(value);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  static std::string cell(Enum value) {
    return std::to_string(static_cast<int>(value));
  }

  std::ostringstream out_;
};

void dump_ties(const Network& network, Dump& dump) {
  const Graph& ties = network.ties;
  dump.line("influence", network.influence, ties.columns().weight.size(),
            ties.columns().sign.size(), ties.columns().type.size(), ties.columns().time.size(),
            ties.columns().context.size(), ties.columns().end.size());
  for (const std::string& type : ties.type_names()) dump.line("tie type", type);
  for (NodeId u = 0; u < ties.num_nodes(); ++u) {
    EdgeId e = ties.first_out_edge(u);
    for (const NodeId v : ties.out_neighbors(u)) {
      const GraphColumns& columns = ties.columns();
      dump.line("tie", u, v, ties.weight(e), ties.sign(e), ties.context(e),
                columns.type.empty() ? 0 : columns.type[e],
                columns.time.empty() ? kUndated : columns.time[e],
                columns.end.empty() ? kUndated : columns.end[e]);
      ++e;
    }
  }
}

void dump_raw_tables(const Network& network, Dump& dump) {
  for (const auto& [name, table] : network.raw_tables) {
    std::vector<std::string> rows(static_cast<std::size_t>(table.num_rows()));
    for (const std::string& column : table.column_names()) {
      dump.line(name, column);
      const auto texts = table.texts(column);
      for (std::size_t i = 0; i < rows.size(); ++i) rows[i] += texts[i] + "|";
    }
    std::ranges::sort(rows);  // raw rows stay as they came
    for (const std::string& row : rows) dump.line(name, row);
  }
}

/// Every field of a network.
std::string dump_of(const Network& network) {
  Dump dump;
  for (std::uint32_t i = 0; i < network.people->size(); ++i)
    dump.line("person", network.people->name(i));
  for (const std::uint32_t payer : network.payer) dump.line("payer", payer);
  for (const YesNo held_out : network.held_out) dump.line("held out", held_out);
  for (ContextId c = 0; c < network.num_contexts(); ++c)
    dump.line("context", network.contexts.name(c), network.context_labels[c]);
  dump.line("end", network.end);
  dump_ties(network, dump);
  for (std::uint32_t i = 0; i < network.purchase_ids.size(); ++i)
    dump.line("purchase id", network.purchase_ids.name(i));
  const Purchases& purchases = network.purchases;
  dump.line("purchases", purchases.num_people, purchases.num_contexts, purchases.decimals);
  for (const Purchase& p : purchases.rows)
    dump.line("purchase", p.person, p.context, p.time, p.margin, p.id);
  dump.line("touches", network.touches.have_times);
  for (const std::string& role : network.touches.roles) dump.line("role", role);
  for (const Touch& t : network.touches.rows)
    dump.line("touch", t.from, t.to, t.purchase, t.context, t.time, t.seq, t.role, t.strength,
              t.incentivised, t.status, t.expires);
  for (std::size_t k = 0; k < network.event_kinds.size(); ++k)
    dump.line("kind", network.event_kinds[k], network.event_stance[k]);
  for (const Event& e : network.events) dump.line("event", e.person, e.context, e.time, e.kind);
  for (const std::string& item : network.survey_items) dump.line("item", item);
  for (const SurveyAnswer& a : network.surveys)
    dump.line("answer", a.person, a.context, a.time, a.item, a.value);
  for (const Mention& m : network.mentions)
    dump.line("mention", m.person, m.context, m.time, m.polarity);
  dump_raw_tables(network, dump);
  return dump.text();
}

/// Rows of every table, with ties in all sort keys, repeated rows and rows that are left out.
const std::map<std::string, Texts>& all_tables() {
  static const std::map<std::string, Texts> kTables = {
      {"people",
       {"person_id,same_as,payer_id,holdout", "ann,,,yes", "bob,,p1,", "bob2,bob,p0,no",
        "cid,,ann,no", "dan,,p1,", "bob,,p1,no", ",,p1,yes"}},
      {"contexts",
       {"context_id,company,topic,margin_rate", "a,Acme,tea,0.5", "b,,rum,", "c,Co,,1"}},
      {"ties",
       {"src,dst,weight,sign,type,t,context_id", "ann,bob,2,1,friend,2020-01-01,a",
        "ann,bob2,2,-1,friend,2020-01-01,a", "ann,bob,1,,foe,,", "eve,ann,,,,,b",
        "ann,bob,2,1,friend,2020-01-01,a", ",ann,1,,,,"}},
      {"purchases",
       {"person_id,t,purchase_id,context_id,margin", "bob,2020-02-01,9,a,5",
        "bob2,2020-02-01,10,a,5", "cid,2020-02-01,,a,5", "cid,2020-02-01,,b,4",
        "ann,2020-02-01,9,b,7", "ann,2019-02-01,11,c,-2", "dan,,12,a,1", "cid,2020-02-01,,a,5"}},
      {"touches",
       {"from_person,to_person,purchase_id,t,seq,role,strength,status,incentivised,expires",
        "ann,bob,,2020-01-01,1,host,1,,yes,", "eve,bob2,,2020-01-01,1,host,1,failed,no,",
        "ann,,9,2020-01-01,2,guest,0.5,,,2020-03-01", "ann,,10,,,,,expired,,",
        "ann,bob,,2020-01-01,1,host,1,,yes,", "ann,,12,,,,,,,", "ann,,,,,,,,,"}},
      {"events",
       {"person_id,kind,t,context_id", "bob,leaves,2020-05-01,a", "bob2,joins,2020-05-01,a",
        "ann,leaves,2020-05-01,", "ann,,2020-05-01,", "ann,joins,,"}},
      {"surveys",
       {"person_id,item,value,t,context_id", "bob,nps,9,2020-01-01,a", "bob2,nps,8,2020-01-01,a",
        "ann,intends,yes,,", "ann,words,fine,,", "ann,nps,,,", "cid,score,3.5,,b"}},
      {"mentions",
       {"person_id,polarity,t,context_id", "bob,0.5,,a", "bob2,-0.5,,a", "ann,1,,", "ann,,,"}},
      {"contributions", {"person_id,kind,t", "zoe,helps,2020-01-01", "bob,codes,2020-01-01"}}};
  return kTables;
}

std::string csv_of(const Texts& lines) {
  std::string csv;
  for (const std::string& line : lines) csv += line + "\n";
  return csv;
}

void add_all(StudyFolder& study, const std::map<std::string, Texts>& tables) {
  for (const auto& [name, lines] : tables) study.add(name, csv_of(lines));
  study.study.event_stance = {{"leaves", -0.5}};
}

std::string sorted_lines(std::vector<RejectedRow> rows) {
  Texts lines;
  for (const RejectedRow& row : rows)
    lines.push_back(row.table + row.column + row.value + row.reason);
  std::ranges::sort(lines);
  return csv_of(lines);
}

TEST_CASE("load_network: the order of rows in any table changes nothing") {
  StudyFolder study{};
  add_all(study, all_tables());
  const std::string expected = dump_of(study.load());
  const std::string rejected = sorted_lines(study.report.rejected);
  const std::string findings = findings_text(study.report);
  CHECK(study.report.rejected.size() == 9);
  std::mt19937 random(1);
  for (const auto& [name, lines] : all_tables())
    for (int shuffle = 0; shuffle < 10; ++shuffle) {
      Texts shuffled = lines;
      std::shuffle(shuffled.begin() + 1, shuffled.end(), random);
      study.add(name, csv_of(shuffled));
      CHECK((dump_of(study.load()) == expected));
      CHECK(sorted_lines(study.report.rejected) == rejected);
      CHECK(findings_text(study.report) == findings);
    }
}

TEST_CASE("load_network: a table in Parquet gives the network that its CSV gives") {
  StudyFolder study{};
  add_all(study, all_tables());
  const std::string expected = dump_of(study.load());
  const testing::TempFolder folder;
  for (auto& [name, spec] : study.study.tables) {
    const auto path = folder.path() / (name + ".parquet");
    write_table(read_source_table(spec.files).table(), path);
    spec.files = {{path, name}};
  }
  CHECK((dump_of(study.load()) == expected));
}

TEST_CASE("load_network: nothing at all is one context without people") {
  StudyFolder study{};
  const Network network = study.load();
  CHECK(network.num_people() == 0);
  CHECK(network.num_contexts() == 1);
  CHECK(network.context_labels == Texts{"general"});
  CHECK(network.ties.num_edges() == 0);
  CHECK(study.report.counts.empty());
}

TEST_CASE("load_network: headers alone are tables without rows") {
  StudyFolder study{};
  for (const auto& [name, lines] : all_tables()) study.add(name, lines[0] + "\n");
  study.add("touches", "from_person,to_person\n");
  CHECK(study.load().num_people() == 0);
  CHECK(study.report.counts.size() == 9);
}

TEST_CASE("load_network: each table's rows are used or rejected, with line and reason") {
  StudyFolder study{{"purchases",
                     "person_id,t,purchase_id,margin\n"
                     "\n\"a\nb\",2020-01-01,1,5\n,2020-01-01,2,5\nc,,3,5\n\nc,2020-01-02,4,\n"},
                    {"touches",
                     "from_person,to_person,purchase_id\n"
                     "x,,1\nx,,3\nx,,99\n,y,\nx,,\nx,y,\n"},
                    {"events", "person_id,kind,t\n,k,1\nx,,1\nx,k,\nx,k,1\n"},
                    {"surveys", "person_id,item,value\n,nps,1\nx,,1\nx,nps,\nx,nps,1\n"},
                    {"mentions", "person_id,polarity\n,1\nx,\nx,1\n"},
                    {"ties", "src,dst\nx,\n,x\nx,x\n"}};
  const Network network = study.load();
  CHECK(rejected_text(study.report) ==
        "ties ties.csv:2 dst= no person\n"
        "ties ties.csv:3 src= no person\n"
        "purchases purchases.csv:5 person_id= no person\n"
        "purchases purchases.csv:6 t= no time\n"
        "purchases purchases.csv:8 margin= no value\n"
        "touches touches.csv:3 purchase_id=3 names no purchase\n"
        "touches touches.csv:4 purchase_id=99 names no purchase\n"
        "touches touches.csv:5 from_person= no person\n"
        "touches touches.csv:6 to_person= names neither person nor purchase\n"
        "events events.csv:2 person_id= no person\n"
        "events events.csv:3 kind= no kind\n"
        "events events.csv:4 t= no time\n"
        "surveys surveys.csv:2 person_id= no person\n"
        "surveys surveys.csv:3 item= no item\n"
        "surveys surveys.csv:4 value= no value\n"
        "mentions mentions.csv:2 person_id= no person\n"
        "mentions mentions.csv:3 polarity= no value\n");
  for (const TableCount& count : study.report.counts)
    CHECK(count.rows_in == count.used + count.rejected);
  CHECK(network.purchases.rows.size() == 1);
  CHECK(network.touches.rows.size() == 2);
  CHECK(network.surveys.size() == 1);
}

TEST_CASE("load_network: when a tie ended stays with it") {
  StudyFolder study{{"ties", "src,dst,t_end\nx,y,5\ny,x,\n"}};
  const Graph ties = study.load().ties;
  REQUIRE(ties.columns().end.size() == 2);
  CHECK(ties.columns().end[ties.first_out_edge(0)] == Time(std::chrono::days{5}));
  CHECK(ties.columns().end[ties.first_out_edge(1)] == kUndated);
}

/// One row of every table that cannot be read, beside one that can.
StudyFolder unreadable_rows() {
  return {{"contexts", "context_id,margin_rate\na,0.5\nb,much\nc,7\na,0.1\n"},
          {"ties",
           "src,dst,weight,sign,t,t_end\nx,y,1,1,1,\nx,y,-1,1,,\nx,y,1,2,,\n"
           "x,y,1,1,never,\nx,y,1,1,,never\n"},
          {"purchases",
           "person_id,t,context_id,amount\nx,1,a,5\nx,1,a,$5\nx,soon,a,5\nx,1,z,5\n"
           "x,1,a,0.001\n"},
          {"touches",
           "from_person,to_person,seq,status,strength,expires,incentivised,t\n"
           "x,y,1,,1,,yes,1\nx,y,1.5,,,,,\nx,y,,lost,,,,\nx,y,,,-1,,,\nx,y,,,,?,,\n"
           "x,y,,,,,perhaps,\nx,y,,,,,,13/13/2020\n"},
          {"events", "person_id,kind,t\nx,k,1\nx,k,1.5\n"},
          {"surveys", "person_id,item,value\nx,nps,1\nx,nps,11\nx,nps,-2\n"},
          {"mentions", "person_id,polarity\nx,1\nx,2\n"}};
}

TEST_CASE("load_network: under a limit rows that cannot be read are left out, whole") {
  StudyFolder study = unreadable_rows();
  CHECK_THAT(study.error(), Catch::StartsWith("BadInput contexts.csv:5: "));
  study.study.max_rejects = 1000;
  const Network network = study.load();
  CHECK(rejected_text(study.report) ==
        "contexts contexts.csv:5 context_id=a has a row already\n"
        "ties ties.csv:3 weight=-1 not in [0, 1e+300]\n"
        "ties ties.csv:4 sign=2 neither 1 nor -1\n"
        "ties ties.csv:5 t=never not a time\n"
        "ties ties.csv:6 t_end=never not a time\n"
        "contexts contexts.csv:3 margin_rate=much not a number\n"
        "contexts contexts.csv:4 margin_rate=7 not in [-1, 1]\n"
        "purchases purchases.csv:3 amount=$5 not a number\n"
        "purchases purchases.csv:4 t=soon not a time\n"
        "purchases purchases.csv:5 context_id=z unknown context\n"
        "purchases purchases.csv:6 amount=0.001 not exact in 2 decimals\n"
        "touches touches.csv:3 seq=1.5 not a whole number\n"
        "touches touches.csv:4 status=lost unknown status\n"
        "touches touches.csv:5 strength=-1 not in [0, 1e+300]\n"
        "touches touches.csv:6 expires=? not a time\n"
        "touches touches.csv:7 incentivised=perhaps neither true nor false\n"
        "touches touches.csv:8 t=13/13/2020 not a time\n"
        "events events.csv:3 t=1.5 not a time\n"
        "surveys surveys.csv:3 value=11 not in [0, 10]\n"
        "surveys surveys.csv:4 value=-2 not in [0, 10]\n"
        "mentions mentions.csv:3 polarity=2 not in [-1, 1]\n");
  for (const TableCount& count : study.report.counts)
    CHECK(count.rows_in == count.used + count.rejected);
  CHECK(network.ties.num_edges() == 1);
  CHECK(network.purchases.rows.size() == 1);
  CHECK(network.touches.rows.size() == 1);
  CHECK(network.events.size() == 1);
  CHECK(network.surveys.size() == 1);
  CHECK(network.mentions.size() == 1);
}

TEST_CASE("load_network: what is left under a limit is the study without the rows left out") {
  StudyFolder study = unreadable_rows();
  study.study.max_rejects = 21;
  StudyFolder clean{{"contexts", "context_id,margin_rate\na,0.5\nb,\nc,\n"},
                    {"ties", "src,dst,weight,sign,t,t_end\nx,y,1,1,1,\n"},
                    {"purchases", "person_id,t,context_id,amount\nx,1,a,5\n"},
                    {"touches",
                     "from_person,to_person,seq,status,strength,expires,incentivised,t\n"
                     "x,y,1,,1,,yes,1\n"},
                    {"events", "person_id,kind,t\nx,k,1\n"},
                    {"surveys", "person_id,item,value\nx,nps,1\n"},
                    {"mentions", "person_id,polarity\nx,1\n"}};
  Network left = study.load(), expected = clean.load();
  left.raw_tables.clear();
  expected.raw_tables.clear();
  CHECK((dump_of(left) == dump_of(expected)));
}

TEST_CASE("load_network: the limit holds over all tables, and counts rows that lack a value too") {
  StudyFolder study{{"purchases", "person_id,t\na,1\nb,\nc,soon\n"},
                    {"mentions", "person_id,polarity\na,\n,1\n"}};
  CHECK_THAT(study.error(), Catch::StartsWith("BadInput purchases.csv:4: column 't': expected a"));
  study.study.max_rejects = 4;
  CHECK(study.error().empty());
  CHECK(study.report.rejected.size() == 4);
  study.study.max_rejects = 3;
  CHECK(study.error() ==
        "BadInput purchases.csv:3: column 't': no time: this is the first of 4 rows left out, more "
        "than --max-rejects 3 allows; see them all with grapevine check, correct them, or allow "
        "more");
  study.study.max_rejects = 0;
  CHECK_THAT(study.error(), Catch::Contains("the first of 1 rows left out"));
}

TEST_CASE("load_network: a purchase needs a context only where there are several") {
  const std::string csv = "person_id,t,context_id\nann,1,\nann,2,a\n";
  StudyFolder one{{"contexts", "context_id\na\n"}, {"purchases", csv}};
  CHECK(one.load().purchases.rows.size() == 2);
  StudyFolder two{{"contexts", "context_id\na\nb\n"}, {"purchases", csv}};
  CHECK(two.load().purchases.rows.size() == 1);
  CHECK(rejected_text(two.report) == "purchases purchases.csv:2 context_id= no context\n");
}

TEST_CASE("load_network: purchases of one time are in the order of their ids, those without last") {
  StudyFolder study{{"purchases", "person_id,t,purchase_id\na,1,\nb,1,10\nc,1,9\nd,0,99\n"}};
  const Network network = study.load();
  Texts order;
  for (const Purchase& p : network.purchases.rows) order.push_back(network.people->name(p.person));
  CHECK(order == Texts{"d", "c", "b", "a"});
}

TEST_CASE(
    "load_network: a repeated purchase_id is warned of, and touches count for its first row") {
  StudyFolder study{{"purchases", "person_id,t,purchase_id\nann,5,7\nbob,3,7\ncid,4,7\ndan,1,8\n"},
                    {"touches", "from_person,purchase_id\neve,7\n"}};
  const Network network = study.load();
  CHECK(findings_text(study.report, "repeated_purchase_id") == "warning purchases 2 of 4\n");
  CHECK(network.people->name(network.touches.rows[0].to) == "bob");
}

TEST_CASE("load_network: a touch of a purchase has its person and context") {
  StudyFolder study{{"purchases", "person_id,t,purchase_id,context_id\nann,1,p7,a\nbob,1,p8,b\n"},
                    {"touches",
                     "from_person,purchase_id,role,status,incentivised,strength,expires\n"
                     "eve,p8,host,expired,no,0.25,2020-01-01\n"}};
  const Network network = study.load();
  const Touch& touch = network.touches.rows.at(0);
  CHECK(network.people->name(touch.to) == "bob");
  CHECK(network.contexts.name(touch.context) == "b");
  CHECK(network.purchases.rows[touch.purchase].person == touch.to);
  CHECK(network.touches.roles[touch.role] == "host");
  CHECK(touch.status == TouchStatus::Expired);
  CHECK(touch.incentivised == YesNo::No);
  CHECK(touch.strength == 0.25);
  CHECK(time_text(touch.expires) == "2020-01-01");
  CHECK_FALSE(network.touches.have_times);
}

TEST_CASE("load_network: values out of range are refused with file, line and column") {
  const auto error = [](const std::string& table, const std::string& csv) {
    return StudyFolder{{table, csv}}.error();
  };
  for (const char* nps : {"11", "-1", "10.5", "nan", "x"})
    CHECK(error("surveys", "person_id,item,value\na,nps,10\na,nps," + std::string(nps) + "\n")
              .starts_with("BadInput surveys.csv:3: column 'value': "));
  for (const char* item : {"intends", "did_recommend", "would_have_joined_anyway"}) {
    CHECK(error("surveys", "person_id,item,value\na," + std::string(item) + ",0.3\n").empty());
    CHECK(error("surveys", "person_id,item,value\na," + std::string(item) + ",No\n").empty());
    CHECK(error("surveys", "person_id,item,value\na," + std::string(item) + ",2\n") ==
          "BadInput surveys.csv:2: column 'value': '2' is out of range; allowed: [0, 1]");
  }
  CHECK(error("mentions", "person_id,polarity\na,1.01\n").starts_with("BadInput mentions.csv:2: "));
  CHECK(error("ties", "src,dst,weight\na,b,-1\n")
            .starts_with("BadInput ties.csv:2: column 'weight'"));
  CHECK(error("ties", "src,dst,weight\na,b,inf\n")
            .starts_with("BadInput ties.csv:2: column 'weight'"));
  CHECK(
      error("ties", "src,dst,sign\na,b,0\n") ==
      "BadInput ties.csv:2: column 'sign': expected 1 or -1, found '0'; put strength into weight");
  CHECK(error("touches", "from_person,to_person,status\na,b,Failed\n") ==
        "BadInput touches.csv:2: column 'status': unknown status 'Failed'; "
        "write succeeded, failed or expired");
  CHECK(error("touches", "from_person,to_person,strength\na,b,-0.1\n")
            .starts_with("BadInput touches.csv:2: column 'strength'"));
  CHECK(error("touches", "from_person,to_person,seq\na,b,1.5\n")
            .starts_with("BadInput touches.csv:2: column 'seq': expected a whole number"));
  CHECK(error("events", "person_id,kind,t\na,k,someday\n")
            .starts_with("BadInput events.csv:2: column 't': expected a time"));
  CHECK(error("contexts", "context_id,topic\na,tea\nb,\na,rum\n") ==
        "BadInput contexts.csv:4: column 'context_id': 'a' has a row already; remove one");
}

TEST_CASE("load_network: a required column that is missing is refused by name") {
  for (const auto& [table, csv] :
       std::map<std::string, std::string>{{"people", "x\n1\n"},
                                          {"contexts", "x\n1\n"},
                                          {"ties", "src,x\n1,2\n"},
                                          {"purchases", "person_id,x\n1,2\n"},
                                          {"touches", "from_person,x\n1,2\n"},
                                          {"events", "person_id,kind,x\n1,2,3\n"},
                                          {"surveys", "person_id,item,x\n1,2,3\n"},
                                          {"mentions", "person_id,x\n1,2\n"},
                                          {"contributions", "person_id,kind,x\n1,2,3\n"}}) {
    const std::string message = StudyFolder{{table, csv}}.error();
    CHECK(message.starts_with("BadInput " + table + ".csv: there is no column '"));
    CHECK(message.find("x; name one in the study: " + table) != std::string::npos);
  }
}

TEST_CASE("load_network: who is held out, by any row of a person") {
  StudyFolder study{{"people",
                     "person_id,same_as,holdout\nann,,yes\nbob,,\nbob2,bob,no\nbob,,no\n"
                     "cid,,\n"},
                    {"purchases", "person_id,t\neve,2020-01-01\n"}};
  const Network network = study.load();
  CHECK(network.held_out ==
        std::vector<YesNo>{YesNo::Yes, YesNo::No, YesNo::NotSaid, YesNo::NotSaid});
  CHECK(StudyFolder{{"people", "person_id,holdout\nann,\n"}}.load().held_out.empty());
}

TEST_CASE("load_network: rows of one person that contradict on holdout are refused, or left out") {
  const auto contradictory = [] {
    return StudyFolder{{"people", "person_id,same_as,holdout\nann,,yes\nann2,ann,no\n"}};
  };
  StudyFolder refused = contradictory();
  CHECK(refused.error() ==
        "BadInput people.csv:3: column 'holdout': another row of 'ann2' (or of an identity merged "
        "with it) says the opposite; let all rows of one person say the same");
  StudyFolder left_out = contradictory();
  left_out.study.max_rejects = 1;
  CHECK(left_out.load().held_out == std::vector<YesNo>{YesNo::Yes});
  CHECK(left_out.report.rejected.front().reason == "says the opposite of another row");
}

TEST_CASE("load_network: who pays for himself and for another has one payer with him") {
  StudyFolder study{{"people",
                     "person_id,same_as,payer_id\nann,,\nbob,,ann2\ncid,,p1\ndan,,p1\neve,,\n"
                     "ann2,ann,\n"}};
  const Network network = study.load();
  const auto payer = [&](const char* id) {
    return network.payer[*network.people->find(std::string_view(id))];
  };
  CHECK(payer("ann") == payer("bob"));
  CHECK(payer("ann") != kNoId);
  CHECK(payer("cid") == payer("dan"));
  CHECK(payer("cid") != payer("ann"));
  CHECK(payer("eve") == kNoId);
  StudyFolder nobody{{"people", "person_id,payer_id\nann,\n"}};
  CHECK(nobody.load().payer.empty());
}

TEST_CASE("load_network: each row of the people table is about somebody, under any column name") {
  StudyFolder study{};
  study.add("people", "farmer,same_as\nbob,\n,\nann2,ann\nann,\n", {{"person_id", "farmer"}});
  const Network network = study.load();
  CHECK(network.people_rows == std::vector<NodeId>{1, kNoNode, 0, 0});
  CHECK(StudyFolder{{"purchases", "person_id,t\na,1\n"}}.load().people_rows.empty());
}

TEST_CASE("load_network: several payers of one person are warned of, the first in order counts") {
  StudyFolder study{
      {"people", "person_id,same_as,payer_id\nann,,p2\nann2,ann,p1\nbob,,p1\ncid,,p2\n"}};
  const Network network = study.load();
  CHECK(findings_text(study.report, "several_payers") == "warning people 1 of 3\n");
  CHECK(network.payer[0] == network.payer[1]);
  CHECK(network.payer[0] != network.payer[2]);
}

TEST_CASE("load_network: a context is called company/topic, or what it has of them, or its id") {
  StudyFolder study{{"contexts", "context_id,company,topic\n1,Acme,tea\n2,Acme,\n3,,tea\n4,,\n"}};
  CHECK(study.load().context_labels == Texts{"Acme/tea", "Acme", "tea", "4"});
}

TEST_CASE(
    "load_network: what is known ends the day after the last purchase, or after the study's end") {
  StudyFolder study{{"purchases", "person_id,t\na,2020-02-28T23:59:59Z\na,2020-02-27\n"}};
  CHECK(time_text(study.load().end) == "2020-02-29");
  study.study.end = parse_time("2020-12-31", TimeUnit::Day);
  CHECK(time_text(study.load().end) == "2021-01-01");
  study.study.end = parse_time("2020-12-31T12:00:00Z", TimeUnit::Day);
  CHECK(time_text(study.load().end) == "2021-01-01");
}

TEST_CASE("load_network: a tie's empty cells are its defaults, and absent columns cost nothing") {
  StudyFolder study{{"ties", "src,dst,weight,sign,t,context_id\na,b,,,,\na,c,2,-1,2020-01-01,x\n"}};
  const Network network = study.load();
  CHECK(network.ties.weight(0) == 1.0);
  CHECK(network.ties.sign(0) == 1);
  CHECK(network.ties.columns().time[0] == kUndated);
  CHECK(network.ties.context(0) == kEveryContext);
  CHECK(network.ties.weight(1) == 2.0);
  CHECK(network.ties.sign(1) == -1);
  CHECK_FALSE(StudyFolder{{"ties", "src,dst,weight\na,b,\n"}}.load().ties.columns().any());
}

}  // namespace
}  // namespace grapevine
