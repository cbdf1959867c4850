// Shows which status each failure gets and what a problem tells. Rows: failure → status.
#include "http/problem.h"

#include <doctest/doctest.h>

namespace caregrid::http {
namespace {

TEST_CASE("each failure has its status") {
  using core::Code;
  using core::failure;
  struct Row {
    core::Error error;
    int status;
  };
  const Row rows[] = {
      {core::invalid("tier", "need.tier"), 422},
      {core::invalid("", "json.syntax"), 400},
      {failure(Code::unauthenticated, "session.none"), 401},
      {failure(Code::forbidden, "access.role"), 403},
      {failure(Code::not_found, "access.not_found"), 404},
      {failure(Code::conflict, "command.id_reuse"), 409},
      {failure(Code::conflict, "etag.mismatch"), 412},
      {failure(Code::too_large, "json.too_large"), 413},
      {failure(Code::limited, "session.wait", "8"), 429},
      {failure(Code::unavailable, "db.full"), 503},
      {failure(Code::internal, "db.sql"), 500},
  };
  for (const auto& row : rows) {
    CAPTURE(row.error.reason);
    const Response response = problem(row.error);
    CHECK(response.status == row.status);
    CHECK(response.header("Content-Type") == "application/problem+json");
    CHECK(response.body.find("\"reason\":\"" + row.error.reason + '"') != std::string::npos);
  }
  CHECK(problem(rows[8].error).header("Retry-After") == "8");
  CHECK(problem(rows[9].error).header("Retry-After") == "1");
}

TEST_CASE("what failed inside is told to nobody who asks") {
  using core::Code;
  for (const Code code : {Code::internal, Code::unavailable}) {
    const Response response =
        problem(core::failure(code, "db.gone", "connection to server at 10.0.0.7, user caregrid"));
    CHECK(response.body.find("db.gone") != std::string::npos);
    CHECK(response.body.find("10.0.0.7") == std::string::npos);
  }
  CHECK(problem(core::failure(Code::unavailable, "http.busy", "3")).header("Retry-After") == "3");
  // What is wrong with the request itself is told.
  CHECK(problem(core::invalid("limit", "list.limit", "1-200")).body.find("1-200") !=
        std::string::npos);
}

TEST_CASE("a validator is named in a list, or by a star") {
  const std::string etag = etag_of("body");
  CHECK(etag.size() == 34);
  CHECK(etag != etag_of("bodY"));
  CHECK(names_etag("\"other\", " + etag, etag));
  CHECK(names_etag("*", etag));
  CHECK(!names_etag("\"other\"", etag));
}

}  // namespace
}  // namespace caregrid::http
