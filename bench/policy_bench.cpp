// What deciding who sees what costs: one decision on one child's record (policy, views of all its
// fields, the row cut to them), and the share of it in a worklist of fifty children read from
// SQLite.
//
// usage: policy_bench [CHILDREN]      (default 5000)
// Targets: at most 10 µs a row decision, at most 10 % of a worklist's time.

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
#include "access/keys.h"
#include "core/check.h"
#include "core/rng.h"
#include "db/migrate.h"
#include "db/sqlite/database.h"
#include "intake/inspect.h"
#include "intake/run.h"
#include "registry/standing.h"
#include "registry/targets.h"

namespace caregrid {
namespace {

constexpr std::int64_t county_code = 990'601'000'000;
constexpr core::Instant now{1'790'000'000'000'000};
constexpr int page_rows = 50;
constexpr int rounds = 2'000;

double micros_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
      .count();
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

void write_lists(const std::filesystem::path& folder, int children) {
  std::ofstream places(folder / "places.csv");
  places << "统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度\n";
  for (int i = 1; i <= 20; ++i) {
    places << county_code + 100'000 + i << ",第" << i << "村民委员会,990601100,甲镇,34.5,104.9\n";
  }
  constexpr std::array<std::string_view, 8> names{"佳", "怡", "浩", "雨", "欣", "子", "宇", "梓"};
  std::ofstream roster(folder / "roster.csv");
  roster << "序号,学籍号,学生姓名,性别,出生日期,身份证号,学校,年级,家庭住址,监护人,联系电话\n";
  for (int i = 0; i < children; ++i) {
    roster << i + 1 << ",,王小" << names.at(static_cast<std::size_t>(i) % names.size())
           << ",女,2016-1" << i % 3 << "-" << 10 + i / 400 % 18 << ",,一小,二年级,甲镇第"
           << 1 + i % 20 << "村民委员会,王某,\n";
  }
}

/// A county of made-up children in a database of its own.
class County final {
 public:
  explicit County(const std::filesystem::path& folder, int children)
      : database_(db::sqlite::open({(folder / "policy.db").string()})),
        door_(open(), clock_, ring_) {
    write_lists(folder, children);
    import(folder / "places.csv");
    import(folder / "roster.csv");
  }

  access::Door& door() { return door_; }
  [[nodiscard]] const access::Actor& director() const { return director_; }

 private:
  db::Database& open() {
    core::check(database_.ok());
    core::check(db::migrate(**database_, db::schema_files(), now).ok());
    return **database_;
  }

  void import(const std::filesystem::path& path) {
    auto inspection = intake::inspect_file(path.string(), catalogue_);
    core::check(inspection.ok() && !inspection->problem);
    const intake::FileToImport file{path.string(), path.filename().string(), inspection->sheets,
                                    path.string() + ".rejects.xlsx"};
    intake::RunOptions options;
    options.id = intake::RunId::make(now, rng_);
    const auto report =
        intake::run_import({door_, office_, catalogue_}, std::span(&file, 1), options);
    core::check(report.ok() && !report->problem);
  }

  core::ManualClock clock_{now};
  core::SystemRng rng_;
  core::Result<std::unique_ptr<db::Database>> database_;
  access::KeyRing ring_{access::make_text_source("Y2FyZWdyaWQgdGVzdCBrZXksIG5ldmVyIGluIHVzZSE="),
                        rng_};
  access::Door door_;
  access::Actor office_{{}, access::Role::county, access::Area{county_code}, "office"};
  access::Actor director_{{}, access::Role::director, access::Area{county_code + 100'001}, "d"};
  intake::Catalogue catalogue_{
      {registry::make_division_target, registry::make_school_target, registry::make_child_target}};
};

registry::ChildPage list_page(County& county) {
  registry::ChildPage page;
  const auto done =
      county.door().read(county.director(), [&](const access::Call& call) -> core::Result<void> {
        registry::ChildFilter filter;
        filter.limit = page_rows;
        auto listed = registry::list_children(call, filter);
        core::check(listed.ok());
        page = std::move(*listed);
        return {};
      });
  core::check(done.ok());
  return page;
}

/// Everything the policy does for one record, as for a child's own page.
double measure_decision(const access::Actor& actor, const registry::ChildRow& row) {
  std::vector<double> times;
  std::size_t shown = 0;
  for (int round = 0; round < rounds; ++round) {
    registry::ChildRow copy = row;
    const auto start = std::chrono::steady_clock::now();
    const auto allowed = access::authorise(actor, access::Operation::see_children,
                                           {row.division, access::FieldClass::personal});
    const access::Views views = access::views_of(actor, {});
    registry::show_as_allowed(views, copy);
    times.push_back(micros_since(start));
    shown += allowed.ok() && copy.name == row.name ? 1U : 0U;
  }
  core::check(shown == rounds);
  return median(times);
}

/// What of a worklist's time is the policy's: one decision for the list, each row cut.
double measure_share(const access::Actor& actor, const registry::ChildPage& page) {
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    registry::ChildPage copy = page;
    const auto start = std::chrono::steady_clock::now();
    const auto allowed = access::authorise(actor, access::Operation::see_children,
                                           {actor.area.code, access::FieldClass::personal});
    const access::Views views = access::views_of(actor, {});
    for (registry::ChildRow& row : copy.items) {
      registry::show_as_allowed(views, row);
    }
    times.push_back(micros_since(start));
    core::check(allowed.ok());
  }
  return median(times);
}

int run(int children) {
  const auto folder = std::filesystem::temp_directory_path() / "caregrid-policy-bench";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  County county(folder, children);
  const registry::ChildPage page = list_page(county);
  core::check(page.items.size() == page_rows);
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    core::check(list_page(county).items.size() == page_rows);
    times.push_back(micros_since(start));
  }
  const double worklist = median(times);
  const double decision = measure_decision(county.director(), page.items.front());
  const double share = measure_share(county.director(), page);
  std::printf("row decision     %8.3f µs   (target 10 µs)\n", decision);
  std::printf("worklist of %d   %8.1f µs\n", page_rows, worklist);
  std::printf("policy in it     %8.2f µs   %.1f %%   (target 10 %%)\n", share,
              100.0 * share / worklist);
  std::filesystem::remove_all(folder);
  return decision <= 10.0 && share <= worklist / 10.0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace caregrid

int main(int argc, char** argv) {
  constexpr int children_usual = 5'000;
  return caregrid::run(argc > 1 ? std::atoi(argv[1]) : children_usual);
}
