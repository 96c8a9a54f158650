#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/data.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace fs = std::filesystem;

namespace {

/// Thirty people who buy again and again, some for some time only.
std::string purchases() {
  std::string rows = "who,day,paid\n";
  for (int p = 0; p < 30; ++p)
    for (int k = 0; k <= p % 7; ++k)
      rows += std::to_string(p) + "," + std::to_string(p + k * (9 + p % 5)) + "," +
              std::to_string(3 + p % 4 + k % 2) + "\n";
  return rows;
}

const char* const kMap = "person_id=who,t=day,amount=paid";

}  // namespace

TEST_CASE("clv command: writes customers and the model's tables, and prints fits") {
  const TempFolder folder;
  folder.write("p.csv", purchases());
  const Ran ran = run_program({"clv", "p.csv", "--map", kMap, "--observe-until", "1970-02-20",
                               "--horizon", "8", "--out", "c.csv", "--tables", "more"},
                              folder.path());
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Catch::Contains("bg_nbd: 30 customers") && Catch::Contains("alpha") &&
                          Catch::Contains("Written: c.csv more/clv_fits.csv"));
  CHECK(text_of(folder.path() / "c.csv")
            .starts_with("person_id,context_id,group,frequency,recency,age,repeat_spend,p_alive,"
                         "expected_purchases,expected_spend,clv,clv_low,clv_high,clv_error,fit,"
                         "spend_fit\n0,general,,0,0,"));
  for (const char* name : {"clv_fits", "clv_tracking", "clv_conditional"})
    CHECK(fs::exists(folder.path() / "more" / (std::string(name) + ".csv")));
  CHECK_THAT(text_of(folder.path() / "more" / "clv_tracking.svg"), Catch::Contains("<svg"));
}

TEST_CASE(
    "clv command: JSON, every model, the same at any number of threads, no file unless asked") {
  const TempFolder folder;
  folder.write("p.csv", purchases());
  for (const char* model : {"bg_nbd", "mbg_nbd", "pareto_nbd"}) {
    const auto json = [&](const char* threads) {
      return run_program({"clv", "p.csv", "--map", kMap, "--model", model, "--threads", threads,
                          "--time-unit", "day", "--json"},
                         folder.path());
    };
    const Ran one = json("1");
    INFO(one.err);
    CHECK(nlohmann::json::parse(one.out)["model"] == model);
    CHECK(one.out == json("8").out);
  }
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("clv command: groups by touches and by people, a study file") {
  const TempFolder folder;
  folder.write("p.csv", purchases());
  std::string touches = "from_person,to_person,t\n", people = "person_id,plan\n";
  for (int p = 0; p < 30; ++p) {
    if (p % 2 == 0) touches += "99," + std::to_string(p) + ",0\n";
    people += std::to_string(p) + (p % 3 == 0 ? ",gold\n" : ",basic\n");
  }
  folder.write("t.csv", touches);
  folder.write("people.csv", people);
  const std::string map = "purchases.person_id=who,purchases.t=day,amount=paid";
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--touches", "t.csv", "--group", "referred"},
        {"--people", "people.csv", "--group", "plan"}}) {
    std::vector<std::string> words = {"clv", "p.csv", "--map", map, "--out", "c.csv"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run_program(words, folder.path());
    INFO(ran.err);
    CHECK(ran.code == 0);
    CHECK_THAT(text_of(folder.path() / "c.csv"),
               Catch::Contains(",referred,") || Catch::Contains(",gold,"));
  }
  folder.write("study.toml",
               "[tables.purchases]\nfile = \"p.csv\"\nperson_id = \"who\"\nt = \"day\"\n"
               "amount = \"paid\"\n");
  const Ran study = run_program({"clv", "study.toml", "--model", "mbg_nbd"}, folder.path());
  INFO(study.err);
  CHECK(study.code == 0);
  CHECK(run_program({"clv", "study.toml", "--currency", "EUR"}, folder.path()).code == 2);
}

TEST_CASE("clv command: a wrong call or bad data is one line, and nothing is written") {
  const std::vector<std::vector<std::string>> wrong = {
      {"--model", "nosuch"},        {"--observe-until", "soon"}, {"--horizon", "-1"},
      {"--time-unit", "fortnight"}, {"--map", "nosuch=who"},     {"--group", "plan"},
      {"--value_decimals", "10"},   {"--confidence", "1"},       {"--touches", "absent.csv"}};
  for (auto words : wrong) {
    const TempFolder folder;
    folder.write("p.csv", purchases());
    if (words[0] != "--map") words.insert(words.begin(), {"--map", kMap});
    words.insert(words.begin(), {"clv", "p.csv", "--out", "c.csv"});
    const Ran ran = run_program(words, folder.path());
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(is_one_error_line(ran.err));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
  }
  CHECK_THAT(run_program({"clv", "--help"}).out, Catch::Contains("Example: grapevine clv"));
}

TEST_CASE("clv command: CDNOW and the groceries, as anybody would call it") {
  if (!have_shared_data("cdnow") || !have_shared_data("grocery")) return;
  const auto json = [](const char* file, const char* map, const char* until, const char* model) {
    const Ran ran = run_program({"clv", shared_data(file).string(), "--map", map, "--model", model,
                                 "--observe-until", until, "--horizon", "39", "--json"});
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    return nlohmann::json::parse(ran.out);
  };
  const char* cdnow = "person_id=sampleid,t=date,amount=sales";
  const auto bg = json("cdnow/cdnow_elog.csv", cdnow, "1997-09-30", "bg_nbd");
  CHECK(bg["customers"] == 2'357);
  CHECK(bg["repeat_buyers"] == 946);
  CHECK(bg["fits"][0]["log_likelihood"].get<double>() == Approx(-9582.4292).margin(1e-4));
  CHECK(bg["expected_purchases"].get<double>() == Approx(1653.4).margin(0.1));
  CHECK(bg["held_out"]["periods"] == 39);
  const auto pareto = json("cdnow/cdnow_elog.csv", cdnow, "1997-09-30", "pareto_nbd");
  CHECK(pareto["fits"][0]["log_likelihood"].get<double>() == Approx(-9594.976).margin(1e-3));
  // 1,525 people who first bought in the first quarter of 2006 (BTYDplus); no amounts.
  const auto grocery =
      json("grocery/grocery_elog.csv", "person_id=cust,t=date", "2006-12-31", "mbg_nbd");
  CHECK(grocery["customers"] == 1'525);
  CHECK(grocery["fits"][0]["converged"] == "yes");
  CHECK(grocery["unit"] == "units");
  CHECK(grocery["held_out"]["expected"].get<double>() /
            grocery["held_out"]["actual"].get<double>() ==
        Approx(1.1).margin(0.15));
}
