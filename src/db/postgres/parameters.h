#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "db/sql.h"

namespace caregrid::db::postgres {

/// The type numbers of PostgreSQL's catalogue (pg_type.dat) that cross this seam.
namespace type {
constexpr std::uint32_t unknown = 0;
constexpr std::uint32_t boolean = 16;
constexpr std::uint32_t bytes = 17;
constexpr std::uint32_t int8 = 20;
constexpr std::uint32_t int2 = 21;
constexpr std::uint32_t int4 = 23;
constexpr std::uint32_t text = 25;
constexpr std::uint32_t float4 = 700;
constexpr std::uint32_t float8 = 701;
constexpr std::uint32_t numeric = 1700;
}  // namespace type

/// A statement with numbered in place of named parameters: `:village` became `$1`.
struct NumberedText {
  std::string text;
  std::vector<std::string> names;  ///< names[0] is $1; a name used twice has one number.

  bool operator==(const NumberedText&) const = default;
};

NumberedText number_parameters(std::string_view sql);

/// The values of one call in the order and the binary form the server wants.
struct Arguments {
  std::vector<std::uint32_t> types;  ///< `unknown` for null: the server finds it out.
  std::vector<const char*> values;   ///< Null for null.
  std::vector<int> lengths;
  std::vector<std::uint64_t> numbers;  ///< What numeric `values` point to, big-endian.
};

/// Errors: internal "db.sql" when a parameter is missing, doubled or unknown.
core::Result<Arguments> arrange(const std::vector<std::string>& names, Binds binds);

}  // namespace caregrid::db::postgres
