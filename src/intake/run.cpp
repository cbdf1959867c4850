#include "intake/run.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "access/policy.h"
#include "core/failpoint.h"
#include "intake/inspect.h"
#include "intake/order.h"
#include "intake/sheet_reading.h"
#include "intake/sheet_source.h"
#include "intake/tally.h"

namespace caregrid::intake {
namespace {

/// What the work of a dry run returns, so that its transaction is rolled back.
constexpr std::string_view dry_run_over = "import.dry_run_over";

/// Runs operations through the door, or inside the one transaction of a dry run.
struct Way {
  const Importer& importer;
  const access::Call* trial = nullptr;

  core::Result<std::string> submit(const access::Command& command, access::Operate operate) const {
    if (trial == nullptr) {
      return importer.door.submit(importer.actor, command, operate);
    }
    auto answer = operate(*trial);
    trial->notes = {};
    return answer;
  }

  core::Result<void> look(core::FunctionRef<core::Result<void>(const access::Call&)> see) const {
    return trial == nullptr ? importer.door.read(importer.actor, see) : see(*trial);
  }
};

/// Everything that is fixed while one sheet goes in.
struct SheetAtHand {
  std::size_t file = 0;
  const Kind& kind;
  SheetPlan plan;
  Target& target;
};

/// One run under way.
class Run final {
 public:
  Run(const Importer& importer, std::span<const FileToImport> files, const RunOptions& options);

  RunReport perform();

 private:
  core::Result<void> read_all_through();
  core::Result<void> store_all(const Way& way);
  core::Result<void> try_all();
  core::Result<void> store_sheet(const Way& way, const SheetTurn& turn);
  core::Result<void> store_batches(const Way& way, SheetAtHand& sheet, SheetReading& reading);
  core::Result<void> finish_sheet(const Way& way, SheetAtHand& sheet, const Source& source,
                                  std::int64_t unread);
  core::Result<BatchAnswer> store_batch(const Way& way, SheetAtHand& sheet, FilledBatch& filled,
                                        std::int64_t number);
  void tell_progress(std::size_t file, double share);

  const Importer& importer_;
  std::span<const FileToImport> files_;
  const RunOptions& options_;
  RunReport report_;
  Progress progress_;
  std::vector<std::int64_t> sizes_;  ///< Bytes per file.
  std::vector<std::unique_ptr<Tally>> tallies_;
  SheetSource source_;
};

Run::Run(const Importer& importer, std::span<const FileToImport> files, const RunOptions& options)
    : importer_(importer), files_(files), options_(options) {
  for (const FileToImport& file : files_) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file.path, failed);
    sizes_.push_back(failed ? 0 : static_cast<std::int64_t>(bytes));
    progress_.bytes_total += sizes_.back();
    tallies_.push_back(std::make_unique<Tally>(file.rejects_path, options.language));
  }
}

/// Files may take turns, so the figure only ever grows to what the present one has reached.
void Run::tell_progress(std::size_t file, double share) {
  auto done = static_cast<std::int64_t>(static_cast<double>(sizes_[file]) * share);
  for (std::size_t before = 0; before < file; ++before) {
    done += sizes_[before];
  }
  progress_.bytes_done = std::max(progress_.bytes_done, done);
  if (options_.on_progress) {
    options_.on_progress(progress_);
  }
}

core::Result<void> Run::read_all_through() {
  for (std::size_t file = 0; file < files_.size(); ++file) {
    if (files_[file].sheets.empty()) {
      continue;
    }
    report_.problem_file = file;
    if (auto done = read_through(files_[file].path, options_.stop); !done) {
      return done;
    }
  }
  return {};
}

core::Result<BatchAnswer> Run::store_batch(const Way& way, SheetAtHand& sheet, FilledBatch& filled,
                                           std::int64_t number) {
  const std::string place = std::to_string(sheet.file) + "/" + sheet.plan.sheet;
  const std::string payload =
      std::string(sheet.kind.name) + "/" + place + "/" + core::to_hex(std::span(filled.content));
  const access::Command command{
      access::CommandId::derive("import_rows/" + options_.id.text() + "/" + place + "/" +
                                std::to_string(number)),
      "import_rows", payload, true};
  const auto store = [&](const access::Call& call) -> core::Result<std::string> {
    const auto results = sheet.target.store(call, *filled.batch);
    if (!results) {
      return results.error();
    }
    core::check(results->size() == filled.rows.records().size());
    return to_answer_text(summarise(*results));
  };
  const auto answer = way.submit(command, store);
  if (!answer) {
    core::Error error = answer.error();
    const std::string rows = std::to_string(filled.rows.number(0)) + "-" +
                             std::to_string(filled.rows.number(filled.rows.size() - 1));
    error.field = (sheet.plan.sheet.empty() ? "" : "sheets[" + sheet.plan.sheet + "].") + "rows[" +
                  rows + "]";
    return error;
  }
  return read_answer_text(*answer);
}

core::Result<void> Run::store_batches(const Way& way, SheetAtHand& sheet, SheetReading& reading) {
  for (std::int64_t number = 0; !options_.stop.stop_requested(); ++number) {
    auto next = reading.next();
    if (!next) {
      return next.error();
    }
    std::unique_ptr<FilledBatch> filled = std::move(*next);
    if (!filled) {
      return {};
    }
    BatchAnswer answer;
    if (filled->rows.size() > 0) {
      auto stored = store_batch(way, sheet, *filled, number);
      if (!stored) {
        return stored.error();
      }
      answer = std::move(*stored);
    }
    if (core::failpoint("intake.batch.stored") == core::Fault::error) {
      return core::failure(core::Code::unavailable, "db.gone");
    }
    if (auto done = tallies_[sheet.file]->add(sheet.kind, sheet.plan, *filled, answer); !done) {
      return done;
    }
    progress_.rows += static_cast<std::int64_t>(filled->rows.size());
    tell_progress(sheet.file, filled->share_done);
    reading.recycle(std::move(filled));
  }
  report_.was_stopped = true;
  return {};
}

/// Closes a list whose rows are all in, and holds it against the one before. Only a list whose
/// sender or role somebody stated is kept as one.
core::Result<void> Run::finish_sheet(const Way& way, SheetAtHand& sheet, const Source& source,
                                     std::int64_t unread) {
  if (source.sender.empty() && !source.role) {
    return {};
  }
  Target& target = sheet.target;
  const std::string place = std::to_string(sheet.file) + "/" + sheet.plan.sheet;
  const std::string payload = place + "/" + std::to_string(unread);
  const access::Command command{
      access::CommandId::derive("finish_list/" + options_.id.text() + "/" + place), "finish_list",
      payload, true};
  const auto finished =
      way.submit(command, [&](const access::Call& call) -> core::Result<std::string> {
        const auto done = target.finish(call, source, unread);
        return done ? core::Result<std::string>("{}") : done.error();
      });
  if (!finished) {
    return finished.error();
  }
  return way.look([&](const access::Call& call) -> core::Result<void> {
    auto change = target.compare(call, source);
    if (!change) {
      return change.error();
    }
    if (*change) {
      tallies_[sheet.file]->add_change(std::move(**change));
    }
    return {};
  });
}

core::Result<void> Run::store_sheet(const Way& way, const SheetTurn& turn) {
  const FileToImport& file = files_[turn.file];
  const SheetMapping& mapping = file.sheets[turn.sheet];
  const auto target = importer_.catalogue.make(*mapping.kind);
  auto prepared = way.look([&](const access::Call& call) { return target->prepare(call); });
  if (!prepared) {
    return prepared;
  }
  auto reader = source_.go_to(file.path, mapping.sheet);
  if (!reader) {
    return reader.error();
  }
  const Kind& kind = *importer_.catalogue.find(*mapping.kind);
  SheetAtHand sheet{turn.file, kind, make_plan(mapping, kind), *target};
  const std::string run = options_.id.text();
  const Source source{file.name, mapping.sheet,
                      mapping.sender ? *mapping.sender : std::string_view(), mapping.role, run};
  SheetReading reading(
      {**reader, sheet.plan, *target, source, importer_.door.today(), options_.batch_rows});
  const std::int64_t unread_before = tallies_[turn.file]->report().counts.rejected;
  if (auto done = store_batches(way, sheet, reading); !done || report_.was_stopped) {
    return done;
  }
  return finish_sheet(way, sheet, source,
                      tallies_[turn.file]->report().counts.rejected - unread_before);
}

core::Result<void> Run::store_all(const Way& way) {
  std::vector<std::vector<SheetMapping>> sheets;
  for (const FileToImport& file : files_) {
    sheets.push_back(file.sheets);
  }
  for (const SheetTurn& turn : import_order(sheets, importer_.catalogue)) {
    report_.problem_file = turn.file;
    if (options_.stop.stop_requested()) {
      report_.was_stopped = true;
      break;
    }
    if (auto done = store_sheet(way, turn); !done) {
      return done;
    }
  }
  return {};
}

/// As `store_all`, inside one transaction that is given up at the end.
core::Result<void> Run::try_all() {
  access::Door& door = importer_.door;
  const auto work = [&](db::Transaction& transaction) -> core::Result<void> {
    access::Notes notes;
    const access::Call call{importer_.actor, importer_.actor.area.county(),
                            door.today(),    door.now(),
                            transaction,     notes,
                            door.keys()};
    if (auto done = store_all({importer_, &call}); !done) {
      return done;
    }
    return core::failure(core::Code::conflict, std::string(dry_run_over));
  };
  auto done = door.database().write_alone(work);
  if (!done && done.error().reason == dry_run_over) {
    return {};
  }
  return done;
}

RunReport Run::perform() {
  auto done = read_all_through();
  if (done) {
    done = options_.dry_run ? try_all() : store_all({importer_, nullptr});
  }
  for (const auto& tally : tallies_) {
    if (auto finished = tally->finish(); !finished && done) {
      done = finished;
    }
    report_.files.push_back(tally->report());
  }
  if (!done) {
    report_.problem = done.error();
  }
  return std::move(report_);
}

}  // namespace

core::Result<RunReport> run_import(const Importer& importer, std::span<const FileToImport> files,
                                   const RunOptions& options) {
  const auto allowed = access::authorise(importer.actor, access::Operation::import_records, {});
  if (!allowed) {
    return allowed.error();
  }
  for (const FileToImport& file : files) {
    for (const SheetMapping& mapping : file.sheets) {
      if (auto fits = check_mapping(mapping, importer.catalogue); !fits) {
        return fits.error();
      }
    }
  }
  return Run(importer, files, options).perform();
}

}  // namespace caregrid::intake
