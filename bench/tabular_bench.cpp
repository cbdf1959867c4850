// Measures tables in and out: CSV by encoding and quoting, XLSX, and both writers, in MB and rows
// per second. The bare pass over the same bytes (read, count line feeds) stands beside them.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "support/scratch_folder.h"
#include "tabular/table_reader.h"
#include "tabular/table_writer.h"

namespace caregrid {
namespace {

constexpr int csv_rows = 400'000;
constexpr int workbook_rows = 50'000;

/// The files, made once for all measurements.
class Files {
 public:
  Files() {
    std::string plain = "姓名,性别,身份证号,出生日期,村,学校,电话\n";
    std::string ascii = "name,sex,id_number,born_on,village,school,phone\n";
    std::string quoted = ascii;
    std::string gb18030;
    for (int i = 0; i < csv_rows; ++i) {
      const std::string number = std::to_string(10'000'000 + i);
      const std::string id = "9901012015" + number;
      plain += "张三" + number + ",男," + id + ",2015-09-03,东关村民委员会,第一小学,100" + number;
      plain += "\n";
      ascii += "Zhang San,m," + id + ",2015-09-03,Dongguan village,first school,100" + number;
      ascii += "\n";
      quoted += "\"Zhang \"\"San\"\"\",\"m\",\"" + id + "\",\"2015-09-03\",\"Dongguan, village\",";
      quoted += "\"first school\",\"100" + number + "\"\r\n";
      gb18030 += "\xD5\xC5\xC8\xFD" + number + ",\xC4\xD0," + id;
      gb18030 += ",2015-09-03,\xB6\xAB\xB9\xD8\xB4\xE5,\xB5\xDA\xD2\xBB\xD0\xA1\xD1\xA7\n";
    }
    plain_ = folder_.write("plain.csv", plain);
    ascii_ = folder_.write("ascii.csv", ascii);
    quoted_ = folder_.write("quoted.csv", quoted);
    gb18030_ = folder_.write("gb18030.csv", gb18030);
    workbook_ = folder_.path("workbook.xlsx");
    write(*tabular::create_xlsx(workbook_).value(), workbook_rows);
  }

  static void write(tabular::TableWriter& writer, int rows) {
    using tabular::CellKind;
    constexpr std::array<std::string_view, 5> header = {"姓名", "身份证号", "出生日期", "村", "数"};
    core::check(writer.begin_sheet({.name = "名单", .header = header}).ok());
    for (int i = 0; i < rows; ++i) {
      const std::string id = "9901012015" + std::to_string(10'000'000 + i);
      const std::array<tabular::OutCell, 5> cells = {
          {{.text = "张三"},
           {.text = id},
           {.text = "2015-09-03", .kind = CellKind::date},
           {.text = "东关村民委员会"},
           {.text = "17", .kind = CellKind::number}}};
      core::check(writer.add_row(cells).ok());
    }
    core::check(writer.finish().ok());
  }

  support::ScratchFolder folder_;
  std::string plain_;
  std::string ascii_;
  std::string quoted_;
  std::string gb18030_;
  std::string workbook_;
};

const Files& files() {
  static const Files made;
  return made;
}

void read_table(benchmark::State& state, const std::string& path) {
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  for (auto _ : state) {
    const auto reader = tabular::open_table(path);
    core::check(reader.ok());
    core::check((*reader)->next_sheet().ok());
    tabular::RowView row;
    std::size_t cells = 0;
    while ((*reader)->next_row(row).value()) {
      ++rows;
      cells += row.cells.size();
    }
    benchmark::DoNotOptimize(cells);
    bytes += (*reader)->bytes_total();
  }
  state.SetItemsProcessed(rows);
  state.SetBytesProcessed(bytes);
}

void count_lines_bare(benchmark::State& state) {
  std::vector<char> buffer(std::size_t{256} << 10U);
  const std::string& path = files().plain_;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  for (auto _ : state) {
    std::ifstream file(path, std::ios::binary);
    while (file.read(buffer.data(), std::ssize(buffer)) || file.gcount() > 0) {
      rows += std::count(buffer.data(), buffer.data() + file.gcount(), '\n');
      bytes += file.gcount();
    }
  }
  state.SetItemsProcessed(rows);
  state.SetBytesProcessed(bytes);
}

void read_csv_chinese(benchmark::State& state) { read_table(state, files().plain_); }
void read_csv_ascii(benchmark::State& state) { read_table(state, files().ascii_); }
void read_csv_quoted(benchmark::State& state) { read_table(state, files().quoted_); }
void read_csv_gb18030(benchmark::State& state) { read_table(state, files().gb18030_); }
void read_xlsx_markup(benchmark::State& state) { read_table(state, files().workbook_); }

void write_csv(benchmark::State& state) {
  for (auto _ : state) {
    Files::write(*tabular::create_csv(files().folder_.path("out.csv")).value(), workbook_rows);
  }
  state.SetItemsProcessed(state.iterations() * workbook_rows);
}

void write_xlsx(benchmark::State& state) {
  for (auto _ : state) {
    Files::write(*tabular::create_xlsx(files().folder_.path("out.xlsx")).value(), workbook_rows);
  }
  state.SetItemsProcessed(state.iterations() * workbook_rows);
}

BENCHMARK(count_lines_bare)->Unit(benchmark::kMillisecond);
BENCHMARK(read_csv_ascii)->Unit(benchmark::kMillisecond);
BENCHMARK(read_csv_chinese)->Unit(benchmark::kMillisecond);
BENCHMARK(read_csv_quoted)->Unit(benchmark::kMillisecond);
BENCHMARK(read_csv_gb18030)->Unit(benchmark::kMillisecond);
BENCHMARK(read_xlsx_markup)->Unit(benchmark::kMillisecond);
BENCHMARK(write_csv)->Unit(benchmark::kMillisecond);
BENCHMARK(write_xlsx)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace caregrid

BENCHMARK_MAIN();
