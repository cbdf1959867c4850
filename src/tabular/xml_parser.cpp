#include "tabular/xml_parser.h"

#include <expat.h>

#include <array>
#include <cstdint>
#include <unordered_set>
#include <utility>
#include <vector>

namespace caregrid::tabular {

namespace {

constexpr int depth_max = 64;
constexpr std::size_t names_max = 4096;
constexpr std::size_t silent_bytes_max = std::size_t{1} << 20U;
constexpr std::size_t recent_names = 64;

std::string_view without_prefix(const char* name) {
  const std::string_view whole(name);
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

core::Error damaged(std::string detail) {
  return core::invalid({}, "table.damaged",
                       "the workbook is damaged (" + std::move(detail) +
                           "); open it in a spreadsheet program, save it again and retry");
}

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (without_prefix(pair[0]) == name) {
      return std::string_view(pair[1]);
    }
  }
  return std::nullopt;
}

struct XmlParser::State {
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  explicit State(XmlHandler& listener) : handler(listener), parser(XML_ParserCreate(nullptr)) {
    core::check(parser != nullptr);
    XML_SetUserData(parser.get(), this);
    XML_SetElementHandler(parser.get(), start_element, end_element);
    XML_SetCharacterDataHandler(parser.get(), character_data);
    XML_SetStartDoctypeDeclHandler(parser.get(), start_doctype);
  }

  /// Keeps the first failure and stops the parser.
  void settle(const core::Result<void>& result) {
    if (!result && !failed) {
      failed = result.error();
      XML_StopParser(parser.get(), XML_FALSE);
    }
  }

  /// Expat keeps each distinct name for good, at one address: count addresses.
  void count_name(const char* name) {
    const auto slot = (reinterpret_cast<std::uintptr_t>(name) >> 4U) % recent_names;
    if (recent[slot] == name) {
      return;
    }
    recent[slot] = name;
    names.insert(name);
    if (names.size() > names_max) {
      settle(damaged("too many different names"));
    }
  }

  static void start_element(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto& state = *static_cast<State*>(data);
    state.silent_bytes = 0;
    state.count_name(name);
    for (const XML_Char** pair = attributes; *pair != nullptr; pair += 2) {
      state.count_name(*pair);
    }
    if (++state.depth > depth_max) {
      state.settle(damaged("nested too deeply"));
    }
    if (!state.failed) {
      state.settle(state.handler.on_start(without_prefix(name), XmlAttributes(attributes)));
    }
  }

  static void end_element(void* data, const XML_Char* name) {
    auto& state = *static_cast<State*>(data);
    state.silent_bytes = 0;
    --state.depth;
    if (!state.failed) {
      state.settle(state.handler.on_end(without_prefix(name)));
    }
  }

  static void character_data(void* data, const XML_Char* text, int length) {
    auto& state = *static_cast<State*>(data);
    state.silent_bytes = 0;
    if (!state.failed) {
      state.settle(state.handler.on_text(std::string_view(text, static_cast<std::size_t>(length))));
    }
  }

  static void start_doctype(void* data, const XML_Char* /*name*/, const XML_Char* /*system*/,
                            const XML_Char* /*public_id*/, int /*has_internal*/) {
    static_cast<State*>(data)->settle(
        core::invalid({}, "table.doctype", "a workbook has no document type or entities"));
  }

  XmlHandler& handler;
  std::unique_ptr<XML_ParserStruct, Free> parser;
  std::optional<core::Error> failed;
  int depth = 0;
  std::size_t silent_bytes = 0;  ///< Fed since the last event.
  std::array<const char*, recent_names> recent{};
  std::unordered_set<const char*> names;
};

XmlParser::XmlParser(XmlHandler& handler) : state_(std::make_unique<State>(handler)) {}

XmlParser::~XmlParser() = default;

core::Result<void> XmlParser::feed(std::string_view piece, bool last) {
  State& state = *state_;
  if (state.failed) {
    return *state.failed;
  }
  state.silent_bytes += piece.size();
  const auto status = XML_Parse(state.parser.get(), piece.data(), static_cast<int>(piece.size()),
                                last ? XML_TRUE : XML_FALSE);
  if (!state.failed && status != XML_STATUS_OK) {
    state.failed = damaged(XML_ErrorString(XML_GetErrorCode(state.parser.get())));
  }
  if (!state.failed && state.silent_bytes > silent_bytes_max) {
    state.failed = damaged("markup without end");
  }
  return state.failed ? core::Result<void>(*state.failed) : core::Result<void>();
}

core::Result<void> parse_entry(ZipPackage& package, const std::string& name, XmlHandler& handler) {
  const auto entry = package.open_entry(name);
  if (!entry) {
    return entry.error();
  }
  XmlParser parser(handler);
  std::vector<char> piece(std::size_t{64} << 10U);
  while (true) {
    const auto count = (*entry)->read(piece);
    if (!count) {
      return count.error();
    }
    const auto fed = parser.feed(std::string_view(piece.data(), *count), *count == 0);
    if (!fed || *count == 0) {
      return fed;
    }
  }
}

}  // namespace caregrid::tabular
