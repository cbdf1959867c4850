#include "core/json_schema.h"

namespace caregrid::core {

std::string plain_schema(std::string_view type, std::string_view format) {
  json::Writer writer;
  writer.begin_object().member("type", type);
  if (!format.empty()) {
    writer.member("format", format);
  }
  writer.end_object();
  return writer.take();
}

std::string nullable_schema(std::string_view schema) {
  json::Writer writer;
  writer.begin_object().key("anyOf").begin_array().raw(schema).raw(R"({"type":"null"})");
  writer.end_array().end_object();
  return writer.take();
}

std::string schema_reference(std::string_view name) {
  json::Writer writer;
  writer.begin_object().member("$ref", "#/components/schemas/" + std::string(name)).end_object();
  return writer.take();
}

std::string described_schema(std::string schema, std::string_view doc) {
  if (doc.empty()) {
    return schema;
  }
  json::Writer writer;
  writer.begin_object().member("description", doc).end_object();
  std::string head = writer.take();
  head.pop_back();
  return head + "," + schema.substr(1);  // JSON Schema 2020-12 allows siblings of $ref.
}

}  // namespace caregrid::core
