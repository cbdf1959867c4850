#include "tabular/csv_reader.h"

#include <bit>
#include <cstring>
#include <utility>

#include "tabular/place.h"
#include "tabular/utf8.h"

namespace caregrid::tabular {

namespace {

constexpr std::size_t buffer_bytes = std::size_t{256} << 10U;
constexpr std::size_t word_bytes = 8;
constexpr std::uint64_t low_bits = 0x0101010101010101U;
constexpr std::uint64_t high_bits = 0x8080808080808080U;

/// A mark in the high bit of each byte that is zero; exact up to the first one.
constexpr std::uint64_t zero_bytes(std::uint64_t word) {
  return (word - low_bits) & ~word & high_bits;
}

/// The first delimiter or line end in [position, end), eight bytes at a time; `end` when none.
/// Reads up to seven bytes past `end`, which the buffer has.
std::size_t find_cell_end(const char* text, std::size_t position, std::size_t end, char delimiter) {
  const std::uint64_t delimiters = low_bits * static_cast<unsigned char>(delimiter);
  constexpr std::uint64_t line_feeds = low_bits * '\n';
  constexpr std::uint64_t returns = low_bits * '\r';
  for (; position < end; position += word_bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, text + position, word_bytes);
    if constexpr (std::endian::native == std::endian::big) {
      word = __builtin_bswap64(word);
    }
    const std::uint64_t hits =
        zero_bytes(word ^ delimiters) | zero_bytes(word ^ line_feeds) | zero_bytes(word ^ returns);
    if (hits != 0) {
      return std::min(end, position + static_cast<std::size_t>(std::countr_zero(hits)) / 8);
    }
  }
  return end;
}

}  // namespace

CsvReader::CsvReader(std::unique_ptr<TextSource> source, const Limits& limits)
    : source_(std::move(source)), limits_(limits), buffer_(buffer_bytes + word_bytes) {}

core::Result<std::unique_ptr<CsvReader>> CsvReader::open(std::unique_ptr<TextSource> source,
                                                         const Limits& limits) {
  auto reader = std::make_unique<CsvReader>(std::move(source), limits);
  // A broken character in the first stretch is told with its row, when reading gets there.
  if (const auto filled = reader->fill(); !filled) {
    reader->row_ = 1;
    return reader->error_here(filled.error());
  }
  if (reader->end_ == 0) {
    return core::invalid({}, "table.empty", "the file has no content");
  }
  reader->dialect_ = sniff_dialect(std::string_view(reader->buffer_.data(), reader->end_));
  reader->begin_ = reader->dialect_.skip_bytes;
  return reader;
}

core::Result<std::optional<SheetInfo>> CsvReader::next_sheet() {
  if (failed_) {
    return *failed_;
  }
  if (started_) {
    finished_ = true;
    return std::optional<SheetInfo>();
  }
  started_ = true;
  return std::optional<SheetInfo>(SheetInfo{});
}

core::Result<bool> CsvReader::next_row(RowView& row) {
  if (failed_) {
    return *failed_;
  }
  core::check(started_);
  while (!finished_) {
    ++row_;
    const auto found = read_row();
    if (!found) {
      failed_ = error_here(found.error());
      return *failed_;
    }
    if (!*found) {
      finished_ = true;
    } else if (!cells_.empty()) {
      row = RowView{row_, cells_};
      return true;
    }
  }
  return false;
}

core::Error CsvReader::error_here(core::Error error) const {
  if (error.field.empty()) {
    error.field = to_field(Place{{}, row_, 0});
  }
  return error;
}

/// Reads on until a whole row stands in the buffer; false after the last one.
core::Result<bool> CsvReader::read_row() {
  while (true) {
    const Scan scan = begin_ == end_ ? Scan::more : scan_row();
    if (scan == Scan::row) {
      const auto taken = take_cells();
      return taken ? core::Result<bool>(true) : taken.error();
    }
    if (scan == Scan::too_many_columns) {
      return core::failure(core::Code::too_large, "table.too_many_columns",
                           "more than " + std::to_string(limits_.columns_max) + " columns");
    }
    if (at_end_) {
      return scan == Scan::quote_open
                 ? core::Result<bool>(core::invalid({}, "table.quote_open",
                                                    "a cell of this row opens with a quotation "
                                                    "mark that is never closed"))
                 : core::Result<bool>(false);
    }
    if (const auto filled = fill(); !filled) {
      return filled.error();
    }
  }
}

/// Finds the cells of the row at `begin_` without changing a byte, so that it may start over when
/// more bytes are needed.
CsvReader::Scan CsvReader::scan_row() {
  found_.clear();
  std::size_t position = begin_;
  while (true) {
    if (std::ssize(found_) >= limits_.columns_max) {
      return Scan::too_many_columns;
    }
    Found cell;
    if (const Scan scan = scan_cell(position, cell); scan != Scan::row) {
      return scan;
    }
    found_.push_back(cell);
    if (position == end_ || buffer_[position] != dialect_.delimiter) {
      return end_row(position, begin_);
    }
    ++position;
  }
}

CsvReader::Scan CsvReader::scan_cell(std::size_t& position, Found& cell) {
  cell.begin = position;
  if (position < end_ && buffer_[position] == '"') {
    cell.quoted = true;
    position = find_quoted_end(position + 1);
    if (position > end_) {
      return Scan::quote_open;
    }
  }
  position = find_cell_end(buffer_.data(), position, end_, dialect_.delimiter);
  cell.end = position;
  return position == end_ && !at_end_ ? Scan::more : Scan::row;
}

/// Passes over the line end at `position`; a CR at the edge may be half of CR LF.
CsvReader::Scan CsvReader::end_row(std::size_t position, std::size_t& next) const {
  if (position == end_) {
    next = position;
    return Scan::row;
  }
  if (buffer_[position] == '\r') {
    if (position + 1 == end_ && !at_end_) {
      return Scan::more;
    }
    if (position + 1 < end_ && buffer_[position + 1] == '\n') {
      ++position;
    }
  }
  next = position + 1;
  return Scan::row;
}

/// Past the quotation mark that closes a cell; beyond `end_` when it was not found yet.
std::size_t CsvReader::find_quoted_end(std::size_t position) const {
  while (position < end_) {
    const void* hit = std::memchr(buffer_.data() + position, '"', end_ - position);
    if (hit == nullptr) {
      break;
    }
    position = static_cast<std::size_t>(static_cast<const char*>(hit) - buffer_.data()) + 1;
    if (position == end_) {
      // Perhaps the first of a pair: only the end of the file makes it the closing one.
      return at_end_ ? position : end_ + 1;
    }
    if (buffer_[position] != '"') {
      return position;
    }
    ++position;
  }
  return end_ + 1;
}

/// Moves the unread rest to the front and reads behind it; grows for a row that fills the buffer.
core::Result<void> CsvReader::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (static_cast<std::int64_t>(end_) > limits_.row_bytes_max) {
    return core::failure(core::Code::too_large, "table.row_too_long",
                         "the row is longer than " + std::to_string(limits_.row_bytes_max) +
                             " bytes; perhaps a quotation mark is not closed");
  }
  std::size_t room = buffer_.size() - word_bytes - end_;
  if (room < buffer_bytes / 4) {
    buffer_.resize((buffer_.size() - word_bytes) * 2 + word_bytes);
    room = buffer_.size() - word_bytes - end_;
  }
  const auto count = source_->read(std::span<char>(buffer_).subspan(end_, room));
  if (!count) {
    return count.error();
  }
  at_end_ = *count == 0;
  end_ += *count;
  return {};
}

core::Result<void> CsvReader::take_cells() {
  cells_.clear();
  const bool blank = found_.size() == 1 && found_[0].begin == found_[0].end;
  if (blank) {
    return {};
  }
  for (const Found& cell : found_) {
    const std::string_view text =
        cell.quoted ? unquote(cell)
                    : std::string_view(buffer_.data() + cell.begin, cell.end - cell.begin);
    if (static_cast<std::int64_t>(text.size()) > limits_.cell_characters_max &&
        static_cast<std::int64_t>(count_characters(text)) > limits_.cell_characters_max) {
      const Place place{{}, row_, std::ssize(cells_) + 1};
      return core::Error{core::Code::too_large, to_field(place), "table.cell_too_long",
                         "more than " + std::to_string(limits_.cell_characters_max) +
                             " characters; perhaps a quotation mark is not closed"};
    }
    cells_.push_back(Cell{text, text.empty() ? CellKind::empty : CellKind::text});
  }
  return {};
}

/// Takes the quotes off in place: the row has been scanned, its bytes are ours to change.
std::string_view CsvReader::unquote(const Found& cell) {
  char* const text = buffer_.data() + cell.begin;
  const std::string_view inside(text + 1, cell.end - cell.begin - 1);
  if (inside.find('"') == inside.size() - 1) {
    return inside.substr(0, inside.size() - 1);
  }
  std::size_t written = 0;
  bool quoted = true;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (quoted && inside[i] == '"') {
      quoted = i + 1 < inside.size() && inside[i + 1] == '"';
      i += quoted ? 1U : 0U;
      if (!quoted) {
        continue;
      }
    }
    text[written++] = inside[i];
  }
  return {text, written};
}

}  // namespace caregrid::tabular
