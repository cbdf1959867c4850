// The summary table of the civil-affairs form: figures that must add up. A row that does not is
// kept and told, identity by identity; nothing is lost.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/json.h"
#include "registry/form_summary.h"
#include "registry/reading.h"
#include "registry/sent_list_store.h"
#include "registry/targets.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using namespace std::string_view_literals;
using intake::Outcome;

constexpr std::array unit_words{"单位"sv,     "地区"sv, "填报单位"sv, "单位名称"sv, "乡镇名称"sv,
                                "地区名称"sv, "栏次"sv, "unit"sv,     "乡镇"sv,     "村居"sv};
constexpr std::size_t unit_field = 0;

/// A column is headed by its number: "c1", "1", "栏1", "第1栏".
struct NumberWords {
  std::string name;
  std::array<std::string, 4> texts;
  std::array<std::string_view, 4> words;
};

class SummaryFields final {
 public:
  SummaryFields() {
    fields_[unit_field] = {"unit", unit_words};
    for (std::size_t i = 0; i < summary_columns; ++i) {
      const std::string number = std::to_string(i + 1);
      NumberWords& own = numbers_[i];
      own.name = "c" + number;
      own.texts = {own.name, number, "栏" + number, "第" + number + "栏"};
      std::ranges::copy(own.texts, own.words.begin());
      fields_[i + 1] = {own.name, own.words, true};
    }
  }
  [[nodiscard]] std::span<const intake::Field> all() const { return fields_; }

 private:
  std::array<NumberWords, summary_columns> numbers_;
  std::array<intake::Field, summary_columns + 1> fields_;
};

std::span<const intake::Field> fields_of_summary() {
  static const SummaryFields fields;
  return fields.all();
}

struct SummaryRecord {
  sent_lists::SummaryRow row;
  std::vector<intake::Issue> problems;
  std::vector<intake::Issue> warnings;
};

class SummaryBatch final : public intake::Batch {
 public:
  std::vector<SummaryRecord> records;
};

std::string json_of(const SummaryFigures& figures) {
  core::json::Writer json;
  json.begin_array();
  for (const auto& figure : figures) {
    figure ? json.integer(*figure) : json.null();
  }
  json.end_array();
  return json.take();
}

SummaryRecord read_row(const intake::Record& record, const intake::Source& source) {
  SummaryRecord read;
  SummaryFigures figures;
  for (std::size_t i = 0; i < summary_columns; ++i) {
    const std::string_view text = record.values[i + 1].text;
    if (is_placeholder(text)) {
      continue;
    }
    figures.at(i) = read_integer(text);
    if (!figures.at(i) || *figures.at(i) < 0) {
      read.problems.push_back({i + 1, "summary.number", {}});
    }
  }
  core::json::Writer broken;
  broken.begin_array();
  for (const BrokenIdentity& identity : check_summary(figures)) {
    const std::string words = to_text(identity);
    const auto field = static_cast<std::size_t>(
        std::ranges::find(fields_of_summary(), identity.left.substr(0, identity.left.find('+')),
                          &intake::Field::name) -
        fields_of_summary().begin());
    read.warnings.push_back({field, "summary.identity", words});
    broken.string(words);
  }
  broken.end_array();
  read.row = {std::string(source.file),
              std::string(source.sheet),
              record.row,
              tidy(record.values[unit_field].text),
              json_of(figures),
              broken.take()};
  return read;
}

class SummaryTarget final : public intake::Target {
 public:
  [[nodiscard]] std::string_view kind() const override { return "summary"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override {
    return fields_of_summary();
  }
  [[nodiscard]] bool keeps_totals() const override { return true; }

  core::Result<void> prepare(const access::Call& /*call*/) override { return {}; }

  [[nodiscard]] std::unique_ptr<intake::Batch> read(std::span<const intake::Record> records,
                                                    const intake::Source& source,
                                                    core::Date /*today*/) override {
    auto batch = std::make_unique<SummaryBatch>();
    for (const intake::Record& record : records) {
      batch->records.push_back(read_row(record, source));
    }
    return batch;
  }

  core::Result<std::vector<intake::RowResult>> store(const access::Call& call,
                                                     intake::Batch& batch) override {
    std::vector<intake::RowResult> results;
    for (SummaryRecord& record : static_cast<SummaryBatch&>(batch).records) {
      if (!record.problems.empty()) {
        results.push_back({Outcome::rejected, std::move(record.problems), {}});
        continue;
      }
      const auto outcome = sent_lists::put_summary(call, record.row);
      if (!outcome) {
        return outcome.error();
      }
      results.push_back({*outcome, {}, std::move(record.warnings)});
    }
    return results;
  }
};

}  // namespace

std::unique_ptr<intake::Target> make_summary_target() { return std::make_unique<SummaryTarget>(); }

}  // namespace caregrid::registry
