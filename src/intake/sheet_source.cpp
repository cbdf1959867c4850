#include "intake/sheet_source.h"

#include <utility>

namespace caregrid::intake {

core::Result<bool> SheetSource::pass_to(const std::string& sheet) {
  while (true) {
    const auto info = reader_->next_sheet();
    if (!info) {
      return info.error();
    }
    if (!*info) {
      return false;
    }
    if ((*info)->name == sheet) {
      return true;
    }
  }
}

core::Result<tabular::TableReader*> SheetSource::go_to(const std::string& path,
                                                       const std::string& sheet) {
  const bool is_same_file = reader_ != nullptr && path_ == path;
  for (int pass = is_same_file ? 0 : 1; pass < 2; ++pass) {
    if (pass == 1) {
      auto opened = tabular::open_table(path);
      if (!opened) {
        return opened.error();
      }
      reader_ = std::move(*opened);
      path_ = path;
    }
    const auto is_there = pass_to(sheet);
    if (!is_there) {
      return is_there.error();
    }
    if (*is_there) {
      return reader_.get();
    }
  }
  reader_.reset();
  return core::invalid("sheets[" + sheet + "]", "import.sheet_gone", sheet);
}

core::Result<void> read_through(const std::string& path, const std::stop_token& stop) {
  auto reader = tabular::open_table(path);
  if (!reader) {
    return reader.error();
  }
  while (!stop.stop_requested()) {
    const auto sheet = (*reader)->next_sheet();
    if (!sheet) {
      return sheet.error();
    }
    if (!*sheet) {
      break;
    }
    tabular::RowView row;
    for (bool has_row = true; has_row && !stop.stop_requested();) {
      const auto next = (*reader)->next_row(row);
      if (!next) {
        return next.error();
      }
      has_row = *next;
    }
  }
  return {};
}

}  // namespace caregrid::intake
