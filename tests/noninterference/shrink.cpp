#include "noninterference/shrink.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace phr::twins {

namespace {

std::string cut(const std::string& text, std::size_t most = 1'500) { return text.size() <= most ? text : text.substr(0, most) + " ..."; }

// Both texts from a little before they part.
void print_both(const std::string& left, const std::string& right) {
  std::size_t at = 0;
  while (at < left.size() && at < right.size() && left[at] == right[at]) ++at;
  const std::size_t from = at < 120 ? 0 : at - 100;
  const std::string dots = from > 0 ? "... " : "";
  std::printf("    with what is hidden: %s%s\n", dots.c_str(), cut(left.substr(std::min(from, left.size())), 300).c_str());
  std::printf("    without, or other:   %s%s\n", dots.c_str(), cut(right.substr(std::min(from, right.size())), 300).c_str());
}

class shrinker {
 public:
  shrinker(small begun, workplace& in, double seconds)
      : best_(std::move(begun)), in_(in), end_(std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds))) {}

  small run() {
    drop_operations();
    setting none;
    none.large = best_.of.setting.large;
    try_world([&](world& of) { of.setting = none; });
    try_world([](world& of) {
      for (act& each : of.acts) each.chunk = 0;
    });
    drop_writes(true);
    drop_writes(false);
    drop_operations();
    return std::move(best_);
  }

 private:
  bool is_late() const { return std::chrono::steady_clock::now() > end_; }

  // Whether it still differs as it did; then it is the best.
  bool keep(const world& of, const std::vector<operation>& script) {
    if (is_late()) return false;
    const auto with = run_twin(of, script, twin::with, in_);
    const auto against = run_twin(of, script, best_.found.against, in_);
    if (!with || !against) return false;
    for (const difference& each : compare(with.value(), against.value(), best_.found.against, script)) {
      if (each.kind == "explain" && best_.found.kind != "explain") return false;  // something else became visible
      if (each.kind != best_.found.kind || each.what != best_.found.what) continue;
      best_ = {of, script, each};
      return true;
    }
    return false;
  }

  template <class Change>
  void try_world(const Change& change) {
    world other = best_.of;
    change(other);
    keep(other, best_.script);
  }

  void drop_operations() {
    if (best_.found.operation < best_.script.size()) {
      const std::vector<operation> alone{best_.script[best_.found.operation]};
      if (best_.script.size() == 1 || keep(best_.of, alone)) return;
    }
    for (std::size_t size = std::max<std::size_t>(1, best_.script.size() / 2);; size /= 2) {
      for (std::size_t at = 0; at < best_.script.size() && !is_late();) {
        std::vector<operation> fewer = best_.script;
        const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(at);
        fewer.erase(first, first + static_cast<std::ptrdiff_t>(std::min(size, fewer.size() - at)));
        if (fewer.empty() || !keep(best_.of, fewer)) at += size;
      }
      if (size <= 1 || is_late()) return;
    }
  }

  // All writes of some resources: one that is made and taken away again is so in whole.
  void drop_writes(bool hidden) {
    using key = std::pair<std::string, std::string>;
    const auto keys_of = [&] {
      std::vector<key> keys;
      for (const act& each : best_.of.acts) {
        if (each.hidden == hidden && std::find(keys.begin(), keys.end(), key(each.type, each.id)) == keys.end()) keys.emplace_back(each.type, each.id);
      }
      return keys;
    };
    std::vector<key> keys = keys_of();
    for (std::size_t size = std::max<std::size_t>(1, keys.size() / 2);; size /= 2) {
      for (std::size_t at = 0; at < keys.size() && !is_late();) {
        world fewer = best_.of;
        const auto first = keys.begin() + static_cast<std::ptrdiff_t>(at);
        const auto last = first + static_cast<std::ptrdiff_t>(std::min(size, keys.size() - at));
        std::erase_if(fewer.acts, [&](const act& each) { return each.hidden == hidden && std::find(first, last, key(each.type, each.id)) != last; });
        if (keep(fewer, best_.script)) {
          keys.erase(first, last);
        } else {
          at += size;
        }
      }
      if (size <= 1 || is_late()) return;
    }
  }

  small best_;
  workplace& in_;
  std::chrono::steady_clock::time_point end_;
};

}  // namespace

small shrink(const world& of, const std::vector<operation>& script, const difference& found, workplace& in, double seconds) {
  return shrinker({of, script, found}, in, seconds).run();
}

void print(const small& of) {
  static constexpr const char* verbs[] = {"put", "remove", "purge", "purge the history of", "erase"};
  std::printf("    who asks: %s for %s; %zu writes, %zu operations\n", of.of.rules.who().reference().empty() ? "anonymous" : std::string(of.of.rules.who().reference()).c_str(),
              std::string(access::code(of.of.rules.purpose())).c_str(), of.of.acts.size(), of.script.size());
  for (std::size_t nth = 0; nth < of.of.acts.size(); ++nth) {
    const act& each = of.of.acts[nth];
    if (nth == 12 && of.of.acts.size() > 14) {
      std::printf("      ... and %zu more\n", of.of.acts.size() - nth);
      break;
    }
    const std::string begin = std::string(each.hidden ? "hidden " : "") + verbs[static_cast<int>(each.what)] + " " + each.type + "/" + each.id + " ";
    if (each.is_in(twin::with)) std::printf("      %s%s\n", begin.c_str(), cut(each.text(twin::with), 700).c_str());
    const bool is_other = of.found.against == twin::other && each.is_in(twin::other) && (!each.is_in(twin::with) || each.text(twin::other) != each.text(twin::with));
    if (is_other) std::printf("      in the other twin: %s%s\n", begin.c_str(), cut(each.text(twin::other), 700).c_str());
  }
  for (std::size_t nth = 0; nth < of.script.size() && nth < 8; ++nth) std::printf("      ask: %s: %s\n", of.script[nth].kind.c_str(), cut(of.script[nth].text, 700).c_str());
  print_both(of.found.left, of.found.right);
}

}  // namespace phr::twins
