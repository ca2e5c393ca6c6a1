// The field tables of all structures: what every engine trusts.
#include "fhir/model/slots.hpp"

#include <phr/fhir/equal.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/data_types.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace phr::fhir::test {
namespace {

constexpr const char* data_types[] = {
    "Address", "Age", "Annotation", "Attachment", "CodeableConcept", "Coding", "ContactDetail", "ContactPoint", "Contributor", "Count",
    "DataRequirement", "Distance", "Dosage", "Duration", "ElementDefinition", "Expression", "Extension", "HumanName", "Identifier",
    "MarketingStatus", "Meta", "Money", "Narrative", "ParameterDefinition", "Period", "Population", "ProdCharacteristic",
    "ProductShelfLife", "Quantity", "Range", "Ratio", "Reference", "RelatedArtifact", "SampledData", "Signature", "SubstanceAmount",
    "Timing", "TriggerDefinition", "UsageContext"};

// All resources, all data types, and the parts that their fields and choices lead to.
const std::vector<const structure*>& all() {
  static const std::vector<const structure*> found = [] {
    std::vector<const structure*> made;
    std::set<const structure*> seen;
    const auto add = [&](const structure* each) {
      if (each != nullptr && seen.insert(each).second) made.push_back(each);
    };
    for (std::uint8_t number = 1; number <= resource_type_count; ++number) add(&structure_of(static_cast<resource_type>(number)));
    for (const char* each : data_types) add(data_type_named(each));
    for (std::size_t at = 0; at < made.size(); ++at) {
      for (const field& each : made[at]->fields) {
        add(each.type);
        for (const alternative& choice : each.choices) add(choice.type);
      }
    }
    return made;
  }();
  return found;
}

std::string json_name_of(const field& of, const alternative* chosen) {
  std::string made(of.name);
  if (chosen == nullptr) return made;
  std::string suffix(name(*chosen));
  if (suffix[0] >= 'a' && suffix[0] <= 'z') suffix[0] = static_cast<char>(suffix[0] - 'a' + 'A');
  return made + suffix;
}

// The names of a structure in JSON, in the order of its table.
std::vector<std::string> names_of(const structure& type) {
  std::vector<std::string> made;
  for (const field& each : type.fields) {
    if (each.choices.empty()) made.push_back(json_name_of(each, nullptr));
    for (const alternative& choice : each.choices) made.push_back(json_name_of(each, &choice));
  }
  return made;
}

TEST(Structures, AreAllThere) {
  std::set<std::string_view> names;
  std::size_t resources = 0;
  for (const structure* each : all()) {
    EXPECT_TRUE(names.insert(each->name).second) << each->name;
    resources += each->resource == resource_type{} ? 0 : 1;
  }
  EXPECT_EQ(resources, resource_type_count);
  EXPECT_GT(all().size(), 600U);
}

TEST(Structures, OfResourcesHaveTheNameAndTheNumberOfTheirType) {
  for (std::uint8_t number = 1; number <= resource_type_count; ++number) {
    const auto type = static_cast<resource_type>(number);
    const structure& each = structure_of(type);
    EXPECT_EQ(each.resource, type);
    EXPECT_EQ(each.name, name(type));
    EXPECT_EQ(each.definition, each.name);
    EXPECT_EQ(resource_type_named(each.name), type);
    EXPECT_EQ(any_resource(each).type(), type);
  }
}

TEST(Structures, OfDataTypesAreFoundByNameAndPartsAreNot) {
  for (const char* each : data_types) {
    ASSERT_NE(data_type_named(each), nullptr) << each;
    EXPECT_EQ(data_type_named(each)->name, each);
    EXPECT_EQ(data_type_named(each)->resource, resource_type{}) << each;
  }
  EXPECT_EQ(data_type_named("Quantity"), &r4::Quantity::structure_);
  for (const char* each : {"", "quantity", "Quantit", "Quantityy", "Patient.contact", "string", "Patient"}) {
    EXPECT_EQ(data_type_named(each), nullptr) << each;
  }
}

TEST(Structures, OfPartsNameWhatTheyArePartsOf) {
  for (const structure* each : all()) {
    if (each->name == each->definition) {
      EXPECT_EQ(each->name.find('.'), std::string_view::npos) << each->name;
      continue;
    }
    EXPECT_TRUE(each->name.starts_with(std::string(each->definition) + '.')) << each->name;
    EXPECT_EQ(each->resource, resource_type{}) << each->name;
    const auto type = resource_type_named(each->definition);
    EXPECT_TRUE(type || data_type_named(each->definition) != nullptr) << each->name;
  }
}

TEST(Structures, HaveFieldsInAscendingPlacesThatDoNotOverlap) {
  for (const structure* type : all()) {
    ASSERT_FALSE(type->fields.empty()) << type->name;
    ASSERT_LE(type->fields.size(), 64U) << type->name;  // the decoder counts them in the bits of a word
    ASSERT_EQ(type->present.size(), type->fields.size()) << type->name;
    std::size_t end = 0;
    for (const field& each : type->fields) {
      const std::size_t size = each.repeats                                ? sizeof(detail::list_word)
                               : each.kind == element_kind::structure      ? sizeof(detail::box_word)
                               : each.kind == element_kind::choice         ? sizeof(detail::choice_word)
                                                                           : item_of(each.kind, each.type).size;
      EXPECT_GE(each.offset, end) << type->name << '.' << each.name;
      end = each.offset + size;
    }
    EXPECT_GE(type->sidecar_offset, end) << type->name;
    EXPECT_EQ(type->sidecar_offset % alignof(sidecar), 0U) << type->name;
    EXPECT_LE(type->sidecar_offset + sizeof(sidecar), type->item.size) << type->name;
  }
}

TEST(Structures, HaveTypesCodesAndChoicesWhereTheKindSaysSo) {
  for (const structure* type : all()) {
    for (const field& each : type->fields) {
      const std::string where = std::string(type->name) + '.' + std::string(each.name);
      EXPECT_EQ(each.type != nullptr, each.kind == element_kind::structure) << where;
      EXPECT_EQ(each.codes != nullptr, each.kind == element_kind::coded) << where;
      EXPECT_EQ(!each.choices.empty(), each.kind == element_kind::choice) << where;
      EXPECT_NE(each.choices.size(), 1U) << where;
      EXPECT_FALSE(each.repeats && each.kind == element_kind::choice) << where;
      EXPECT_EQ(each.repeats, each.max != 1) << where;
      EXPECT_LE(each.min, 1) << where;
      if (each.kind == element_kind::coded) {
        ASSERT_NE(each.bound, nullptr) << where;
        EXPECT_EQ(each.bound->strength, binding_strength::required) << where;
        EXPECT_TRUE(each.bound->value_set.starts_with(each.codes->value_set)) << where;
      }
      EXPECT_FALSE(each.bound != nullptr && each.bound->strength == binding_strength::none) << where;
      for (const alternative& choice : each.choices) {
        EXPECT_EQ(choice.type != nullptr, choice.kind == element_kind::structure) << where;
        EXPECT_TRUE(is_primitive(choice.kind) || choice.kind == element_kind::structure) << where;
        EXPECT_FALSE(name(choice).empty()) << where;
      }
    }
  }
}

TEST(Structures, HaveCodesThatAreFoundByName) {
  std::set<const code_set*> seen;
  for (const structure* type : all()) {
    for (const field& each : type->fields) {
      if (each.codes == nullptr || !seen.insert(each.codes).second) continue;
      const code_set& codes = *each.codes;
      ASSERT_FALSE(codes.names.empty()) << codes.value_set;
      ASSERT_EQ(codes.sorted.size(), codes.names.size()) << codes.value_set;
      const std::set<std::string_view> unique(codes.names.begin(), codes.names.end());
      EXPECT_EQ(unique.size(), codes.names.size()) << codes.value_set;
      for (std::size_t at = 0; at < codes.names.size(); ++at) {
        EXPECT_EQ(codes.find(codes.names[at]), static_cast<int>(at)) << codes.value_set << ' ' << codes.names[at];
        const std::string longer = std::string(codes.names[at]) + '!';
        EXPECT_EQ(codes.find(longer), -1) << codes.value_set << ' ' << longer;
      }
      EXPECT_EQ(codes.find(""), -1) << codes.value_set;
    }
  }
  EXPECT_GT(seen.size(), 150U);
}

TEST(Structures, FindEveryNameWhateverTheHint) {
  for (const structure* type : all()) {
    const auto names = names_of(*type);
    ASSERT_EQ(names.size(), type->names.size()) << type->name;
    for (std::size_t at = 0; at < names.size(); ++at) {
      const auto position = static_cast<int>(at);
      ASSERT_EQ(type->find(names[at]), position) << type->name << '.' << names[at];
      for (const int after : {position - 4, position - 1, position, position + 1, static_cast<int>(names.size()) - 1}) {
        ASSERT_EQ(type->find(names[at], std::max(after, -1)), position) << type->name << '.' << names[at] << " after " << after;
      }
      const json_name& entry = type->names[at];
      const field& of = type->fields[entry.field];
      EXPECT_EQ(json_name_of(of, entry.choice == 0 ? nullptr : &of.choices[entry.choice - 1U]), names[at]) << type->name;
      EXPECT_EQ(entry.size, names[at].size()) << type->name << '.' << names[at];
    }
  }
}

TEST(Structures, FindNoNameOfWhichAByteDiffers) {
  for (const structure* type : all()) {
    const auto names = names_of(*type);
    std::map<std::string, int> known;
    for (std::size_t at = 0; at < names.size(); ++at) known[names[at]] = static_cast<int>(at);
    const auto wanted = [&](const std::string& name) {
      const auto found = known.find(name);
      return found == known.end() ? -1 : found->second;
    };
    const auto check = [&](const std::string& name, int after) { return type->find(name, after) == wanted(name); };
    for (std::size_t at = 0; at < names.size(); ++at) {
      const int before = static_cast<int>(at) - 1;
      for (std::size_t byte = 0; byte < names[at].size(); ++byte) {
        for (const int change : {0x01, 0x20, 0x80, 0xFF}) {
          std::string other = names[at];
          other[byte] = static_cast<char>(other[byte] ^ change);
          ASSERT_TRUE(check(other, before)) << type->name << '.' << names[at] << " byte " << byte;
          ASSERT_TRUE(check(other, -1)) << type->name << '.' << names[at] << " byte " << byte;
        }
      }
      ASSERT_TRUE(check(names[at] + 's', before) && check(names[at] + std::string(1, '\0'), before)) << type->name << '.' << names[at];
      ASSERT_TRUE(check(names[at].substr(0, names[at].size() - 1), before)) << type->name << '.' << names[at];
      ASSERT_TRUE(check(names[at].substr(1), before) && check('_' + names[at], before)) << type->name << '.' << names[at];
    }
    EXPECT_EQ(type->find(""), -1) << type->name;
    if (type->resource != resource_type{}) {
      EXPECT_EQ(type->find("resourceType"), -1) << type->name;
    }
    EXPECT_EQ(type->find(std::string(300, 'a')), -1) << type->name;
  }
}

TEST(Structures, FindFieldsByFhirsNames) {
  for (const structure* type : all()) {
    for (const field& each : type->fields) EXPECT_EQ(type->field_named(each.name), &each) << type->name << '.' << each.name;
    EXPECT_EQ(type->field_named("valueReference"), nullptr) << type->name;  // Device.property has a valueQuantity
  }
}

// An object of any structure.
class object {
 public:
  explicit object(const structure& type) : type_(type), at_(::operator new(type.item.size)) { type.item.construct(at_); }
  object(const object& other) : type_(other.type_), at_(::operator new(type_.item.size)) { type_.item.copy(at_, other.at_); }
  object& operator=(const object&) = delete;
  ~object() {
    type_.item.destroy(at_);
    ::operator delete(at_);
  }
  [[nodiscard]] void* get() const { return at_; }

 private:
  const structure& type_;
  void* at_;
};

bool nothing_is_present(const structure& type, const void* from) {
  return std::none_of(type.present.begin(), type.present.end(), [&](const presence& each) { return is_present(each, from); });
}

TEST(Structures, AreMadeEmpty) {
  for (const structure* type : all()) {
    const object made(*type);
    EXPECT_TRUE(nothing_is_present(*type, made.get())) << type->name;
    const bool resource = type->resource != resource_type{};
    EXPECT_EQ(json_encode(*type, made.get()), resource ? "{\"resourceType\":\"" + std::string(type->name) + "\"}" : "{}");
    EXPECT_TRUE(equal(*type, made.get(), object(made).get())) << type->name;
  }
}

std::string sample(element_kind kind, const code_set* codes) {
  switch (kind) {
    case element_kind::boolean: return "false";
    case element_kind::integer: return "-5";
    case element_kind::positiveInt: return "5";
    case element_kind::unsignedInt: return "0";
    case element_kind::decimal: return "-7.50";
    case element_kind::date: return "\"2020-02\"";
    case element_kind::dateTime:
    case element_kind::instant: return "\"2020-02-29T10:00:00.50+01:00\"";
    case element_kind::time: return "\"10:00:00\"";
    case element_kind::coded: return '"' + std::string(codes->names.back()) + '"';
    case element_kind::structure: return R"({"id":"a text on the heap"})";
    case element_kind::resource: return R"({"resourceType":"Basic","id":"x"})";
    default: return "\"a text on the heap\"";
  }
}

// One member in an object of its own, with what stands beside it.
void expect_same(json_decoder& decoder, const structure& type, const std::string& member) {
  const std::string start = type.resource == resource_type{} ? "{" : "{\"resourceType\":\"" + std::string(type.name) + "\",";
  const std::string text = start + member + "}";
  const object made(type);
  ASSERT_TRUE(decoder.decode_into(type, made.get(), text)) << type.name << ' ' << text;
  EXPECT_EQ(json_encode(type, made.get()), text) << type.name;
  const object copy(made);
  EXPECT_TRUE(equal(type, copy.get(), made.get())) << type.name << ' ' << text;
  EXPECT_FALSE(equal(type, object(type).get(), made.get())) << type.name << ' ' << text;
}

TEST(Structures, GiveEveryElementBackAsItWas) {
  json_decoder decoder;
  for (const structure* type : all()) {
    for (const json_name& entry : type->names) {
      const field& of = type->fields[entry.field];
      const alternative* const chosen = entry.choice == 0 ? nullptr : &of.choices[entry.choice - 1U];
      const element_kind kind = chosen == nullptr ? of.kind : chosen->kind;
      const std::string name = json_name_of(of, chosen);
      const std::string value = sample(kind, of.codes);
      const std::string quoted = '"' + name + "\":";
      const std::string beside = "\"_" + name + "\":";
      if (of.repeats) {
        expect_same(decoder, *type, quoted + "[" + value + "," + value + "," + value + "]");
        if (!is_primitive(kind)) continue;
        expect_same(decoder, *type, quoted + "[" + value + ",null]," + beside + "[null,{\"id\":\"x\"}]");
      } else {
        expect_same(decoder, *type, quoted + value);
        if (!is_primitive(kind)) continue;
        expect_same(decoder, *type, quoted + value + "," + beside + "{\"id\":\"x\"}");
        expect_same(decoder, *type, beside + "{\"id\":\"x\"}");
      }
    }
  }
}

}  // namespace
}  // namespace phr::fhir::test
