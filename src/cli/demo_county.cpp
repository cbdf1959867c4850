#include "cli/demo_county.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/demo_lists.h"
#include "tabular/table_writer.h"

namespace caregrid::cli {

namespace {

constexpr std::int64_t children_max = 1'000'000;
constexpr std::int64_t first_invented_county = 990'000;
constexpr std::int64_t last_invented_county = 999'999;

/// Up to so many children lists fit a workbook that the importer takes; above, they are CSV.
constexpr std::int64_t workbook_children_max = 60'000;

using tabular::CsvFormat;
using tabular::Encoding;
using MadeWriter = core::Result<std::unique_ptr<tabular::TableWriter>>;

/// Writes the files one after another and keeps the books.
class Run final {
 public:
  Run(const DemoCountyOptions& options,
      const core::FunctionRef<void(std::int64_t, std::int64_t)>& progress)
      : options_(options),
        progress_(progress),
        places_(options),
        children_(options, places_),
        is_large_(options.children > workbook_children_max) {}

  core::Result<DemoFiles> write() {
    auto truth = tabular::create_csv(path_of("truth.csv"));
    if (!truth) {
      return truth.error();
    }
    truth_ = std::move(*truth);
    constexpr std::string_view header[] = {"file", "row", "child"};
    core::Result<void> state = truth_->begin_sheet({.name = "", .header = header});
    for (const auto part : {&Run::write_places, &Run::write_children, &Run::write_help}) {
      if (state) {
        state = (this->*part)();
      }
    }
    if (state) {
      state = truth_->finish();
    }
    files_.truth = path_of("truth.csv");
    return state ? core::Result<DemoFiles>(std::move(files_)) : state.error();
  }

 private:
  [[nodiscard]] std::string path_of(const std::string& file) const {
    return options_.folder + "/" + file;
  }

  [[nodiscard]] DemoWorld world() const { return DemoWorld{options_, places_, children_}; }

  /// Opens a file, lets `fill` write it, and puts it in its place.
  core::Result<void> write_file(const std::string& file, MadeWriter writer,
                                core::FunctionRef<void(DemoSheet&)> fill) {
    DemoSheet sheet(std::move(writer), file, truth_.get());
    fill(sheet);
    files_.imports.push_back(path_of(file));
    files_.rows += sheet.rows();
    return sheet.finish();
  }

  core::Result<void> write_workbook(const std::string& file,
                                    core::FunctionRef<void(DemoSheet&)> fill) {
    return write_file(file, tabular::create_xlsx(path_of(file)), fill);
  }

  core::Result<void> write_text(const std::string& file, const CsvFormat& format,
                                core::FunctionRef<void(DemoSheet&)> fill) {
    return write_file(file, tabular::create_csv(path_of(file), format), fill);
  }

  core::Result<void> write_places() {
    auto villages =
        write_workbook("村居名录.xlsx", [&](DemoSheet& sheet) { write_villages(world(), sheet); });
    return villages ? write_text("学校名录.csv", {.encoding = Encoding::gb18030},
                                 [&](DemoSheet& sheet) { write_schools(world(), sheet); })
                    : villages;
  }

  core::Result<void> write_children() {
    const auto tick = [this] { count(); };
    const auto fill_roster = [&](DemoSheet& sheet) {
      write_roster(world(), !is_large_, sheet, tick);
    };
    auto roster = is_large_ ? write_text("在校学生花名册.csv", {}, fill_roster)
                            : write_workbook("在校学生花名册.xlsx", fill_roster);
    if (!roster) {
      return roster;
    }
    auto civil = write_text("关爱服务对象名册.csv", {.delimiter = ';'},
                            [&](DemoSheet& sheet) { write_civil_list(world(), sheet, tick); });
    if (!civil) {
      return civil;
    }
    return write_text("partner_children.csv",
                      {.encoding = Encoding::utf16_little, .delimiter = '\t'},
                      [&](DemoSheet& sheet) { write_partner_list(world(), sheet, tick); });
  }

  core::Result<void> write_help() {
    const auto fill_needs = [&](DemoSheet& sheet) {
      write_needs(world(), sheet, [this] { count(); });
    };
    auto needs = is_large_ ? write_text("需求登记表.csv", {}, fill_needs)
                           : write_workbook("需求登记表.xlsx", fill_needs);
    return needs ? write_workbook("帮扶力量.xlsx",
                                  [&](DemoSheet& sheet) { write_helpers(world(), sheet); })
                 : needs;
  }

  /// Called for each child of each pass: five stages or one, two lists, the needs.
  void count() {
    const std::int64_t passes = is_large_ ? 4 : 8;
    const std::int64_t total = passes * options_.children;
    ++done_;
    if (done_ % std::max<std::int64_t>(1, total / 100) == 0) {
      progress_(done_, total);
    }
  }

  const DemoCountyOptions& options_;
  const core::FunctionRef<void(std::int64_t, std::int64_t)>& progress_;
  DemoPlaces places_;
  DemoChildren children_;
  bool is_large_;
  DemoFiles files_;
  std::unique_ptr<tabular::TableWriter> truth_;
  std::int64_t done_ = 0;
};

}  // namespace

core::Result<DemoFiles> write_demo_county(
    const DemoCountyOptions& options,
    core::FunctionRef<void(std::int64_t, std::int64_t)> progress) {
  if (options.children < 1 || options.children > children_max) {
    return core::invalid("children", "demo.children", "from 1 to 1,000,000");
  }
  if (options.county < first_invented_county || options.county > last_invented_county) {
    return core::invalid("county", "demo.county", "six digits from 99: no real place has them");
  }
  return Run(options, progress).write();
}

}  // namespace caregrid::cli
