#include "http/problem.h"

#include <algorithm>
#include <utility>

#include "core/bytes.h"
#include "core/hash.h"
#include "core/json.h"

namespace caregrid::http {
namespace {

std::string_view title_of(int status) {
  constexpr std::pair<int, std::string_view> titles[] = {
      {400, "Bad request"},       {401, "Not signed in"},      {403, "Not allowed"},
      {404, "Not found"},         {405, "Method not allowed"}, {408, "Too slow"},
      {409, "Conflict"},          {412, "Changed meanwhile"},  {413, "Too large"},
      {421, "Misdirected"},       {422, "Not acceptable"},     {428, "Precondition needed"},
      {429, "Too many requests"}, {431, "Headers too large"},  {500, "Internal error"},
      {503, "Not available"},     {507, "No space to store"},
  };
  const auto* const found =
      std::ranges::find(titles, status, &std::pair<int, std::string_view>::first);
  return found == std::end(titles) ? std::string_view("Problem") : found->second;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Response make_problem(int status, const core::Error& error) {
  core::json::Writer writer;
  writer.begin_object().member("type", "about:blank").member("title", title_of(status));
  writer.member("status", std::int64_t{status}).member("reason", error.reason);
  if (!error.field.empty()) {
    writer.member("field", error.field);
  }
  if (!error.detail.empty()) {
    writer.member("detail", error.detail);
  }
  writer.end_object();
  Response response;
  response.status = status;
  response.body = writer.take();
  response.set("Content-Type", "application/problem+json");
  if (status == 429 || status == 503) {
    response.set("Retry-After", is_number(error.detail) ? error.detail : "1");
  }
  return response;
}

}  // namespace

int status_of(const core::Error& error) {
  switch (error.code) {
    case core::Code::invalid:
      return error.reason == "json.syntax" || error.reason == "query.encoding" ? 400 : 422;
    case core::Code::unauthenticated:
      return 401;
    case core::Code::forbidden:
      return 403;
    case core::Code::not_found:
      return 404;
    case core::Code::conflict:
      return error.reason == "etag.mismatch" ? 412 : 409;
    case core::Code::too_large:
      return 413;
    case core::Code::limited:
      return 429;
    case core::Code::unavailable:
      return 503;
    case core::Code::internal:
      break;
  }
  return 500;
}

Response problem(const core::Error& error) {
  const int status = status_of(error);
  core::Error told = error;
  if (status >= 500 && !is_number(told.detail)) {
    told.detail.clear();  // What failed inside is for the log, never for who asked.
  }
  return make_problem(status, told);
}

Response problem(int status, std::string reason, std::string detail) {
  return make_problem(status,
                      {core::Code::internal, std::string(), std::move(reason), std::move(detail)});
}

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.set("Content-Type", "application/json");
  return response;
}

std::string etag_of(std::string_view body) {
  const core::Digest digest = core::sha256(core::as_bytes(body));
  return '"' + core::to_hex(core::Bytes(digest).first(16)) + '"';
}

bool names_etag(std::string_view list, std::string_view etag) {
  return list == "*" || list.find(etag) != std::string_view::npos;
}

}  // namespace caregrid::http
