#include "registry/child_fields.h"

#include <array>
#include <string_view>

namespace caregrid::registry {
namespace {

using namespace std::string_view_literals;

constexpr std::array serial{"序号"sv, "编号"sv, "no"sv, "number"sv, "serial"sv, "sn"sv, "行号"sv};
constexpr std::array name{"姓名"sv,        "学生姓名"sv,    "儿童姓名"sv,    "名字"sv,
                          "孩子姓名"sv,    "学生"sv,        "name"sv,        "childname"sv,
                          "fullname"sv,    "studentname"sv, "nameofchild"sv, "nameinchinese"sv,
                          "chinesename"sv, "中文姓名"sv,    "中文名"sv,      "被监护人姓名"sv};
constexpr std::array name_pinyin{
    "拼音"sv,         "姓名拼音"sv,      "拼音姓名"sv,   "namepinyin"sv,    "pinyin"sv,
    "pinyinname"sv,   "英文姓名"sv,      "英文名"sv,     "romanisedname"sv, "romanizedname"sv,
    "nameinpinyin"sv, "nameinenglish"sv, "englishname"sv};
constexpr std::array sex{"性别"sv, "sex"sv, "gender"sv, "男女"sv};
constexpr std::array born_on{"出生日期"sv, "出生年月日"sv,  "出生年月"sv, "生日"sv,
                             "出生时间"sv, "dateofbirth"sv, "dob"sv,      "birthdate"sv,
                             "birthday"sv, "bornon"sv,      "born"sv,     "birth"sv};
constexpr std::array identity_number{
    "身份证号"sv,       "身份证号码"sv,   "公民身份号码"sv,   "身份证"sv,       "身份证件号"sv,
    "证件号码"sv,       "证件号"sv,       "身份号码"sv,       "idnumber"sv,     "idno"sv,
    "identitynumber"sv, "nationalid"sv,   "idcard"sv,         "idcardnumber"sv, "identitycard"sv,
    "residentid"sv,     "身份证件号码"sv, "公民身份证号码"sv, "公民身份证号"sv, "citizenid"sv};
constexpr std::array student_number{"学籍号"sv,   "学籍号码"sv,      "全国学籍号"sv,  "学生编号"sv,
                                    "学号"sv,     "studentnumber"sv, "studentid"sv,   "studentno"sv,
                                    "学籍编号"sv, "全国学籍号码"sv,  "studentcode"sv, "学籍辅号"sv};
constexpr std::array ethnicity{"民族"sv, "ethnicity"sv, "ethnicgroup"sv, "nationality"sv, "族别"sv};
constexpr std::array hukou{"户籍所在地"sv,
                           "户口所在地"sv,
                           "户籍地"sv,
                           "户籍地址"sv,
                           "户口地址"sv,
                           "户籍"sv,
                           "户籍住址"sv,
                           "hukou"sv,
                           "registeredresidence"sv,
                           "户籍所在村"sv,
                           "placeofregistration"sv,
                           "hukouaddress"sv};
constexpr std::array hukou_registered{"是否登记户口"sv, "是否有户口"sv,      "有无户口"sv,
                                      "是否登记户籍"sv, "hukouregistered"sv, "户口登记"sv};
constexpr std::array township{"乡镇"sv,     "所属乡镇"sv, "乡镇街道"sv, "所在乡镇"sv,
                              "镇乡"sv,     "乡镇名称"sv, "township"sv, "town"sv,
                              "街道乡镇"sv, "乡"sv,       "镇"sv,       "现住乡镇"sv};
constexpr std::array village{
    "现居住地"sv,    "家庭住址"sv,    "居住地址"sv,       "现住址"sv,
    "家庭地址"sv,    "住址"sv,        "居住地"sv,         "所在村"sv,
    "村"sv,          "村居"sv,        "村社区"sv,         "所属村"sv,
    "现居住地址"sv,  "现家庭住址"sv,  "地址"sv,           "村委会"sv,
    "行政村"sv,      "村名"sv,        "所在村居"sv,       "常住地址"sv,
    "居住村"sv,      "村庄"sv,        "村居名称"sv,       "现居地"sv,
    "village"sv,     "address"sv,     "homeaddress"sv,    "residence"sv,
    "homevillage"sv, "community"sv,   "currentaddress"sv, "placeofresidence"sv,
    "villagecode"sv, "村代码"sv,      "通讯地址"sv,       "所在村社区"sv,
    "居住村居"sv,    "villagename"sv, "所在村代码"sv};
constexpr std::array school{"学校"sv,     "学校名称"sv, "就读学校"sv,     "所在学校"sv,
                            "在读学校"sv, "校名"sv,     "school"sv,       "schoolname"sv,
                            "就学学校"sv, "所读学校"sv, "nameofschool"sv, "幼儿园名称"sv};
constexpr std::array grade{"年级"sv,  "就读年级"sv, "所在年级"sv,
                           "grade"sv, "年级名称"sv, "gradelevel"sv};
constexpr std::array school_class{"班级"sv,     "班"sv,       "所在班级"sv,  "class"sv,
                                  "班级名称"sv, "就读班级"sv, "classname"sv, "班号"sv};
constexpr std::array boarding{"是否寄宿"sv,     "寄宿"sv,       "是否住校"sv, "住校"sv,
                              "是否学校寄宿"sv, "是否寄宿生"sv, "boarding"sv, "boarder"sv,
                              "isboarding"sv,   "寄宿生"sv,     "就读方式"sv, "住宿情况"sv};
constexpr std::array schooling{"就学情况"sv, "就学状况"sv,       "就读情况"sv,    "学段"sv,
                               "就学状态"sv, "schooling"sv,      "schoolstage"sv, "stage"sv,
                               "在学情况"sv, "educationlevel"sv, "受教育情况"sv,  "就学阶段"sv};
constexpr std::array health{"身体情况"sv, "健康状况"sv,     "身体状况"sv,     "健康情况"sv,
                            "health"sv,   "healthstatus"sv, "身体健康状况"sv, "healthcondition"sv};
constexpr std::array disability{"残疾类别及等级"sv, "残疾类别"sv, "残疾情况"sv, "残疾等级"sv,
                                "disability"sv,     "残疾类型"sv, "残疾证号"sv, "disabilitytype"sv};
constexpr std::array illness{"患病类型"sv, "患病情况"sv, "疾病名称"sv, "病种"sv,
                             "illness"sv,  "disease"sv,  "疾病"sv,     "diagnosis"sv};
constexpr std::array father_name{"父亲姓名"sv,    "父亲"sv,   "爸爸姓名"sv,
                                 "fathername"sv,  "father"sv, "nameoffather"sv,
                                 "fathersname"sv, "父姓名"sv, "爸爸"sv};
constexpr std::array father_identity_number{"父亲身份证号"sv,   "父亲公民身份号码"sv,
                                            "父亲身份证号码"sv, "fatheridnumber"sv,
                                            "fatherid"sv,       "fathersidnumber"sv};
constexpr std::array father_place{"父亲务工地点"sv,     "父亲打工地点"sv,     "父亲外出地点"sv,
                                  "父亲务工地"sv,       "父亲当前务工地点"sv, "父亲工作地点"sv,
                                  "fatherplace"sv,      "fatherworkplace"sv,  "fathersworkplace"sv,
                                  "fatherlocation"sv,   "父亲去向"sv,         "父亲工作单位"sv,
                                  "父亲外出务工地点"sv, "wherefatherworks"sv};
constexpr std::array father_phone{
    "父亲联系电话"sv, "父亲电话"sv,     "父亲手机"sv,     "fatherphone"sv,  "fathersphone"sv,
    "父亲手机号"sv,   "父亲联系方式"sv, "fathermobile"sv, "父亲电话号码"sv, "父亲手机号码"sv};
constexpr std::array mother_name{"母亲姓名"sv,    "母亲"sv,   "妈妈姓名"sv,
                                 "mothername"sv,  "mother"sv, "nameofmother"sv,
                                 "mothersname"sv, "母姓名"sv, "妈妈"sv};
constexpr std::array mother_identity_number{"母亲身份证号"sv,   "母亲公民身份号码"sv,
                                            "母亲身份证号码"sv, "motheridnumber"sv,
                                            "motherid"sv,       "mothersidnumber"sv};
constexpr std::array mother_place{"母亲务工地点"sv,     "母亲打工地点"sv,     "母亲外出地点"sv,
                                  "母亲务工地"sv,       "母亲当前务工地点"sv, "母亲工作地点"sv,
                                  "motherplace"sv,      "motherworkplace"sv,  "mothersworkplace"sv,
                                  "motherlocation"sv,   "母亲去向"sv,         "母亲工作单位"sv,
                                  "母亲外出务工地点"sv, "wheremotherworks"sv};
constexpr std::array mother_phone{
    "母亲联系电话"sv, "母亲电话"sv,     "母亲手机"sv,     "motherphone"sv,  "mothersphone"sv,
    "母亲手机号"sv,   "母亲联系方式"sv, "mothermobile"sv, "母亲电话号码"sv, "母亲手机号码"sv};
constexpr std::array both_out{"父母双方同时外出"sv, "父母双方外出"sv,     "父母均外出"sv,
                              "双亲外出"sv,         "父母是否均外出"sv,   "bothparentsout"sv,
                              "bothparentsaway"sv,  "父母双方外出务工"sv, "父母都外出"sv};
constexpr std::array one_out{"父母一方外出另一方无监护能力"sv,     "一方外出另一方无监护能力"sv,
                             "oneparentoutotherincapable"sv,       "一方外出一方无监护能力"sv,
                             "父母一方外出务工另一方无监护能力"sv, "oneparentaway"sv};
constexpr std::array has_carer{"有无委托监护人"sv,   "是否委托监护"sv,   "有无委托其他监护人"sv,
                               "是否有委托监护人"sv, "有无委托照护人"sv, "hascarer"sv,
                               "entrusted"sv,        "是否委托照护"sv};
constexpr std::array carer_name{
    "委托监护人姓名"sv,   "委托监护人"sv, "被委托人姓名"sv,   "照护人姓名"sv, "受委托人姓名"sv,
    "被委托人"sv,         "照料人姓名"sv, "照护人"sv,         "实际照料人"sv, "carer"sv,
    "carername"sv,        "caregiver"sv,  "caregivername"sv,  "照看人"sv,     "抚养人"sv,
    "受委托照护人姓名"sv, "实际监护人"sv, "实际监护人姓名"sv, "临时监护人"sv};
constexpr std::array carer_identity_number{"委托监护人身份证号"sv,
                                           "委托监护人公民身份号码"sv,
                                           "被委托人身份证号"sv,
                                           "照护人身份证号"sv,
                                           "carerid"sv,
                                           "careridnumber"sv};
constexpr std::array carer_relation{
    "与儿童关系"sv,           "与被监护人关系"sv,   "与孩子关系"sv,        "与委托监护人关系"sv,
    "委托监护人与儿童关系"sv, "carerrelation"sv,    "caregiverrelation"sv, "relationtochild"sv,
    "被委托人与儿童关系"sv,   "照护人与儿童关系"sv, "与留守儿童关系"sv};
constexpr std::array carer_phone{"委托监护人电话"sv, "委托监护人联系电话"sv, "被委托人电话"sv,
                                 "照护人电话"sv,     "carerphone"sv,         "caregiverphone"sv,
                                 "受委托人电话"sv,   "委托监护人手机"sv,     "实际监护人电话"sv,
                                 "照护人联系电话"sv, "委托监护人联系方式"sv};
constexpr std::array carer_place{"委托监护人居住地址"sv, "委托监护人住址"sv, "被委托人住址"sv,
                                 "照护人住址"sv,         "careraddress"sv,   "caregiveraddress"sv};
constexpr std::array guardian_name{
    "监护人"sv,       "监护人姓名"sv, "家长"sv,        "家长姓名"sv, "guardian"sv,
    "guardianname"sv, "parent"sv,     "parentname"sv,  "联系人"sv,   "contactperson"sv,
    "第一监护人"sv,   "户主"sv,       "监护人1姓名"sv, "成员1姓名"sv};
constexpr std::array guardian_relation{"监护人关系"sv, "与监护人关系"sv,  "监护人与学生关系"sv,
                                       "关系"sv,       "relationship"sv,  "guardianrelation"sv,
                                       "与学生关系"sv, "relation"sv,      "guardianrelationship"sv,
                                       "与户主关系"sv, "家长与学生关系"sv};
constexpr std::array guardian_phone{
    "联系电话"sv,       "监护人电话"sv,    "家长电话"sv,    "电话"sv,           "手机"sv,
    "手机号"sv,         "联系方式"sv,      "手机号码"sv,    "监护人联系电话"sv, "家长联系电话"sv,
    "guardianphone"sv,  "phone"sv,         "phonenumber"sv, "mobile"sv,         "telephone"sv,
    "contact"sv,        "contactnumber"sv, "parentphone"sv, "电话号码"sv,       "tel"sv,
    "guardianmobile"sv, "家庭电话"sv,      "监护人手机"sv};
constexpr std::array guardianship_type{"监护类型"sv,     "监护情况"sv,         "监护状况"sv,
                                       "guardianship"sv, "guardianshiptype"sv, "监护等级"sv,
                                       "监护评估"sv};
constexpr std::array care_type{"与谁生活"sv, "照护类型"sv,   "现与谁居住"sv, "共同生活人"sv,
                               "caretype"sv, "liveswith"sv,  "livingwith"sv, "抚养情况"sv,
                               "照料方式"sv, "现随谁生活"sv, "跟谁生活"sv};
constexpr std::array category{"儿童类别"sv,   "类别"sv,     "人员类别"sv,     "儿童类型"sv,
                              "困境类型"sv,   "留守类型"sv, "category"sv,     "childcategory"sv,
                              "困境类别"sv,   "type"sv,     "是否留守儿童"sv, "留守情况"sv,
                              "typeofchild"sv};
constexpr std::array income_source{"家庭经济来源"sv, "经济来源"sv,     "收入来源"sv,
                                   "incomesource"sv, "familyincome"sv, "家庭收入来源"sv};
constexpr std::array assistance{"社会救助"sv, "救助情况"sv, "享受救助"sv,   "社会救助情况"sv,
                                "保障情况"sv, "救助类型"sv, "assistance"sv, "socialassistance"sv,
                                "是否低保"sv, "享受政策"sv, "welfare"sv,    "benefits"sv};
constexpr std::array programme{"项目"sv,        "参与项目"sv, "项目名称"sv, "programme"sv,
                               "program"sv,     "project"sv,  "帮扶项目"sv, "programmename"sv,
                               "projectname"sv, "服务项目"sv};
constexpr std::array since{"since"sv,    "开始时间"sv,  "参加时间"sv,   "加入时间"sv,
                           "开始年份"sv, "startyear"sv, "startdate"sv,  "enrolledsince"sv,
                           "参与时间"sv, "joined"sv,    "yearjoined"sv, "datejoined"sv,
                           "加入年份"sv};
constexpr std::array left_on{"离校日期"sv, "离校时间"sv, "退学日期"sv, "leftschoolon"sv,
                             "leftschool"sv};
constexpr std::array father_born_on{"父亲出生日期"sv, "父亲出生年月"sv, "fatherbirthdate"sv,
                                    "fatherdateofbirth"sv};
constexpr std::array mother_born_on{"母亲出生日期"sv, "母亲出生年月"sv, "motherbirthdate"sv,
                                    "motherdateofbirth"sv};
constexpr std::array incapable_parent{"无监护能力"sv, "无监护能力父母"sv, "无监护能力的父母"sv,
                                      "incapableparent"sv};
constexpr std::array paternal_grandfather{"祖父姓名"sv, "祖父"sv, "爷爷姓名"sv,
                                          "paternalgrandfather"sv};
constexpr std::array paternal_grandfather_born_on{"祖父出生日期"sv, "祖父出生年月"sv,
                                                  "paternalgrandfatherbirthdate"sv};
constexpr std::array paternal_grandmother{"祖母姓名"sv, "祖母"sv, "奶奶姓名"sv,
                                          "paternalgrandmother"sv};
constexpr std::array paternal_grandmother_born_on{"祖母出生日期"sv, "祖母出生年月"sv,
                                                  "paternalgrandmotherbirthdate"sv};
constexpr std::array maternal_grandfather{"外祖父姓名"sv, "外祖父"sv, "外公姓名"sv,
                                          "maternalgrandfather"sv};
constexpr std::array maternal_grandfather_born_on{"外祖父出生日期"sv, "外祖父出生年月"sv,
                                                  "maternalgrandfatherbirthdate"sv};
constexpr std::array maternal_grandmother{"外祖母姓名"sv, "外祖母"sv, "外婆姓名"sv,
                                          "maternalgrandmother"sv};
constexpr std::array maternal_grandmother_born_on{"外祖母出生日期"sv, "外祖母出生年月"sv,
                                                  "maternalgrandmotherbirthdate"sv};
constexpr std::array unit_head{"单位负责人"sv, "负责人"sv, "headofunit"sv};
constexpr std::array reviewer{"复核人"sv, "审核人"sv, "reviewer"sv, "reviewedby"sv};
constexpr std::array filled_by{"填表人"sv, "填报人"sv, "filledby"sv, "filledinby"sv};
constexpr std::array note{"备注"sv,   "说明"sv,    "notes"sv,    "note"sv,     "remarks"sv,
                          "remark"sv, "comment"sv, "comments"sv, "其他情况"sv, "情况说明"sv};

constexpr std::array<intake::Field, child_field_count> fields{{
    {"serial", serial},
    {"name", name, true},
    {"name_pinyin", name_pinyin},
    {"sex", sex},
    {"born_on", born_on},
    {"identity_number", identity_number},
    {"student_number", student_number},
    {"ethnicity", ethnicity},
    {"hukou", hukou},
    {"hukou_registered", hukou_registered},
    {"township", township},
    {"village", village},
    {"school", school},
    {"grade", grade},
    {"class", school_class},
    {"boarding", boarding},
    {"schooling", schooling},
    {"health", health},
    {"disability", disability},
    {"illness", illness},
    {"father_name", father_name},
    {"father_identity_number", father_identity_number},
    {"father_place", father_place},
    {"father_phone", father_phone},
    {"mother_name", mother_name},
    {"mother_identity_number", mother_identity_number},
    {"mother_place", mother_place},
    {"mother_phone", mother_phone},
    {"both_out", both_out},
    {"one_out_other_incapable", one_out},
    {"has_carer", has_carer},
    {"carer_name", carer_name},
    {"carer_identity_number", carer_identity_number},
    {"carer_relation", carer_relation},
    {"carer_phone", carer_phone},
    {"carer_place", carer_place},
    {"guardian_name", guardian_name},
    {"guardian_relation", guardian_relation},
    {"guardian_phone", guardian_phone},
    {"guardianship_type", guardianship_type},
    {"care_type", care_type},
    {"category", category},
    {"income_source", income_source},
    {"assistance", assistance},
    {"programme", programme},
    {"since", since},
    {"left_on", left_on},
    {"father_born_on", father_born_on},
    {"mother_born_on", mother_born_on},
    {"incapable_parent", incapable_parent},
    {"paternal_grandfather", paternal_grandfather},
    {"paternal_grandfather_born_on", paternal_grandfather_born_on},
    {"paternal_grandmother", paternal_grandmother},
    {"paternal_grandmother_born_on", paternal_grandmother_born_on},
    {"maternal_grandfather", maternal_grandfather},
    {"maternal_grandfather_born_on", maternal_grandfather_born_on},
    {"maternal_grandmother", maternal_grandmother},
    {"maternal_grandmother_born_on", maternal_grandmother_born_on},
    {"unit_head", unit_head},
    {"reviewer", reviewer},
    {"filled_by", filled_by},
    {"note", note},
}};

}  // namespace

std::span<const intake::Field> child_fields() { return fields; }

}  // namespace caregrid::registry
