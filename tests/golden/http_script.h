#pragma once

#include <array>
#include <map>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "golden/http_harness.h"

namespace caregrid::http {

/// Plays one file of requests and answers against an office.
///
///   > POST /api/needs as county      a request, as somebody signed in (or nobody)
///   > Origin: http://evil.example    its headers
///   > {"child":"{uuid-1}"}           its body; {uuid-1} is the first id this file has shown
///   < 201                            the answer: status, telling headers, body
///
/// Writes get the headers our own pages send unless the request has a line "> bare". Lines that
/// start with "+" are the content of an uploaded file. Ids, tokens, cursors and validators are
/// shown by the order of their first appearance, so that files do not change with the random
/// numbers.
class Script final {
 public:
  explicit Script(Office& office) : office_(office) {}

  /// The file as it would be if the program were right: comments and requests as they are, answers
  /// as they come.
  std::string play(const std::vector<std::string>& lines) {
    std::string played;
    std::vector<std::string> request;
    for (const std::string& line : lines) {
      const bool asks = line.starts_with("> ") || line.starts_with("+");
      const bool begins = std::regex_search(line, std::regex("^> [A-Z]+ /"));
      if ((begins || !asks) && !request.empty()) {
        played += ask(request);
        request.clear();
      }
      if (asks) {
        request.push_back(line);
      }
      if (!line.starts_with("<")) {
        played += line + "\n";
      }
    }
    return request.empty() ? played : played + ask(request);
  }

 private:
  std::string ask(const std::vector<std::string>& lines) {
    const Request request = request_of(lines);
    return shown(office_.answer(request));
  }

  Request request_of(const std::vector<std::string>& lines) {
    Request request;
    std::smatch parts;
    const std::string first = lines.front();
    REQUIRE(
        std::regex_match(first, parts, std::regex("> ([A-Z]+) ([^ ?]+)[?]?([^ ]*)( as (.*))?")));
    request.method = parse_method(parts[1].str());
    request.path = filled_in(parts[2]);
    request.query = filled_in(parts[3]);
    request.headers = {{"Host", "localhost:8080"}};
    if (parts[5].matched) {
      request.headers.push_back({"Cookie", "caregrid_session=" + office_.cookie_of(parts[5])});
    }
    bool is_bare = request.method == Method::get || request.method == Method::head;
    std::string upload;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const std::string text = lines[i].substr(std::min<std::size_t>(2, lines[i].size()));
      if (lines[i].starts_with("+")) {
        upload += text + "\n";
      } else if (text == "bare") {
        is_bare = true;
      } else if (text.starts_with("{")) {
        request.body = filled_in(text);
      } else {
        const std::size_t colon = text.find(": ");
        request.headers.push_back({text.substr(0, colon), filled_in(text.substr(colon + 2))});
      }
    }
    if (!upload.empty()) {
      request.upload = office_.store_upload(upload);
    }
    if (!is_bare) {
      add_own_headers(request);
    }
    return request;
  }

  void add_own_headers(Request& request) {
    request.headers.push_back({"X-CareGrid", "1"});
    if (request.header("Idempotency-Key").empty()) {
      std::string key = "00000000-0000-7000-8000-000000000000";
      const std::string number = std::to_string(++keys_);
      key.replace(key.size() - number.size(), number.size(), number);
      request.headers.push_back({"Idempotency-Key", key});
    }
  }

  /// Puts the real ids where a file shows their place.
  std::string filled_in(std::string text) const {
    for (const auto& [real, label] : labels_) {
      const std::string mark = "{" + label + "}";
      for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
        text.replace(at, mark.size(), real);
      }
    }
    return text;
  }

  std::string shown(const Response& response) {
    constexpr std::array telling{
        "Content-Type",        "Allow", "Retry-After", "Set-Cookie", "Content-Encoding",
        "Content-Disposition", "ETag"};
    std::string text = "< " + std::to_string(response.status) + "\n";
    for (const char* name : telling) {
      if (const std::string_view value = response.header(name); !value.empty()) {
        text += "< " + std::string(name) + ": " + masked(std::string(value)) + "\n";
      }
    }
    std::string body = response.view.empty() ? response.body : std::string(response.view);
    if (response.file && response.file->path.extension() != ".xlsx") {
      body = support::read_bytes(response.file->path.string());
    }
    if (response.events) {
      body = response.events->poll().text;
    }
    std::string line;
    for (const char c : spread(masked(body)) + "\n") {
      if (c == '\n') {
        text += line.empty() ? "" : "< " + line + "\n";
        line.clear();
      } else if (c != '\r') {
        line.push_back(c);
      }
    }
    return text;
  }

  /// Names everything random by its kind and the order of its first appearance.
  std::string masked(std::string text) {
    struct Kind {
      const char* name;
      const char* pattern;
    };
    const Kind kinds[] = {{"uuid", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"},
                          {"etag", "\"[0-9a-f]{32}\""},
                          {"random", "[0-9a-f]{34,}"}};
    for (const Kind& kind : kinds) {
      const std::regex pattern(kind.pattern);
      std::string replaced;
      std::smatch found;
      while (std::regex_search(text, found, pattern)) {
        const auto [known, is_new] = labels_.try_emplace(found.str());
        if (is_new) {
          known->second = std::string(kind.name) + "-" + std::to_string(++counts_[kind.name]);
        }
        replaced += found.prefix().str() + "{" + known->second + "}";
        text = found.suffix();
      }
      text = replaced + text;
    }
    return std::regex_replace(text, std::regex("\"milliseconds\":[0-9]+"), "\"milliseconds\":0");
  }

  /// Breaks the outer levels of a JSON text into lines; other text stays.
  static std::string spread(const std::string& text) {
    constexpr int levels = 3;
    if (!text.starts_with("{")) {
      return text;
    }
    std::string lines;
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      in_string = (c == '"' && (i == 0 || text[i - 1] != '\\')) ? !in_string : in_string;
      const bool closes = !in_string && (c == '}' || c == ']');
      depth -= closes ? 1 : 0;
      lines.push_back(c);
      depth += !in_string && (c == '{' || c == '[') ? 1 : 0;
      const bool is_label = c == '{' && text.compare(i, 3, "{uu") == 0;
      if (!in_string && depth > 0 && depth <= levels && (c == ',' || c == '{' || c == '[') &&
          !is_label && text[i + 1] != '}' && text[i + 1] != ']') {
        lines += "\n" + std::string(static_cast<std::size_t>(depth), ' ');
      }
    }
    return lines;
  }

  Office& office_;
  std::map<std::string, std::string> labels_;
  std::map<std::string, int> counts_;
  int keys_ = 0;
};

}  // namespace caregrid::http
