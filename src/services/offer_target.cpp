#include <array>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "access/policy.h"
#include "registry/operations.h"
#include "services/offer_reading.h"
#include "services/store.h"
#include "services/targets.h"

namespace caregrid::services {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 7> code_words{"编号", "志愿者编号", "资源编号",    "序列号",
                                                     "code", "offercode",  "providercode"};
constexpr std::array<std::string_view, 9> name_words{"姓名",       "名称",     "姓名或名称",
                                                     "志愿者姓名", "机构名称", "name",
                                                     "fullname",   "provider", "providername"};
constexpr std::array<std::string_view, 3> sex_words{"性别", "sex", "gender"};
constexpr std::array<std::string_view, 8> provider_words{
    "身份", "类型", "人员类别", "志愿者类型", "资源类型", "role", "providerkind", "providertype"};
constexpr std::array<std::string_view, 9> kind_words{"可提供服务",      "服务",       "服务内容",
                                                     "服务项目",        "可服务类型", "services",
                                                     "servicesoffered", "offers",     "kinds"};
constexpr std::array<std::string_view, 6> mode_words{"方式", "服务方式", "线上线下",
                                                     "mode", "delivery", "servicemode"};
constexpr std::array<std::string_view, 8> village_words{
    "所在村", "村", "村居", "所在村居", "居住村", "village", "community", "basevillage"};
constexpr std::array<std::string_view, 8> radius_words{"服务半径",     "半径",         "服务范围",
                                                       "可到距离",     "radius",       "radiuskm",
                                                       "travelradius", "serviceradius"};
constexpr std::array<std::string_view, 7> slots_words{
    "可服务时段", "时段", "可用时段", "服务时间", "slots", "availability", "availabletimes"};
constexpr std::array<std::string_view, 8> capacity_words{
    "每周可服务人次", "每周人次", "周服务量",       "每周容量",
    "weeklycapacity", "capacity", "capacityweekly", "placesperweek"};
constexpr std::array<std::string_view, 8> clearance_words{
    "背景查询结果",    "背景审查",  "背景查询",    "违法犯罪记录查询",
    "backgroundcheck", "clearance", "policecheck", "checkresult"};
constexpr std::array<std::string_view, 7> queried_words{
    "查询日期", "查询时间", "审查日期", "checkedon", "queriedon", "checkdate", "clearancedate"};
constexpr std::array<std::string_view, 5> reference_words{"查询编号", "回执编号", "证明编号",
                                                          "reference", "checkreference"};
constexpr std::array<std::string_view, 5> trained_words{"是否培训", "已培训", "培训", "trained",
                                                        "istrained"};
constexpr std::array<std::string_view, 4> language_words{"语言", "可用语言", "languages",
                                                         "language"};
constexpr std::array<std::string_view, 7> phone_words{"联系电话", "电话",   "手机",     "手机号",
                                                      "phone",    "mobile", "telephone"};

constexpr std::array<intake::Field, offer_field_count> offer_fields{{
    {"code", Words(code_words), false},
    {"name", Words(name_words), true},
    {"sex", Words(sex_words), false},
    {"provider_kind", Words(provider_words), false},
    {"kinds", Words(kind_words), true},
    {"mode", Words(mode_words), false},
    {"village", Words(village_words), false},
    {"radius_km", Words(radius_words), false},
    {"slots", Words(slots_words), false},
    {"capacity_weekly", Words(capacity_words), true},
    {"clearance", Words(clearance_words), false},
    {"queried_on", Words(queried_words), false},
    {"reference", Words(reference_words), false},
    {"is_trained", Words(trained_words), false},
    {"languages", Words(language_words), false},
    {"phone", Words(phone_words), false},
}};

class OfferBatch final : public intake::Batch {
 public:
  std::vector<OfferReading> rows;
};

/// The office's own number, else who it is: the same provider in every import.
OfferId id_of(std::int64_t county, const Offer& offer) {
  std::string name = "offer|" + std::to_string(county) + "|";
  if (!offer.code.empty()) {
    name += "code|" + offer.code;
  } else {
    name += "who|" + offer.name + "|" + std::to_string(offer.village.value_or(0)) + "|" +
            offer.phone + "|" + std::string(core::name_of(offer.provider_kind));
  }
  return OfferId::derive(name);
}

class OfferTarget final : public intake::Target {
 public:
  [[nodiscard]] std::string_view kind() const override { return "offer"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override { return offer_fields; }

  core::Result<void> prepare(const access::Call& call) override {
    auto divisions = registry::list_divisions(call);
    if (!divisions) {
      return divisions.error();
    }
    divisions_ = registry::DivisionIndex(std::move(*divisions));
    seen_.clear();
    day_order_ = registry::DayOrder::unknown;
    return {};
  }

  std::unique_ptr<intake::Batch> read(std::span<const intake::Record> records,
                                      const intake::Source&, core::Date today) override {
    auto batch = std::make_unique<OfferBatch>();
    for (const intake::Record& record : records) {
      const auto column = static_cast<std::size_t>(OfferField::queried_on);
      day_order_ = registry::learn_day_order(day_order_, record.values[column].text);
    }
    const OfferContext context{divisions_, today, day_order_};
    for (const intake::Record& record : records) {
      batch->rows.push_back(read_offer_row(record, context));
    }
    return batch;
  }

  core::Result<std::vector<intake::RowResult>> store(const access::Call& call,
                                                     intake::Batch& batch) override {
    if (auto allowed = access::authorise(call.actor, access::Operation::import_records,
                                         {0, access::FieldClass::personal});
        !allowed) {
      return allowed.error();
    }
    std::vector<intake::RowResult> results;
    for (OfferReading& reading : static_cast<OfferBatch&>(batch).rows) {
      if (!reading.problems.empty()) {
        results.push_back(
            {intake::Outcome::rejected, std::move(reading.problems), std::move(reading.warnings)});
        continue;
      }
      auto result = store_row(call, reading);
      if (!result) {
        return result.error();
      }
      result->warnings = std::move(reading.warnings);
      results.push_back(std::move(*result));
    }
    return results;
  }

 private:
  core::Result<intake::RowResult> store_row(const access::Call& call, OfferReading& reading) {
    Offer& offer = reading.offer;
    offer.id = id_of(call.county, offer);
    const auto stored = find_row(call, offer.id);
    if (!stored) {
      return stored.error();
    }
    const bool is_repeated = !seen_.insert(offer.id).second;
    if (*stored && (*stored)->offer == offer) {
      return intake::RowResult{};
    }
    if (is_repeated) {
      // Two rows of one file that contradict each other: the first stands, whoever comes again.
      const OfferField field = offer.code.empty() ? OfferField::name : OfferField::code;
      return intake::RowResult{
          intake::Outcome::rejected, {{static_cast<std::size_t>(field), "offer.repeated", {}}}, {}};
    }
    const auto done =
        *stored ? update_offer(call, offer, (*stored)->offer.clearance) : insert_offer(call, offer);
    if (!done) {
      return done.error();
    }
    call.changed("offer", offer.id);
    return intake::RowResult{*stored ? intake::Outcome::updated : intake::Outcome::created, {}, {}};
  }

  registry::DivisionIndex divisions_;
  registry::DayOrder day_order_ = registry::DayOrder::unknown;
  std::unordered_set<OfferId> seen_;
};

}  // namespace

std::unique_ptr<intake::Target> make_offer_target() { return std::make_unique<OfferTarget>(); }

}  // namespace caregrid::services
