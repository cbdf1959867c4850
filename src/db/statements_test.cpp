// Shows how a script is cut into statements: quotes and comments may hold semicolons. Rows of
// script and expected statements.

#include "db/statements.h"

#include <doctest/doctest.h>

namespace caregrid::db {
namespace {

struct SplitRow {
  std::string_view script;
  std::vector<std::string_view> expected;
};

TEST_CASE("a script is cut at semicolons that are neither quoted nor commented") {
  const std::vector<SplitRow> rows = {
      {"", {}},
      {" ; ;\n-- only words;\n", {}},
      {"A;B", {"A", "B"}},
      {"A;B;", {"A", "B"}},
      {"INSERT 'a;b''c;d'; X", {"INSERT 'a;b''c;d'", " X"}},
      {"A \"odd;name\";B", {"A \"odd;name\"", "B"}},
      {"A -- no; end\n;B", {"A -- no; end\n", "B"}},
      {"A /* no; 'end */;B", {"A /* no; 'end */", "B"}},
      {"A - -1 / 2;B", {"A - -1 / 2", "B"}},
      {"A 'never closed; B", {"A 'never closed; B"}},
      {"A /* never closed; B", {"A /* never closed; B"}},
      {"/*/ ; */ A", {"/*/ ; */ A"}},
  };
  for (const SplitRow& row : rows) {
    CAPTURE(row.script);
    CHECK(split_statements(row.script) == row.expected);
  }
}

TEST_CASE("a marker comment is replaced where it is a comment") {
  CHECK(replace_comment("CREATE TABLE t (a TEXT) /* x */", "/* x */", "Y") ==
        "CREATE TABLE t (a TEXT) Y");
  CHECK(replace_comment("SELECT '/* x */' -- /* x */", "/* x */", "Y") ==
        "SELECT '/* x */' -- /* x */");
  CHECK(replace_comment("a /* other */ b", "/* x */", "Y") == "a /* other */ b");
}

}  // namespace
}  // namespace caregrid::db
