#include "registry/provinces.h"

#include <array>
#include <cstdint>

namespace caregrid::registry {
namespace {

struct Province {
  int code;
  std::string_view name;
};

/// First two digits of a division code and the name without its ending. Source: GB/T 2260 by
/// domain handbook 4.1.
constexpr std::array provinces{
    Province{11, "北京"},   Province{12, "天津"}, Province{13, "河北"}, Province{14, "山西"},
    Province{15, "内蒙古"}, Province{21, "辽宁"}, Province{22, "吉林"}, Province{23, "黑龙江"},
    Province{31, "上海"},   Province{32, "江苏"}, Province{33, "浙江"}, Province{34, "安徽"},
    Province{35, "福建"},   Province{36, "江西"}, Province{37, "山东"}, Province{41, "河南"},
    Province{42, "湖北"},   Province{43, "湖南"}, Province{44, "广东"}, Province{45, "广西"},
    Province{46, "海南"},   Province{50, "重庆"}, Province{51, "四川"}, Province{52, "贵州"},
    Province{53, "云南"},   Province{54, "西藏"}, Province{61, "陕西"}, Province{62, "甘肃"},
    Province{63, "青海"},   Province{64, "宁夏"}, Province{65, "新疆"}, Province{71, "台湾"},
    Province{81, "香港"},   Province{82, "澳门"},
};

int province_code(std::span<const Division> county) {
  return county.empty() ? 0 : static_cast<int>(county.back().code / 10'000'000'000);
}

const Province* province_of(std::string_view address) {
  for (const Province& province : provinces) {
    if (address.starts_with(province.name)) {
      return &province;
    }
  }
  return nullptr;
}

/// Behind the first of the endings, or the whole text where there is none within six characters.
template <std::size_t Size>
std::string_view behind(std::string_view text, const std::array<std::string_view, Size>& endings) {
  for (const std::string_view ending : endings) {
    const std::size_t at = text.find(ending);
    if (at != std::string_view::npos && at > 0 && at <= 18) {
      return text.substr(at + ending.size());
    }
  }
  return text;
}

}  // namespace

std::string_view without_own_province(std::string_view address, std::span<const Division> county) {
  using namespace std::string_view_literals;
  const Province* province = province_of(address);
  if (province == nullptr || province->code != province_code(county)) {
    return address;
  }
  std::string_view rest = address.substr(province->name.size());
  rest = behind(rest, std::array{"自治区"sv});
  if (rest.starts_with("省") || rest.starts_with("市")) {
    rest.remove_prefix("省"sv.size());
  }
  rest = behind(rest, std::array{"自治州"sv, "地区"sv, "市"sv});
  return behind(rest, std::array{"自治县"sv, "县"sv});
}

std::optional<int> province_named(std::string_view address) {
  const Province* province = province_of(address);
  return province == nullptr ? std::nullopt : std::optional(province->code);
}

bool names_other_province(std::string_view address, std::span<const Division> county) {
  const Province* province = province_of(address);
  return province != nullptr && province->code != province_code(county);
}

}  // namespace caregrid::registry
