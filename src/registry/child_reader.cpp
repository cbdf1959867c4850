#include "registry/child_reader.h"

#include <utility>

#include "core/hash.h"
#include "registry/row_reading.h"

namespace caregrid::registry {
namespace {

constexpr char unit_end = '\x1f';

void add(std::string& content, std::string_view text) {
  content += text;
  content.push_back(unit_end);
}

/// Everything a statement holds, in one text.
void write_content(std::string& content, const ChildRecord& record) {
  content.clear();
  const Claim& claim = record.claim;
  add(content, claim.name);
  content.push_back(static_cast<char>('0' + static_cast<int>(claim.sex)));
  add(content, claim.born_on ? std::to_string(claim.born_on->days) : std::string());
  add(content, claim.identity ? claim.identity->text() : std::string_view());
  add(content, claim.student ? claim.student->text() : std::string_view());
  for (const StatedRelation& relation : record.relations) {
    content.push_back(static_cast<char>('0' + static_cast<int>(relation.role)));
    add(content, relation.name);
    add(content, relation.phone);
    add(content, relation.place);
    add(content, relation.relation);
    add(content, relation.identity_number);
  }
  content += record.facts;
}

std::int64_t digest_of(std::string_view content) {
  const core::Digest digest = core::sha256(core::as_bytes(content));
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    value = value << 8U | std::to_integer<std::uint64_t>(digest[i]);
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::int64_t digest_of(const ChildRecord& record) {
  std::string content;
  write_content(content, record);
  return digest_of(content);
}

namespace {

std::string_view text_of(const intake::Record& record, ChildField field) {
  return record.values[static_cast<std::size_t>(field)].text;
}

}  // namespace

ChildReader::ChildReader(DivisionIndex divisions, const std::vector<School>& schools)
    : divisions_(std::move(divisions)), schools_(schools) {}

void ChildReader::begin_sheet(const intake::Source& source) {
  std::string sheet(source.file);
  sheet.push_back(unit_end);
  sheet += source.sheet;
  if (sheet != sheet_) {
    sheet_ = std::move(sheet);
    born_order_ = DayOrder::unknown;
    since_order_ = DayOrder::unknown;
  }
}

void ChildReader::learn_day_orders(std::span<const intake::Record> records) {
  // Once shown, an order stays: the same text must mean the same day on every row of a sheet.
  if (born_order_ == DayOrder::unknown) {
    for (const intake::Record& record : records) {
      born_order_ = learn_day_order(born_order_, text_of(record, ChildField::born_on));
    }
  }
  if (since_order_ == DayOrder::unknown) {
    for (const intake::Record& record : records) {
      since_order_ = learn_day_order(since_order_, text_of(record, ChildField::since));
    }
  }
}

std::vector<ChildRecord> ChildReader::read(std::span<const intake::Record> records,
                                           const intake::Source& source, core::Date today) {
  begin_sheet(source);
  learn_day_orders(records);
  const ReadingContext context{divisions_, schools_, today, born_order_, since_order_};
  std::vector<ChildRecord> read(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    ChildRecord& record = read[i];
    record.row = records[i].row;
    RowReading row(records[i], record);
    read_claim(row, context);
    read_relations(row);
    read_facts(row, context);
    record.digest = digest_of(record);
  }
  return read;
}

}  // namespace caregrid::registry
