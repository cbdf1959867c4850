#include "core/json.h"

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "core/check.h"

namespace caregrid::core::json {
namespace {

const boost::json::value& node_of(const void* node) {
  return *static_cast<const boost::json::value*>(node);
}

void write_escape(std::string& into, unsigned char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"':
      into += "\\\"";
      break;
    case '\\':
      into += "\\\\";
      break;
    case '\n':
      into += "\\n";
      break;
    case '\r':
      into += "\\r";
      break;
    case '\t':
      into += "\\t";
      break;
    default:
      into += "\\u00";
      into.push_back(hex[c >> 4U]);
      into.push_back(hex[c & 15U]);
  }
}

/// Which bytes a string may not hold as they are.
constexpr std::array<bool, 256> needs_escape = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) {
    table[c] = true;
  }
  table['"'] = true;
  table['\\'] = true;
  return table;
}();

/// How many members a text has: its colons outside strings. Cost: one pass, nothing built.
std::size_t count_members(std::string_view text) {
  std::size_t members = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      in_string = !in_string;
    } else if (in_string && c == '\\') {
      ++i;  // Whatever is escaped ends no string.
    } else if (!in_string && c == ':') {
      ++members;
    }
  }
  return members;
}

}  // namespace

void Writer::separate() {
  if (needs_comma_) {
    text_.push_back(',');
  }
  needs_comma_ = true;
}

Writer& Writer::begin_object() {
  separate();
  text_.push_back('{');
  needs_comma_ = false;
  return *this;
}

Writer& Writer::end_object() {
  text_.push_back('}');
  needs_comma_ = true;
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  text_.push_back('[');
  needs_comma_ = false;
  return *this;
}

Writer& Writer::end_array() {
  text_.push_back(']');
  needs_comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  string(name);
  text_.push_back(':');
  needs_comma_ = false;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  separate();
  text_.push_back('"');
  std::size_t clean_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (!needs_escape[c]) {
      continue;
    }
    text_.append(text, clean_from, i - clean_from);
    write_escape(text_, c);
    clean_from = i + 1;
  }
  text_.append(text, clean_from);
  text_.push_back('"');
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  separate();
  std::array<char, 24> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  text_.append(buffer.data(), end);
  return *this;
}

Writer& Writer::number(double value) {
  check(std::isfinite(value));
  separate();
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  text_.append(buffer.data(), end);
  return *this;
}

Writer& Writer::boolean(bool value) { return raw(value ? "true" : "false"); }

Writer& Writer::null() { return raw("null"); }

Writer& Writer::raw(std::string_view json) {
  separate();
  text_ += json;
  return *this;
}

Kind View::kind() const {
  switch (node_of(node_).kind()) {
    case boost::json::kind::null:
      return Kind::null;
    case boost::json::kind::bool_:
      return Kind::boolean;
    case boost::json::kind::string:
      return Kind::string;
    case boost::json::kind::array:
      return Kind::array;
    case boost::json::kind::object:
      return Kind::object;
    default:
      return Kind::number;
  }
}

std::optional<bool> View::as_bool() const {
  const bool* value = node_of(node_).if_bool();
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

std::optional<std::int64_t> View::as_integer() const {
  boost::json::error_code failed;
  const auto value = node_of(node_).to_number<std::int64_t>(failed);
  return failed || !node_of(node_).is_number() ? std::nullopt : std::optional(value);
}

std::optional<double> View::as_number() const {
  boost::json::error_code failed;
  const auto value = node_of(node_).to_number<double>(failed);
  // "1e999" is a number of the grammar, but none that can be computed with.
  return failed || !std::isfinite(value) ? std::nullopt : std::optional(value);
}

std::optional<std::string_view> View::as_string() const {
  const boost::json::string* value = node_of(node_).if_string();
  return value != nullptr ? std::optional(std::string_view(value->data(), value->size()))
                          : std::nullopt;
}

std::optional<View> View::find(std::string_view name) const {
  const boost::json::object* object = node_of(node_).if_object();
  if (object == nullptr) {
    return std::nullopt;
  }
  const boost::json::value* member = object->if_contains({name.data(), name.size()});
  return member != nullptr ? std::optional(View(member)) : std::nullopt;
}

std::size_t View::size() const {
  const boost::json::array* array = node_of(node_).if_array();
  return array != nullptr ? array->size() : 0;
}

View View::at(std::size_t index) const {
  check(index < size());
  return View(&node_of(node_).get_array()[index]);
}

void View::each_member(FunctionRef<void(std::string_view, View)> visit) const {
  const boost::json::object* object = node_of(node_).if_object();
  if (object == nullptr) {
    return;
  }
  for (const auto& member : *object) {
    visit({member.key().data(), member.key().size()}, View(&member.value()));
  }
}

std::string View::to_text() const { return boost::json::serialize(node_of(node_)); }

struct Document::Body {
  boost::json::value value;
};

Document::Document(std::unique_ptr<Body> body) : body_(std::move(body)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

View Document::root() const { return View(&body_->value); }

Result<Document> Document::parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes_max) {
    return failure(Code::too_large, "json.too_large", std::to_string(limits.bytes_max));
  }
  if (count_members(text) > limits.keys_max) {
    return failure(Code::too_large, "json.too_many", std::to_string(limits.keys_max));
  }
  boost::json::parse_options options;
  options.max_depth = limits.depth_max;
  boost::json::stream_parser parser({}, options);
  boost::json::error_code failed;
  const std::size_t used = parser.write_some(text.data(), text.size(), failed);
  if (!failed) {
    parser.finish(failed);
  }
  if (failed || used != text.size()) {
    return invalid("", "json.syntax", "byte " + std::to_string(used));
  }
  return Document(std::make_unique<Body>(Body{parser.release()}));
}

}  // namespace caregrid::core::json
