// What importing costs: a roster of 200,000 made-up children (13 columns, identity numbers with
// prefix 99) goes in end to end on SQLite: read, recognised, checked, matched, journalled, durable.
// Beside it the sqlite3 shell's bare .import of the same file, then the two indexes a register
// cannot do without (identity number, name). Both in turns in one run; each must hold every row
// before a figure is printed. The shell checks nothing and keeps text: it is the limit.
//
// usage: import_bench [ROWS]      (default 200000, 3 rounds)

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "access/door.h"
#include "access/key_source.h"
#include "core/check.h"
#include "core/rng.h"
#include "db/migrate.h"
#include "db/sqlite/database.h"
#include "intake/inspect.h"
#include "intake/run.h"
#include "registry/targets.h"

namespace caregrid {
namespace {

constexpr int rounds = 3;
constexpr int villages = 300;
constexpr int schools = 60;
constexpr std::int64_t county_code = 990'601'000'000;
constexpr core::Instant now{1'790'000'000'000'000};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <std::size_t N>
std::string_view pick(core::SeededRng& rng, const std::array<std::string_view, N>& words) {
  return words.at(rng.below(N));
}

std::string padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  text.insert(0, width - std::min(width, text.size()), '0');
  return text;
}

/// 99, four digits, birth date, a running number, the check digit of GB 11643-1999.
std::string identity_number(std::int64_t number, const std::string& born) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  std::string text = "99" + padded(number / 1000 % 10'000, 4) + born + padded(number % 1000, 3);
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += (text[i] - '0') * weights.at(i);
  }
  return text + "10X98765432"[sum % 11];
}

std::int64_t village_code(int village) {
  return county_code + 1000 * (100 + village / 20) + 1 + village % 20;
}

std::string village_name(int village) { return "第" + std::to_string(village) + "村民委员会"; }

std::string township_name(int village) { return "第" + std::to_string(village / 20) + "镇"; }

void write_places(const std::filesystem::path& folder) {
  std::ofstream divisions(folder / "divisions.csv");
  divisions << "统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度\n";
  for (int i = 0; i < villages; ++i) {
    divisions << village_code(i) << ',' << village_name(i) << ',' << village_code(i) / 1000 << ','
              << township_name(i) << ",34.5,104.9\n";
  }
  std::ofstream places(folder / "schools.csv");
  places << "学校名称,学段,所在村代码,连接远程课堂,缺少学科\n";
  for (int i = 0; i < schools; ++i) {
    places << "第" << i << "小学,小学," << village_code(i * 5) << ",是,\n";
  }
}

void write_roster(const std::filesystem::path& path, std::int64_t rows) {
  constexpr std::array<std::string_view, 12> family{"王", "李", "张", "刘", "陈", "杨",
                                                    "赵", "黄", "周", "吴", "徐", "孙"};
  constexpr std::array<std::string_view, 16> given{"佳", "怡", "浩", "雨", "欣", "子", "宇", "梓",
                                                   "明", "静", "文", "志", "晓", "海", "春", "云"};
  constexpr std::array<std::string_view, 6> grades{"一年级", "二年级", "三年级",
                                                   "四年级", "五年级", "六年级"};
  core::SeededRng rng(20'260'921);
  std::ofstream file(path);
  file << "序号,学籍号,学生姓名,性别,出生日期,身份证号,学校,年级,班级,是否寄宿,家庭住址,监护人,"
          "联系电话\n";
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::string year = std::to_string(2014 + rng.below(6));
    const std::string month = padded(static_cast<std::int64_t>(1 + rng.below(12)), 2);
    const std::string day = padded(static_cast<std::int64_t>(1 + rng.below(28)), 2);
    const std::string number = identity_number(i, year + month + day);
    const bool is_boy = (number[16] - '0') % 2 == 1;
    const auto surname = pick(rng, family);
    const int village = static_cast<int>(rng.below(villages));
    file << i + 1 << ",G" << number << ',' << surname << pick(rng, given) << pick(rng, given) << ','
         << (is_boy ? "男" : "女") << ',' << year << '-' << month << '-' << day << ',' << number
         << ",第" << rng.below(schools) << "小学," << pick(rng, grades) << ',' << 1 + rng.below(4)
         << "班," << (rng.chance(0.2) ? "是" : "否") << ',' << township_name(village)
         << village_name(village) << ',' << surname << pick(rng, given) << ",100"
         << padded(static_cast<std::int64_t>(rng.below(100'000'000)), 8) << '\n';
  }
}

struct Figure {
  double seconds = 0;
  std::int64_t rows = 0;
};

/// A fresh database with the shipped schema, and everything an import needs.
struct Bench {
  explicit Bench(const std::filesystem::path& path) : database(db::sqlite::open({path.string()})) {
    core::check(database.ok());
    core::check(db::migrate(**database, db::schema_files(), now).ok());
  }

  intake::FileReport import(const std::filesystem::path& path) {
    access::Door door(**database, clock, ring);
    auto inspection = intake::inspect_file(path.string(), catalogue);
    core::check(inspection.ok() && !inspection->problem);
    const intake::FileToImport file{path.string(), path.filename().string(), inspection->sheets,
                                    path.string() + ".rejects.xlsx"};
    intake::RunOptions options;
    options.id = intake::RunId::make(now, rng);
    auto report = intake::run_import({door, office, catalogue}, std::span(&file, 1), options);
    core::check(report.ok() && !report->problem);
    return report->files[0];
  }

  core::ManualClock clock{now};
  core::SystemRng rng;
  access::KeyRing ring{access::make_text_source("Y2FyZWdyaWQgdGVzdCBrZXksIG5ldmVyIGluIHVzZSE="),
                       rng};
  core::Result<std::unique_ptr<db::Database>> database;
  access::Actor office{{}, access::Role::county, access::Area{county_code}, "office"};
  intake::Catalogue catalogue{
      {registry::make_division_target, registry::make_school_target, registry::make_child_target}};
};

Figure import_roster(const std::filesystem::path& folder) {
  std::filesystem::remove(folder / "ours.db");
  std::filesystem::remove(folder / "ours.db-wal");
  Bench bench(folder / "ours.db");
  bench.import(folder / "divisions.csv");
  bench.import(folder / "schools.csv");
  const auto start = std::chrono::steady_clock::now();
  const auto report = bench.import(folder / "roster.csv");
  const double seconds = seconds_since(start);
  return {seconds, report.counts.created};
}

/// Runs the shell on a script; false when there is no shell.
bool run_shell(const std::string& database, const std::string& script) {
  std::array arguments{std::string("sqlite3"), std::string("-batch"), database, ".read " + script};
  std::array<char*, 5> pointers{arguments[0].data(), arguments[1].data(), arguments[2].data(),
                                arguments[3].data(), nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, "sqlite3", nullptr, nullptr, pointers.data(), environ) != 0) {
    return false;
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Figure import_bare(const std::filesystem::path& folder) {
  const std::string path = (folder / "bare.db").string();
  std::filesystem::remove(path);
  std::ofstream(folder / "bare.sql")
      << ".import --csv " << (folder / "roster.csv").string() << " roster\n"
      << "CREATE INDEX roster_identity ON roster (身份证号);\n"
      << "CREATE INDEX roster_name ON roster (学生姓名);\n";
  const auto start = std::chrono::steady_clock::now();
  const bool has_run = run_shell(path, (folder / "bare.sql").string());
  const double seconds = seconds_since(start);
  if (!has_run) {
    return {};
  }
  std::int64_t rows = 0;
  auto database = db::sqlite::open({path});
  const auto counted = (*database)->read([&](db::Transaction& transaction) {
    return transaction.each("SELECT COUNT(*) FROM roster", {}, [&](const db::Row& row) {
      rows = row.integer(0);
      return false;
    });
  });
  return {seconds, counted ? rows : 0};
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

int run(std::int64_t rows) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("import-bench-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  write_places(folder);
  write_roster(folder / "roster.csv", rows);
  std::vector<double> ours;
  std::vector<double> bare;
  bool is_complete = true;
  for (int round = 0; round < rounds; ++round) {
    const Figure imported = import_roster(folder);
    const Figure shell = import_bare(folder);
    is_complete = is_complete && imported.rows == rows && shell.rows == rows;
    ours.push_back(imported.seconds);
    bare.push_back(shell.seconds);
    std::printf("round %d: %.2f s, %.2f s; rows %lld, %lld\n", round + 1, imported.seconds,
                shell.seconds, static_cast<long long>(imported.rows),
                static_cast<long long>(shell.rows));
  }
  std::filesystem::remove_all(folder);
  if (!is_complete) {
    std::puts("rows differ: no figure (is the sqlite3 shell installed?)");
    return 1;
  }
  const auto count = static_cast<double>(rows);
  std::printf("import            %10.0f rows/s   (target >= 20000)\n", count / median(ours));
  std::printf("sqlite3 .import   %10.0f rows/s   with both indexes\n", count / median(bare));
  std::printf("ratio of times    %10.2f          (target <= 3)\n", median(ours) / median(bare));
  return 0;
}

}  // namespace
}  // namespace caregrid

int main(int count, char** arguments) {
  constexpr std::int64_t rows_default = 200'000;
  return caregrid::run(count > 1 ? std::strtoll(arguments[1], nullptr, 10) : rows_default);
}
