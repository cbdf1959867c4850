// Shows how results are laid out for people and failures told to people and programs.
#include "cli/console.h"

#include <doctest/doctest.h>

#include <sstream>

#include "cli/exit_code.h"

namespace caregrid::cli {
namespace {

TEST_CASE("columns line up, Chinese counting double, numbers to the right") {
  CHECK(align({{"file", "rows"}, {"学校.csv", "82"}, {"a", "1234"}}) ==
        "file      rows\n"
        "学校.csv    82\n"
        "a         1234\n");
  CHECK(align({{"a", ""}, {"bc", ""}}) == "a\nbc\n");
  CHECK(align({}).empty());
}

TEST_CASE("a failure is a sentence for people and an object for programs") {
  std::ostringstream out;
  std::ostringstream errors;
  Console console{out, errors};
  const core::Error error = core::invalid("children.xlsx", "county.unknown", "give --county");
  tell(console, error);
  CHECK(errors.str().find("six-digit code") != std::string::npos);
  CHECK(errors.str().find("[children.xlsx]: give --county\n") != std::string::npos);
  errors.str("");
  console.is_json = true;
  tell(console, error);
  CHECK(
      errors.str() ==
      "{\"reason\":\"county.unknown\",\"field\":\"children.xlsx\",\"detail\":\"give --county\"}\n");
  CHECK(out.str().empty());
}

TEST_CASE("progress is drawn on a terminal only, and wiped at the end") {
  std::ostringstream out;
  std::ostringstream errors;
  Console console{out, errors};
  {
    ProgressBar(console, "importing").show(1, 2);
  }
  CHECK(errors.str().empty());
  console.is_terminal = true;
  {
    ProgressBar bar(console, "importing");
    bar.show(1, 2, "7 rows");
    bar.show(1, 2, "8 rows");  // The same hundredth is not drawn twice.
  }
  CHECK(errors.str() == "\rimporting [###############               ] 50 % 7 rows\x1b[K\r\x1b[K");
}

TEST_CASE("what others hold or the disk lacks has an exit code of its own") {
  CHECK(exit_code_of(core::failure(core::Code::unavailable, "db.in_use")) == ExitCode::unavailable);
  CHECK(exit_code_of(core::failure(core::Code::conflict, "demo.not_empty")) == ExitCode::failed);
  CHECK(exit_code_of(core::invalid("", "county.unknown")) == ExitCode::failed);
}

}  // namespace
}  // namespace caregrid::cli
