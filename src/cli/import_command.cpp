#include <tuple>

#include "cli/commands.h"
#include "cli/county.h"
#include "cli/import_run.h"
#include "core/json_codec.h"

namespace caregrid::cli {
namespace {

/// One file's line of the result.
struct FileResult {
  std::string file;
  std::vector<std::string> kinds;
  intake::Counts counts;
  std::vector<intake::Finding> warnings;
  std::optional<std::string> rejects;
  std::optional<intake::Problem> problem;
};

struct ImportResult {
  bool dry_run = false;
  std::vector<FileResult> files;
};

}  // namespace
}  // namespace caregrid::cli

namespace caregrid::core {

template <>
struct Describe<cli::FileResult> {
  using It = cli::FileResult;
  static constexpr std::string_view name = "FileResult";
  static constexpr auto fields =
      std::tuple{field("file", &It::file),       field("kinds", &It::kinds),
                 field("counts", &It::counts),   field("warnings", &It::warnings),
                 field("rejects", &It::rejects), field("problem", &It::problem)};
};

template <>
struct Describe<cli::ImportResult> {
  static constexpr std::string_view name = "ImportResult";
  static constexpr auto fields = std::tuple{field("dry_run", &cli::ImportResult::dry_run),
                                            field("files", &cli::ImportResult::files)};
};

}  // namespace caregrid::core

namespace caregrid::cli {
namespace {

std::vector<std::string> kinds_of(const intake::Inspection& inspection) {
  std::vector<std::string> kinds;
  for (const auto& sheet : inspection.sheets) {
    if (sheet.kind) {
      kinds.push_back(*sheet.kind);
    }
  }
  return kinds;
}

ImportResult result_of(std::span<const InspectedFile> files, intake::RunReport report,
                       bool dry_run) {
  ImportResult result{dry_run, {}};
  for (std::size_t i = 0; i < files.size(); ++i) {
    intake::FileReport& file = report.files[i];
    FileResult line{files[i].name, kinds_of(files[i].inspection),
                    file.counts,   std::move(file.warnings),
                    std::nullopt,  std::nullopt};
    if (!file.rejects_path.empty()) {
      line.rejects = file.rejects_path;
    }
    if (report.problem && report.problem_file == i) {
      line.problem = intake::problem_of(*report.problem);
    } else if (files[i].inspection.problem) {
      line.problem = intake::problem_of(*files[i].inspection.problem);
    }
    result.files.push_back(std::move(line));
  }
  return result;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

void print(const Console& console, const ImportResult& result) {
  if (console.is_json) {
    console.out << core::to_json(result) << '\n';
    return;
  }
  std::vector<std::vector<std::string>> rows{
      {"file", "kind", "rows", "created", "updated", "unchanged", "rejected", "warnings"}};
  for (const auto& file : result.files) {
    const intake::Counts& counts = file.counts;
    rows.push_back({file.file, joined(file.kinds), std::to_string(counts.rows),
                    std::to_string(counts.created), std::to_string(counts.updated),
                    std::to_string(counts.unchanged), std::to_string(counts.rejected),
                    std::to_string(counts.warnings)});
  }
  console.out << align(rows);
  for (const auto& file : result.files) {
    if (file.rejects) {
      console.out << "Rejected rows of " << file.file << ": " << *file.rejects << '\n';
    }
  }
  if (result.dry_run) {
    console.out << "Dry run: nothing was kept.\n";
  }
}

/// Files that were refused as a whole while others went in; as JSON they stand in their lines.
void tell_refused(const Console& console, const ImportResult& result,
                  const std::optional<core::Error>& ended_by) {
  for (const auto& file : result.files) {
    const bool is_told = ended_by && file.problem && file.problem->detail == ended_by->detail;
    if (file.problem && !is_told && !console.is_json) {
      tell(console,
           {core::Code::invalid, file.problem->field, file.problem->reason, file.problem->detail});
    }
  }
}

bool has_rejects(const ImportResult& result) {
  for (const auto& file : result.files) {
    if (file.counts.rejected > 0 || file.problem) {
      return true;
    }
  }
  return false;
}

/// The county may be learnt from the files themselves when the data are empty.
core::Result<access::Actor> actor_for(Workplace& workplace, DataOptions options,
                                      std::span<const InspectedFile> files) {
  auto actor = operator_for(workplace, options, access::Role::county);
  if (actor || actor.error().reason != "county.unknown") {
    return actor;
  }
  for (const auto& file : files) {
    if (options.county == 0) {
      options.county = county_of_sheets(file.inspection.sheets);
    }
  }
  return options.county == 0 ? actor : operator_for(workplace, options, access::Role::county);
}

/// What the command line says of the county itself.
core::Result<void> note(Workplace& workplace, const access::Actor& actor,
                        const ImportOptions& options) {
  if (!options.county_name.empty()) {
    if (auto named = name_county(workplace, actor, options.county_name); !named) {
      return named;
    }
  }
  if (!options.is_synthetic) {
    return note_county(workplace, actor);
  }
  const auto marked = mark_synthetic(workplace, actor);
  return marked ? invent_consents(workplace, actor) : marked;
}

core::Result<ImportResult> import_into(Workplace& workplace, const ImportOptions& options,
                                       const Console& console,
                                       std::optional<core::Error>& problem) {
  const auto files = inspect_all(workplace, options.files);
  if (!files) {
    return files.error();
  }
  const auto actor = actor_for(workplace, options.data, *files);
  if (!actor) {
    return actor.error();
  }
  const std::string rejects =
      options.rejects_folder.empty() ? workplace.folder() + "/rejects" : options.rejects_folder;
  auto report = import_all(workplace, *actor, *files, {options.dry_run, rejects}, console);
  if (!report) {
    return report.error();
  }
  problem = report->problem;
  if (problem) {
    const std::string& name = (*files)[report->problem_file].name;
    problem->field = name + (problem->field.empty() ? "" : ": ") + problem->field;
  }
  if (!options.dry_run) {
    if (auto noted = note(workplace, *actor, options); !noted) {
      return noted.error();
    }
  }
  return result_of(*files, std::move(*report), options.dry_run);
}

}  // namespace

ExitCode import_files(const ImportOptions& options, const Surroundings& surroundings,
                      Console& console) {
  const auto workplace = surroundings.open(options.data);
  if (!workplace) {
    tell(console, workplace.error());
    return exit_code_of(workplace.error());
  }
  std::optional<core::Error> problem;
  const auto result = import_into(**workplace, options, console, problem);
  if (!result) {
    tell(console, result.error());
    return exit_code_of(result.error());
  }
  print(console, *result);
  tell_refused(console, *result, problem);
  if (problem) {
    tell(console, *problem);
    return exit_code_of(*problem);
  }
  return has_rejects(*result) ? ExitCode::partly_rejected : ExitCode::done;
}

}  // namespace caregrid::cli
