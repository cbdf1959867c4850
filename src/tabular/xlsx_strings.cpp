#include "tabular/xlsx_strings.h"

#include <algorithm>

#include "tabular/utf8.h"
#include "tabular/xlsx_value.h"

namespace caregrid::tabular {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20U;

class StringsHandler final : public XmlHandler {
 public:
  StringsHandler(const Limits& limits, SharedStrings& into) : limits_(limits), into_(into) {}

  core::Result<void> on_start(std::string_view name, const XmlAttributes& /*attributes*/) override {
    if (name == "si") {
      text_.begin();
      bytes_ = 0;
    }
    text_.on_start(name);
    return {};
  }

  core::Result<void> on_end(std::string_view name) override {
    text_.on_end(name);
    return name == "si" ? into_.add(text_.finish(), limits_.shared_strings_bytes_max)
                        : core::Result<void>();
  }

  core::Result<void> on_text(std::string_view text) override {
    bytes_ += static_cast<std::int64_t>(text.size());
    if (bytes_ > limits_.row_bytes_max) {
      return core::failure(core::Code::too_large, "table.cell_too_long",
                           "a shared text is longer than a cell can be");
    }
    text_.on_text(text);
    return {};
  }

 private:
  const Limits& limits_;
  SharedStrings& into_;
  RichText text_;
  std::int64_t bytes_ = 0;
};

}  // namespace

core::Result<void> SharedStrings::add(std::string_view text, std::int64_t bytes_max) {
  bytes_ += static_cast<std::int64_t>(text.size() + sizeof(std::string_view));
  if (bytes_ > bytes_max) {
    return core::failure(core::Code::too_large, "table.shared_strings",
                         "the texts of the workbook need more than " +
                             std::to_string(bytes_max >> 20U) + " MiB; save it as CSV");
  }
  if (blocks_.empty() || blocks_.back()->capacity() - blocks_.back()->size() < text.size()) {
    blocks_.push_back(std::make_unique<std::string>());
    blocks_.back()->reserve(std::max(block_bytes, text.size()));
  }
  std::string& block = *blocks_.back();
  const std::size_t begin = block.size();
  block.append(text);
  texts_.push_back(std::string_view(block).substr(begin));
  return {};
}

void RichText::begin() {
  text_.clear();
  phonetic_depth_ = 0;
  inside_text_ = false;
}

void RichText::on_start(std::string_view name) {
  if (name == "rPh") {
    ++phonetic_depth_;
  } else if (name == "t") {
    inside_text_ = phonetic_depth_ == 0;
  }
}

void RichText::on_end(std::string_view name) {
  if (name == "rPh") {
    --phonetic_depth_;
  } else if (name == "t") {
    inside_text_ = false;
  }
}

void RichText::on_text(std::string_view text) {
  if (inside_text_) {
    text_.append(text);
  }
}

std::string& RichText::finish() {
  unescape_controls(text_);
  return text_;
}

core::Result<void> read_shared_strings(ZipPackage& package, const std::string& part,
                                       const Limits& limits, SharedStrings& into) {
  StringsHandler handler(limits, into);
  return parse_entry(package, part, handler);
}

}  // namespace caregrid::tabular
