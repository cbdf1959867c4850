#pragma once

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "access/door.h"
#include "core/clock.h"
#include "core/rng.h"
#include "db/database.h"
#include "intake/catalogue.h"
#include "intake/inspect.h"
#include "intake/run.h"
#include "support/databases.h"
#include "support/keys.h"

namespace caregrid::support {

/// Two small kinds of record to show the importer with: groups, and members of groups. They are
/// kept as settings of the county ("group/A" = "1", "member/7" = "name/points").
class SettingTarget : public intake::Target {
 public:
  struct Row {
    std::string key;
    std::string value;
    std::optional<intake::Issue> problem;
  };
  class Rows final : public intake::Batch {
   public:
    std::vector<Row> rows;
  };

  core::Result<void> prepare(const access::Call& call) override {
    return call.transaction.each("SELECT name FROM setting WHERE county = :county",
                                 {{"county", call.county}}, [&](const db::Row& row) {
                                   known_.emplace(std::string(row.text(0)), true);
                                   return true;
                                 });
  }

  std::unique_ptr<intake::Batch> read(std::span<const intake::Record> records,
                                      const intake::Source& /*source*/,
                                      core::Date /*today*/) override {
    auto batch = std::make_unique<Rows>();
    for (const intake::Record& record : records) {
      batch->rows.push_back(row_of(record));
    }
    return batch;
  }

  core::Result<std::vector<intake::RowResult>> store(const access::Call& call,
                                                     intake::Batch& batch) override {
    std::vector<intake::RowResult> results;
    for (const Row& row : static_cast<Rows&>(batch).rows) {
      intake::RowResult result{intake::Outcome::rejected, {}, {}};
      if (row.problem) {
        result.problems.push_back(*row.problem);
      } else {
        const auto outcome = store_row(call, row);
        if (!outcome) {
          return outcome.error();
        }
        result.outcome = *outcome;
      }
      results.push_back(std::move(result));
    }
    return results;
  }

 protected:
  [[nodiscard]] virtual Row row_of(const intake::Record& record) const = 0;
  [[nodiscard]] bool knows(const std::string& key) const { return known_.contains(key); }

 private:
  static core::Result<intake::Outcome> store_row(const access::Call& call, const Row& row) {
    const auto found = db::find_one(
        call.transaction, "SELECT value FROM setting WHERE county = :county AND name = :name",
        {{"county", call.county}, {"name", row.key}},
        [](const db::Row& stored) { return std::string(stored.text(0)); });
    if (!found) {
      return found.error();
    }
    if (*found && **found == row.value) {
      return intake::Outcome::unchanged;
    }
    const auto done = call.transaction.run(
        "INSERT INTO setting (county, name, value) VALUES (:county, :name, :value) "
        "ON CONFLICT (county, name) DO UPDATE SET value = excluded.value",
        {{"county", call.county}, {"name", row.key}, {"value", row.value}});
    if (!done) {
      return done.error();
    }
    return *found ? intake::Outcome::updated : intake::Outcome::created;
  }

  std::map<std::string, bool, std::less<>> known_;
};

class GroupTarget final : public SettingTarget {
 public:
  [[nodiscard]] std::string_view kind() const override { return "group"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override {
    static constexpr std::array<std::string_view, 2> group{"小组名称", "group name"};
    static constexpr std::array<std::string_view, 2> colour{"颜色", "colour"};
    static constexpr std::array fields{intake::Field{"group_name", group, true},
                                       intake::Field{"colour", colour, true}};
    return fields;
  }

 protected:
  [[nodiscard]] Row row_of(const intake::Record& record) const override {
    return {"group/" + std::string(record.values[0].text), std::string(record.values[1].text), {}};
  }
};

class MemberTarget final : public SettingTarget {
 public:
  [[nodiscard]] std::string_view kind() const override { return "member"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override {
    static constexpr std::array<std::string_view, 3> number{"编号", "member number", "number"};
    static constexpr std::array<std::string_view, 2> name{"姓名", "full name"};
    static constexpr std::array<std::string_view, 2> points{"积分", "points"};
    static constexpr std::array<std::string_view, 2> group{"所属小组", "group"};
    static constexpr std::array fields{
        intake::Field{"number", number, true}, intake::Field{"name", name, true},
        intake::Field{"points", points, false}, intake::Field{"group", group, false}};
    return fields;
  }

 protected:
  [[nodiscard]] Row row_of(const intake::Record& record) const override {
    const auto& values = record.values;
    Row row{"member/" + std::string(values[0].text),
            std::string(values[1].text) + "/" + std::string(values[2].text),
            {}};
    int points = 0;
    const std::string_view text = values[2].text;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), points);
    if (values[1].text.empty()) {
      row.problem = intake::Issue{1, "name.missing", {}};
    } else if (!text.empty() && (read.ec != std::errc{} || read.ptr != text.data() + text.size())) {
      row.problem = intake::Issue{2, "need.units", "12"};
    } else if (!values[3].text.empty() && !knows("group/" + std::string(values[3].text))) {
      row.problem = intake::Issue{3, "village.unknown", {}};
    }
    return row;
  }
};

/// A database with the two kinds, somebody who may import, and a folder for files.
struct ImportWorld {
  static constexpr std::int64_t county_code = 990'601'000'000;

  explicit ImportWorld(db::Database& database) : door(database, clock, keys.ring) {
    const std::string name = (std::filesystem::temp_directory_path() / "caregrid-import-").string();
    folder = name + core::Id<ImportWorld>::make(core::SystemClock().now(), system_rng).text();
    std::filesystem::create_directories(folder);
  }
  ImportWorld(const ImportWorld&) = delete;
  ImportWorld& operator=(const ImportWorld&) = delete;
  ~ImportWorld() { std::filesystem::remove_all(folder); }

  std::string write(const std::string& name, std::string_view content) const {
    const std::string path = (folder / name).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  /// A file ready to import, recognised by itself; its problem, if it has one, comes back too.
  std::pair<intake::FileToImport, std::optional<core::Error>> file(const std::string& path) const {
    const std::string name = std::filesystem::path(path).filename().string();
    auto inspection = intake::inspect_file(path, catalogue);
    intake::FileToImport made{path, name, {}, path + ".rejects.xlsx"};
    if (!inspection) {
      return {made, inspection.error()};
    }
    made.sheets = inspection->sheets;
    return {made, inspection->problem};
  }

  core::Result<intake::RunReport> import(const std::vector<std::string>& paths,
                                         intake::RunOptions options = {}) {
    std::vector<intake::FileToImport> files;
    for (const std::string& path : paths) {
      files.push_back(file(path).first);
    }
    if (options.id.is_nil()) {
      options.id = intake::RunId::make(clock.now(), rng);
    }
    return intake::run_import({door, office, catalogue}, files, options);
  }

  /// How many settings there are with this prefix.
  std::int64_t stored(std::string_view prefix) {
    std::int64_t count = 0;
    const auto done = door.read(office, [&](const access::Call& call) {
      return call.transaction.each("SELECT name FROM setting WHERE county = :county",
                                   {{"county", call.county}}, [&](const db::Row& row) {
                                     count += row.text(0).starts_with(prefix) ? 1 : 0;
                                     return true;
                                   });
    });
    return done ? count : -1;
  }

  core::ManualClock clock{core::Instant{1'790'000'000'000'000}};
  core::SeededRng rng{11};
  core::SystemRng system_rng;
  TestKeys keys;
  access::Door door;
  access::Actor office{{}, access::Role::county, access::Area{county_code}, "office"};
  intake::Catalogue catalogue{{[] { return std::make_unique<GroupTarget>(); },
                               [] { return std::make_unique<MemberTarget>(); }}};
  std::filesystem::path folder;
};

}  // namespace caregrid::support
