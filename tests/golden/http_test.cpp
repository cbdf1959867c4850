// Shows what the API answers, request by request: every file of tests/golden/http is played against
// a small county of its own and must come out as it is. With CAREGRID_ACCEPT set the files are
// rewritten instead; read the difference before you commit it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "golden/http_harness.h"
#include "golden/http_script.h"
#include "support/databases.h"

namespace caregrid::http {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      lines.push_back(std::move(line));
      line.clear();
    } else {
      line.push_back(c);
    }
  }
  return lines;
}

std::vector<std::filesystem::path> scripts() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator("tests/golden/http")) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

TEST_CASE("the API answers as its files say") {
  const bool accepts = std::getenv("CAREGRID_ACCEPT") != nullptr;
  const auto paths = scripts();
  REQUIRE(paths.size() >= 6);
  for (const auto& path : paths) {
    CAPTURE(path.string());
    const auto databases = support::every_database();
    Office office(*databases.front());
    const std::string expected = support::read_bytes(path.string());
    const std::string played = Script(office).play(lines_of(expected));
    if (accepts) {
      std::ofstream(path, std::ios::binary) << played;
    } else {
      CHECK(played == expected);
    }
  }
}

TEST_CASE("every answer carries the headers that keep browsers safe") {
  const auto databases = support::every_database();
  Office office(*databases.front());
  for (const char* path : {"/", "/api/home", "/nowhere.js", "/api/nowhere", "/health"}) {
    CAPTURE(path);
    Request request;
    request.path = path;
    const Response response = office.answer(request);
    CHECK(response.header("Content-Security-Policy").find("default-src 'none'") == 0);
    CHECK(response.header("X-Content-Type-Options") == "nosniff");
    CHECK(response.header("Referrer-Policy") == "no-referrer");
    CHECK(response.header("Cross-Origin-Opener-Policy") == "same-origin");
    const bool is_page = path[1] != 'a' && path[1] != 'h';
    CHECK((response.header("Cache-Control") == "no-store") == !is_page);
  }
}

TEST_CASE("the log tells routes, never what was asked for") {
  const auto databases = support::every_database();
  Office office(*databases.front());
  Request request;
  request.path = "/api/children/01a2008d-2351-7c2c-b6be-624c7b9ad51b";
  request.query = "query=%E7%8E%8B";
  request.headers = {{"Cookie", "caregrid_session=" + office.cookie_of("county")}};
  office.answer(request);
  request.path = "/%E7%8E%8B%E5%B0%8F%E9%9B%A8.txt";
  office.answer(request);
  REQUIRE(office.log().size() == 2);
  CHECK(office.log()[0].route == "/api/children/{id}");
  CHECK(office.log()[0].status == 422);  // The child page takes no query.
  CHECK(!office.log()[0].account.empty());
  CHECK(office.log()[1].route == "asset");
}

}  // namespace
}  // namespace caregrid::http
