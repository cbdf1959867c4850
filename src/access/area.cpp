#include "access/area.h"

namespace caregrid::access {
namespace {

std::int64_t span_of(std::int64_t code) {
  switch (level_of(code)) {
    case Level::country:
      return 1'000'000'000'000;
    case Level::province:
      return 10'000'000'000;
    case Level::prefecture:
      return 100'000'000;
    case Level::county:
      return 1'000'000;
    case Level::township:
      return 1'000;
    case Level::village:
      return 1;
  }
  return 1;
}

}  // namespace

std::int64_t Area::high() const { return code + span_of(code); }

Level level_of(std::int64_t division) {
  if (division == 0) {
    return Level::country;
  }
  if (division % 10'000'000'000 == 0) {
    return Level::province;
  }
  if (division % 100'000'000 == 0) {
    return Level::prefecture;
  }
  if (division % 1'000'000 == 0) {
    return Level::county;
  }
  return division % 1'000 == 0 ? Level::township : Level::village;
}

std::int64_t parent_of(std::int64_t division) {
  switch (level_of(division)) {
    case Level::country:
    case Level::province:
      return 0;
    case Level::prefecture:
      return division / 10'000'000'000 * 10'000'000'000;
    case Level::county:
      return division / 100'000'000 * 100'000'000;
    case Level::township:
      return division / 1'000'000 * 1'000'000;
    case Level::village:
      return division / 1'000 * 1'000;
  }
  return 0;
}

}  // namespace caregrid::access
