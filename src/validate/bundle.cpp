// The rules of Bundles (https://hl7.org/fhir/R4/bundle.html).
#include "validate/bundle_index.hpp"
#include "validate/checker.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace phr::validate {

using fhir::node;
using fhir::r4::Bundle;
using fhir::r4::BundleType;

namespace {

template <class T>
bool is(const fhir::coded<T>& code, std::initializer_list<T> any) {
  return std::any_of(any.begin(), any.end(), [&](T each) { return code == each; });
}

// The place of one child.
class below {
 public:
  below(const place& at, std::string_view name, std::int64_t index = -1) {
    at.at->each_child([&](const node& each) {
      if (each.name() == name && (index < 0 || each.index() == index)) child_ = each;
      return !child_;
    });
    here_ = child_ ? place{&at, &child_} : at;
  }
  [[nodiscard]] const place& here() const noexcept { return here_; }

 private:
  node child_;
  place here_;
};

// The resource types that a search's own link asks for; empty where it does not tell.
std::vector<std::string> searched_types(const Bundle& of) {
  for (const auto& link : of.link) {
    if (link.relation != "self") continue;
    const std::string_view url = link.url.view();
    const std::size_t question = url.find('?');
    if (question == std::string_view::npos) return {};
    const std::string_view path = url.substr(0, question);
    const std::string_view last = path.substr(path.rfind('/') + 1);
    if (fhir::resource_type_named(last)) return {std::string(last)};
    std::vector<std::string> made;
    const std::size_t types = url.find("_type=", question);
    if (types == std::string_view::npos) return {};
    std::string_view list = url.substr(types + 6, url.find('&', types) - types - 6);
    while (!list.empty()) {
      const std::size_t end = std::min(list.find(','), list.size());
      made.emplace_back(list.substr(0, end));
      list.remove_prefix(std::min(end + 1, list.size()));
    }
    return made;
  }
  return {};
}

}  // namespace

// Holds the rules apart: each function is about one part of a Bundle.
class bundle_rules {
 public:
  bundle_rules(findings& found, const place& at, const bundle_index& index) : found_(found), at_(at), index_(index), of_(index.bundle()) {}

  void run() {
    whole();
    links();
    for (std::size_t at = 0; at < of_.entry.size(); ++at) entry(at);
    unique_urls();
    if (of_.type == BundleType::searchset) search();
  }

 private:
  void whole() {
    if (!of_.total.has_value() ? false : !is(of_.type, {BundleType::searchset, BundleType::history})) {
      found_.error(issue_type::invariant, at_, "only a search or a history has a total", "bdl-1");
    }
    const auto* const first = of_.entry.empty() || !of_.entry[0].resource ? nullptr : of_.entry[0].resource.structure();
    if (of_.type == BundleType::document) {
      const bool named = of_.identifier && !of_.identifier->system.empty() && !of_.identifier->value.empty();
      if (!named) found_.error(issue_type::invariant, at_, "a document has an identifier with a system and a value", "bdl-9");
      if (!of_.timestamp) found_.error(issue_type::invariant, at_, "a document has a timestamp", "bdl-10");
      if (first == nullptr || first->resource != fhir::resource_type::Composition) {
        found_.error(issue_type::invariant, at_, "the first entry of a document is a Composition", "bdl-11");
      }
    }
    if (of_.type == BundleType::message && (first == nullptr || first->resource != fhir::resource_type::MessageHeader)) {
      found_.error(issue_type::invariant, at_, "the first entry of a message is a MessageHeader", "bdl-12");
    }
  }

  void links() {
    std::set<std::string_view> seen;
    for (std::size_t at = 0; at < of_.link.size(); ++at) {
      const std::string_view relation = of_.link[at].relation.view();
      const bool once = relation == "self" || relation == "first" || relation == "last" || relation == "previous" || relation == "prev" || relation == "next";
      if (!once || seen.insert(relation).second) continue;
      found_.error(issue_type::invalid, below(at_, "link", static_cast<std::int64_t>(at)).here(), "a second link of this relation");
    }
  }

  void entry(std::size_t at) {
    const auto& entry = of_.entry[at];
    const below where(at_, "entry", static_cast<std::int64_t>(at));
    const place& here = where.here();
    const bool sends = is(of_.type, {BundleType::batch, BundleType::transaction});
    const bool answers = is(of_.type, {BundleType::batch_response, BundleType::transaction_response});
    const bool history = of_.type == BundleType::history;
    if (entry.search && of_.type != BundleType::searchset) found_.error(issue_type::invariant, here, "only entries of a search have `search`", "bdl-2");
    if (entry.request.has_value() != (sends || history)) {
      found_.error(issue_type::invariant, here, entry.request ? "no `request` in a Bundle of this type" : "`request` is missing", "bdl-3");
    }
    if (entry.response.has_value() != (answers || history)) {
      found_.error(issue_type::invariant, here, entry.response ? "no `response` in a Bundle of this type" : "`response` is missing", "bdl-4");
    }
    if (!entry.resource && !entry.request && !entry.response) {
      found_.error(issue_type::invariant, here, "an entry has a resource, or a request or response", "bdl-5");
    }
    full_url(here, entry, sends || answers);
  }

  void full_url(const place& here, const Bundle::Entry& entry, bool optional) {
    const std::string_view url = entry.fullUrl.view();
    if (url.empty()) {
      if (!optional && entry.resource) found_.error(issue_type::required, here, "fullUrl is missing");
      return;
    }
    if (url.find("/_history/") != std::string_view::npos) {
      found_.error(issue_type::invariant, here, "a fullUrl has no version", "bdl-8");
    }
    if (!fhir::is_absolute(url)) {
      found_.error(issue_type::invalid, here, "a fullUrl is absolute");
      return;
    }
    if (!entry.resource || !fhir::split_reference(url).type) return;
    const std::string_view id = id_of(entry.resource);
    if (id.empty()) {
      if (!optional) found_.error(issue_type::invalid, here, "the fullUrl is that of a server, but the resource has no id");
    } else if (!url.ends_with(std::string("/").append(entry.resource.structure()->name).append("/").append(id))) {
      found_.error(issue_type::invalid, here, "the fullUrl is that of a server, but does not end with the type and id of the resource");
    }
  }

  // Entries with one fullUrl have different versions.
  void unique_urls() {
    if (of_.type == BundleType::history) return;
    std::set<std::pair<std::string_view, std::string>> seen;
    for (const auto& entry : of_.entry) {
      if (entry.fullUrl.empty()) continue;
      std::string version;
      if (entry.resource) {
        node::of(entry.resource).each_child([&](const node& each) {
          if (each.name() == "meta") version = static_cast<const fhir::r4::Meta*>(each.object())->versionId.str();
          return each.name() == "id";
        });
      }
      if (seen.emplace(entry.fullUrl.view(), version).second) continue;
      found_.error(issue_type::invariant, at_, "two entries have one fullUrl", "bdl-7");
      return;
    }
  }

  void search() {
    const auto types = searched_types(of_);
    const bool tells = std::any_of(of_.link.begin(), of_.link.end(), [](const auto& link) { return link.relation == "self"; });
    if (!tells) found_.warning(issue_type::invalid, at_, "a search has a link `self` that says what was searched");
    for (std::size_t at = 0; at < of_.entry.size(); ++at) {
      const auto& entry = of_.entry[at];
      if (!entry.resource) continue;
      const below inside(at_, "entry", static_cast<std::int64_t>(at));
      const below where(inside.here(), "resource");
      const place& here = where.here();
      const auto& structure = *entry.resource.structure();
      const bool outcome = structure.resource == fhir::resource_type::OperationOutcome;
      using mode = fhir::r4::SearchEntryMode;
      if (entry.search && entry.search->mode == mode::outcome) {
        if (!outcome) found_.error(issue_type::invalid, here, "an outcome is an OperationOutcome");
        continue;
      }
      const bool match = entry.search && entry.search->mode == mode::match;
      if (id_of(entry.resource).empty() && (match || !outcome)) found_.error(issue_type::invalid, here, "what a search finds has an id");
      if (match && !types.empty() && std::find(types.begin(), types.end(), structure.name) == types.end()) {
        found_.error(issue_type::invalid, here, "the search did not ask for this type");
      }
    }
  }

  findings& found_;
  const place& at_;
  const bundle_index& index_;
  const Bundle& of_;
};

void checker::bundle(const place& at, const bundle_index& index) {
  bundle_rules(found_, at, index).run();
  narrative_links(at, index);
  if (index.bundle().type == BundleType::document && !index.bundle().entry.empty()) document(at, index);
}

}  // namespace phr::validate
