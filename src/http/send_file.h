#pragma once

#include <string_view>

#include "assessment/exports.h"
#include "http/route.h"

namespace caregrid::http {

/// A place for a file made for one answer, worded in the language asked for.
assessment::ExportFile new_file(const Visit& visit, assessment::TableFormat format);

/// Sends such a file as a download "name.csv"; it is removed once it is sent.
Response send_once(const assessment::ExportFile& file, std::string_view name);

}  // namespace caregrid::http
