#include "study/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "engine/base/numbers.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/writers/whole_file.hpp"
#include "study/result_folder.hpp"
#include "study/sha256.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kStudyFile = "study.toml";
constexpr const char* kWarning =
    "SIMULATED: invented people, who bought nothing and told nobody; no result of it is a finding";

/// People whose rows one thread makes at a time, and how many such blocks are in memory as text.
constexpr std::size_t kPeople = 256, kBlocks = 32;

/// The files of a shop while they grow.
class ShopFiles {
 public:
  explicit ShopFiles(const fs::path& folder) {
    fs::create_directory(folder / "truth");
    for (const SimulatedFileDoc& doc : kSimulatedFiles) {
      files_.push_back(std::make_unique<WholeFile>(folder / doc.path));
      files_.back()->write(std::string(doc.header) + "\n");
    }
  }

  void write(const SimulatedRows& rows) {
    for (std::size_t i = 0; i < kNumSimulatedFiles; ++i) {
      if (!rows.text[i].empty()) files_[i]->write(rows.text[i]);
      shop_.rows[i] += rows.rows[i];
    }
    shop_.type1 += rows.type1;
    shop_.type2 += rows.type2;
  }

  /// Rows of all people, block by block: made in parallel, written in order.
  template <class Add>
  void write_people(NodeId people, const Add& add) {
    const std::size_t blocks = (people + kPeople - 1) / kPeople;
    for (std::size_t first = 0; first < blocks; first += kBlocks) {
      std::vector<SimulatedRows> rows(std::min(kBlocks, blocks - first));
      for_each_index(
          rows.size(),
          [&](std::size_t i) {
            const std::size_t begin = (first + i) * kPeople;
            add(static_cast<NodeId>(begin),
                static_cast<NodeId>(std::min<std::size_t>(people, begin + kPeople)), rows[i]);
          },
          1);
      for (const SimulatedRows& block : rows) write(block);
    }
  }

  Simulated commit() {
    for (const auto& file : files_) file->commit();
    return shop_;
  }

 private:
  std::vector<std::unique_ptr<WholeFile>> files_;
  Simulated shop_;
};

void write_context(const Town& town, ContextId context, ShopFiles& files) {
  const Market market = build_market(town, context);
  const Spread spread = grapevine::spread(market, town.options);
  const TrueValue value = true_value(market, spread, town.options);
  const SimulatedContext whole{town, market, spread, value};
  files.write_people(market.num_people(), [&](NodeId begin, NodeId end, SimulatedRows& rows) {
    add_people_rows(whole, begin, end, rows);
  });
}

Simulated write_tables(const ShopOptions& options, const fs::path& folder) {
  const Town town = build_town(options);
  ShopFiles files(folder);
  files.write_people(town.ties.num_nodes(), [&](NodeId begin, NodeId end, SimulatedRows& rows) {
    add_town_rows(town, begin, end, rows);
  });
  const auto contexts = static_cast<ContextId>(options.contexts);
  SimulatedRows rows;
  for (ContextId context = 0; context < contexts; ++context)
    add_context_rows(options, context, rows);
  files.write(rows);
  for (ContextId context = 0; context < contexts; ++context) {
    report_progress("contexts", context, contexts);
    write_context(town, context, files);
  }
  report_progress("contexts", contexts, contexts);
  return files.commit();
}

std::string study_text(const ShopOptions& options) {
  std::string text = fmt::format(
      "# {}.\n# Seed {}. The truth is in the folder truth; docs/simulate.md of Grapevine tells "
      "every "
      "file.\n\n[study]\nname = \"SIMULATED shop, seed {}\"\n"
      "currency = \"XTS\"                 # the code of ISO 4217 for tests\n"
      "start = \"2023-01-01\"\nend = \"{:.10}\"\n\n[tables]\n",
      kWarning, options.seed, options.seed, simulated_time(options.days - 1));
  for (const auto& [name, file, more] :
       {std::tuple{"people", SimulatedFile::People, ""},
        std::tuple{"contexts", SimulatedFile::Contexts, ""},
        std::tuple{"ties", SimulatedFile::Ties, ", influence = \"src_to_dst\""},
        std::tuple{"purchases", SimulatedFile::Purchases, ", value = \"margin\""},
        std::tuple{"touches", SimulatedFile::Touches, ""},
        std::tuple{"surveys", SimulatedFile::Surveys, ""}})
    text += fmt::format("{:<9} = {{ file = \"{}\"{} }}\n", name,
                        kSimulatedFiles[static_cast<std::size_t>(file)].path, more);
  text += fmt::format("\n[economics]\nacquisition_saving_type2 = {}\nincentive = {}\n",
                      to_text(options.acquisition_saving), to_text(options.incentive));
  text +=
      "\n[output]\nshow = { context = \"c1\", top = 10, by = \"crv\", also = [\"referrals_made\"] "
      "}\n\n[provenance]\n";
  for (const char* table : {"people", "contexts", "ties", "purchases", "touches", "surveys"})
    text += fmt::format("\"{}\" = \"assumed\"\n", table);
  return text;
}

/// Defaults too, so that the shop can be made again by a version that has others.
Json options_json(const ShopOptions& options) {
  Json json = Json::object();
  const auto add = [&](const auto& f) { json[std::string(f.name)] = options.*f.member; };
  std::apply([&](const auto&... f) { (add(f), ...); }, ShopOptions::fields());
  return json;
}

Json files_json(const Simulated& shop, const fs::path& folder) {
  std::vector<std::string> hashes(kNumSimulatedFiles);
  for_each_index(
      kNumSimulatedFiles,
      [&](std::size_t i) { hashes[i] = sha256_of_file(folder / kSimulatedFiles[i].path); }, 1);
  Json files = Json::array();
  files.push_back({{"file", kStudyFile}, {"sha256", sha256_of_file(folder / kStudyFile)}});
  for (std::size_t i = 0; i < kNumSimulatedFiles; ++i)
    files.push_back({{"file", kSimulatedFiles[i].path},
                     {"sha256", hashes[i]},
                     {"rows", shop.rows[i]},
                     {"columns", kSimulatedFiles[i].header}});
  return files;
}

Json manifest_json(const ShopOptions& options, const Simulated& shop, const fs::path& folder) {
  return {{"grapevine", GRAPEVINE_VERSION},
          {"note", kWarning},
          {"seed", options.seed},
          {"options", options_json(options)},
          {"events", shop.events()},
          {"acquisitions",
           {{"all", shop.of(SimulatedFile::TrueAcquisitions)},
            {"type1", shop.type1},
            {"type2", shop.type2}}},
          {"files", files_json(shop, folder)}};
}

void write_whole(const fs::path& path, const std::string& text) {
  WholeFile file(path);
  file.write(text);
  file.commit();
}

Simulated write_shop(const ShopOptions& options, const fs::path& folder) {
  const Simulated shop = write_tables(options, folder);
  write_whole(folder / kStudyFile, study_text(options));
  write_whole(folder / kSimulatedManifest, manifest_json(options, shop, folder).dump(2) + "\n");
  return shop;
}

}  // namespace

std::uint64_t Simulated::events() const {
  return of(SimulatedFile::Purchases) + of(SimulatedFile::Touches) + of(SimulatedFile::Surveys);
}

Simulated simulate_to_folder(const ShopOptions& options, const fs::path& out) {
  validate(options);
  check_counterfactuals_end(options);
  Simulated shop;
  write_result_folder(out, kSimulatedManifest,
                      [&](const fs::path& folder) { shop = write_shop(options, folder); });
  return shop;
}

std::string simulated_text(const ShopOptions& options, const Simulated& shop, const fs::path& out) {
  const auto count = [&](SimulatedFile file) {
    return grouped(static_cast<std::int64_t>(shop.of(file)));
  };
  return fmt::format(
      "SIMULATED shop, seed {}: {} people, {} contexts, {} ties, {} events ({} purchases and "
      "refunds, {} touches, {} answers)\n{} acquisitions, of them by influence {} of type 1 and {} "
      "of type 2\nWritten to {}: {}, its tables, and what truly happened in truth/\n",
      options.seed, count(SimulatedFile::People), count(SimulatedFile::Contexts),
      count(SimulatedFile::Ties), grouped(static_cast<std::int64_t>(shop.events())),
      count(SimulatedFile::Purchases), count(SimulatedFile::Touches), count(SimulatedFile::Surveys),
      count(SimulatedFile::TrueAcquisitions), grouped(static_cast<std::int64_t>(shop.type1)),
      grouped(static_cast<std::int64_t>(shop.type2)), out.string(), kStudyFile);
}

std::string read_simulated_manifest(const fs::path& folder) {
  return read_file_bytes(folder / kSimulatedManifest);
}

void add_simulation_stages(const ShopOptions& options, MemoryEstimate& estimate) {
  estimate.place = "people " + std::to_string(options.people);
  const std::uint64_t ties = expected_ties(options), town = town_bytes(options, ties);
  const std::uint64_t market = market_bytes(options, ties);
  estimate.add("ties", town_build_bytes(options, ties));
  estimate.add("attempts", town + market_build_bytes(options, ties));
  estimate.add("spread", town + market + spread_build_bytes(options));
  estimate.add("truth", town + market + spread_bytes(options) + true_value_bytes(options));
}

}  // namespace grapevine
