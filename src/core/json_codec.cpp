#include "core/json_codec.h"

namespace caregrid::core {

Error with_step(Error error, std::string_view step) {
  const bool joins = error.field.empty() || error.field.front() == '[';
  error.field = std::string(step) + (joins ? "" : ".") + error.field;
  return error;
}

Result<void> Codec<bool>::read(json::View view, bool& into) {
  const auto value = view.as_bool();
  if (!value) {
    return type_error("boolean");
  }
  into = *value;
  return {};
}

Result<void> Codec<double>::read(json::View view, double& into) {
  const auto value = view.as_number();
  if (!value) {
    return type_error("number");
  }
  into = *value;
  return {};
}

Result<void> Codec<std::string>::read(json::View view, std::string& into) {
  const auto value = view.as_string();
  if (!value) {
    return type_error("string");
  }
  into = *value;
  return {};
}

Result<void> Codec<Date>::read(json::View view, Date& into) {
  const auto text = view.as_string();
  const auto date = text ? parse_iso_date(*text) : std::nullopt;
  if (!date) {
    return type_error("date YYYY-MM-DD");
  }
  into = *date;
  return {};
}

}  // namespace caregrid::core
