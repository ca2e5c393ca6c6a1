#include "interactions/bundle/plan.hpp"

#include "interactions/bundle/entry_elements.hpp"

#include <phr/core/id.hpp>
#include <phr/fhir/reference.hpp>

#include "store/intern/sources.hpp"

#include <algorithm>
#include <unordered_set>

namespace phr::bundles {

namespace {

namespace json = fhir::json;

class planner {
 public:
  planner(plan& into, const plan_options& options) noexcept : plan_(into), options_(options) {}

  result<void> bundle(const json::value& root) {
    PHR_TRY(head(root));
    if (options_.with_sources && source_.empty()) source_ = only_base(root);
    plan_.steps.reserve(root["entry"].size());
    for (const json::value& each : root["entry"].elements()) PHR_TRY(entry(each));
    return success();
  }

  result<void> head(const json::value& root) {
    const json::value type = root["type"];
    if (!type) return root.locate(error{errc::missing_element}.at("Bundle.type"));
    const std::string_view kind = type.raw_text();
    requests_ = kind == "transaction" || kind == "batch";
    if (!requests_ && kind != "collection" && kind != "document" && kind != "searchset" && kind != "history" && kind != "message" &&
        kind != "transaction-response" && kind != "batch-response") {
      return type.locate(error{errc::invalid_value}.at("Bundle.type"));
    }
    const json::value entries = root["entry"];
    if (entries && !entries.is_array()) return entries.locate(error{errc::wrong_type}.at("Bundle.entry"));
    if (options_.with_sources) source_ = source_of_bundle(root);
    plan_.is_history = kind == "history";
    return success();
  }

  result<void> entry(const json::value& each) {
    if (!each.is_object()) return wrong(each, errc::wrong_type, "Bundle.entry", plan_.entries);
    if (requests_) {
      PHR_TRY(request(each, plan_.entries));
    } else if (plan_.is_history) {
      PHR_TRY(version(each, plan_.entries));
    } else if (each["search"]["mode"].raw_text() == "outcome") {
      ++plan_.outcomes;
    } else if (each["resource"]) {
      PHR_TRY(own_id(each["resource"], each["fullUrl"], plan_.entries));
    }
    ++plan_.entries;
    return success();
  }

  // What entries call one another are references at once, and every text that comes to mean something is put here.
  void follow(std::vector<std::string>& renamed) noexcept { renamed_ = &renamed; }

  // A version of a history: what was done to the resource, and what it was then.
  result<void> version(const json::value& each, std::uint64_t entry) {
    const json::value asked = each["request"];
    if (asked["method"].raw_text() != "DELETE") {
      if (!each["resource"]) return wrong(each, errc::missing_element, "Bundle.entry.resource", entry);
      return own_id(each["resource"], each["fullUrl"], entry);
    }
    planned step;
    step.entry = entry;
    step.what = verb::remove;
    PHR_TRY(step.url, string_of(asked["url"], "Bundle.entry.request.url", entry));
    PHR_TRY(const std::string full_url, string_of(each["fullUrl"], "Bundle.entry.fullUrl", entry));
    PHR_TRY(target(step, asked));
    if (step.id.empty()) return wrong(asked, errc::invalid_value, "Bundle.entry.request.url", entry);
    return add(std::move(step), full_url);
  }

  // A resource under its own id, or under that of its fullUrl, or under a new one.
  result<void> own_id(const json::value& resource, const json::value& full_url, std::uint64_t entry) {
    planned write;
    write.entry = entry;
    write.resource = resource;
    PHR_TRY(write.type, type_of(resource, entry));
    PHR_TRY(check_meta(resource, entry));
    PHR_TRY(write.id, id_of(resource, entry));
    write.names_id = !write.id.empty();
    PHR_TRY(const std::string url, string_of(full_url, "Bundle.entry.fullUrl", entry));
    if (write.id.empty()) {
      PHR_TRY(write.id, id_under(url, write.type, true));
    }
    return add(std::move(write), url);
  }

  result<void> request(const json::value& each, std::uint64_t entry) {
    const json::value asked = each["request"];
    if (!asked.is_object()) return wrong(each, errc::missing_element, "Bundle.entry.request", entry);
    const std::string_view method = asked["method"].raw_text();
    planned step;
    step.entry = entry;
    step.resource = each["resource"];
    PHR_TRY(step.url, string_of(asked["url"], "Bundle.entry.request.url", entry));
    PHR_TRY(const std::string full_url, string_of(each["fullUrl"], "Bundle.entry.fullUrl", entry));
    PHR_TRY(step.expected, version_of(asked["ifMatch"], "Bundle.entry.request.ifMatch", entry));
    PHR_TRY(step.only_if_none, string_of(asked["ifNoneExist"], "Bundle.entry.request.ifNoneExist", entry));
    if (method == "GET" || method == "HEAD") return read(std::move(step), asked, method == "HEAD");
    if (asked["ifNoneMatch"] || asked["ifModifiedSince"]) return wrong(asked, errc::unsupported, "Bundle.entry.request.ifNoneMatch", entry);
    if (!step.only_if_none.empty() && method != "POST") return wrong(asked, errc::invalid_value, "Bundle.entry.request.ifNoneExist", entry);
    if (method == "DELETE") {
      PHR_TRY(target(step, asked));
      step.what = verb::remove;
      step.resource = {};
      return add(std::move(step), {});
    }
    if (method != "POST" && method != "PUT" && method != "PATCH") {
      return wrong(asked, method.empty() ? errc::missing_element : errc::unsupported, "Bundle.entry.request.method", entry);
    }
    if (!step.resource) return wrong(each, errc::missing_element, "Bundle.entry.resource", entry);
    if (method == "PATCH") {
      PHR_TRY(target(step, asked));
      step.what = verb::patch;
      return add(std::move(step), full_url);
    }
    return method == "PUT" ? put(std::move(step), asked, full_url) : post(std::move(step), asked, full_url);
  }

  // Brings the steps into the specification's order; those of a history into that of time.
  void finish() {
    if (plan_.is_history) {
      std::reverse(plan_.steps.begin(), plan_.steps.end());
    } else {
      std::stable_sort(plan_.steps.begin(), plan_.steps.end(), [](const planned& a, const planned& b) { return a.what < b.what; });
    }
    for (const auto& [relative, of] : aliases_) {
      if (of.is_one && !of.own.empty() && relative != of.own && !seen_.contains(relative)) plan_.called.emplace(relative, of.entry);
    }
  }

 private:
  // The id that a fullUrl carries, or a new one. On a server, what the URL names is of one type.
  static result<std::string> id_under(std::string_view url, fhir::resource_type type, bool keep) {
    if (!keep) return random_id();
    if (url.starts_with(urn_uuid)) {
      if (const auto parsed = uuid::parse(url.substr(urn_uuid.size()))) return parsed.value().to_string();
    }
    const auto parts = fhir::split_reference(url);
    return parts.type == type && !parts.base.empty() ? result<std::string>(std::string(parts.id)) : random_id();
  }

  result<void> read(planned step, const json::value& asked, bool head) {
    step.what = verb::read;
    step.head = head;
    PHR_TRY(step.if_none_match, version_of(asked["ifNoneMatch"], "Bundle.entry.request.ifNoneMatch", step.entry));
    PHR_TRY(step.if_modified_since, moment_of(asked["ifModifiedSince"], step.entry));
    if (step.url.empty()) return wrong(asked, errc::missing_element, "Bundle.entry.request.url", step.entry);
    plan_.steps.push_back(std::move(step));
    return success();
  }

  result<void> put(planned step, const json::value& asked, const std::string& full_url) {
    PHR_TRY(const fhir::resource_type type, type_of(step.resource, step.entry));
    PHR_TRY(check_meta(step.resource, step.entry));
    PHR_TRY(const std::string own, id_of(step.resource, step.entry));
    PHR_TRY(target(step, asked));
    if (step.type != type || (!own.empty() && !step.id.empty() && own != step.id)) {
      return wrong(asked, errc::invalid_value, "Bundle.entry.request.url", step.entry);
    }
    step.names_id = !own.empty();
    if (step.id.empty()) {
      PHR_TRY(step.id, own.empty() ? id_under(full_url, step.type, options_.ids_of_full_urls) : result<std::string>(own));
    }
    return add(std::move(step), full_url);
  }

  result<void> post(planned step, const json::value& asked, const std::string& full_url) {
    PHR_TRY(step.type, type_of(step.resource, step.entry));
    PHR_TRY(check_meta(step.resource, step.entry));
    PHR_TRY(const std::string own, id_of(step.resource, step.entry));  // to be replaced, but to be an id
    if (step.url != fhir::name(step.type)) return wrong(asked, errc::invalid_value, "Bundle.entry.request.url", step.entry);
    if (step.expected) return wrong(asked, errc::invalid_value, "Bundle.entry.request.ifMatch", step.entry);
    step.what = verb::post;
    PHR_TRY(step.id, id_under(full_url, step.type, options_.ids_of_full_urls));
    return add(std::move(step), full_url);
  }

  // The resource that a PUT, PATCH or DELETE names: Type/id, or Type?search.
  static result<void> target(planned& step, const json::value& asked) {
    if (const auto named = parse_reference(step.url)) {
      step.type = named->type;
      step.id = named->id;
      return success();
    }
    const std::size_t question = step.url.find('?');
    const auto type = fhir::resource_type_named(std::string_view(step.url).substr(0, question));
    if (question == std::string::npos || !type) return wrong(asked, errc::invalid_value, "Bundle.entry.request.url", step.entry);
    step.type = *type;
    step.by_search = step.url;
    return success();
  }

  result<void> add(planned step, const std::string& full_url) {
    if (options_.with_sources) {
      step.source = options_.source.empty() ? storage::base_of_url(full_url) : std::string(options_.source);
      if (step.source.empty()) step.source = source_;
    }
    std::string own;
    if (!step.id.empty()) {
      own = std::string(fhir::name(step.type)) + "/" + step.id;
      bool is_new = seen_.insert(seen_as(step.source, own)).second || plan_.is_history;
      if (plan_.is_history && !options_.source.empty()) {  // one source of two servers: what these call alike are not versions of one
        const std::string base = storage::base_of_url(full_url);
        is_new = base.empty() || bases_.try_emplace(own, base).first->second == base;
      }
      if (!is_new) return wrong(step.resource, errc::duplicate_id, "Bundle.entry", step.entry);
    }
    if (!full_url.empty() && full_url != own && !(plan_.is_history && plan_.called.contains(full_url))) {
      const bool is_new = renamed_ != nullptr ? plan_.references.emplace(full_url, own).second : plan_.called.emplace(full_url, step.entry).second;
      if (!is_new) return wrong(step.resource, errc::duplicate_id, "Bundle.entry.fullUrl", step.entry);
      if (renamed_ != nullptr) renamed_->push_back(full_url);
      // An import's relative references are told by whose entry they stand in.
      if (!options_.with_sources) add_alias(full_url, own, step.entry);
    }
    step.full_url = full_url;
    plan_.steps.push_back(std::move(step));
    return success();
  }

  static std::string seen_as(const std::string& source, const std::string& own) { return source.empty() ? own : source + "\n" + own; }

  // "Patient/1" of "http://server/base/Patient/1"; "" of anything else.
  static std::string relative_of(std::string_view full_url) {
    const auto parts = fhir::split_reference(full_url);
    if (parts.base.empty() || !parts.type) return {};
    return std::string(fhir::name(*parts.type)) + "/" + std::string(parts.id);
  }

  // Other entries may say "Patient/1" of http://server/base/Patient/1, unless two bases have one.
  void add_alias(std::string_view full_url, const std::string& own, std::uint64_t entry) {
    const std::string relative = relative_of(full_url);
    if (relative.empty()) return;
    const auto [at, is_new] = aliases_.try_emplace(relative, alias{own, entry, true});
    if (!is_new) at->second.is_one = false;
  }

  // What entries without a URL of a server are of: what the Bundle's own link says.
  static std::string source_of_bundle(const json::value& root) {
    std::string scratch;
    for (const json::value& each : root["link"].elements()) {
      if (each["relation"].raw_text() == "self") return storage::base_of_request(each["url"].text(scratch));
    }
    return {};
  }

  // The server of all entries that are of one; "" where they are of several, or of none.
  static std::string only_base(const json::value& root) {
    std::string only;
    std::string scratch;
    for (const json::value& each : root["entry"].elements()) {
      std::string base = storage::base_of_url(each["fullUrl"].text(scratch));
      if (base.empty() || base == only) continue;
      if (!only.empty()) return {};
      only = std::move(base);
    }
    return only;
  }

  struct alias {
    std::string own;
    std::uint64_t entry;
    bool is_one;
  };
  plan& plan_;
  const plan_options& options_;
  std::unordered_set<std::string> seen_;
  std::unordered_map<std::string, std::string> bases_;  // of a history's resources, the server that they are on
  std::unordered_map<std::string, alias> aliases_;
  std::string source_;  // of entries that do not tell
  bool requests_ = false;
  std::vector<std::string>* renamed_ = nullptr;
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
result<void> check_references(plan& made, bool must_resolve) {
  std::string scratch;
  for (planned& step : made.steps) {
    PHR_TRY(each_reference(step.resource, [&](const json::value& reference) -> result<void> {
      const std::string_view text = reference.text(scratch);
      if (text.starts_with("urn:") && must_resolve && !made.called.contains(std::string(text))) {
        return wrong(reference, errc::unresolved_reference, "Reference.reference", step.entry);
      }
      const std::size_t question = text.find('?');
      if (question != std::string_view::npos && fhir::resource_type_named(text.substr(0, question))) step.conditional.emplace_back(text);
      return success();
    }));
  }
  return success();
}

}  // namespace

void name_entries(plan& made) {
  std::unordered_map<std::uint64_t, const planned*> by_entry;
  for (const planned& each : made.steps) by_entry.emplace(each.entry, &each);
  for (const auto& [name, entry] : made.called) {
    const planned& step = *by_entry.at(entry);
    made.references.insert_or_assign(name, step.id.empty() ? std::string() : std::string(fhir::name(step.type)) + "/" + step.id);
  }
}

std::optional<type_and_id> parse_reference(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  const auto type = fhir::resource_type_named(text.substr(0, slash));
  const std::string_view id = text.substr(slash + 1);
  if (!type || !is_valid_id(id)) return {};
  return type_and_id{*type, id};
}

struct entry_planner::state {
  explicit state(const plan_options& given) : options(given) { planning.follow(renamed); }
  plan_options options;
  plan made;
  planner planning{made, options};
  std::vector<std::string> renamed;
};

entry_planner::entry_planner(std::unique_ptr<state> made) noexcept : state_(std::move(made)) {}
entry_planner::entry_planner(entry_planner&&) noexcept = default;
entry_planner::~entry_planner() = default;
plan& entry_planner::so_far() noexcept { return state_->made; }
const std::vector<std::string>& entry_planner::renamed() const noexcept { return state_->renamed; }

result<entry_planner> entry_planner::of(const json::value& head, const plan_options& options) {
  auto made = std::make_unique<state>(options);
  PHR_TRY(made->planning.head(head));
  return entry_planner(std::move(made));
}

result<std::optional<planned>> entry_planner::next(const json::value& entry) {
  state_->renamed.clear();
  state_->made.steps.clear();
  PHR_TRY(state_->planning.entry(entry));
  if (state_->made.steps.empty()) return std::optional<planned>();
  return std::optional(std::move(state_->made.steps.back()));
}

result<plan> make_plan(const json::value& root, const plan_options& options) {
  plan made;
  planner planning(made, options);
  PHR_TRY(const fhir::resource_type type, type_of(root, 0));
  if (type == fhir::resource_type::Bundle) {
    PHR_TRY(planning.bundle(root));
  } else {
    PHR_TRY(planning.own_id(root, {}, 0));
    made.entries = 1;
  }
  planning.finish();
  PHR_TRY(check_references(made, options.must_resolve));
  name_entries(made);
  return made;
}

result<plan> make_entry_plan(const json::value& entry, std::uint64_t index, const plan_options& options) {
  plan made;
  planner planning(made, options);
  if (!entry.is_object()) return wrong(entry, errc::wrong_type, "Bundle.entry", index);
  PHR_TRY(planning.request(entry, index));
  made.entries = 1;
  planning.finish();
  PHR_TRY(check_references(made, options.must_resolve));
  name_entries(made);
  return made;
}

}  // namespace phr::bundles
