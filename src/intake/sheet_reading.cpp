#include "intake/sheet_reading.h"

#include <utility>

namespace caregrid::intake {
namespace {

constexpr std::size_t batch_bytes_max = std::size_t{4} << 20U;
constexpr std::size_t batches_in_flight = 3;

}  // namespace

SheetReading::SheetReading(const SheetJob& job)
    : job_(job), empty_(batches_in_flight), full_(batches_in_flight) {
  for (std::size_t i = 0; i < batches_in_flight; ++i) {
    empty_.push(std::make_unique<FilledBatch>());
  }
  thread_ = std::jthread([this] { read_all(); });
}

SheetReading::~SheetReading() {
  empty_.close();
  full_.close();
}

core::Result<bool> SheetReading::fill(FilledBatch& filled) {
  filled.rows.clear();
  filled.batch.reset();
  filled.skipped = 0;
  tabular::RowView row;
  bool has_row = true;
  while (filled.rows.size() < job_.batch_rows && filled.rows.bytes() < batch_bytes_max) {
    const auto next = job_.reader.next_row(row);
    if (!next) {
      return next.error();
    }
    has_row = *next;
    if (!has_row) {
      break;
    }
    if (row.number <= job_.plan.header_row) {
      if (row.number < job_.plan.header_row) {
        add_title(job_.plan, row);
      }
    } else if (is_passed_over(job_.plan, row)) {
      ++filled.skipped;
    } else {
      filled.rows.add(job_.plan, row);
    }
  }
  filled.rows.finish(job_.plan);
  filled.batch = job_.target.read(filled.rows.records(), job_.source, job_.today);
  filled.content = filled.rows.content_hash();
  const std::int64_t total = job_.reader.bytes_total();
  filled.share_done =
      total > 0 ? static_cast<double>(job_.reader.bytes_done()) / static_cast<double>(total) : 1;
  return has_row;
}

void SheetReading::read_all() {
  bool has_more = true;
  while (has_more) {
    auto filled = empty_.pop();
    if (!filled) {
      break;
    }
    const auto done = fill(**filled);
    if (!done) {
      outcome_ = done.error();
      break;
    }
    has_more = *done;
    if (!full_.push(std::move(*filled))) {
      break;
    }
  }
  full_.close();
}

core::Result<std::unique_ptr<FilledBatch>> SheetReading::next() {
  auto filled = full_.pop();
  if (filled) {
    return std::move(*filled);
  }
  if (!outcome_) {
    return outcome_.error();
  }
  return std::unique_ptr<FilledBatch>();
}

void SheetReading::recycle(std::unique_ptr<FilledBatch> batch) { empty_.push(std::move(batch)); }

}  // namespace caregrid::intake
