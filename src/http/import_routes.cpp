// Files somebody sends: take, look, correct, try, import, fetch what was rejected, forget.
#include <filesystem>
#include <tuple>

#include "http/endpoint.h"
#include "http/page.h"
#include "http/routes.h"
#include "http/url.h"
#include "intake/import_operations.h"

namespace caregrid::http {
namespace {

struct ImportQuery {
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct ImportList {
  std::vector<intake::Import> items;
  std::optional<std::string> next;
};

struct RunInput {
  bool dry_run = false;
  std::optional<std::vector<intake::SheetMapping>> sheets;
};

struct JobStart {
  intake::JobId job;
};

struct FieldShape {
  std::string name;
  bool required = false;
};

struct KindShape {
  std::string kind;
  std::vector<FieldShape> fields;
};

struct KindList {
  std::vector<KindShape> kinds;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::ImportQuery> {
  static constexpr std::string_view name = "ImportQuery";
  static constexpr auto fields =
      std::tuple{field("limit", &http::ImportQuery::limit, "1 to 200; 50 unless given"),
                 field("after", &http::ImportQuery::after, "`next` of the page before")};
};

template <>
struct Describe<http::ImportList> {
  static constexpr std::string_view name = "ImportPage";
  static constexpr auto fields =
      std::tuple{field("items", &http::ImportList::items, "Without rejects and warnings"),
                 field("next", &http::ImportList::next)};
};

template <>
struct Describe<http::RunInput> {
  static constexpr std::string_view name = "RunImport";
  static constexpr bool is_input = true;
  static constexpr auto fields =
      std::tuple{field("dry_run", &http::RunInput::dry_run, "Try without keeping anything"),
                 field("sheets", &http::RunInput::sheets, "As recognised unless given")};
};

template <>
struct Describe<http::JobStart> {
  static constexpr std::string_view name = "JobStart";
  static constexpr auto fields = std::tuple{field("job", &http::JobStart::job)};
};

template <>
struct Describe<http::FieldShape> {
  static constexpr std::string_view name = "ImportField";
  static constexpr auto fields =
      std::tuple{field("name", &http::FieldShape::name, "field.<kind>.<name>"),
                 field("required", &http::FieldShape::required)};
};

template <>
struct Describe<http::KindShape> {
  static constexpr std::string_view name = "ImportKind";
  static constexpr auto fields =
      std::tuple{field("kind", &http::KindShape::kind), field("fields", &http::KindShape::fields)};
};

template <>
struct Describe<http::KindList> {
  static constexpr std::string_view name = "ImportKinds";
  static constexpr auto fields = std::tuple{field("kinds", &http::KindList::kinds)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

constexpr const char* file_name_header = "X-File-Name";

core::Result<intake::Import> take_upload(const Visit& visit) {
  // In a header, not in the address: a file is often named after somebody.
  const auto name = decode_percent(visit.request.header(file_name_header), false);
  if (!name || name->empty()) {
    return core::invalid(file_name_header, name ? "json.missing" : "query.encoding");
  }
  const auto command = command_id(visit.request);
  if (!command) {
    return command.error();
  }
  return visit.site.imports.create(*visit.actor, *command, *name, visit.request.upload.string());
}

core::Result<Response> create_import(const Visit& visit) {
  const auto import = take_upload(visit);
  if (!import) {
    std::error_code ignored;
    std::filesystem::remove(visit.request.upload, ignored);
    return import.error();
  }
  return json_response(201, core::to_json(*import));
}

core::Result<Response> list_imports(const Visit& visit) {
  const auto query = read_query<ImportQuery>(visit.request.query);
  const auto window = query ? window_of(visit, "imports", *query) : query.error();
  if (!window) {
    return window.error();
  }
  const auto after = window->after.empty() ? std::nullopt : intake::ImportId::parse(window->after);
  auto page = visit.site.imports.list(*visit.actor, after, window->limit);
  if (!page) {
    return page.error();
  }
  ImportList list{std::move(page->items), std::nullopt};
  if (page->next) {
    list.next = visit.site.cursors.seal("imports", page->next->text());
  }
  return json_response(200, core::to_json(list));
}

core::Result<Response> show_import(const Visit& visit) {
  const auto id = visit.id<intake::ImportTag>(0);
  const auto import = id ? visit.site.imports.find(*visit.actor, *id) : id.error();
  if (!import) {
    return import.error();
  }
  return json_response(200, core::to_json(*import));
}

core::Result<Response> list_fields(const Visit& visit) {
  KindList list;
  for (const auto& kind : visit.site.catalogue.kinds()) {
    KindShape& shape = list.kinds.emplace_back();
    shape.kind = kind.name;
    for (const auto& field : kind.fields) {
      shape.fields.push_back({std::string(field.name), field.required});
    }
  }
  return json_response(200, core::to_json(list));
}

core::Result<Response> run_import(const Visit& visit) {
  const auto id = visit.id<intake::ImportTag>(0);
  const auto command = command_id(visit.request);
  auto input = core::from_json<RunInput>(visit.request.body);
  if (!id || !command || !input) {
    return !id ? id.error() : !command ? command.error() : input.error();
  }
  intake::RunRequest request;
  request.dry_run = input->dry_run;
  request.sheets = std::move(input->sheets).value_or(std::vector<intake::SheetMapping>());
  request.language = core::parse_language(visit.request.header("Accept-Language"));
  const auto job = visit.site.imports.run(*visit.actor, *command, *id, request);
  if (!job) {
    return job.error();
  }
  return json_response(202, core::to_json(JobStart{*job}));
}

core::Result<Response> fetch_rejects(const Visit& visit) {
  const auto id = visit.id<intake::ImportTag>(0);
  auto path = id ? visit.site.imports.rejects_path(*visit.actor, *id) : id.error();
  if (!path) {
    return path.error();
  }
  Response response;
  response.set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  response.set("Content-Disposition", "attachment; filename=\"rejects.xlsx\"");
  response.file = FileBody{std::move(*path), true};
  return response;
}

core::Result<Response> forget_import(const Visit& visit) {
  const auto id = visit.id<intake::ImportTag>(0);
  const auto command = command_id(visit.request);
  if (!id || !command) {
    return id ? command.error() : id.error();
  }
  if (const auto done = visit.site.imports.remove(*visit.actor, *command, *id); !done) {
    return done.error();
  }
  Response response;
  response.status = 204;
  return response;
}

void add_upload_route(RouteTable& table) {
  Route& create = add_raw(
      table, {Method::post, "/api/imports", "create_import", "Send a spreadsheet's bytes", 201},
      create_import);
  create.takes_upload = true;
  create.parameters = write_parameters(false);
  create.parameters.push_back({file_name_header, "header", true, core::plain_schema("string"),
                               "The file's name, percent-encoded UTF-8"});
  create.request_type = "application/octet-stream";
  create.request_schema = core::plain_schema("string", "binary");
  create.response_schema = core::schema_of<intake::Import>(table.schemas);
}

}  // namespace

void add_import_routes(RouteTable& table) {
  add_upload_route(table);
  Route& list = add_raw(
      table, {Method::get, "/api/imports", "list_imports", "Imports, newest first"}, list_imports);
  list.parameters = query_parameters<ImportQuery>(table.schemas);
  list.response_schema = core::schema_of<ImportList>(table.schemas);
  Route& fields =
      add_raw(table, {Method::get, "/api/imports/fields", "list_fields", "What a column may mean"},
              list_fields);
  fields.response_schema = core::schema_of<KindList>(table.schemas);
  Route& show =
      add_raw(table, {Method::get, "/api/imports/{id}", "show_import", "One import"}, show_import);
  show.response_schema = core::schema_of<intake::Import>(table.schemas);
  Route& run = add_raw(
      table, {Method::post, "/api/imports/{id}/run", "run_import", "Try or import a file", 202},
      run_import);
  run.parameters = write_parameters(false);
  run.request_schema = core::schema_of<RunInput>(table.schemas);
  run.response_schema = core::schema_of<JobStart>(table.schemas);
  Route& rejects = add_raw(table,
                           {Method::get, "/api/imports/{id}/rejects.xlsx", "fetch_rejects",
                            "The rejected rows with a reason per cell"},
                           fetch_rejects);
  rejects.response_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  Route& forget = add_raw(
      table, {Method::remove, "/api/imports/{id}", "forget_import", "Forget an upload", 204},
      forget_import);
  forget.parameters = write_parameters(false);
}

}  // namespace caregrid::http
