// Any bytes: the reader refuses them with a reason, or gives a document that, written and read
// again, writes the same text. Nothing crashes, nothing reads outside its input. Boost.JSON 1.81
// reads a fraction to within a few units in the last place; numbers are compared apart.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/check.h"
#include "core/json.h"

namespace {

using namespace caregrid::core;

/// A document written again, and its numbers in their order.
struct Copy {
  json::Writer writer;
  json::Writer skeleton;  ///< The same with every number as null.
  std::vector<double> numbers;
};

void write_number(Copy& copy, json::View view) {
  const auto number = view.as_number();
  if (const auto whole = view.as_integer()) {
    copy.writer.integer(*whole);
    copy.skeleton.null();
    copy.numbers.push_back(static_cast<double>(*whole));
    return;
  }
  copy.writer.number(number.value_or(0));
  copy.skeleton.null();
  copy.numbers.push_back(number.value_or(0));
}

void write_again(Copy& copy, json::View view) {
  const auto both = [&](auto write) {
    write(copy.writer);
    write(copy.skeleton);
  };
  switch (view.kind()) {
    case json::Kind::null:
      both([](json::Writer& writer) { writer.null(); });
      break;
    case json::Kind::boolean:
      both([&](json::Writer& writer) { writer.boolean(view.as_bool().value_or(false)); });
      break;
    case json::Kind::number:
      write_number(copy, view);
      break;
    case json::Kind::string:
      both([&](json::Writer& writer) { writer.string(view.as_string().value_or("")); });
      break;
    case json::Kind::array:
      both([](json::Writer& writer) { writer.begin_array(); });
      for (std::size_t i = 0; i < view.size(); ++i) {
        write_again(copy, view.at(i));
      }
      both([](json::Writer& writer) { writer.end_array(); });
      break;
    case json::Kind::object:
      both([](json::Writer& writer) { writer.begin_object(); });
      view.each_member([&](std::string_view name, json::View member) {
        both([&](json::Writer& writer) { writer.key(name); });
        write_again(copy, member);
      });
      both([](json::Writer& writer) { writer.end_object(); });
      break;
  }
}

bool is_close(double a, double b) { return std::abs(a - b) <= 1e-14 * std::abs(a) + 1e-300; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = json::Document::parse(text);
  if (!document) {
    check(document.error().reason == "json.syntax" || document.error().reason == "json.too_large");
    return 0;
  }
  Copy once;
  write_again(once, document.value().root());
  const auto again = json::Document::parse(
      once.writer.text(), {.bytes_max = once.writer.text().size(), .depth_max = 32});
  check(again.ok());
  Copy twice;
  write_again(twice, again.value().root());
  check(twice.skeleton.text() == once.skeleton.text());
  check(std::equal(once.numbers.begin(), once.numbers.end(), twice.numbers.begin(),
                   twice.numbers.end(), is_close));
  return 0;
}
