#include "registry/row_reading.h"

#include "registry/text.h"

namespace caregrid::registry {

std::string_view RowReading::filled(ChildField field) const {
  const std::string_view found = text(field);
  return found.empty() || is_placeholder(found) ? std::string_view{} : found;
}

void RowReading::reject(ChildField field, std::string_view reason, std::string detail) {
  record_.problems.push_back(
      {static_cast<std::size_t>(field), std::string(reason), std::move(detail)});
}

void RowReading::warn(ChildField field, std::string_view reason, std::string detail) {
  record_.warnings.push_back(
      {static_cast<std::size_t>(field), std::string(reason), std::move(detail)});
}

void RowReading::keep_unread(ChildField field, std::string_view reason) {
  warn(field, reason);
  unread_.push_back(field);
}

}  // namespace caregrid::registry
