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
            if (what.what == verb::erase) on.then = {};  // an erasure waits for whoever sees the time before
            const auto done = do_act(*on.owner, what, on.which);
            on.owner->set_now(script_now);
            if (!done) on.faults.push_back("the owner could not write between: " + describe(done.error()));
            if (!next.empty()) static_cast<void>(search_page(*on.who, query, {.page = next}, to));
          }};
}

operation moment_operation(dice& by, const world& of) {
  if (by.chance(25)) {
    return {"moment", "", [](stage& on, answer& to) {
              auto taken = on.who->moment();
              if (!taken) return to.fail(taken.error());
              on.then = std::move(taken.value());
            }};
  }
  operation made = by.chance(50) ? search_operation(by, of, by.word(question_kinds)) : by.chance(40) ? read_operation(by, of) : by.chance(30) ? history_operation(by, of) : by.chance(20) ? view_operation(by, of) : clinical_operation(by, of);
  return {"as of, " + made.kind, made.text, [run = std::move(made.run)](stage& on, answer& to) {
            on.as_of = on.then;
            run(on, to);
            on.as_of = {};
          }};
}

std::vector<operation> make_script(dice by, const world& of) {
  std::vector<operation> script;
  std::size_t later = 0;
  const std::size_t many = of.setting.large ? 40 : 60 + by.below(60);
  while (script.size() < many) {
    const std::size_t kind = by.below(100);
    if (kind < 49) {
      script.push_back(search_operation(by, of, by.word(question_kinds)));
    } else if (kind < 58) {
      script.push_back(read_operation(by, of));
    } else if (kind < 63) {
      script.push_back(history_operation(by, of));
    } else if (kind < 76) {
      script.push_back(clinical_operation(by, of));
    } else if (kind < 78) {
      script.push_back(view_operation(by, of));
    } else if (kind < 83) {
      script.push_back(bundle_operation(by, of));
    } else if (kind < 88) {
      script.push_back(moment_operation(by, of));
    } else if (kind < 92) {
      script.push_back(refused_operation(by, of));
    } else if (kind < 96) {
      script.push_back(foreign_operation(by, of));
    } else if (kind < 97) {
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
