// A script for a world.
#include "noninterference/build.hpp"
#include "noninterference/operations.hpp"

namespace phr::twins {

operation later_operation(dice& by, const world& of, std::size_t nth) {
  const act& what = of.later[nth];
  question ask(by, of);
  const std::string query = ask.type() + "?_count=2" + (by.chance(50) ? "&_sort=" + std::string(by.word("_id|-_lastUpdated|_lastUpdated")) : "");
  return {"written between pages", (what.hidden ? "hidden " : "") + what.type + "/" + what.id + ", " + query, [&what, query](stage& on, answer& to) {
            const std::string next = search_page(*on.who, query, {}, to);
            const auto done = do_act(*on.owner, what, on.which);
            on.owner->set_now(script_now);
            if (!done) on.faults.push_back("the owner could not write between: " + describe(done.error()));
            if (!next.empty()) static_cast<void>(search_page(*on.who, query, {.page = next}, to));
          }};
}

std::vector<operation> make_script(dice by, const world& of) {
  std::vector<operation> script;
  std::size_t later = 0;
  const std::size_t many = of.setting.large ? 40 : 60 + by.below(60);
  while (script.size() < many) {
    const std::size_t kind = by.below(100);
    if (kind < 52) {
      script.push_back(search_operation(by, of, by.word(question_kinds)));
    } else if (kind < 61) {
      script.push_back(read_operation(by, of));
    } else if (kind < 66) {
      script.push_back(history_operation(by, of));
    } else if (kind < 79) {
      script.push_back(clinical_operation(by, of));
    } else if (kind < 81) {
      script.push_back(view_operation(by, of));
    } else if (kind < 86) {
      script.push_back(bundle_operation(by, of));
    } else if (kind < 91) {
      script.push_back(refused_operation(by, of));
    } else if (kind < 96) {
      script.push_back(foreign_operation(by, of));
    } else if (kind < 98) {
      script.push_back(others_operation(by, of));
    } else if (later < of.later.size()) {
      script.push_back(later_operation(by, of, later++));
    } else if (by.chance(10)) {
      script.push_back(described_operation(by, of));
    }
  }
  script.push_back(sweep_operation("?"));
  script.push_back(sweep_operation("?_sort=_lastUpdated"));
  return script;
}

}  // namespace phr::twins
