#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/zip_builder.h"

namespace caregrid::support {

/// The parts of a workbook with one sheet; a test changes what it is about.
struct WorkbookParts {
  std::string sheet_data;         ///< What stands inside <sheetData>.
  std::string shared_strings;     ///< What stands inside <sst>; empty for none.
  std::string styles;             ///< What stands inside <styleSheet>; empty for none.
  std::string workbook_settings;  ///< Before <sheets>, e.g. <workbookPr date1904="1"/>.
  std::string sheet_attributes = R"(name="名单" sheetId="1")";
};

/// The parts, to be built with `build_zip`; the sheet is the last one.
inline std::vector<ZipPart> workbook_zip_parts(const WorkbookParts& parts) {
  constexpr std::string_view head = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  constexpr std::string_view types =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const auto relation = [&](std::string_view id, std::string_view type, std::string_view target) {
    return "<Relationship Id=\"" + std::string(id) + "\" Type=\"" + std::string(types) +
           std::string(type) + "\" Target=\"" + std::string(target) + "\"/>";
  };
  const std::string xml(head);
  std::vector<ZipPart> zip;
  zip.push_back({"_rels/.rels", xml + "<Relationships>" +
                                    relation("r1", "officeDocument", "xl/workbook.xml") +
                                    "</Relationships>"});
  zip.push_back({"xl/workbook.xml", xml + "<workbook xmlns:r=\"x\">" + parts.workbook_settings +
                                        "<sheets><sheet " + parts.sheet_attributes +
                                        " r:id=\"s1\"/></sheets></workbook>"});
  zip.push_back({"xl/_rels/workbook.xml.rels",
                 xml + "<Relationships>" + relation("s1", "worksheet", "worksheets/sheet1.xml") +
                     relation("t1", "sharedStrings", "sharedStrings.xml") +
                     relation("y1", "styles", "/xl/styles.xml") + "</Relationships>"});
  if (!parts.shared_strings.empty()) {
    zip.push_back({"xl/sharedStrings.xml", xml + "<sst>" + parts.shared_strings + "</sst>"});
  }
  if (!parts.styles.empty()) {
    zip.push_back({"xl/styles.xml", xml + "<styleSheet>" + parts.styles + "</styleSheet>"});
  }
  zip.push_back({"xl/worksheets/sheet1.xml",
                 xml + "<worksheet><sheetData>" + parts.sheet_data + "</sheetData></worksheet>"});
  return zip;
}

inline std::string build_workbook(const WorkbookParts& parts) {
  return build_zip(workbook_zip_parts(parts));
}

}  // namespace caregrid::support
