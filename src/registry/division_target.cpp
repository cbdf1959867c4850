#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/reading.h"
#include "registry/store.h"
#include "registry/targets.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using namespace std::string_view_literals;
using intake::Outcome;

constexpr std::array code_words{"统计用区划代码"sv, "区划代码"sv,     "村代码"sv,
                                "村居代码"sv,       "村级代码"sv,     "行政区划代码"sv,
                                "code"sv,           "divisioncode"sv, "villagecode"sv,
                                "代码"sv,           "12位代码"sv,     "统计用区划代码12位"sv,
                                "gbcode"sv};
constexpr std::array name_words{"村居名称"sv,    "村名称"sv,     "村名"sv,         "名称"sv,
                                "村社区名称"sv,  "村"sv,         "村社区"sv,       "name"sv,
                                "villagename"sv, "village"sv,    "divisionname"sv, "区划名称"sv,
                                "行政村"sv,      "村委会名称"sv, "单位名称"sv};
constexpr std::array township_code_words{"乡镇代码"sv, "乡镇街道代码"sv, "townshipcode"sv,
                                         "镇代码"sv, "towncode"sv};
constexpr std::array township_words{"乡镇名称"sv, "乡镇"sv,         "所属乡镇"sv, "乡镇街道"sv,
                                    "township"sv, "townshipname"sv, "town"sv,     "乡镇街道名称"sv};
constexpr std::array county_words{"县名称"sv,     "县"sv,       "区县"sv,   "县区"sv,  "county"sv,
                                  "countyname"sv, "区县名称"sv, "县市区"sv, "所属县"sv};
constexpr std::array latitude_words{"纬度"sv, "latitude"sv, "lat"sv, "北纬"sv, "y"sv};
constexpr std::array longitude_words{"经度"sv, "longitude"sv, "lon"sv, "lng"sv,
                                     "long"sv, "东经"sv,      "x"sv};

enum : std::size_t {
  code_field,
  name_field,
  township_code_field,
  township_field,
  county_field,
  latitude_field,
  longitude_field
};

constexpr std::array<intake::Field, 7> fields_of_division{{
    {"code", code_words, true},
    {"name", name_words, true},
    {"township_code", township_code_words},
    {"township", township_words},
    {"county", county_words},
    {"latitude", latitude_words},
    {"longitude", longitude_words},
}};

/// A row's place and the larger ones it names on the way.
struct DivisionRecord {
  Division division;
  std::vector<Division> larger;
  std::vector<intake::Issue> problems;
  std::vector<intake::Issue> warnings;
};

class DivisionBatch final : public intake::Batch {
 public:
  std::vector<DivisionRecord> records;
};

/// A code of 6, 9 or 12 digits, brought to 12.
std::optional<std::int64_t> read_code(std::string_view text) {
  const std::string digits = squeeze(text);
  std::int64_t code = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, failed] = std::from_chars(digits.data(), end, code);
  if (failed != std::errc{} || rest != end || code <= 0) {
    return std::nullopt;
  }
  switch (digits.size()) {
    case 6:
      return code * 1'000'000;
    case 9:
      return code * 1'000;
    case 12:
      return code;
    default:
      return std::nullopt;
  }
}

void note(std::vector<intake::Issue>& issues, std::size_t field, std::string_view reason) {
  issues.push_back({field, std::string(reason), {}});
}

bool is_latitude(double value) { return value >= -90 && value <= 90; }
bool is_longitude(double value) { return value >= -180 && value <= 180; }

void read_point(const intake::Record& row, DivisionRecord& record) {
  const std::string_view latitude_text = row.values[latitude_field].text;
  const std::string_view longitude_text = row.values[longitude_field].text;
  if (latitude_text.empty() && longitude_text.empty()) {
    note(record.warnings, latitude_field, "coordinate.missing");
    return;
  }
  const auto latitude = read_decimal(latitude_text);
  const auto longitude = read_decimal(longitude_text);
  if (!latitude || !is_longitude(*latitude)) {
    note(record.problems, latitude_field, "coordinate.format");
    return;
  }
  if (!longitude || !is_longitude(*longitude)) {
    note(record.problems, longitude_field, "coordinate.format");
    return;
  }
  if (!is_latitude(*latitude) && is_latitude(*longitude)) {
    note(record.warnings, latitude_field, "coordinate.swapped");
    record.division.place = core::Point{*longitude, *latitude};
    return;
  }
  if (!is_latitude(*latitude)) {
    note(record.problems, latitude_field, "coordinate.format");
    return;
  }
  record.division.place = core::Point{*latitude, *longitude};
}

void read_larger(const intake::Record& row, DivisionRecord& record) {
  const std::string township = tidy(row.values[township_field].text);
  const std::string county = tidy(row.values[county_field].text);
  const std::int64_t code = record.division.code;
  if (!township.empty() && record.division.level() == access::Level::village) {
    const std::string_view stated = row.values[township_code_field].text;
    const std::int64_t above = access::parent_of(code);
    if (!stated.empty() && read_code(stated) != above) {
      note(record.problems, township_code_field, "division.township_disagrees");
    }
    record.larger.push_back({above, township, {}});
  }
  if (!county.empty() && record.division.level() > access::Level::county) {
    record.larger.push_back({code - code % 1'000'000, county, {}});
  }
}

DivisionRecord read_division_row(const intake::Record& row, std::int64_t county) {
  DivisionRecord record;
  const auto code = read_code(row.values[code_field].text);
  if (!code) {
    note(record.problems, code_field, "division.code_format");
    return record;
  }
  if (!access::Area{county}.covers(*code)) {
    note(record.problems, code_field, "division.other_county");
    return record;
  }
  record.division.code = *code;
  record.division.name = tidy(row.values[name_field].text);
  if (record.division.name.empty()) {
    note(record.problems, name_field, "name.missing");
  }
  if (record.division.level() == access::Level::village) {
    read_point(row, record);
  }
  read_larger(row, record);
  return record;
}

class DivisionTarget final : public intake::Target {
 public:
  [[nodiscard]] std::string_view kind() const override { return "division"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override {
    return fields_of_division;
  }

  core::Result<void> prepare(const access::Call& call) override {
    county_ = call.county * 1'000'000;
    return {};
  }

  [[nodiscard]] std::unique_ptr<intake::Batch> read(std::span<const intake::Record> records,
                                                    const intake::Source& /*source*/,
                                                    core::Date /*today*/) override {
    auto batch = std::make_unique<DivisionBatch>();
    batch->records.reserve(records.size());
    for (const intake::Record& row : records) {
      batch->records.push_back(read_division_row(row, county_));
    }
    return batch;
  }

  core::Result<std::vector<intake::RowResult>> store(const access::Call& call,
                                                     intake::Batch& batch) override {
    std::vector<intake::RowResult> results;
    for (DivisionRecord& record : static_cast<DivisionBatch&>(batch).records) {
      if (!record.problems.empty()) {
        results.push_back({Outcome::rejected, std::move(record.problems), {}});
        continue;
      }
      for (const Division& larger : record.larger) {
        if (const auto done = put_once(call, larger); !done) {
          return done.error();
        }
      }
      const auto outcome = store::put_division(call, record.division);
      if (!outcome) {
        return outcome.error();
      }
      results.push_back({*outcome, {}, std::move(record.warnings)});
    }
    return results;
  }

 private:
  /// A township stands in every row of its villages; it is stored when its name first comes up.
  core::Result<void> put_once(const access::Call& call, const Division& larger) {
    if (last_larger_ == larger) {
      return {};
    }
    last_larger_ = larger;
    const auto outcome = store::put_division(call, larger);
    return outcome ? core::Result<void>() : core::Result<void>(outcome.error());
  }

  std::int64_t county_ = 0;
  Division last_larger_;
};

}  // namespace

std::unique_ptr<intake::Target> make_division_target() {
  return std::make_unique<DivisionTarget>();
}

}  // namespace caregrid::registry
