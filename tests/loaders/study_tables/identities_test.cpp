#include "loaders/study_tables/identities.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/study_folder.hpp"

namespace grapevine {
namespace {

using testing::StudyFolder;
using Names = std::vector<std::string>;

Names names(const IdIndex& index) {
  Names all;
  for (std::uint32_t i = 0; i < index.size(); ++i) all.push_back(index.name(i));
  return all;
}

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

TEST_CASE("Identities: people are everybody that any table names") {
  StudyFolder study{{"people", "person_id\np\n"},
                    {"ties", "src,dst\nt1,t2\n"},
                    {"touches", "from_person,to_person\nf,g\n"},
                    {"purchases", "person_id,t\nb,1\n"},
                    {"events", "person_id,kind,t,by\ne,joins,1,e2\n"},
                    {"surveys", "person_id,item,value\ns,nps,3\n"},
                    {"mentions", "person_id,polarity\nm,0\n"},
                    {"contributions", "person_id,kind,t\nc,helps,1\n"}};
  CHECK(names(*study.load().people) ==
        Names{"b", "c", "e", "e2", "f", "g", "m", "p", "s", "t1", "t2"});
}

TEST_CASE("Identities: ids are integers in order of value only if all are canonical integers") {
  const auto people = [](const std::string& ids) {
    return names(*StudyFolder{{"people", "person_id\n" + ids}}.load().people);
  };
  CHECK(people("10\n9\n-3\n") == Names{"-3", "9", "10"});
  CHECK(people("10\n9\n007\n7\n") == Names{"007", "10", "7", "9"});
  CHECK(people("9223372036854775807\n1\n") == Names{"1", "9223372036854775807"});
  CHECK(people("9223372036854775808\n1\n") == Names{"1", "9223372036854775808"});
  CHECK(people("Zo\xC3\xAB\n\"a, b\"\n") == Names{"Zo\xC3\xAB", "a, b"});
}

TEST_CASE("Identities: one text id makes the ids of all tables text, and they still meet") {
  StudyFolder study{{"people", "person_id\n7\n8\n"}, {"ties", "src,dst\n7,x\n8,7\n"}};
  const Network network = study.load();
  CHECK(names(*network.people) == Names{"7", "8", "x"});
  CHECK(network.ties.out_neighbors(1)[0] == 0);
}

TEST_CASE("Identities: ids that are the same as each other are one person, over any chain") {
  for (const char* rows : {"a,\nb,a\nc,b\nd,c\n", "d,c\nc,b\nb,a\na,a\n", "c,b\nd,c\na,\nb,a\n"}) {
    StudyFolder study{{"people", "person_id,same_as\n" + std::string(rows)},
                      {"ties", "src,dst\nd,x\nx,c\n"},
                      {"purchases", "person_id,t\nb,2020-01-01\n"}};
    const Network network = study.load();
    CHECK(names(*network.people) == Names{"a", "x"});
    CHECK(network.ties.out_neighbors(0)[0] == 1);
    CHECK(network.ties.out_neighbors(1)[0] == 0);
    CHECK(network.purchases.rows[0].person == 0);
  }
}

TEST_CASE("Identities: an id may be the same as one that has no row") {
  StudyFolder study{{"people", "person_id,same_as\nb,a\n"}, {"ties", "src,dst\nb,c\n"}};
  CHECK(names(*study.load().people) == Names{"a", "c"});
}

TEST_CASE("Identities: a chain of a hundred thousand ids is followed once, not from each of them") {
  std::string rows = "person_id,same_as\n";
  for (int i = 1; i <= 100'000; ++i) rows += std::to_string(i) + "," + std::to_string(i - 1) + "\n";
  StudyFolder study{{"people", rows}};
  CHECK(names(*study.load().people) == Names{"0"});
}

TEST_CASE("Identities: rings, and ids that are the same as two others, are refused") {
  const auto error = [](const std::string& rows) {
    return StudyFolder{{"people", "person_id,same_as\n" + rows}}.error();
  };
  CHECK(error("x,\na,b\nb,a\n") ==
        "BadInput people.csv:3: column 'same_as': ids are the same as each other in a ring; "
        "let one of them stand for all");
  CHECK(error("a,b\nb,c\nc,d\nd,b\n").find("in a ring") != std::string::npos);
  CHECK(
      error("a,b\nx,\na,c\n") ==
      "BadInput people.csv:4: column 'same_as': 'a' is the same as 'c' here and as 'b' in another "
      "row; let it name one");
  CHECK(error("a,b\na,b\na,\na,a\n").empty());
}

TEST_CASE(
    "Identities: contexts are the listed ones, else the named ones, else one called general") {
  StudyFolder listed{{"contexts", "context_id\nb\na\nc\n"},
                     {"ties", "src,dst,context_id\n1,2,a\n1,2,\n"}};
  CHECK(names(listed.load().contexts) == Names{"a", "b", "c"});
  StudyFolder named{{"ties", "src,dst,context_id\n1,2,x\n1,2,\n"},
                    {"mentions", "person_id,polarity,context_id\n1,0,y\n"}};
  const Network network = named.load();
  CHECK(names(network.contexts) == Names{"x", "y"});
  CHECK(network.ties.context(0) == 0);
  CHECK(network.ties.context(1) == kEveryContext);
  StudyFolder none{{"ties", "src,dst\n1,2\n"}};
  CHECK(names(none.load().contexts) == Names{"general"});
  CHECK(has(none.report.notes, "no table names a context: there is one, called general"));
}

TEST_CASE("Identities: an unknown context is refused in every table that names contexts") {
  for (const auto& [table, csv] : std::map<std::string, std::string>{
           {"ties", "src,dst,context_id\n1,2,a\n1,2,x\n"},
           {"touches", "from_person,to_person,context_id\n1,2,a\n1,2,x\n"},
           {"purchases", "person_id,t,context_id\n1,2,a\n1,2,x\n"},
           {"events", "person_id,kind,t,context_id\n1,k,2,a\n1,k,2,x\n"},
           {"surveys", "person_id,item,value,context_id\n1,nps,2,a\n1,other,text,x\n"},
           {"mentions", "person_id,polarity,context_id\n1,0,a\n1,0,x\n"}}) {
    StudyFolder study{{"contexts", "context_id\na\n"}, {table, csv}};
    CHECK(study.error() == "BadInput " + table +
                               ".csv:3: column 'context_id': unknown context 'x'; "
                               "add it to the contexts table, or correct it");
  }
}

}  // namespace
}  // namespace grapevine
