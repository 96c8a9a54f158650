#include <filesystem>
#include <memory>

#include "cli/commands.hpp"
#include "engine/base/error.hpp"
#include "loaders/writers/write_table.hpp"
#include "study/column_mapping.hpp"
#include "study/study_memory.hpp"
#include "study/what_if_report.hpp"

namespace grapevine {
namespace {

/// What `what-if` was told.
struct WhatIfFlags {
  std::string study, map, out;
  std::vector<std::string> people, roles, touches;
  std::size_t top = 10;
  bool all = false, walks = false;

  StudyFile read() const {
    StudyFile file = read_study_file(study);
    map_columns(file, parse_column_map(map));
    return file;
  }

  Erasure erasure() const {
    Erasure erasure{.people = people, .roles = roles};
    for (const std::string& text : touches) {
      const std::size_t at = text.find('=');
      if (at == 0 || at == std::string::npos || at + 1 == text.size())
        throw Error(ErrorCode::InvalidOption, "--remove-touches",
                    in_quotes(text) + " is no COLUMN=VALUE", "write it like campaign=spring");
      erasure.touches.emplace_back(text.substr(0, at), text.substr(at + 1));
    }
    if (erasure.empty())
      throw Error(ErrorCode::InvalidOption, "what-if", "nothing is to be removed",
                  "give --remove-person, --remove-role or --remove-touches");
    return erasure;
  }
};

void compare_and_print(const WhatIfFlags& flags, bool json) {
  const Erasure erasure = flags.erasure();
  const std::string ending = std::filesystem::path(flags.out).extension().string();
  if (!flags.out.empty() && !is_table_ending(ending))
    throw Error(ErrorCode::BadInput, flags.out, "no known ending for a table",
                "give .parquet, .arrow or .csv");
  const WhatIf found = what_if(flags.read(), erasure, flags.all, flags.walks);
  if (!flags.out.empty()) write_table(found.changes, flags.out);
  if (json) return print(what_if_json(found, flags.top));
  print(what_if_text(found, flags.top) +
        (flags.out.empty() ? "" : "\nWritten: " + flags.out + "\n"));
}

MemoryEstimate what_if_memory(const WhatIfFlags& flags) {
  MemoryEstimate estimate = program_alone();
  add_study_stages(flags.read(), flags.walks ? StudyStages::WhatIfWalks : StudyStages::WhatIf,
                   estimate);
  return estimate;
}

/// A flag that may be given again, each time with one value.
void add_repeated(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                  const std::string& help, const std::string& type) {
  command.add_option(name, values, help)->type_name(type)->allow_extra_args(false);
}

}  // namespace

void add_what_if_command(CLI::App& app, CommonOptions& common, Action& action) {
  auto* command = app.add_subcommand(
      "what-if", "What changes had a person, a role or a campaign never been recorded");
  auto flags = std::make_shared<WhatIfFlags>();
  command->add_option("STUDY", flags->study, "The study file (TOML)")->required();
  add_repeated(*command, "--remove_person", flags->people,
               "Remove every row that names the person; give it again for more", "PERSON");
  add_repeated(*command, "--remove_role", flags->roles, "Remove the touches of a role; likewise",
               "ROLE");
  add_repeated(*command, "--remove_touches,--remove_campaign", flags->touches,
               "Remove the touches with that value in a column, such as campaign=spring; likewise",
               "COLUMN=VALUE");
  command->add_option("--out", flags->out,
                      "Table of changes: .parquet, .arrow or .csv; absent: print only");
  command->add_flag("--all", flags->all, "Write the rows that do not change, too");
  command->add_flag(
      "--walks", flags->walks,
      "Also the scores of the study's walks: what the change reaches is walked again");
  command->add_option("--top", flags->top, "Rows to print")
      ->check(CLI::Range(std::uint64_t{0}, kLargestWhole))
      ->capture_default_str();
  add_map_option(*command, flags->map);
  add_common_options(*command, common);
  command->footer(
      "Example: grapevine what-if datasets/debian_referrals/study.toml --remove-person 667");
  command->callback([&common, &action, flags] {
    action = {[&common, flags] { compare_and_print(*flags, common.json); },
              [flags] { return what_if_memory(*flags); }};
  });
}

}  // namespace grapevine
