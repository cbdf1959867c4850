#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"

namespace caregrid::registry {

/// Writes facts one kind after another; a kind with nothing to say leaves no trace.
class FactsWriter final {
 public:
  FactsWriter() { json_.begin_object(); }

  void kind(std::string_view name) {
    close();
    kind_ = name;
  }
  void text(std::string_view member, std::string_view value) {
    if (!value.empty()) {
      open().member(member, value);
    }
  }
  void integer(std::string_view member, std::int64_t value) { open().member(member, value); }
  void flag(std::string_view member, std::optional<bool> value) {
    if (value) {
      open().key(member).boolean(*value);
    }
  }
  void texts(std::string_view member, const std::vector<std::string_view>& values) {
    if (values.empty()) {
      return;
    }
    open().key(member).begin_array();
    for (const std::string_view value : values) {
      json_.string(value);
    }
    json_.end_array();
  }
  [[nodiscard]] std::string finish() {
    close();
    json_.end_object();
    return json_.take();
  }

 private:
  core::json::Writer& open() {
    if (!is_open_) {
      json_.key(kind_).begin_object();
      is_open_ = true;
    }
    return json_;
  }
  void close() {
    if (is_open_) {
      json_.end_object();
      is_open_ = false;
    }
  }

  core::json::Writer json_;
  std::string_view kind_;
  bool is_open_ = false;
};

}  // namespace caregrid::registry
