#include "session/import/plan.hpp"

#include <phr/core/id.hpp>
#include <phr/crypto/random.hpp>

#include <charconv>
#include <unordered_set>

namespace phr::importing {

namespace {

namespace json = fhir::json;

error wrong(const json::value& at, errc code, static_text place, std::uint64_t entry) {
  return at.locate(error{code}.at(place).nth(entry));
}

// The resource's type, and its id where it has one.
result<fhir::resource_type> type_of(const json::value& resource, std::uint64_t entry) {
  if (!resource.is_object()) return wrong(resource, errc::wrong_type, "Bundle.entry.resource", entry);
  const json::value type = resource["resourceType"];
  if (!type) return wrong(resource, errc::missing_element, "resourceType", entry);
  if (!type.is_string()) return wrong(type, errc::wrong_type, "resourceType", entry);
  const auto known = fhir::resource_type_named(type.raw_text());
  if (!known) return wrong(type, errc::unknown_resource_type, "resourceType", entry);
  return *known;
}

result<std::string> id_of(const json::value& resource, std::uint64_t entry) {
  const json::value id = resource["id"];
  if (!id) return std::string();
  if (!id.is_string()) return wrong(id, errc::wrong_type, "id", entry);
  if (id.has_escapes() || !is_valid_id(id.raw_text())) return wrong(id, errc::invalid_id, "id", entry);
  return std::string(id.raw_text());
}

result<void> check_meta(const json::value& resource, std::uint64_t entry) {
  const json::value meta = resource["meta"];
  if (meta && !meta.is_object()) return wrong(meta, errc::wrong_type, "meta", entry);
  return success();
}

result<std::string> random_id() {
  std::array<std::uint8_t, 16> bytes{};
  PHR_TRY(crypto::fill(bytes));
  return uuid::from_random_bytes(bytes).to_string();
}

// The text of a string element; "" where it is absent.
result<std::string> string_of(const json::value& from, static_text place, std::uint64_t entry) {
  if (!from) return std::string();
  if (!from.is_string()) return wrong(from, errc::wrong_type, place, entry);
  std::string scratch;
  return std::string(from.text(scratch));
}

constexpr std::string_view urn_uuid = "urn:uuid:";

// W/"3" as 3.
result<std::optional<std::uint32_t>> version_of(const json::value& if_match, std::uint64_t entry) {
  PHR_TRY(const std::string text, string_of(if_match, "Bundle.entry.request.ifMatch", entry));
  if (text.empty()) return std::optional<std::uint32_t>{};
  std::string_view digits = text;
  if (digits.starts_with("W/")) digits.remove_prefix(2);
  if (digits.size() >= 2 && digits.front() == '"' && digits.back() == '"') digits = digits.substr(1, digits.size() - 2);
  std::uint32_t version = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size() || digits.empty()) {
    return wrong(if_match, errc::invalid_value, "Bundle.entry.request.ifMatch", entry);
  }
  return std::optional<std::uint32_t>{version};
}

class planner {
 public:
  explicit planner(plan& into) noexcept : plan_(into) {}

  result<void> bundle(const json::value& root) {
    const json::value type = root["type"];
    if (!type) return root.locate(error{errc::missing_element}.at("Bundle.type"));
    const std::string_view kind = type.raw_text();
    const bool requests = kind == "transaction" || kind == "batch";
    plan_.must_resolve = kind == "transaction";
    if (!requests && kind != "collection" && kind != "document" && kind != "searchset" && kind != "history" && kind != "message" &&
        kind != "transaction-response" && kind != "batch-response") {
      return type.locate(error{errc::invalid_value}.at("Bundle.type"));
    }
    const json::value entries = root["entry"];
    if (entries && !entries.is_array()) return entries.locate(error{errc::wrong_type}.at("Bundle.entry"));
    std::uint64_t index = 0;
    for (const json::value& each : entries.elements()) {
      if (!each.is_object()) return wrong(each, errc::wrong_type, "Bundle.entry", index);
      if (requests) {
        PHR_TRY(request(each, index));
      } else if (each["resource"]) {
        PHR_TRY(own_id(each["resource"], each["fullUrl"], index));
      }
      ++index;
    }
    return success();
  }

  // A resource under its own id, or under that of its fullUrl, or under a new one.
  result<void> own_id(const json::value& resource, const json::value& full_url, std::uint64_t entry) {
    planned write;
    write.entry = entry;
    write.resource = resource;
    PHR_TRY(write.type, type_of(resource, entry));
    PHR_TRY(check_meta(resource, entry));
    PHR_TRY(write.id, id_of(resource, entry));
    PHR_TRY(const std::string url, string_of(full_url, "Bundle.entry.fullUrl", entry));
    if (write.id.empty()) {
      PHR_TRY(write.id, id_under(url));
    }
    return add(std::move(write), url);
  }

 private:
  // The id that a fullUrl carries, or a new one.
  static result<std::string> id_under(std::string_view url) {
    if (url.starts_with(urn_uuid)) {
      if (const auto parsed = uuid::parse(url.substr(urn_uuid.size()))) return parsed.value().to_string();
    }
    return random_id();
  }

  result<void> request(const json::value& each, std::uint64_t entry) {
    const json::value asked = each["request"];
    if (!asked.is_object()) return wrong(each, errc::missing_element, "Bundle.entry.request", entry);
    const std::string_view method = asked["method"].raw_text();
    planned write;
    write.entry = entry;
    PHR_TRY(const std::string url, string_of(asked["url"], "Bundle.entry.request.url", entry));
    PHR_TRY(const std::string full_url, string_of(each["fullUrl"], "Bundle.entry.fullUrl", entry));
    PHR_TRY(write.expected, version_of(asked["ifMatch"], entry));
    PHR_TRY(write.only_if_none, string_of(asked["ifNoneExist"], "Bundle.entry.request.ifNoneExist", entry));
    if (method == "DELETE") {
      PHR_TRY(target(write, url, asked, entry));
      write.what = planned::verb::remove;
      return add(std::move(write), {});
    }
    if (method != "POST" && method != "PUT") {
      return wrong(asked, method.empty() ? errc::missing_element : errc::unsupported, "Bundle.entry.request.method", entry);
    }
    write.resource = each["resource"];
    if (!write.resource) return wrong(each, errc::missing_element, "Bundle.entry.resource", entry);
    PHR_TRY(const fhir::resource_type type, type_of(write.resource, entry));
    PHR_TRY(check_meta(write.resource, entry));
    PHR_TRY(const std::string own, id_of(write.resource, entry));
    if (method == "PUT") {
      PHR_TRY(target(write, url, asked, entry));
      if (write.type != type || (!own.empty() && !write.id.empty() && own != write.id)) {
        return wrong(asked, errc::invalid_value, "Bundle.entry.request.url", entry);
      }
      if (write.id.empty()) {
        PHR_TRY(write.id, own.empty() ? id_under(full_url) : result<std::string>(own));
      }
      return add(std::move(write), full_url);
    }
    if (url != fhir::name(type)) return wrong(asked, errc::invalid_value, "Bundle.entry.request.url", entry);
    write.type = type;
    PHR_TRY(write.id, id_under(full_url));
    return add(std::move(write), full_url);
  }

  // The resource that a PUT or DELETE names: Type/id, or Type?search.
  static result<void> target(planned& write, std::string_view url, const json::value& asked, std::uint64_t entry) {
    if (const auto named = parse_reference(url)) {
      write.type = named->type;
      write.id = named->id;
      return success();
    }
    const std::size_t question = url.find('?');
    const auto type = fhir::resource_type_named(url.substr(0, question));
    if (question == std::string_view::npos || !type) return wrong(asked, errc::invalid_value, "Bundle.entry.request.url", entry);
    write.type = *type;
    write.by_search = url;
    return success();
  }

  result<void> add(planned write, const std::string& full_url) {
    if (!write.id.empty()) {
      std::string own = std::string(fhir::name(write.type)) + "/" + write.id;
      if (!seen_.insert(own).second) return wrong(write.resource, errc::duplicate_id, "Bundle.entry", write.entry);
      if (!full_url.empty() && full_url != own && !plan_.references.emplace(full_url, std::move(own)).second) {
        return wrong(write.resource, errc::duplicate_id, "Bundle.entry.fullUrl", write.entry);
      }
    }
    plan_.writes.push_back(std::move(write));
    return success();
  }

  plan& plan_;
  std::unordered_set<std::string> seen_;
};

// Every Reference.reference of a value, in source order.
template <class Visit>
result<void> each_reference(const json::value& in, const Visit& visit) {
  if (in.is_object()) {
    for (const json::member& each : in.members()) {
      if (each.name == "reference" && each.value.is_string()) {
        PHR_TRY(visit(each.value));
      } else {
        PHR_TRY(each_reference(each.value, visit));
      }
    }
  } else {
    for (const json::value& each : in.elements()) PHR_TRY(each_reference(each, visit));
  }
  return success();
}

// Collects conditional references, and refuses urn: references that no entry answers where all must resolve.
result<void> check_references(plan& made) {
  std::unordered_set<std::string> conditional;
  std::string scratch;
  for (const planned& write : made.writes) {
    PHR_TRY(each_reference(write.resource, [&](const json::value& reference) -> result<void> {
      const std::string_view text = reference.text(scratch);
      if (text.starts_with("urn:") && made.must_resolve && !made.references.contains(std::string(text))) {
        return wrong(reference, errc::unresolved_reference, "Reference.reference", write.entry);
      }
      const std::size_t question = text.find('?');
      if (question != std::string_view::npos && fhir::resource_type_named(text.substr(0, question)) &&
          conditional.emplace(text).second) {
        made.conditional.emplace_back(text);
      }
      return success();
    }));
  }
  return success();
}

}  // namespace

std::optional<type_and_id> parse_reference(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  const auto type = fhir::resource_type_named(text.substr(0, slash));
  const std::string_view id = text.substr(slash + 1);
  if (!type || !is_valid_id(id)) return {};
  return type_and_id{*type, id};
}

result<plan> make_plan(const json::value& root) {
  plan made;
  planner planning(made);
  PHR_TRY(const fhir::resource_type type, type_of(root, 0));
  if (type == fhir::resource_type::Bundle) {
    PHR_TRY(planning.bundle(root));
  } else {
    PHR_TRY(planning.own_id(root, {}, 0));
  }
  PHR_TRY(check_references(made));
  return made;
}

}  // namespace phr::importing
