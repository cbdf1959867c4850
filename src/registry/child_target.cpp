#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/child_fields.h"
#include "registry/child_import.h"
#include "registry/child_reader.h"
#include "registry/store.h"
#include "registry/targets.h"

namespace caregrid::registry {
namespace {

class ChildBatch final : public intake::Batch {
 public:
  ChildBatch(std::vector<ChildRecord> read, const intake::Source& source)
      : records(std::move(read)), file(source.file), sheet(source.sheet) {}

  std::vector<ChildRecord> records;
  std::string file;
  std::string sheet;
};

/// The import of children; see `child_fields`, `child_reader` and `child_import` for its parts.
class ChildTarget final : public intake::Target {
 public:
  [[nodiscard]] std::string_view kind() const override { return "child"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override { return child_fields(); }
  [[nodiscard]] bool keeps_extras() const override { return true; }

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
    if (rows.file != source_.file || rows.sheet != source_.sheet) {
      source_ = {rows.file, rows.sheet, 0};
    }
    return ChildImport(call, source_).store(rows.records);
  }

 private:
  std::optional<ChildReader> reader_;
  SheetSource source_;
};

}  // namespace

std::unique_ptr<intake::Target> make_child_target() { return std::make_unique<ChildTarget>(); }

}  // namespace caregrid::registry
