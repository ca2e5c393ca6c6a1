#include "store/records/body_text.hpp"

#include <phr/core/date_time.hpp>
#include <phr/fhir/reference.hpp>

#include <charconv>
#include <iterator>

namespace phr::storage {

namespace {

namespace json = fhir::json;

class compact_writer {
 public:
  compact_writer(std::string& out, text_names* names, std::vector<reference_spot>* spots) noexcept : out_(out), names_(names), spots_(spots) {}

  void member(const json::member& each) {
    out_.push_back('"');
    out_ += each.name;
    out_ += "\":";
    if (names_ != nullptr && each.value.is_string() && may_hold_url(each.name)) {
      url(each.value, each.name == "reference");
    } else {
      value(each.value);
    }
  }

  // Whether anything was rewritten, or the first error of the names.
  [[nodiscard]] result<bool> told() const {
    if (failed_) return *failed_;
    return changed_;
  }

 private:
  void url(const json::value& text, bool is_reference) {
    const std::string_view written = text.text(scratch_);
    const auto told = is_reference ? names_->of_reference(written) : names_->of_url(written);
    if (!told) {
      if (!failed_) failed_ = told.error();
      return;
    }
    if (!told.value().text) {
      if (told.value().key != 0 && !text.has_escapes()) spots_->push_back({out_.size() + 1, told.value().named, told.value().key});
      out_ += text.source();
      return;
    }
    changed_ = true;
    if (told.value().key != 0) spots_->push_back({out_.size() + 1, told.value().named, told.value().key});
    json::append_quoted(out_, *told.value().text);
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
  text_names* names_;
  std::vector<reference_spot>* spots_;
  std::optional<error> failed_;
  bool changed_ = false;
  std::string scratch_;
};

void append(std::string& out, const json::value& resource, compact_writer& write) {
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

}  // namespace

bool may_hold_url(std::string_view name) noexcept {
  return name == "reference" || name == "url" || name == "uri" || name == "valueUri" || name == "valueUrl" || name == "valueUuid" ||
         name == "valueOid";
}

result<text_names::told> reference_names::literal(std::string_view text) {
  const auto parts = fhir::split_reference(text);
  if (!parts.type) return told{};
  std::int64_t source = names_.source();
  if (!parts.base.empty()) {
    PHR_TRY(const auto known, names_.source_of_base(source_uri(parts.base)));
    if (!known) return told{};
    source = *known;
  }
  PHR_TRY(const auto named, names_.foreign(source, *parts.type, parts.id));
  const std::size_t end = static_cast<std::size_t>(parts.id.data() - text.data()) + parts.id.size();
  told made;
  made.key = named.key;
  made.named = end;
  if (!parts.base.empty() || named.id != parts.id) {
    made.text = std::string(fhir::name(*parts.type)) + "/" + std::string(named.id);
    made.named = made.text->size();
    *made.text += text.substr(end);
  }
  return made;
}

result<text_names::told> reference_names::of_reference(std::string_view text) {
  if (!rewritten_.empty()) {
    if (const auto found = rewritten_.find(std::string(text)); found != rewritten_.end()) {
      told made{found->second, 0, found->second.size()};
      const auto parts = fhir::split_reference(found->second);
      if (parts.type && parts.base.empty() && parts.id.data() + parts.id.size() == found->second.data() + found->second.size()) {
        PHR_TRY(const auto known, names_.identity(*parts.type, parts.id));
        made.key = known.key;
      }
      return made;
    }
  }
  if (text.starts_with('#') || text.starts_with("urn:") || text.find('?') != std::string_view::npos) return told{};
  return literal(text);
}

result<text_names::told> reference_names::of_url(std::string_view text) {
  std::string_view means = text;
  told made;
  if (const auto found = rewritten_.find(std::string(text)); found != rewritten_.end()) {
    made.text = found->second;
    means = found->second;
  }
  // An Attachment's "Binary/b1" names what its source calls so; of the owner's, what is called so here.
  const bool is_relative = !means.empty() && means.front() >= 'A' && means.front() <= 'Z' && means.find('/') != std::string_view::npos;
  if (!is_relative) return made;
  if (!made.text && names_.source() != source_of_owner) return literal(text);
  const auto parts = fhir::split_reference(means);
  if (!parts.type || !parts.base.empty()) return made;
  PHR_TRY(const auto there, names_.holder_of(*parts.type, parts.id));
  made.key = there.key;
  made.named = static_cast<std::size_t>(parts.id.data() - means.data()) + parts.id.size();
  return made;
}

void append_stored_text(std::string& out, const json::value& resource) {
  compact_writer write(out, nullptr, nullptr);
  append(out, resource, write);
}

result<bool> append_stored_text(std::string& out, const json::value& resource, text_names& names, std::vector<reference_spot>& spots) {
  compact_writer write(out, &names, &spots);
  append(out, resource, write);
  return write.told();
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
