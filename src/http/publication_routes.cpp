// Published tables of counts.
#include "assessment/publication.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "http/send_file.h"

namespace caregrid::http {
namespace {

using assessment::PublicationTag;

core::Result<assessment::Publication> publish(const access::Call& call, const Visit& visit,
                                              const assessment::PublicationWish& wish) {
  const std::string key(visit.request.header("Idempotency-Key"));
  return assessment::publish_counts(call, assessment::PublicationId::derive("publication " + key),
                                    wish);
}

core::Result<assessment::PublicationList> list(const access::Call& call, const Visit&,
                                               const Nothing&) {
  return assessment::list_publications(call);
}

core::Result<assessment::Publication> show(const access::Call& call, const Visit& visit,
                                           const Nothing&) {
  const auto id = visit.id<PublicationTag>(0);
  return id ? assessment::find_publication(call, *id)
            : core::Result<assessment::Publication>(id.error());
}

core::Result<Response> download(const Visit& visit, assessment::TableFormat format) {
  const auto id = visit.id<PublicationTag>(0);
  if (!id) {
    return id.error();
  }
  const assessment::ExportFile file = new_file(visit, format);
  const auto done =
      visit.site.door.read(*visit.actor, [&](const access::Call& call) -> core::Result<void> {
        const auto publication = assessment::find_publication(call, *id);
        if (!publication) {
          return publication.error();
        }
        const auto rows = assessment::export_publication(*publication, file);
        return rows ? core::Result<void>() : core::Result<void>(rows.error());
      });
  return done ? core::Result<Response>(send_once(file, "counts"))
              : core::Result<Response>(done.error());
}

void add_download(RouteTable& table, const Spec& spec, assessment::TableFormat format) {
  Route& route =
      add_raw(table, spec, [format](const Visit& visit) { return download(visit, format); });
  route.response_type = assessment::type_of(format);
}

}  // namespace

void add_publication_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/publications", "list_publications", "Published tables of counts"},
           list);
  add_write(table,
            {Method::post, "/api/publications", "publish_counts",
             "Count, hide what would give somebody away, publish", 201},
            publish);
  add_read(table,
           {Method::get, "/api/publications/{id}", "show_publication", "One published table"},
           show);
  add_download(table,
               {Method::get, "/api/publications/{id}/table.csv", "publication_csv",
                "The same as a CSV file"},
               assessment::TableFormat::csv);
  add_download(table,
               {Method::get, "/api/publications/{id}/table.xlsx", "publication_xlsx",
                "The same as a workbook"},
               assessment::TableFormat::xlsx);
}

}  // namespace caregrid::http
