#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine::testing;

namespace {

const std::vector<std::string> kCommand = {
    "backtest", "study.toml",        "--cut", "2020-03-15", "--horizon", "1m", "--least_positives",
    "1",        "--least_referrals", "1",     "--pool",     "known"};

Ran run_with(const TempFolder& folder, const std::vector<std::string>& more) {
  auto words = kCommand;
  words.insert(words.end(), more.begin(), more.end());
  return run_program(words, folder.path());
}

}  // namespace

TEST_CASE("backtest: prints figures, and with --out writes tables too") {
  const TempFolder folder;
  write_small_study(folder);
  const Ran printed = run_with(folder, {});
  CHECK(printed.code == 0);
  CHECK_THAT(printed.out, Catch::Contains("context_activity"));
  CHECK_THAT(printed.err, Catch::Contains("warning: cut 2020-03-15: only 1 referrals before it"));
  const Ran written = run_with(folder, {"--out", "bt"});
  CHECK(written.code == 0);
  CHECK_THAT(written.out, Catch::Contains("Written to bt: backtest_scores.csv"));
  CHECK(std::filesystem::exists(folder.path() / "bt" / "backtest.json"));
  const Ran json = run_with(folder, {"--json"});
  CHECK(nlohmann::json::parse(json.out)["cuts"].size() == 1);
}

TEST_CASE("backtest: --map names columns, a wrong option is one line") {
  const TempFolder folder;
  write_small_study(folder);
  folder.write("purchases.csv", with(kSmallPurchases, "person_id", "customer"));
  CHECK(run_with(folder, {"--map", "purchases.person_id=customer"}).code == 0);
  const Ran bad =
      run_with(folder, {"--map", "purchases.person_id=customer", "--activity", "sales"});
  CHECK(bad.code == 2);
  CHECK(is_one_error_line(bad.err));
  CHECK_THAT(bad.err, Catch::Contains("'sales' is no activity"));
}
