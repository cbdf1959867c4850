#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/child_fields.h"
#include "registry/child_import.h"
#include "registry/child_reader.h"
#include "registry/civil_form.h"
#include "registry/list_change.h"
#include "registry/store.h"
#include "registry/targets.h"

namespace caregrid::registry {
namespace {

class ChildBatch final : public intake::Batch {
 public:
  ChildBatch(std::vector<ChildRecord> read, const intake::Source& from)
      : records(std::move(read)), source(sheet_source_of(from)) {}

  std::vector<ChildRecord> records;
  SheetSource source;
};

/// How `tabular::OneRosterReader` heads a package's pupils.
constexpr std::array<std::string_view, 9> one_roster_headers{
    "姓名", "性别", "出生日期", "学籍号", "学校", "年级", "班级", "离校日期", "sourcedId"};

/// The import of children; see `child_fields`, `child_reader` and `child_import` for its parts.
class ChildTarget final : public intake::Target {
 public:
  [[nodiscard]] std::string_view kind() const override { return "child"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override { return child_fields(); }
  [[nodiscard]] bool keeps_extras() const override { return true; }
  [[nodiscard]] std::span<const intake::Format> formats() const override {
    static const std::array known{intake::Format{civil_form_name, civil_form_headers()},
                                  intake::Format{"oneroster_1.2", one_roster_headers}};
    return known;
  }

  core::Result<void> prepare(const access::Call& call) override {
    auto divisions = store::list_divisions(call, access::Area{call.county * 1'000'000});
    if (!divisions) {
      return divisions.error();
    }
    const auto schools = store::list_schools(call);
    if (!schools) {
      return schools.error();
    }
    reader_.emplace(DivisionIndex(std::move(*divisions)), *schools);
    return {};
  }

  [[nodiscard]] std::unique_ptr<intake::Batch> read(std::span<const intake::Record> records,
                                                    const intake::Source& source,
                                                    core::Date today) override {
    core::check(reader_.has_value());
    return std::make_unique<ChildBatch>(reader_->read(records, source, today), source);
  }

  core::Result<std::vector<intake::RowResult>> store(const access::Call& call,
                                                     intake::Batch& batch) override {
    auto& rows = static_cast<ChildBatch&>(batch);
    if (rows.source.file != source_.file || rows.source.sheet != source_.sheet) {
      source_ = rows.source;
    }
    return ChildImport(call, source_).store(rows.records);
  }

  core::Result<void> finish(const access::Call& call, const intake::Source& source,
                            std::int64_t unread) override {
    return finish_list(call, sheet_source_of(source), unread);
  }

  core::Result<std::optional<intake::ListChange>> compare(const access::Call& call,
                                                          const intake::Source& source) override {
    return compare_with_last(call, sheet_source_of(source).list);
  }

 private:
  std::optional<ChildReader> reader_;
  SheetSource source_;
};

}  // namespace

std::unique_ptr<intake::Target> make_child_target() { return std::make_unique<ChildTarget>(); }

}  // namespace caregrid::registry
