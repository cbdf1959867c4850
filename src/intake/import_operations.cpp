#include "intake/import_operations.h"

#include <algorithm>
#include <span>
#include <utility>

#include "access/policy.h"
#include "core/json_codec.h"
#include "intake/inspect.h"
#include "intake/kept_files.h"
#include "intake/saved_mapping.h"
#include "intake/store.h"
#include "tabular/file_kind.h"

namespace caregrid::intake {
namespace {

core::Result<void> may_import(const access::Actor& actor) {
  return access::authorise(actor, access::Operation::import_records,
                           {actor.area.code, access::FieldClass::personal});
}

core::Error not_found() { return core::failure(core::Code::not_found, "import.not_found"); }

/// The file's name as people know it, whatever path a browser or a shell put before it.
std::string name_only(std::string_view name) {
  const std::size_t slash = name.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

/// A name whose ending says something else than the content is a mistake or a trick; both are told.
core::Result<void> check_ending(std::string_view name, core::FileReader& upload) {
  constexpr std::size_t judged_bytes = 4096;
  std::string head(judged_bytes, '\0');
  const auto read = upload.read_at(0, std::as_writable_bytes(std::span(head)));
  if (!read) {
    return read.error();
  }
  head.resize(*read);
  std::string ending(name.substr(std::min(name.rfind('.'), name.size())));
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  const auto kind = tabular::detect_file_kind(head);
  const bool is_text = ending == ".csv" || ending == ".tsv" || ending == ".txt";
  const bool fits =
      kind == tabular::FileKind::zip ? ending == ".xlsx" || ending == ".zip" : is_text;
  return fits ? core::Result<void>() : core::invalid("name", "import.ending", ending);
}

core::Result<Import> import_in(const access::Call& call, const ImportId& id) {
  auto found = find_import(call, id);
  if (!found) {
    return found.error();
  }
  return *found ? core::Result<Import>(std::move(**found)) : core::Result<Import>(not_found());
}

/// One person's files may not fill the disk of all.
core::Result<void> check_quota(const access::Call& call, std::int64_t size_bytes) {
  const auto kept = kept_uploads(call);
  if (!kept) {
    return kept.error();
  }
  if (kept->files >= uploads_max || kept->bytes + size_bytes > uploads_bytes_max) {
    return core::failure(core::Code::conflict, "import.too_many", std::to_string(uploads_max));
  }
  return {};
}

/// Sheets a person said something of that the program had not recognised by itself, and, once they
/// go in for good, those a saved mapping was used for.
std::vector<SheetMapping> to_remember(const std::vector<SheetMapping>& before,
                                      const RunRequest& request) {
  std::vector<SheetMapping> told;
  std::ranges::copy_if(request.sheets, std::back_inserter(told), [&](const SheetMapping& sheet) {
    const bool is_used_again = !request.dry_run && sheet.saved.has_value();
    return is_used_again || std::ranges::find(before, sheet) == before.end();
  });
  return told;
}

/// What lies in clear while an import runs; gone when it ends, or at the next start.
struct PlainFiles {
  core::FileSystem& files;
  std::string upload;
  std::string rejects;

  PlainFiles(core::FileSystem& disk, std::string of_upload, std::string of_rejects)
      : files(disk), upload(std::move(of_upload)), rejects(std::move(of_rejects)) {}
  PlainFiles(const PlainFiles&) = delete;
  PlainFiles& operator=(const PlainFiles&) = delete;
  ~PlainFiles() {
    static_cast<void>(files.remove(upload).ok());
    static_cast<void>(files.remove(rejects).ok());
  }
};

/// The language travels with the job.
struct JobInput {
  bool is_english = false;

  bool operator==(const JobInput&) const = default;
};

}  // namespace
}  // namespace caregrid::intake

template <>
struct caregrid::core::Describe<caregrid::intake::JobInput> {
  static constexpr std::string_view name = "ImportJobInput";
  static constexpr auto fields = std::tuple{field("is_english", &intake::JobInput::is_english)};
};

namespace caregrid::intake {

Imports::Imports(ImportParts parts) : parts_(std::move(parts)) {}

core::Result<std::string> Imports::new_upload_path(const access::Actor& actor) {
  if (auto allowed = may_import(actor); !allowed) {
    return allowed.error();
  }
  if (auto made = parts_.files.make_folder(parts_.folder); !made) {
    return made.error();
  }
  const auto id = ImportId::make(parts_.door.now(), parts_.rng);
  return parts_.folder + "/" + id.text() + ".upload";
}

core::Result<Import> Imports::create(const access::Actor& actor, const access::CommandId& command,
                                     const std::string& name, const std::string& upload_path) {
  if (auto allowed = may_import(actor); !allowed) {
    return allowed.error();
  }
  Import import;
  import.id = ImportId::make(parts_.door.now(), parts_.rng);
  import.file = name_only(name);
  import.created_at = parts_.door.now();
  const auto upload = parts_.files.open(upload_path);
  import.size_bytes = upload ? (*upload)->size_bytes() : 0;
  auto inspection = inspect_file(upload_path, parts_.catalogue);
  if (inspection && upload) {
    if (const auto fits = check_ending(import.file, **upload); !fits) {
      inspection = fits.error();
    }
  }
  import.state = ImportState::inspected;
  if (inspection) {
    import.sheets = std::move(inspection->sheets);
    import.warnings = std::move(inspection->warnings);
    import.warnings.resize(std::min(import.warnings.size(), findings_max));
  }
  if (const auto& problem = inspection ? inspection->problem : inspection.error()) {
    import.problem = problem_of(*problem);
    const bool is_correctable = problem->reason == "import.missing_columns";
    import.state = is_correctable ? ImportState::inspected : ImportState::failed;
  }
  if (auto used = use_saved_mappings(actor, import); !used) {
    return used.error();
  }
  const auto keys = make_file_keys(parts_.door.keys(), import.id);
  if (!keys) {
    return keys.error();
  }
  const std::lock_guard keeping(keeping_);
  import.path = parts_.folder + "/" + import.id.text() + ".upload" + std::string(sealed_ending);
  if (auto kept = keep_file(parts_.files, keys->upload, {upload_path, import.path}); !kept) {
    return kept.error();
  }
  const std::string payload = import.file + "/" + std::to_string(import.size_bytes);
  const auto answer =
      parts_.door.submit(actor, {command, "create_import", payload},
                         [&](const access::Call& call) -> core::Result<std::string> {
                           auto done = check_quota(call, import.size_bytes);
                           done = done ? store_file_keys(call, *keys) : done;
                           done = done ? insert_import(call, import) : done;
                           return done ? core::Result<std::string>(import.id.text()) : done.error();
                         });
  if (!answer || *answer != import.id.text()) {
    forget_files(import);
  }
  if (!answer) {
    return answer.error();
  }
  return find(actor, ImportId::parse(*answer).value_or(import.id));
}

/// A header a person explained before needs no second explanation; whoever looks is told so.
core::Result<void> Imports::use_saved_mappings(const access::Actor& actor, Import& import) {
  const auto looked = parts_.door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    for (SheetMapping& sheet : import.sheets) {
      const auto used = use_saved(call, parts_.catalogue, sheet);
      if (!used) {
        return used.error();
      }
      if (*used) {
        std::erase_if(import.warnings,
                      [&](const Finding& finding) { return finding.sheet == sheet.sheet; });
        import.warnings.push_back(
            {sheet.sheet, sheet.header_row, {}, {}, "mapping.saved_used", *sheet.saved, {}});
      }
    }
    return {};
  });
  const bool was_asked = import.problem && (import.problem->reason == "import.missing_columns" ||
                                            import.problem->reason == "import.no_known_sheet");
  const bool is_whole =
      std::ranges::all_of(
          import.sheets,
          [&](const auto& sheet) { return check_mapping(sheet, parts_.catalogue).ok(); }) &&
      std::ranges::any_of(import.sheets, [](const auto& sheet) { return sheet.kind.has_value(); });
  if (was_asked && is_whole) {
    import.problem.reset();
    import.state = ImportState::inspected;
  }
  return looked;
}

core::Result<Import> Imports::load(const access::Actor& actor, const ImportId& id) {
  if (auto allowed = may_import(actor); !allowed) {
    return allowed.error();
  }
  core::Result<Import> import = not_found();
  auto done = parts_.door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    import = import_in(call, id);
    return {};
  });
  return done ? import : done.error();
}

/// The row says "running" from the moment the job is asked for; only the job knows better.
void Imports::overlay_job(const access::Actor& actor, Import& import) {
  if (import.state != ImportState::running || !import.job) {
    return;
  }
  const auto job = parts_.queue.find(actor, *import.job);
  if (!job) {
    return;
  }
  import.progress.bytes_done = job->done;
  import.progress.bytes_total = std::max(job->total, import.size_bytes);
  if (job->state == JobState::cancelled) {
    import.state = ImportState::cancelled;
  } else if (job->state == JobState::failed) {
    import.state = ImportState::failed;
    import.problem = Problem{job->message, {}, {}};
  }
  const std::lock_guard lock(mutex_);
  if (const auto running = running_.find(import.id); running != running_.end()) {
    import.progress = running->second;
  }
}

core::Result<Import> Imports::find(const access::Actor& actor, const ImportId& id) {
  auto import = load(actor, id);
  if (import) {
    overlay_job(actor, *import);
  }
  return import;
}

core::Result<ImportPage> Imports::list(const access::Actor& actor, std::optional<ImportId> after,
                                       int limit) {
  if (auto allowed = may_import(actor); !allowed) {
    return allowed.error();
  }
  constexpr int limit_max = 200;
  if (limit < 1 || limit > limit_max) {
    return core::invalid("limit", "list.limit");
  }
  ImportPage page;
  auto done = parts_.door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    auto items = list_imports(call, after, limit + 1);
    if (!items) {
      return items.error();
    }
    page.items = std::move(*items);
    return {};
  });
  if (!done) {
    return done.error();
  }
  if (std::cmp_greater(page.items.size(), limit)) {
    page.items.pop_back();
    page.next = page.items.back().id;
  }
  for (Import& import : page.items) {
    overlay_job(actor, import);
  }
  return page;
}

core::Result<JobId> Imports::run(const access::Actor& actor, const access::CommandId& command,
                                 const ImportId& id, const RunRequest& request) {
  auto import = find(actor, id);
  if (!import) {
    return import.error();
  }
  if (import->path.empty()) {
    return core::failure(core::Code::conflict, "import.file_gone");
  }
  const std::vector<SheetMapping> said = to_remember(import->sheets, request);
  if (!request.sheets.empty()) {
    import->sheets = request.sheets;
  }
  for (const SheetMapping& mapping : import->sheets) {
    if (auto fits = check_mapping(mapping, parts_.catalogue); !fits) {
      return fits.error();
    }
  }
  const auto has_kind = [](const SheetMapping& mapping) { return mapping.kind.has_value(); };
  if (std::ranges::none_of(import->sheets, has_kind)) {
    return core::invalid("sheets", "import.no_known_sheet");
  }
  const JobId job{command.bytes};
  const auto start = [&](const access::Call& call) -> core::Result<std::string> {
    if (import->state == ImportState::running) {
      return core::failure(core::Code::conflict, "import.running");
    }
    for (const SheetMapping& sheet : said) {
      if (auto kept = remember(call, sheet, import->file); !kept) {
        return kept.error();
      }
    }
    import->state = ImportState::running;
    import->dry_run = request.dry_run;
    import->counts = {};
    import->rejects.clear();
    import->changes.clear();
    import->problem.reset();
    import->job = job;
    if (auto updated = update_import(call, *import); !updated || !*updated) {
      return updated ? not_found() : updated.error();
    }
    const JobInput input{request.language == core::Language::en};
    auto queued =
        parts_.queue.enqueue(call, {job, "import", id.text(), core::to_json(input), "bytes"});
    return queued ? core::Result<std::string>(job.text()) : queued.error();
  };
  const std::string payload =
      id.text() + (request.dry_run ? "/dry/" : "/") + core::to_json(request.sheets);
  const auto answer = parts_.door.submit(actor, {command, "run_import", payload}, start);
  if (!answer) {
    return answer.error();
  }
  parts_.queue.wake();
  return job;
}

core::Result<void> Imports::remove(const access::Actor& actor, const access::CommandId& command,
                                   const ImportId& id) {
  const auto import = find(actor, id);
  if (!import) {
    return import.error();
  }
  if (import->state == ImportState::running) {
    return core::failure(core::Code::conflict, "import.running");
  }
  const auto answer = parts_.door.submit(
      actor, {command, "remove_import", id.text()},
      [&](const access::Call& call) -> core::Result<std::string> {
        auto done = delete_import(call, id);
        return done ? core::Result<std::string>(std::string("{}")) : done.error();
      });
  if (!answer) {
    return answer.error();
  }
  forget_files(*import);
  return {};
}

core::Result<void> Imports::execute(const JobContext& context) {
  const auto id = ImportId::parse(context.job.subject);
  auto import = id ? load(context.actor, *id) : core::Result<Import>(not_found());
  if (!import) {
    return import.error();
  }
  const auto input = core::from_json<JobInput>(context.job.input);
  const bool is_english = input && input->is_english;
  const PlainFiles plain{parts_.files, parts_.folder + "/" + id->text() + ".plain",
                         parts_.folder + "/" + id->text() + ".rejects.xlsx"};
  const auto opened = open_file(context.actor, *id, KeptFile::upload, {import->path, plain.upload});
  if (!opened) {
    return settle(context, std::move(*import), opened.error());
  }
  const FileToImport file{plain.upload, import->file, import->sheets, plain.rejects};
  RunOptions options;
  options.id = RunId{context.job.id.bytes};
  options.dry_run = import->dry_run;
  options.language = is_english ? core::Language::en : core::Language::zh;
  options.stop = context.stop;
  options.on_progress = [&](const Progress& progress) {
    context.report(progress.bytes_done, progress.bytes_total);
    const std::lock_guard lock(mutex_);
    running_[*id] = progress;
  };
  const auto report =
      run_import({parts_.door, context.actor, parts_.catalogue}, std::span(&file, 1), options);
  auto settled = settle(context, std::move(*import), report);
  const std::lock_guard lock(mutex_);
  running_.erase(*id);
  return settled;
}

/// Writes what came of the run. One that stops because the program ends stays "running": its job
/// goes on at the next start.
core::Result<void> Imports::settle(const JobContext& context, Import import,
                                   const core::Result<RunReport>& report) {
  if (report && report->was_stopped) {
    const auto job = parts_.queue.find(context.actor, context.job.id);
    if (job && !job->cancel_wanted) {
      return {};
    }
  }
  const std::lock_guard keeping(keeping_);
  std::optional<core::Error> problem;
  if (!report) {
    problem = report.error();
  } else {
    problem = report->problem;
    const FileReport& file = report->files.front();
    import.counts = file.counts;
    import.rejects = file.rejects;
    import.warnings = file.warnings;
    import.changes = file.changes;
    import.rejects_path.clear();
    if (!file.rejects_path.empty()) {
      if (auto kept = keep_rejects(context.actor, import, file.rejects_path); !kept) {
        return kept;
      }
    }
  }
  const bool was_stopped = report && report->was_stopped;
  import.state = problem          ? ImportState::failed
                 : was_stopped    ? ImportState::cancelled
                 : import.dry_run ? ImportState::checked
                                  : ImportState::done;
  import.problem = problem ? std::optional(problem_of(*problem)) : std::nullopt;
  const std::string upload = import.path;
  const bool is_imported = import.state == ImportState::done;
  if (is_imported) {
    import.path.clear();
  }
  const access::Command command{access::CommandId::derive("finish_import/" + context.job.id.text()),
                                "finish_import", context.job.subject};
  const auto answer = parts_.door.submit(
      context.actor, command, [&](const access::Call& call) -> core::Result<std::string> {
        const auto forgotten =
            is_imported ? delete_file_key(call, import.id, KeptFile::upload) : core::Result<void>();
        const auto updated =
            forgotten ? update_import(call, import) : core::Result<bool>(forgotten.error());
        return updated ? core::Result<std::string>(core::to_json(import.counts)) : updated.error();
      });
  if (!answer) {
    return answer.error();
  }
  if (is_imported) {
    static_cast<void>(parts_.files.remove(upload).ok());
  }
  return problem ? core::Result<void>(*problem) : core::Result<void>();
}

}  // namespace caregrid::intake
