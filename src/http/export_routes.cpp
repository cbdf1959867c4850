// Lists people take away as files: asked for, approved by a second person when long, fetched once.
#include <filesystem>

#include "assessment/export_request.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "http/send_file.h"

namespace caregrid::http {
namespace {

using assessment::ExportTag;

core::Result<assessment::ExportRequest> ask(const access::Call& call, const Visit& visit,
                                            const assessment::ExportWish& wish) {
  const std::string key(visit.request.header("Idempotency-Key"));
  return assessment::request_export(call, assessment::ExportId::derive("export " + key), wish);
}

core::Result<assessment::ExportList> list(const access::Call& call, const Visit& visit,
                                          const Nothing&) {
  auto exports = assessment::list_exports(call);
  if (exports && visit.site.exports != nullptr) {
    for (assessment::ExportRequest& request : exports->items) {
      request.rows_done = visit.site.exports->find(request.id.text());
    }
  }
  return exports;
}

template <bool is_approved>
core::Result<assessment::ExportRequest> decide(const access::Call& call, const Visit& visit,
                                               const Nothing&) {
  const auto id = visit.id<ExportTag>(0);
  return id ? assessment::decide_export(call, *id, is_approved)
            : core::Result<assessment::ExportRequest>(id.error());
}

constexpr Spec fetch_spec{Method::post, "/api/exports/{id}/file", "fetch_export",
                          "The file, once, for who asked for it"};

/// First the file, then the note that it was given out: a full disk costs nobody the request.
core::Result<Response> fetch(const Visit& visit) {
  const auto id = visit.id<ExportTag>(0);
  if (!id) {
    return id.error();
  }
  assessment::ExportFile file;
  ExportProgress* const progress = visit.site.exports;
  const auto written = visit.site.door.read(
      *visit.actor, "export_records", [&](const access::Call& call) -> core::Result<void> {
        const auto requests = assessment::list_exports(call);
        if (!requests) {
          return requests.error();
        }
        auto format = assessment::TableFormat::csv;
        for (const auto& request : requests->items) {
          format = request.id == *id ? request.format : format;
        }
        file = new_file(visit, format);
        if (progress != nullptr) {
          file.on_rows = [&](std::int64_t rows) { progress->tell(id->text(), rows); };
        }
        const auto rows = assessment::write_export(call, *id, file);
        return rows ? core::Result<void>() : core::Result<void>(rows.error());
      });
  if (progress != nullptr) {
    progress->forget(id->text());
  }
  if (!written) {
    return written.error();
  }
  bool is_first = false;
  const auto noted = submit(visit, fetch_spec, "{}", nullptr,
                            [&](const access::Call& call) -> core::Result<std::string> {
                              const auto request = assessment::mark_fetched(call, *id);
                              is_first = request.ok();
                              return request ? core::Result<std::string>("{}") : request.error();
                            });
  if (!noted || !is_first) {
    std::error_code ignored;
    std::filesystem::remove(file.path, ignored);
    return noted ? core::failure(core::Code::conflict, "export.fetched") : noted.error();
  }
  return send_once(file, "export");
}

}  // namespace

void add_export_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/exports", "list_exports",
            "One's own exports, and those that wait for one's approval"},
           list);
  add_write(table,
            {Method::post, "/api/exports", "request_export",
             "Ask for a list as a file; more than 500 children wait for a second person", 201},
            ask);
  add_write(table,
            {Method::post, "/api/exports/{id}/approve", "approve_export",
             "Let somebody else's export go"},
            decide<true>);
  add_write(
      table,
      {Method::post, "/api/exports/{id}/refuse", "refuse_export", "Refuse somebody else's export"},
      decide<false>);
  Route& file = add_raw(table, fetch_spec, fetch);
  file.parameters = write_parameters(false);
  file.response_type = "application/octet-stream";
}

}  // namespace caregrid::http
