// Official examples, changed at random: the decoder accepts exactly what the field tables allow, as read by a checker that
// shares nothing with it but the tables.
#include <phr/fhir/json_codec.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

namespace phr::fhir::test {
namespace {

// A JSON value that can be changed. Scalars keep their source text, strings with their quotes.
struct tree {
  json::kind kind = json::kind::null;
  std::string text;
  std::vector<std::pair<std::string, tree>> members;  // of an object; of an array with empty names

  static tree of(const json::value& from) {
    tree made{from.kind(), {}, {}};
    if (from.is_object()) {
      for (const json::member& each : from.members()) made.members.emplace_back(each.name, of(each.value));
    } else if (from.is_array()) {
      for (const json::value& each : from.elements()) made.members.emplace_back("", of(each));
    } else {
      made.text = from.source();
    }
    return made;
  }
  static tree scalar(json::kind kind, std::string text) { return {kind, std::move(text), {}}; }

  void write(std::string& out) const {
    if (kind != json::kind::object && kind != json::kind::array) {
      out += text;
      return;
    }
    char separator = kind == json::kind::object ? '{' : '[';
    if (members.empty()) out.push_back(separator);
    for (const auto& [name, value] : members) {
      out.push_back(separator);
      separator = ',';
      if (kind == json::kind::object) out += "\"" + name + "\":";
      value.write(out);
    }
    out.push_back(kind == json::kind::object ? '}' : ']');
  }
  // Itself and all below, in order.
  void gather(std::vector<tree*>& into) {
    into.push_back(this);
    for (auto& [name, value] : members) value.gather(into);
  }
};

// What the tables say of a text. Plain and slow.
class checker {
 public:
  static bool accepts(const tree& root) { return root.kind == json::kind::object && resource(root); }

 private:
  struct allowed {
    const field* of;
    element_kind kind;
    const structure* type;
  };

  // All names that a structure may have in JSON, made of its fields alone.
  static const std::map<std::string, allowed>& names_of(const structure& type) {
    static std::map<const structure*, std::map<std::string, allowed>> known;
    auto& names = known[&type];
    if (!names.empty()) return names;
    for (const field& each : type.fields) {
      if (each.kind != element_kind::choice) {
        names[std::string(each.name)] = {&each, each.kind, each.type};
        continue;
      }
      for (const alternative& one : each.choices) {
        std::string suffix(name(one));
        suffix[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(suffix[0])));
        names[std::string(each.name) + suffix] = {&each, one.kind, one.type};
      }
    }
    return names;
  }

  static bool resource(const tree& value) {
    if (value.kind != json::kind::object) return false;
    const structure* type = nullptr;
    for (const auto& [name, member] : value.members) {
      if (name != "resourceType") continue;
      if (type != nullptr || member.kind != json::kind::string) return false;
      const auto known = resource_type_named(member.text.substr(1, member.text.size() - 2));
      if (!known) return false;
      type = &structure_of(*known);
    }
    return type != nullptr && object(value, *type);
  }

  static bool object(const tree& value, const structure& type) {
    if (value.kind != json::kind::object || value.members.empty()) return false;
    std::map<const field*, std::string> chosen;  // which name stands for a field
    std::map<std::string, const tree*> seen;
    for (const auto& [name, member] : value.members) {
      if (!seen.emplace(name, &member).second) return false;
      if (name == "resourceType" && type.resource != resource_type{}) continue;
      const bool sibling = name.starts_with('_');
      const std::string plain = sibling ? name.substr(1) : name;
      const auto found = names_of(type).find(plain);
      if (found == names_of(type).end() || (sibling && !is_primitive(found->second.kind))) return false;
      if (chosen.emplace(found->second.of, plain).first->second != plain) return false;
      if (!(sibling ? element_beside(member, found->second) : element(member, found->second))) return false;
    }
    return nulls_are_padding(seen, type);
  }

  static bool element(const tree& value, const allowed& as) {
    if (!as.of->repeats) return one(value, as);
    if (value.kind != json::kind::array || value.members.empty()) return false;
    return std::all_of(value.members.begin(), value.members.end(), [&](const auto& each) {
      return (each.second.kind == json::kind::null && is_primitive(as.kind)) || one(each.second, as);
    });
  }
  static bool element_beside(const tree& value, const allowed& as) {
    const structure& type = *data_type_named("Element");
    if (!as.of->repeats) return object(value, type);
    if (value.kind != json::kind::array || value.members.empty()) return false;
    return std::all_of(value.members.begin(), value.members.end(),
                       [&](const auto& each) { return each.second.kind == json::kind::null || object(each.second, type); });
  }
  // A null stands only for a value or an Element whose other half is there.
  static bool nulls_are_padding(const std::map<std::string, const tree*>& seen, const structure& type) {
    for (const auto& [name, value] : seen) {
      if (value->kind != json::kind::array || !names_of(type).contains(name.starts_with('_') ? name.substr(1) : name)) continue;
      const auto& as = names_of(type).at(name.starts_with('_') ? name.substr(1) : name);
      if (!is_primitive(as.kind)) continue;
      const auto other = seen.find(name.starts_with('_') ? name.substr(1) : "_" + name);
      for (std::size_t at = 0; at < value->members.size(); ++at) {
        if (value->members[at].second.kind != json::kind::null) continue;
        const bool half = other != seen.end() && at < other->second->members.size() && other->second->members[at].second.kind != json::kind::null;
        if (!half) return false;
      }
    }
    return true;
  }

  static bool one(const tree& value, const allowed& as) {
    switch (as.kind) {
      case element_kind::structure: return object(value, *as.type);
      case element_kind::resource: return resource(value);
      case element_kind::boolean: return value.kind == json::kind::boolean;
      case element_kind::integer: return value.kind == json::kind::number && r4::integer::parse(value.text).has_value();
      case element_kind::positiveInt: return value.kind == json::kind::number && r4::positiveInt::parse(value.text).has_value();
      case element_kind::unsignedInt: return value.kind == json::kind::number && r4::unsignedInt::parse(value.text).has_value();
      case element_kind::decimal: return value.kind == json::kind::number && r4::decimal::parse(value.text).has_value();
      default: break;
    }
    if (value.kind != json::kind::string || value.text.size() == 2) return false;
    const std::string_view text = std::string_view(value.text).substr(1, value.text.size() - 2);
    switch (as.kind) {
      case element_kind::date: return parse_date(text).has_value();
      case element_kind::dateTime: return parse_date_time(text).has_value();
      case element_kind::instant: return parse_instant(text).has_value();
      case element_kind::time: return parse_time(text).has_value();
      default: return true;
    }
  }
};

using random = std::mt19937_64;

std::size_t below(random& source, std::size_t limit) { return source() % limit; }

tree another_value(random& source) {
  switch (below(source, 9)) {
    case 0: return tree::scalar(json::kind::null, "null");
    case 1: return tree::scalar(json::kind::boolean, "true");
    case 2: return tree::scalar(json::kind::number, "5.40");
    case 3: return tree::scalar(json::kind::number, "-3");
    case 4: return tree::scalar(json::kind::string, "\"\"");
    case 5: return tree::scalar(json::kind::string, "\"2024-02-29\"");
    case 6: return {json::kind::object, {}, {}};
    case 7: return {json::kind::array, {}, {}};
    default: return {json::kind::object, {}, {{"id", tree::scalar(json::kind::string, "\"a\"")}}};
  }
}

// One change somewhere in the tree.
void change(tree& root, random& source) {
  std::vector<tree*> all;
  root.gather(all);
  tree& at = *all[below(source, all.size())];
  const bool object = at.kind == json::kind::object;
  const bool inside = (object || at.kind == json::kind::array) && !at.members.empty();
  const std::size_t nth = inside ? below(source, at.members.size()) : 0;
  static const std::vector<std::string> names{"id", "extension", "value", "valueString", "_status", "code", "text", "url", "resourceType", "colour"};
  switch (below(source, 9)) {
    case 0: at = another_value(source); break;
    case 1: {
      tree wrapped{json::kind::array, {}, {}};
      wrapped.members.emplace_back("", at);
      at = std::move(wrapped);
      break;
    }
    case 2:
      if (at.kind == json::kind::array && inside) at = tree(at.members[nth].second);
      break;
    case 3:
      if (object && inside) at.members.push_back(at.members[nth]);
      break;
    case 4:
      if (object && inside) at.members[nth].first = names[below(source, names.size())];
      break;
    case 5:
      if (object && inside) at.members[nth].first = "_" + at.members[nth].first;
      break;
    case 6:
      if (inside) at.members.erase(at.members.begin() + static_cast<std::ptrdiff_t>(nth));
      break;
    case 7:
      if (object) at.members.emplace_back(names[below(source, names.size())], another_value(source));
      break;
    default:
      if (at.kind == json::kind::array) at.members.emplace_back("", another_value(source));
  }
}

TEST(MutatedExamples, AreAcceptedExactlyWhereTheTablesAllowThem) {
  const char* const suites = std::getenv("PHR_SUITES");
  if (suites == nullptr || *suites == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no official examples";
  std::vector<std::filesystem::path> files;
  for (const auto& each : std::filesystem::directory_iterator(std::filesystem::path(suites) / "fhir-r4-examples")) {
    if (each.path().extension() == ".json") files.push_back(each.path());
  }
  std::sort(files.begin(), files.end());
  random source(20261123);
  json::document parsed;
  json_decoder decoder;
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (const auto& file : files) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    ASSERT_TRUE(parsed.parse(text.str())) << file;
    const tree original = tree::of(parsed.root());
    ASSERT_TRUE(checker::accepts(original)) << file;
    std::string probe;
    original.write(probe);
    const int rounds = probe.size() > 100'000 ? 10 : 60;
    for (int round = 0; round < rounds; ++round) {
      tree changed = original;
      for (std::size_t changes = 1 + below(source, 2); changes > 0; --changes) change(changed, source);
      std::string written;
      changed.write(written);
      const bool wanted = checker::accepts(changed);
      const bool got = decoder.decode(written).has_value();
      if (wanted != got) {
        FAIL() << file << " round " << round << ": the tables " << (wanted ? "allow" : "refuse") << " it; "
               << (got ? "accepted" : decoder.issues()[0].path + " " + std::to_string(static_cast<int>(decoder.issues()[0].code)))
               << "\n" << written.substr(0, 2000);
      }
      ++(wanted ? accepted : refused);
    }
  }
  // Both happen often, or the changes would show nothing.
  EXPECT_GT(accepted, 2000U);
  EXPECT_GT(refused, 10000U);
}

}  // namespace
}  // namespace phr::fhir::test
