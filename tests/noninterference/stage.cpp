#include "noninterference/stage.hpp"

namespace phr::twins {

void answer::place(std::string_view what, std::string_view token) {
  if (token.empty()) return say(what, "none");
  if (token.find_first_not_of("0123456789-./abcdefghijklmnopqrstuvwxyz") == std::string_view::npos && token.size() < 40) return say(what, "not sealed: " + std::string(token));
  say(what, std::to_string(token.size()) + " characters");
}

void answer::resource(const record& of) {
  say("resource", std::string(fhir::name(of.type)) + "/" + of.id + " version " + std::to_string(of.version) + " at " + std::to_string(of.updated) + (of.deleted ? " deleted" : ""));
  say("json", of.json);
}

}  // namespace phr::twins
