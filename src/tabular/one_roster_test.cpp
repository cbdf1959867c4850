// Shows how a OneRoster package is read as two lists: rows of packages, and what comes out of each.
#include "tabular/one_roster.h"

#include <doctest/doctest.h>

#include <string>

#include "support/scratch_folder.h"
#include "support/zip_builder.h"

namespace caregrid::tabular {
namespace {

constexpr std::string_view manifest =
    "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,bulk\n"
    "file.roles,bulk\nfile.orgs,bulk\nfile.demographics,bulk\nfile.enrollments,delta\n"
    "file.classes,bulk\nfile.academicSessions,absent\n";

std::vector<support::ZipPart> parts() {
  const auto part = [](std::string name, std::string_view content) {
    support::ZipPart made;
    made.name = std::move(name);
    made.content = content;
    return made;
  };
  return {
      part("manifest.csv", manifest),
      part("users.csv",
           "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,"
           "identifier,grades\n"
           "u1,active,,true,a,小雨,王,,03\nu2,active,,true,b,Anna,\"Smith, Jr\",,04\n"
           "u3,tobedeleted,2026-09-10T08:00:00.000Z,true,c,晨,李,,03\n"
           "t1,active,,true,d,老师,张,,\nu4,active,,true,e,月,张,,03\n"),
      part("roles.csv",
           "sourcedId,userSourcedId,roleType,role,orgSourcedId\nr1,u1,primary,student,o1\n"
           "r2,u2,primary,student,o1\nr3,u3,primary,student,o1\nr4,t1,primary,teacher,o1\n"
           "r5,u4,primary,student,o9\n"),
      part("orgs.csv",
           "sourcedId,name,type,identifier\no1,中心小学,school,1234567890\n"
           "d1,教育局,district,\n"),
      part("demographics.csv", "sourcedId,birthDate,sex\nu1,2016-05-01,female\n"),
      part("enrollments.csv",
           "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n"
           "e1,c1,o1,u1,student\n"),
      part("classes.csv", "sourcedId,title,classType,schoolSourcedId\nc1,三年级一班,homeroom,o1\n"),
  };
}

/// Every row of every sheet, cells joined by "|"; the reason where the package is refused.
std::string read(const std::vector<support::ZipPart>& package) {
  const support::ScratchFolder folder;
  auto reader = open_table(folder.write("roster.zip", support::build_zip(package)));
  if (!reader) {
    return reader.error().reason;
  }
  std::string text;
  while (true) {
    const auto sheet = (*reader)->next_sheet();
    REQUIRE(sheet.ok());
    if (!*sheet) {
      return text;
    }
    text += "[" + (*sheet)->name + "]";
    RowView row;
    for (auto next = (*reader)->next_row(row); next.ok() && *next;
         next = (*reader)->next_row(row)) {
      if (row.number == 1) {
        continue;
      }
      text += "\n" + std::to_string(row.number);
      for (const Cell& cell : row.cells) {
        text += "|" + std::string(cell.text) + (cell.kind == CellKind::error ? "!" : "");
      }
    }
    text += "\n";
  }
}

TEST_CASE("schools and pupils come out as lists a person could have sent") {
  CHECK(read(parts()) ==
        "[orgs]\n2|中心小学|1234567890|中心小学\n"
        "[users]\n2|王小雨|female|2016-05-01||中心小学|03|三年级一班||u1\n"
        "3|Anna Smith, Jr||||中心小学|04|||u2\n"
        "4|李晨||||中心小学|03||2026-09-10|u3\n"
        "6|张月||||#REF!!|03|||u4\n");
}

TEST_CASE("a package that cannot be read says why") {
  const auto with = [](std::size_t part, std::string content) {
    auto package = parts();
    package[part].content = std::move(content);
    return read(package);
  };
  CHECK(with(0, "hello") == "oneroster.manifest");
  CHECK(with(0, "propertyName,value\noneroster.version,1.0\nfile.users,bulk\n") ==
        "oneroster.version");
  CHECK(with(0, "propertyName,value\noneroster.version,1.2\nfile.users,absent\n") ==
        "oneroster.no_users");
  CHECK(with(1, "name\nx\n") == "oneroster.columns");
  CHECK(with(1, "sourcedId,\"x\n") == "table.quote_open");
  CHECK(with(1, "sourcedId\n\xFF\n") == "table.encoding");
  auto package = parts();
  package.erase(package.begin() + 3);
  CHECK(read(package) == "oneroster.file_missing");
}

TEST_CASE("a text is split as RFC 4180 writes it") {
  const auto rows = split_csv(
      "\xEF\xBB\xBF"
      "a,\"b\"\"c\",\r\n\n\"x\ny\",z");
  REQUIRE(rows.ok());
  REQUIRE(rows->size() == 2);
  CHECK((*rows)[0] == TextRow{"a", "b\"c", ""});
  CHECK((*rows)[1] == TextRow{"x\ny", "z"});
}

}  // namespace
}  // namespace caregrid::tabular
