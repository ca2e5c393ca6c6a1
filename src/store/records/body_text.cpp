#include "store/records/body_text.hpp"

#include <phr/core/date_time.hpp>

#include <charconv>
#include <iterator>

namespace phr::storage {

namespace {

namespace json = fhir::json;

class compact_writer {
 public:
  compact_writer(std::string& out, const reference_map& rewritten) noexcept : out_(out), rewritten_(rewritten) {}

  void member(const json::member& each) {
    out_.push_back('"');
    out_ += each.name;
    out_ += "\":";
    if (each.value.is_string() && !rewritten_.empty() && may_hold_url(each.name)) {
      url(each.value);
    } else {
      value(each.value);
    }
  }

 private:
  void url(const json::value& text) {
    const auto found = rewritten_.find(std::string(text.text(scratch_)));
    if (found == rewritten_.end()) {
      out_ += text.source();
    } else {
      json::append_quoted(out_, found->second);
    }
  }

  void value(const json::value& from) {
    if (from.is_object()) {
      char separator = '{';
      for (const json::member& each : from.members()) {
        out_.push_back(separator);
        separator = ',';
        member(each);
      }
      out_ += separator == '{' ? "{}" : "}";
    } else if (from.is_array()) {
      char separator = '[';
      for (const json::value& each : from.elements()) {
        out_.push_back(separator);
        separator = ',';
        value(each);
      }
      out_ += separator == '[' ? "[]" : "]";
    } else {
      out_ += from.source();
    }
  }

  std::string& out_;
  const reference_map& rewritten_;
  std::string scratch_;
};

}  // namespace

bool may_hold_url(std::string_view name) noexcept {
  return name == "reference" || name == "url" || name == "uri" || name == "valueUri" || name == "valueUrl" || name == "valueUuid" ||
         name == "valueOid";
}

void append_stored_text(std::string& out, const json::value& resource, const reference_map& rewritten) {
  compact_writer write(out, rewritten);
  bool first = true;
  const auto add = [&](const json::member& each) {
    if (!first) out.push_back(',');
    first = false;
    write.member(each);
  };
  for (const json::member& each : resource["meta"].members()) {
    if (each.name != "versionId" && each.name != "lastUpdated") add(each);
  }
  out.push_back('\n');
  first = true;
  for (const json::member& each : resource.members()) {
    if (each.name != "resourceType" && each.name != "id" && each.name != "meta") add(each);
  }
}

void append_head(std::string& out, const resource_head& head) {
  out += R"({"resourceType":")";
  out += fhir::name(head.type);
  out += R"(","id":")";
  out += head.id;
  out += R"(","meta":{"versionId":")";
  char digits[10];
  out.append(digits, std::to_chars(std::begin(digits), std::end(digits), head.version).ptr);
  out += R"(","lastUpdated":")";
  out += head.updated;
  out.push_back('"');
}

void assemble(std::string& out, fhir::resource_type type, std::string_view id, std::uint32_t version, std::int64_t updated,
              std::string_view stored) {
  const std::size_t end_of_meta = stored.find('\n');
  const std::string_view meta = stored.substr(0, end_of_meta);
  const std::string_view rest = stored.substr(end_of_meta + 1);
  out.clear();
  out.reserve(stored.size() + 160);
  append_head(out, {type, id, version, instant_text(updated)});
  if (!meta.empty()) out.push_back(',');
  out += meta;
  out.push_back('}');
  if (!rest.empty()) out.push_back(',');
  out += rest;
  out.push_back('}');
}

std::string instant_text(std::int64_t moment) {
  auto text = format_instant(moment);
  return text ? std::move(text).value() : std::string();
}

}  // namespace phr::storage
