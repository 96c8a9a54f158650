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
