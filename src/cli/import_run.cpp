#include "cli/import_run.h"

#include <algorithm>
#include <filesystem>

namespace caregrid::cli {
namespace {

std::string name_of(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

/// "children.xlsx" → FOLDER/children.rejects.xlsx.
std::string rejects_path_of(const std::string& folder, const std::string& name) {
  return folder + "/" + std::filesystem::path(name).stem().string() + ".rejects.xlsx";
}

}  // namespace

core::Result<std::vector<InspectedFile>> inspect_all(Workplace& workplace,
                                                     std::span<const std::string> paths) {
  std::vector<InspectedFile> files;
  for (const std::string& path : paths) {
    auto inspection = intake::inspect_file(path, workplace.catalogue());
    InspectedFile file{path, name_of(path), {}};
    if (inspection) {
      file.inspection = std::move(*inspection);
    } else {
      file.inspection.problem = inspection.error();
    }
    if (auto& problem = file.inspection.problem) {
      problem->field = file.name + (problem->field.empty() ? "" : ": ") + problem->field;
    }
    files.push_back(std::move(file));
  }
  const auto is_fit = [](const InspectedFile& file) { return !file.inspection.problem; };
  if (!files.empty() && std::ranges::none_of(files, is_fit)) {
    return *files.front().inspection.problem;
  }
  // By name, so that the same files come to the same register however they were listed: of two
  // lists of children the earlier one gives the record, the later one adds to it.
  std::ranges::stable_sort(files, {}, &InspectedFile::name);
  return files;
}

core::Result<intake::RunReport> import_all(Workplace& workplace, const access::Actor& actor,
                                           std::span<const InspectedFile> files,
                                           const ImportRun& run, const Console& console) {
  if (auto made = workplace.files().make_folder(run.rejects_folder); !made) {
    return made.error();
  }
  std::vector<intake::FileToImport> sources;
  for (const auto& file : files) {
    // A refused file keeps its place in the report, but nothing of it goes in.
    const bool is_refused = file.inspection.problem.has_value();
    sources.push_back({file.path, file.name,
                       is_refused ? std::vector<intake::SheetMapping>() : file.inspection.sheets,
                       rejects_path_of(run.rejects_folder, file.name)});
  }
  ProgressBar bar(console, run.dry_run ? "checking" : "importing");
  intake::RunOptions options;
  options.id = intake::RunId::make(workplace.clock().now(), workplace.rng());
  options.dry_run = run.dry_run;
  options.language = console.language;
  options.on_progress = [&](const intake::Progress& progress) {
    bar.show(progress.bytes_done, progress.bytes_total, std::to_string(progress.rows) + " rows");
  };
  return intake::run_import({workplace.door(), actor, workplace.catalogue()}, sources, options);
}

}  // namespace caregrid::cli
