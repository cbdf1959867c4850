#include "http/send_file.h"

#include <array>

#include "core/bytes.h"
#include "core/messages.h"

namespace caregrid::http {

assessment::ExportFile new_file(const Visit& visit, assessment::TableFormat format) {
  std::array<std::byte, 16> name{};
  visit.site.rng.fill(name);
  assessment::ExportFile file;
  file.path = (visit.site.exports_folder / core::to_hex(name)).string();
  file.format = format;
  file.language = core::parse_language(visit.request.header("Accept-Language"));
  return file;
}

Response send_once(const assessment::ExportFile& file, std::string_view name) {
  Response response;
  response.set("Content-Type", std::string(assessment::type_of(file.format)));
  response.set("Content-Disposition", "attachment; filename=\"" + std::string(name) + "." +
                                          std::string(assessment::ending_of(file.format)) + "\"");
  response.file = FileBody{file.path, true};
  return response;
}

}  // namespace caregrid::http
