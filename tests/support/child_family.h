#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/rng.h"
#include "registry/child.h"
#include "registry/edit_distance.h"
#include "registry/han.h"
#include "registry/identity_number.h"
#include "registry/text.h"

namespace caregrid::support {

/// An invented child, as it really is.
struct TrueChild {
  std::string name;
  core::Date born_on;
  registry::Sex sex = registry::Sex::male;
  std::string identity;
};
/// Its family: brothers and sisters share all of it.
struct TrueFamily {
  char32_t surname = 0;
  std::array<std::string, 3> guardians;
  std::array<std::string, 2> phones;
  std::int64_t village = 0;
  std::vector<TrueChild> children;
};

/// Invents families with brothers, sisters and twins (2.2 % of births).
class FamilyMaker final {
 public:
  /// Families of `counties` counties, the first of which has the number `first_county`.
  FamilyMaker(core::SeededRng& rng, std::uint64_t counties, std::uint64_t first_county)
      : rng_(rng), counties_(counties), first_county_(first_county) {
    for (const char32_t point : registry::to_code_points(given_characters)) {
      given_.push_back(point);
      of_sound_[sound_of(point)].push_back(point);
    }
    for (const char32_t point : registry::to_code_points(surname_characters)) {
      surnames_.push_back(point);
    }
  }

  TrueFamily make_family() {
    TrueFamily family;
    family.surname = pick(surnames_);
    const std::uint64_t county = 101 + first_county_ + rng_.below(counties_);
    family.village =
        static_cast<std::int64_t>(990'000'000'000 + county * 1'000'000 +
                                  (100 + rng_.below(18)) * 1000 + 200 + rng_.below(15));
    family.guardians = {make_name(family.surname), make_name(pick(surnames_)),
                        make_name(family.surname)};
    family.phones = {make_phone(), make_phone()};
    core::Date born_on = *core::make_date({2008, 1, 1}) + static_cast<int>(rng_.below(5000));
    const std::size_t births = rng_.chance(0.45) ? 1 : rng_.chance(0.75) ? 2 : 3;
    const char32_t shared = pick(given_);
    for (std::size_t i = 0; i < births; ++i) {
      const bool are_twins = rng_.chance(0.022);
      for (int twin = 0; twin < (are_twins ? 2 : 1); ++twin) {
        add_child(family, born_on, rng_.chance(are_twins ? 0.5 : 0.2) ? shared : 0);
      }
      born_on = born_on + 400 + static_cast<int>(rng_.below(1500));
    }
    return family;
  }

  std::string make_phone() { return "100" + std::to_string(10'000'000 + rng_.below(90'000'000)); }
  std::string make_identity(std::int64_t village, core::Date born_on, std::uint64_t sequence) {
    const core::YearMonthDay day = core::parts_of(born_on);
    std::string digits = std::to_string(village / 1'000'000);
    digits += std::to_string(day.year * 10'000 + day.month * 100 + day.day);
    digits += std::to_string(1000 + sequence % 1000).substr(1);
    return digits + registry::identity_check_character(digits);
  }

  /// One character as another that sounds alike.
  std::string mishear(const std::string& name) {
    std::u32string points = registry::to_code_points(name);
    char32_t& point = points[1 + rng_.below(points.size() - 1)];
    const auto alike = of_sound_.find(sound_of(point));
    if (alike != of_sound_.end() && alike->second.size() > 1) {
      point = alike->second[rng_.below(alike->second.size())];
    } else {
      point = given_[rng_.below(given_.size())];
    }
    return to_text(points);
  }

  char32_t make_surname() { return pick(surnames_); }
  char32_t make_given() { return given_[rng_.below(given_.size())]; }

  static std::string to_text(const std::u32string& points) {
    std::string text;
    for (const char32_t point : points) {
      registry::append_code_point(text, point);
    }
    return text;
  }

 private:
  static constexpr std::string_view surname_characters =
      "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏"
      "吕丁任卢"
      "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛段郝顾龚邵覃武钱戴严莫孔"
      "向常";
  static constexpr std::string_view given_characters =
      "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红玲建国文辉力鹏飞鑫波斌宇浩凯健俊帆雪"
      "荣"
      "欣怡佳琪子涵梓轩雨泽一诺思睿晨曦梦瑶可馨语嫣诗雅晓东海林春花秋月冬梅小龙凤祥瑞福安康乐天宝珍"
      "贵成功"
      "志远家豪承恩德仁义礼智信忠孝廉耻云峰山川江河湖冰清洁莹琳珊瑚璐瑾瑜珂珠嘉懿博学勤奋航昊阳光辰"
      "星若兮"
      "婷婕妍妮娇媛婉蓉莉茜蕾薇蓝翠苗青松柏竹菊荷莲桃杏柳枫桐楠梁栋柱庆喜双全满堂新民生根发财旺盛永"
      "长久远"
      "亮晶昌旭昕昱晏晴智暄煜炜烨炎焱灿炳坤培圣坚城增墨壮夏威宁定宗宣容宽寒富尚屹岚岩峻崇巍希干彤彦"
      "彬彪征";
  static std::string sound_of(char32_t point) {
    const registry::Readings readings = registry::readings_of(point);
    return readings.count == 0 ? std::string() : std::string(readings.syllable[0]);
  }
  /// Common ones more often, about as Zipf would have it.
  char32_t pick(const std::vector<char32_t>& from) {
    const double at = rng_.unit();
    return from[static_cast<std::size_t>(at * at * static_cast<double>(from.size()))];
  }
  std::string make_name(char32_t surname) {
    std::string name;
    registry::append_code_point(name, surname);
    registry::append_code_point(name, pick(given_));
    if (rng_.chance(0.84)) {
      registry::append_code_point(name, pick(given_));
    }
    return name;
  }
  void add_child(TrueFamily& family, core::Date born_on, char32_t shared) {
    TrueChild child;
    child.name = make_name(family.surname);
    if (shared != 0) {
      child.name.clear();
      for (const char32_t point : {family.surname, shared, pick(given_)}) {
        registry::append_code_point(child.name, point);
      }
    }
    child.born_on = born_on;
    child.sex = rng_.chance(0.52) ? registry::Sex::male : registry::Sex::female;
    const std::uint64_t sequence =
        2 * rng_.below(490) + (child.sex == registry::Sex::male ? 1U : 0U) + 2;
    child.identity = make_identity(family.village, born_on, sequence);
    family.children.push_back(child);
  }

  core::SeededRng& rng_;
  std::uint64_t counties_;
  std::uint64_t first_county_;
  std::vector<char32_t> surnames_;
  std::vector<char32_t> given_;
  std::map<std::string, std::vector<char32_t>> of_sound_;
};

}  // namespace caregrid::support
