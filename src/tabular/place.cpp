#include "tabular/place.h"

namespace caregrid::tabular {

std::string to_field(const Place& place) {
  std::string field;
  if (!place.sheet.empty()) {
    field.append("sheets[").append(place.sheet).append("]");
  }
  if (place.row > 0) {
    field.append(field.empty() ? "rows[" : ".rows[").append(std::to_string(place.row)).append("]");
  }
  if (place.column > 0) {
    field.append(".cells[").append(std::to_string(place.column)).append("]");
  }
  return field;
}

}  // namespace caregrid::tabular
