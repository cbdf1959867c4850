#pragma once

#include <string_view>

namespace caregrid::intake {

/// What values look like, where it says what they are.
enum class ValueShape { any, identity_number, date };

/// The shape a field must have by its name: "id_number" and "born_on"; `any` for all others.
ValueShape shape_of_field(std::string_view field);

/// Whether the text has the shape. Identity numbers need 18 places and the right check digit
/// (GB 11643-1999), dates a year from 1900 on and a month and day; full-width digits count.
bool has_shape(std::string_view text, ValueShape shape);

}  // namespace caregrid::intake
