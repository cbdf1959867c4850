#include "cli/demo_names.h"

#include <array>
#include <utility>
#include <vector>

namespace caregrid::cli {

namespace {

struct Syllable {
  std::string_view text;
  std::string_view pinyin;
};

/// Common ones first: the choice is squared so that they come up more often.
constexpr std::array<Syllable, 64> surnames = {{
    {"王", "Wang"},  {"李", "Li"},   {"张", "Zhang"}, {"刘", "Liu"},      {"陈", "Chen"},
    {"杨", "Yang"},  {"赵", "Zhao"}, {"黄", "Huang"}, {"周", "Zhou"},     {"吴", "Wu"},
    {"徐", "Xu"},    {"孙", "Sun"},  {"胡", "Hu"},    {"朱", "Zhu"},      {"高", "Gao"},
    {"林", "Lin"},   {"何", "He"},   {"郭", "Guo"},   {"马", "Ma"},       {"罗", "Luo"},
    {"梁", "Liang"}, {"宋", "Song"}, {"郑", "Zheng"}, {"谢", "Xie"},      {"韩", "Han"},
    {"唐", "Tang"},  {"冯", "Feng"}, {"于", "Yu"},    {"董", "Dong"},     {"萧", "Xiao"},
    {"程", "Cheng"}, {"曹", "Cao"},  {"袁", "Yuan"},  {"邓", "Deng"},     {"许", "Xu"},
    {"傅", "Fu"},    {"沈", "Shen"}, {"曾", "Zeng"},  {"彭", "Peng"},     {"吕", "Lv"},
    {"苏", "Su"},    {"卢", "Lu"},   {"蒋", "Jiang"}, {"蔡", "Cai"},      {"贾", "Jia"},
    {"丁", "Ding"},  {"魏", "Wei"},  {"薛", "Xue"},   {"叶", "Ye"},       {"阎", "Yan"},
    {"余", "Yu"},    {"潘", "Pan"},  {"杜", "Du"},    {"戴", "Dai"},      {"夏", "Xia"},
    {"钟", "Zhong"}, {"汪", "Wang"}, {"田", "Tian"},  {"任", "Ren"},      {"姜", "Jiang"},
    {"范", "Fan"},   {"方", "Fang"}, {"单", "Shan"},  {"欧阳", "Ouyang"},
}};

constexpr std::array<Syllable, 72> given = {{
    {"晓", "xiao"}, {"宁", "ning"},  {"子", "zi"},   {"涵", "han"},   {"雨", "yu"},
    {"欣", "xin"},  {"怡", "yi"},    {"浩", "hao"},  {"然", "ran"},   {"宇", "yu"},
    {"轩", "xuan"}, {"梓", "zi"},    {"萱", "xuan"}, {"佳", "jia"},   {"琪", "qi"},
    {"思", "si"},   {"雅", "ya"},    {"文", "wen"},  {"博", "bo"},    {"俊", "jun"},
    {"杰", "jie"},  {"明", "ming"},  {"志", "zhi"},  {"强", "qiang"}, {"建", "jian"},
    {"国", "guo"},  {"华", "hua"},   {"春", "chun"}, {"梅", "mei"},   {"秀", "xiu"},
    {"兰", "lan"},  {"英", "ying"},  {"红", "hong"}, {"丽", "li"},    {"静", "jing"},
    {"芳", "fang"}, {"燕", "yan"},   {"玲", "ling"}, {"慧", "hui"},   {"敏", "min"},
    {"海", "hai"},  {"波", "bo"},    {"涛", "tao"},  {"军", "jun"},   {"勇", "yong"},
    {"伟", "wei"},  {"鹏", "peng"},  {"飞", "fei"},  {"龙", "long"},  {"凤", "feng"},
    {"玉", "yu"},   {"珍", "zhen"},  {"翠", "cui"},  {"霞", "xia"},   {"云", "yun"},
    {"月", "yue"},  {"星", "xing"},  {"辰", "chen"}, {"阳", "yang"},  {"光", "guang"},
    {"瑞", "rui"},  {"祥", "xiang"}, {"福", "fu"},   {"安", "an"},    {"康", "kang"},
    {"乐", "le"},   {"喆", "zhe"},   {"堃", "kun"},  {"婷", "ting"},  {"诺", "nuo"},
    {"一", "yi"},   {"可", "ke"},
}};

constexpr std::array<Syllable, 20> dotted_first = {{
    {"阿依努尔", "Aynur"}, {"古丽娜", "Gulina"},   {"麦麦提", "Memet"},  {"艾力", "Eli"},
    {"阿迪力", "Adil"},    {"热依汗", "Reyhan"},   {"阿支", "Azhi"},     {"日火", "Rihuo"},
    {"吉克", "Jike"},      {"木果", "Muguo"},      {"阿尔曼", "Arman"},  {"叶尔波", "Yerbol"},
    {"娜孜拉", "Nazira"},  {"迪丽努尔", "Dilnur"}, {"玛依拉", "Mayira"}, {"吾尔开", "Uerkai"},
    {"阿牛", "Aniu"},      {"沙马", "Shama"},      {"依萨", "Isa"},      {"帕丽达", "Parida"},
}};

constexpr std::array<Syllable, 14> dotted_last = {{
    {"买买提", "Memet"},
    {"吐尔逊", "Tursun"},
    {"阿布都拉", "Abdulla"},
    {"沙吾提", "Sawut"},
    {"伍呷", "Wuga"},
    {"拉铁", "Latie"},
    {"尔古", "Ergu"},
    {"石布", "Shibu"},
    {"别克", "Bek"},
    {"努尔兰", "Nurlan"},
    {"依明", "Imin"},
    {"肉孜", "Rozi"},
    {"曲比", "Qubi"},
    {"库尔班", "Kurban"},
}};

/// Pairs that clerks take for each other. Source: domain handbook 4.4, item 4, and sound-alikes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> mistakes = {{
    {"阎", "闫"}, {"萧", "肖"}, {"傅", "付"}, {"戴", "代"}, {"于", "余"},
    {"余", "佘"}, {"钟", "锺"}, {"喆", "哲"}, {"堃", "坤"}, {"晓", "小"},
    {"雨", "宇"}, {"宇", "羽"}, {"欣", "新"}, {"怡", "宜"}, {"佳", "嘉"},
    {"琪", "其"}, {"婷", "亭"}, {"萱", "宣"}, {"明", "铭"}, {"静", "靖"},
}};

template <class List>
const Syllable& pick(const List& list, core::SeededRng& rng) {
  return list[rng.below(list.size())];
}

}  // namespace

DemoSurname make_surname(core::SeededRng& rng) {
  const double drawn = rng.unit();
  const auto index = static_cast<std::size_t>(drawn * drawn * static_cast<double>(surnames.size()));
  return DemoSurname{surnames[index].text, surnames[index].pinyin};
}

DemoName make_name(const DemoSurname& surname, core::SeededRng& rng) {
  DemoName name{std::string(surname.text), std::string(surname.pinyin) + " "};
  const int characters = rng.chance(0.82) ? 2 : 1;
  for (int i = 0; i < characters; ++i) {
    const Syllable& syllable = pick(given, rng);
    name.text += syllable.text;
    std::string sound(syllable.pinyin);
    if (i == 0) {
      sound.front() = static_cast<char>(sound.front() - 'a' + 'A');
    }
    name.pinyin += sound;
  }
  return name;
}

DemoName make_dotted_name(core::SeededRng& rng) {
  const Syllable& first = pick(dotted_first, rng);
  const Syllable& last = pick(dotted_last, rng);
  return DemoName{std::string(first.text) + "·" + std::string(last.text),
                  std::string(first.pinyin) + " " + std::string(last.pinyin)};
}

std::string mistake_name(std::string_view name, core::SeededRng& rng) {
  std::string text(name);
  std::vector<std::pair<std::size_t, std::size_t>> found;  // Where, which.
  for (std::size_t i = 0; i < mistakes.size(); ++i) {
    const std::size_t at = text.find(mistakes[i].first);
    if (at != std::string::npos) {
      found.emplace_back(at, i);
    }
  }
  if (!found.empty()) {
    const auto [at, which] = found[rng.below(found.size())];
    text.replace(at, mistakes[which].first.size(), mistakes[which].second);
  }
  return text;
}

}  // namespace caregrid::cli
