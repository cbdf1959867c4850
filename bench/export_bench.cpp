// What taking a list away costs: a register of made-up children (prefix 99) goes out as CSV and as
// XLSX exactly as the list of children shows it, on SQLite; seconds, rows a second, and how much
// the program's memory grew, which must not follow the number of rows. The file is read back and
// every row counted before a figure is printed.
//
// usage: export_bench [ROWS]      (default 1000000)

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "access/door.h"
#include "access/key_source.h"
#include "assessment/exports.h"
#include "core/check.h"
#include "core/rng.h"
#include "db/migrate.h"
#include "db/sqlite/database.h"
#include "intake/inspect.h"
#include "intake/run.h"
#include "registry/targets.h"
#include "tabular/table_reader.h"

namespace caregrid {
namespace {

constexpr int villages = 300;
constexpr std::int64_t county_code = 990'601'000'000;
constexpr core::Instant now{1'790'000'000'000'000};

std::int64_t village_code(int village) {
  return county_code + 1000 * (100 + village / 20) + 1 + village % 20;
}

void write_lists(const std::filesystem::path& folder, std::int64_t rows) {
  std::ofstream places(folder / "divisions.csv");
  places << "统计用区划代码,村(居)名称,乡镇代码,乡镇名称\n";
  for (int i = 0; i < villages; ++i) {
    places << village_code(i) << ",第" << i << "村民委员会," << village_code(i) / 1000 << ",第"
           << i / 20 << "镇\n";
  }
  std::ofstream roster(folder / "roster.csv");
  roster << "姓名,性别,出生日期,学校,年级,家庭住址\n";
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto village = static_cast<int>(i % villages);
    roster << "王" << i << ',' << (i % 2 == 0 ? "男" : "女") << ",2015-0" << 1 + i % 9 << "-11,第"
           << i % 60 << "小学,三年级,第" << village / 20 << "镇第" << village << "村民委员会\n";
  }
}

struct Bench {
  explicit Bench(const std::filesystem::path& path) : database(db::sqlite::open({path.string()})) {
    core::check(database.ok());
    core::check(db::migrate(**database, db::schema_files(), now).ok());
  }

  void import(const std::filesystem::path& path) {
    access::Door door(**database, clock, ring);
    auto inspection = intake::inspect_file(path.string(), catalogue);
    core::check(inspection.ok() && !inspection->problem);
    const intake::FileToImport file{path.string(), path.filename().string(), inspection->sheets,
                                    path.string() + ".rejects.xlsx"};
    intake::RunOptions options;
    options.id = intake::RunId::make(now, rng);
    const auto report = intake::run_import({door, office, catalogue}, std::span(&file, 1), options);
    core::check(report.ok() && !report->problem);
  }

  core::ManualClock clock{now};
  core::SystemRng rng;
  access::KeyRing ring{access::make_text_source("Y2FyZWdyaWQgdGVzdCBrZXksIG5ldmVyIGluIHVzZSE="),
                       rng};
  core::Result<std::unique_ptr<db::Database>> database;
  access::Actor office{{}, access::Role::county, access::Area{county_code}, "office"};
  intake::Catalogue catalogue{{registry::make_division_target, registry::make_child_target}};
};

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

std::int64_t count_rows(const std::string& path) {
  auto reader = tabular::open_table(path, {.workbook_bytes_max = std::int64_t{2} << 30U,
                                           .inflated_bytes_max = std::int64_t{4} << 30U,
                                           .shared_strings_bytes_max = std::int64_t{1} << 30U});
  core::check(reader.ok());
  std::int64_t rows = 0;
  while (true) {
    const auto sheet = (*reader)->next_sheet();
    if (!sheet || !*sheet) {
      return rows;
    }
    tabular::RowView row;
    for (auto next = (*reader)->next_row(row); next.ok() && *next;
         next = (*reader)->next_row(row)) {
      ++rows;
    }
    --rows;  // The header.
  }
}

int run(std::int64_t rows) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("export-bench-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  write_lists(folder, rows);
  Bench bench(folder / "ours.db");
  bench.import(folder / "divisions.csv");
  bench.import(folder / "roster.csv");
  access::Door door(**bench.database, bench.clock, bench.ring);
  bool is_whole = true;
  for (const auto format : {assessment::TableFormat::csv, assessment::TableFormat::xlsx}) {
    const std::string path = (folder / ("list." + std::string(ending_of(format)))).string();
    const double before = peak_megabytes();
    const auto start = std::chrono::steady_clock::now();
    const auto done = door.read(bench.office, [&](const access::Call& call) -> core::Result<void> {
      const auto written =
          assessment::export_children(call, {}, {path, format, core::Language::zh, {}, false, {}});
      core::check(written.ok() && *written == rows);
      return {};
    });
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double grown = peak_megabytes() - before;
    // One row more: who took it.
    is_whole = is_whole && done.ok() &&
               (format != assessment::TableFormat::csv || count_rows(path) == rows + 1);
    std::printf("%-5s %9lld rows  %7.1f s  %9.0f rows/s  peak grew by %5.0f MB\n",
                std::string(ending_of(format)).c_str(), static_cast<long long>(rows), seconds,
                static_cast<double>(rows) / seconds, grown);
  }
  std::filesystem::remove_all(folder);
  return is_whole ? 0 : 1;
}

}  // namespace
}  // namespace caregrid

int main(int count, char** arguments) {
  constexpr std::int64_t rows_default = 1'000'000;
  return caregrid::run(count > 1 ? std::strtoll(arguments[1], nullptr, 10) : rows_default);
}
