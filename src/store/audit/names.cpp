#include <phr/store/audit.hpp>

namespace phr {

static_text name(audit_action action) noexcept {
  switch (action) {
    case audit_action::create_store: return "create_store";
    case audit_action::read: return "read";
    case audit_action::search: return "search";
    case audit_action::history: return "history";
    case audit_action::create: return "create";
    case audit_action::update: return "update";
    case audit_action::remove: return "delete";
    case audit_action::import: return "import";
    case audit_action::timeline: return "timeline";
    case audit_action::analyse: return "analyse";
    case audit_action::explain: return "explain";
    case audit_action::report: return "report";
    case audit_action::change_keys: return "change_keys";
    case audit_action::patch: return "patch";
    case audit_action::transaction: return "transaction";
    case audit_action::batch: return "batch";
    case audit_action::purge: return "purge";
    case audit_action::erase: return "erase";
    case audit_action::adopt: return "adopt";
    case audit_action::reindex: return "reindex";
    case audit_action::reject: return "reject";
    case audit_action::rename_source: return "rename_source";
  }
  return "";
}

static_text name(audit_outcome outcome) noexcept {
  switch (outcome) {
    case audit_outcome::done: return "done";
    case audit_outcome::denied: return "denied";
    case audit_outcome::failed: return "failed";
  }
  return "";
}

}  // namespace phr
