#include "rules/source.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace caregrid::rules {
namespace {

using core::json::Kind;
using core::json::View;

constexpr std::size_t file_bytes_max = std::size_t{1} << 20U;

/// Walks a JSON text that is known to be right and remembers where a path leads.
class LineFinder final {
 public:
  LineFinder(std::string_view text, std::string_view wanted) : text_(text), wanted_(wanted) {}

  int find() {
    value("");
    return line_at(found_);
  }

 private:
  void value(const std::string& path) {
    skip_blanks();
    note(path);
    if (peek() == '{') {
      each('}', [&] {
        const std::string name = string();
        skip_blanks();
        ++at_;  // The colon.
        value(step(path, name));
      });
    } else if (peek() == '[') {
      std::size_t index = 0;
      each(']', [&] { value(step(path, index++)); });
    } else if (peek() == '"') {
      string();
    } else {
      at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    }
  }

  template <class Visit>
  void each(char end, Visit visit) {
    ++at_;
    skip_blanks();
    while (at_ < text_.size() && peek() != end) {
      visit();
      skip_blanks();
      if (peek() == ',') {
        ++at_;
        skip_blanks();
      }
    }
    ++at_;
  }

  std::string string() {
    const std::size_t from = ++at_;
    while (at_ < text_.size() && peek() != '"') {
      at_ += peek() == '\\' ? 2U : 1U;
    }
    const std::size_t to = std::min(at_, text_.size());
    ++at_;
    return std::string(text_.substr(from, to - from));
  }

  /// Remembers the deepest value on the way to the wanted one.
  void note(const std::string& path) {
    const bool is_on_the_way =
        wanted_.starts_with(path) && (path.size() == wanted_.size() || path.empty() ||
                                      wanted_[path.size()] == '.' || wanted_[path.size()] == '[');
    if (is_on_the_way && path.size() >= depth_) {
      depth_ = path.size();
      found_ = at_;
    }
  }

  [[nodiscard]] int line_at(std::size_t offset) const {
    return 1 +
           static_cast<int>(std::count(
               text_.begin(),
               text_.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text_.size())), '\n'));
  }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  std::string_view text_;
  std::string_view wanted_;
  std::size_t at_ = 0;
  std::size_t found_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

int line_of(std::string_view json, std::string_view path) { return LineFinder(json, path).find(); }

std::string step(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::string step(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

std::optional<core::json::Document> Reader::parse() {
  auto document = core::json::Document::parse(
      source_.text, {.bytes_max = file_bytes_max, .depth_max = 32, .keys_max = 50'000});
  if (!document) {
    std::size_t offset = 0;
    const std::string& detail = document.error().detail;
    const std::size_t digits = std::min(detail.find_first_of("0123456789"), detail.size());
    std::from_chars(detail.data() + digits, detail.data() + detail.size(), offset);
    const auto before = source_.text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    faults_.push_back({source_.name, static_cast<int>(line), {}, "rules.json", detail});
    return std::nullopt;
  }
  if (document->root().kind() != Kind::object) {
    fault("", "rules.wrong_type", "object");
    return std::nullopt;
  }
  return std::move(*document);
}

void Reader::fault(const std::string& path, std::string reason, std::string detail) {
  faults_.push_back(
      {source_.name, line_of(source_.text, path), path, std::move(reason), std::move(detail)});
}

bool Reader::has_only(View value, const std::string& path,
                      std::initializer_list<std::string_view> names) {
  if (value.kind() != Kind::object) {
    fault(path, "rules.wrong_type", "object");
    return false;
  }
  value.each_member([&](std::string_view name, View) {
    if (std::ranges::find(names, name) == names.end()) {
      fault(step(path, name), "rules.unknown_member", std::string(name));
    }
  });
  return true;
}

std::string Reader::text(View object, const std::string& path, std::string_view name) {
  if (!object.find(name)) {
    fault(path, "rules.missing_member", std::string(name));
    return {};
  }
  std::string found = text_or_empty(object, path, name);
  if (found.empty()) {
    fault(step(path, name), "rules.wrong_type", "text");
  }
  return found;
}

std::string Reader::text_or_empty(View object, const std::string& path, std::string_view name) {
  const auto found = object.find(name);
  if (!found) {
    return {};
  }
  const auto value = found->as_string();
  if (!value) {
    fault(step(path, name), "rules.wrong_type", "text");
  }
  return std::string(value.value_or(std::string_view{}));
}

bool Reader::flag_or(View object, const std::string& path, std::string_view name, bool otherwise) {
  const auto found = object.find(name);
  if (!found) {
    return otherwise;
  }
  if (!found->as_bool()) {
    fault(step(path, name), "rules.wrong_type", "true, false");
  }
  return found->as_bool().value_or(otherwise);
}

std::optional<std::int64_t> Reader::whole(View object, const std::string& path,
                                          std::string_view name) {
  constexpr std::int64_t most = 1'000'000'000'000;
  const auto found = object.find(name);
  if (!found) {
    return std::nullopt;
  }
  const auto value = found->as_integer();
  if (!value || *value > most || *value < -most) {
    fault(step(path, name), "rules.wrong_type", "number");
    return std::nullopt;
  }
  return value;
}

std::optional<core::Date> Reader::day(View object, const std::string& path, std::string_view name) {
  const auto found = object.find(name);
  if (!found) {
    return std::nullopt;
  }
  const auto value = found->as_string();
  const auto date = value ? core::parse_iso_date(*value) : std::nullopt;
  if (!date) {
    fault(step(path, name), "rules.wrong_type", "YYYY-MM-DD");
  }
  return date;
}

std::vector<std::string> Reader::texts(View object, const std::string& path,
                                       std::string_view name) {
  std::vector<std::string> read;
  const auto found = object.find(name);
  if (!found) {
    return read;
  }
  if (found->kind() != Kind::array) {
    fault(step(path, name), "rules.wrong_type", "list");
  }
  for (std::size_t i = 0; i < found->size(); ++i) {
    const auto value = found->at(i).as_string();
    if (value) {
      read.emplace_back(*value);
    } else {
      fault(step(step(path, name), i), "rules.wrong_type", "text");
    }
  }
  return read;
}

std::size_t Reader::list(View object, const std::string& path, std::string_view name,
                         std::optional<View>& into) {
  into = object.find(name);
  if (!into || into->kind() != Kind::array || into->size() == 0) {
    fault(into ? step(path, name) : path, "rules.missing_member", std::string(name));
    into.reset();
    return 0;
  }
  return into->size();
}

}  // namespace caregrid::rules
