#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"

using namespace grapevine::testing;

namespace {

constexpr const char* kGraph = "src,dst,p,weight\nann,bob,1,9\nann,cy,1,9\neve,flo,0,9\n";

}  // namespace

TEST_CASE("seeds: prints the chosen as CSV, or writes them and says how good they are") {
  const TempFolder folder;
  folder.write("g.csv", kGraph);
  const Ran ran =
      run_program({"seeds", "g.csv", "--k", "1", "--weights", "column=p"}, folder.path());
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK(ran.out == "node_id,place,out_degree,cost\nann,1,2,1\n");
  const Ran json = run_program(
      {"seeds", "g.csv", "--k", "1", "--weights", "column=p", "--out", "s.parquet", "--json"},
      folder.path());
  CHECK(nlohmann::json::parse(json.out)["spread"].get<double>() == Approx(3.0).epsilon(0.05));
  CHECK(std::filesystem::exists(folder.path() / "s.parquet"));
}

TEST_CASE("seeds: the same seed gives the same bytes at any number of threads") {
  const TempFolder folder;
  std::string graph;
  for (int i = 0; i < 3'000; ++i)
    graph += std::to_string(i % 411) + " " + std::to_string(i * 7 % 409) + "\n";
  folder.write("g.txt", graph);
  const auto run = [&](const char* threads, const char* model) {
    return run_program({"seeds", "g.txt", "--k", "9", "--model", model, "--most_samples", "8192",
                        "--threads", threads, "--seed", "5"},
                       folder.path());
  };
  for (const char* model : {"ic", "lt"}) {
    const Ran one = run("1", model), four = run("4", model);
    CHECK(one.code == 0);
    CHECK(one.out == four.out);
  }
}

TEST_CASE("seeds: of a study, in all contexts under one budget, or in one") {
  const TempFolder folder;
  folder.write("ties.csv", "src,dst,context_id\nann,bob,x\neve,flo,y\n");
  folder.write("purchases.csv",
               "person_id,t,margin,context_id\nbob,2020-01-01,10,x\nflo,2020-01-01,90,y\n");
  folder.write("costs.csv", "person_id,cost\nann,1\neve,1\n");
  folder.write("study.toml",
               "[tables]\nties = { file = \"ties.csv\", influence = \"src_to_dst\" }\n"
               "purchases = { file = \"purchases.csv\" }\n");
  const Ran one = run_program(
      {"seeds", "study.toml", "--budget", "1", "--costs", "costs.csv", "--out", "s.csv", "--json"},
      folder.path());
  INFO(one.err);
  CHECK(one.code == 0);
  CHECK_THAT(text_of(folder.path() / "s.csv"),
             Catch::StartsWith("person_id,context_id,place,expected_value,standard_error,cost\n"
                               "eve,y,1,"));
  CHECK(nlohmann::json::parse(one.out)["spread"].get<double>() == Approx(90.0).epsilon(0.05));
  const Ran in_x =
      run_program({"seeds", "study.toml", "--k", "1", "--context", "x"}, folder.path());
  CHECK_THAT(in_x.out, Catch::Contains("\nann,x,1,"));
  CHECK_THAT(in_x.err, Catch::Contains("the chances of ties (weighted_cascade) are an assumption"));
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--context", "z"},
                                                {"--values", "costs.csv"},
                                                {"--undirected"},
                                                {"--at", "2020-01-01"},
                                                {"--weights", "even"}}) {
    std::vector<std::string> call = {"seeds", "study.toml"};
    call.insert(call.end(), words.begin(), words.end());
    const Ran ran = run_program(call, folder.path());
    INFO(ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
  }
}

TEST_CASE("seeds: signed, as a flag alone, says for and against, and claims no certificate") {
  const TempFolder folder;
  folder.write("g.csv", "src,dst,p,sign\nann,bob,1,-1\nann,cy,1,-1\neve,flo,1,1\n");
  const Ran ran = run_program(
      {"seeds", "g.csv", "--k", "1", "--weights", "column=p", "--out", "s.csv", "--signed"},
      folder.path());
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Catch::Contains("certified: none claimed for signed\n"));
  CHECK_THAT(text_of(folder.path() / "s.csv"), Catch::Contains("\neve,1,1,1\n"));
  const Ran reached = run_program({"score", "activation", "g.csv", "--seeds", "ann", "--weights",
                                   "uniform=1", "--runs", "9", "--signed"},
                                  folder.path());
  CHECK(reached.code == 0);
  CHECK_THAT(reached.out, Catch::Contains("activation_positive,activation_negative\n"));
  CHECK_THAT(reached.out, Catch::Contains("\nbob,1,") && Catch::Contains(",0,1\n"));
}

TEST_CASE("seeds: chances that are no numbers are refused by every engine, at their place") {
  const TempFolder folder;
  folder.write("g.csv", "src,dst,p\nann,bob,0.5\nann,cy,nan\n");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, {"--engine", "sketches"}, {"--engine", "best"}, {"--signed"}}) {
    std::vector<std::string> call = {"seeds", "g.csv", "--weights", "column=p"};
    call.insert(call.end(), words.begin(), words.end());
    const Ran ran = run_program(call, folder.path());
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
    CHECK_THAT(ran.err, Catch::Contains("g.csv:3"));
  }
}

TEST_CASE("seeds: bad calls end in one line") {
  const TempFolder folder;
  folder.write("g.csv", kGraph);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--weights", "even"},
                                                {"--weights", "column=weight"},
                                                {"--weights", "column=absent"},
                                                {"--model", "sir"},
                                                {"--k", "0"},
                                                {"--budget", "0.5"},
                                                {"--exclude", "zoe"},
                                                {"--engine", "magic"},
                                                {"--context", "x"},
                                                {"--detractors", "ann"},
                                                {"--signed", "true", "--model", "lt"},
                                                {"--signed", "true", "--engine", "best"},
                                                {"--costs", "absent.csv"}}) {
    std::vector<std::string> call = {"seeds", "g.csv"};
    call.insert(call.end(), words.begin(), words.end());
    const Ran ran = run_program(call, folder.path());
    INFO(ran.err);
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
    CHECK(ran.out.empty());
  }
}
