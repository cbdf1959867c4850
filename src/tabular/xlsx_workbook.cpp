#include "tabular/xlsx_workbook.h"

#include <charconv>
#include <map>
#include <optional>
#include <string_view>

#include "tabular/xml_parser.h"

namespace caregrid::tabular {

namespace {

constexpr std::size_t styles_max = 65'536;
constexpr std::size_t sheets_max = 2000;

core::Error too_many(std::string_view what) {
  return core::failure(core::Code::too_large, "table.too_many_entries",
                       "too many " + std::string(what) + " in the workbook");
}

/// A relation of a part to another one.
struct Relation {
  std::string type;    ///< Last word of the type's address: "worksheet".
  std::string target;  ///< Name of the part in the package.
};

using Relations = std::map<std::string, Relation, std::less<>>;

/// Resolves "worksheets/sheet1.xml" or "../x.xml" against the folder of the part that says it.
std::string resolve(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) {
    return std::string(target.substr(1));
  }
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const std::size_t slash = folder.rfind('/');
    folder = slash == std::string_view::npos ? std::string_view() : folder.substr(0, slash);
  }
  if (target.starts_with("./")) {
    target.remove_prefix(2);
  }
  return folder.empty() ? std::string(target) : std::string(folder) + "/" + std::string(target);
}

class RelationsHandler final : public XmlHandler {
 public:
  RelationsHandler(std::string_view folder, Relations& into) : folder_(folder), into_(into) {}

  core::Result<void> on_start(std::string_view name, const XmlAttributes& attributes) override {
    const auto id = attributes.find("Id");
    const auto type = attributes.find("Type");
    const auto target = attributes.find("Target");
    if (name == "Relationship" && id && type && target) {
      if (into_.size() > sheets_max * 2) {
        return too_many("relations");
      }
      into_[std::string(*id)] =
          Relation{std::string(type->substr(type->rfind('/') + 1)), resolve(folder_, *target)};
    }
    return {};
  }
  core::Result<void> on_end(std::string_view /*name*/) override { return {}; }
  core::Result<void> on_text(std::string_view /*text*/) override { return {}; }

 private:
  std::string_view folder_;
  Relations& into_;
};

class WorkbookHandler final : public XmlHandler {
 public:
  WorkbookHandler(const Relations& relations, Workbook& into)
      : relations_(relations), into_(into) {}

  core::Result<void> on_start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const auto from_1904 = attributes.find("date1904");
      if (from_1904 == "1" || from_1904 == "true" || from_1904 == "on") {
        into_.date_system = DateSystem::from_1904;
      }
    }
    return name == "sheet" ? add_sheet(attributes) : core::Result<void>();
  }
  core::Result<void> on_end(std::string_view /*name*/) override { return {}; }
  core::Result<void> on_text(std::string_view /*text*/) override { return {}; }

 private:
  core::Result<void> add_sheet(const XmlAttributes& attributes) {
    const auto name = attributes.find("name");
    const auto relation = relations_.find(attributes.find("id").value_or(""));
    if (!name || relation == relations_.end() || relation->second.type != "worksheet") {
      return {};
    }
    if (into_.sheets.size() == sheets_max) {
      return too_many("sheets");
    }
    const auto state = attributes.find("state").value_or("visible");
    into_.sheets.push_back(
        SheetPart{SheetInfo{std::string(*name), state != "visible"}, relation->second.target});
    return {};
  }

  const Relations& relations_;
  Workbook& into_;
};

class StylesHandler final : public XmlHandler {
 public:
  explicit StylesHandler(std::vector<NumberStyle>& into) : into_(into) {}

  core::Result<void> on_start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "cellXfs") {
      inside_cell_formats_ = true;
    } else if (name == "numFmt") {
      return add_format(attributes);
    } else if (name == "xf" && inside_cell_formats_) {
      return add_style(attributes);
    }
    return {};
  }
  core::Result<void> on_end(std::string_view name) override {
    if (name == "cellXfs") {
      inside_cell_formats_ = false;
    }
    return {};
  }
  core::Result<void> on_text(std::string_view /*text*/) override { return {}; }

 private:
  static std::optional<int> id_of(const XmlAttributes& attributes) {
    const auto text = attributes.find("numFmtId").value_or("");
    int id = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
    return read.ec == std::errc() ? std::optional<int>(id) : std::nullopt;
  }

  core::Result<void> add_format(const XmlAttributes& attributes) {
    const auto id = id_of(attributes);
    const auto code = attributes.find("formatCode");
    if (formats_.size() > styles_max) {
      return too_many("number formats");
    }
    if (id && code) {
      formats_[*id] = classify_format(*code);
    }
    return {};
  }

  core::Result<void> add_style(const XmlAttributes& attributes) {
    if (into_.size() > styles_max) {
      return too_many("cell styles");
    }
    const int id = id_of(attributes).value_or(0);
    const auto custom = formats_.find(id);
    into_.push_back(custom != formats_.end() ? custom->second : classify_builtin_format(id));
    return {};
  }

  std::vector<NumberStyle>& into_;
  std::map<int, NumberStyle> formats_;
  bool inside_cell_formats_ = false;
};

core::Result<Relations> read_relations(ZipPackage& package, std::string_view part) {
  const std::size_t slash = part.rfind('/');
  const std::string_view folder =
      slash == std::string_view::npos ? std::string_view() : part.substr(0, slash);
  const std::string_view file = part.substr(slash == std::string_view::npos ? 0 : slash + 1);
  std::string name(folder);
  name.append(folder.empty() ? "_rels/" : "/_rels/").append(file).append(".rels");
  Relations relations;
  if (package.find_size_bytes(name)) {
    RelationsHandler handler(folder, relations);
    if (const auto parsed = parse_entry(package, name, handler); !parsed) {
      return parsed.error();
    }
  }
  return relations;
}

/// The first part of a type; empty when there is none.
std::string find_part(const Relations& relations, std::string_view type) {
  for (const auto& [id, relation] : relations) {
    if (relation.type == type) {
      return relation.target;
    }
  }
  return {};
}

core::Error not_a_workbook() {
  return core::invalid({}, "table.not_a_spreadsheet",
                       "an archive that is no Excel workbook; save the table as .xlsx or CSV");
}

core::Result<std::string> find_workbook(ZipPackage& package) {
  const auto roots = read_relations(package, {});
  if (!roots) {
    return roots.error();
  }
  std::string part = find_part(*roots, "officeDocument");
  if (part.empty()) {
    part = "xl/workbook.xml";
  }
  const bool found = part.ends_with(".xml") && package.find_size_bytes(part);
  return found ? core::Result<std::string>(part) : not_a_workbook();
}

}  // namespace

core::Result<Workbook> read_workbook(ZipPackage& package) {
  const auto part = find_workbook(package);
  if (!part) {
    return part.error();
  }
  const auto relations = read_relations(package, *part);
  if (!relations) {
    return relations.error();
  }
  Workbook workbook;
  WorkbookHandler handler(*relations, workbook);
  if (const auto parsed = parse_entry(package, *part, handler); !parsed) {
    return parsed.error();
  }
  if (workbook.sheets.empty()) {
    return not_a_workbook();
  }
  workbook.shared_strings_part = find_part(*relations, "sharedStrings");
  const std::string styles = find_part(*relations, "styles");
  if (!styles.empty() && package.find_size_bytes(styles)) {
    StylesHandler styles_handler(workbook.styles);
    if (const auto parsed = parse_entry(package, styles, styles_handler); !parsed) {
      return parsed.error();
    }
  }
  return workbook;
}

}  // namespace caregrid::tabular
