// Two stores that differ only in what is hidden answer alike: random worlds, random scripts, transcripts compared byte for byte.
// Method: Hritcu et al., "Testing Noninterference, Quickly" (ICFP 2013).
#include "noninterference/crash.hpp"
#include "noninterference/shrink.hpp"
#include "noninterference/timing.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>

namespace {

using namespace phr::twins;

struct options {
  std::uint64_t pairs = 100;
  std::uint64_t seed = 1;
  std::uint64_t first = 0;       // of the pairs, to have one again
  std::uint64_t seconds = 0;     // stop after so many; 0: never
  std::uint64_t shrinking = 10;  // seconds for each kind of difference
  std::uint64_t shown = 40;      // kinds of differences that are shrunk and printed
  bool until_first = false;      // for mutants: enough is known with the first difference
  bool timing = true;
  bool trace = false;
  world_options worlds;
  std::string keep;              // a file that the differences are noted in
  std::string but;               // such a file: what it names is no difference. For mutants, while there are differences without them
};

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

options read_options(int many, char** texts) {
  options made;
  for (int nth = 1; nth < many; ++nth) {
    const std::string text = texts[nth];
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const char* value = equals == std::string::npos ? "" : texts[nth] + equals + 1;
    if (name == "PAIRS") made.pairs = number(value);
    else if (name == "SEED") made.seed = number(value);
    else if (name == "FIRST") made.first = number(value);
    else if (name == "SECONDS") made.seconds = number(value);
    else if (name == "SHRINK") made.shrinking = number(value);
    else if (name == "SHOW") made.shown = number(value);
    else if (name == "UNTIL_FIRST") made.until_first = number(value) != 0;
    else if (name == "TIMING") made.timing = number(value) != 0;
    else if (name == "TRACE") made.trace = number(value) != 0;
    else if (name == "LATE") made.worlds.hidden_last = number(value) != 0;
    else if (name == "KEEP") made.keep = value;
    else if (name == "BUT") made.but = value;
    else if (name == "SKIP") {
      for (std::string rest = value; !rest.empty();) {
        const std::size_t comma = rest.find(',');
        made.worlds.skipped.insert(rest.substr(0, comma));
        rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
      }
    } else {
      std::printf("noninterference: what is %s? PAIRS, SEED, FIRST, SECONDS, SHRINK, SHOW, UNTIL_FIRST, TIMING, TRACE, LATE, SKIP, KEEP, BUT\n", text.c_str());
      std::exit(2);
    }
  }
  return made;
}

struct found_kind {
  std::uint64_t count = 0;
  std::uint64_t pair = 0;
  difference first;
};

class run {
 public:
  explicit run(options how) : how_(std::move(how)) {
    in_.trace = how_.trace;
    std::ifstream before(how_.but);
    for (std::string line; std::getline(before, line);) before_.insert(line);
    if (!how_.keep.empty()) kept_.open(how_.keep);
  }

  int all() {
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint64_t nth = how_.first; nth < how_.first + how_.pairs; ++nth) {
      one(nth);
      const auto gone = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      if (how_.until_first && !(kinds_.empty() && faults_.empty())) break;
      if (how_.seconds != 0 && gone > static_cast<double>(how_.seconds)) break;
    }
    const double gone = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (how_.until_first) how_.shown = 0;
    print_kinds();
    if (!how_.until_first) print_counts();
    if (how_.timing && !how_.until_first) print_times();
    std::printf("noninterference: %llu pairs, %llu operations, %llu differences of %zu kinds, %llu faults, controls %llu of %llu, %.1f s\n", count(pairs_), count(operations_), count(differences_), kinds_.size(),
                count(faults_.size()), count(controls_differed_), count(controls_), gone);
    return differences_ == 0 && faults_.empty() && controls_differed_ == controls_ ? 0 : 1;
  }

 private:
  static unsigned long long count(std::uint64_t number) { return number; }

  [[nodiscard]] dice dice_of(std::uint64_t pair) const { return dice(how_.seed * 0x9E3779B97F4A7C15U + pair * 0xD1B54A32D192ED03U + 1); }
  struct made {
    world of;
    std::vector<operation> script;
  };
  // `of` is filled in place: operations refer to it.
  void make(std::uint64_t pair, std::optional<world>& of, std::vector<operation>& script) const {
    dice by = dice_of(pair);
    of.emplace(make_world(by.fork(), how_.worlds));
    script = make_script(by.fork(), *of);
  }

  void one(std::uint64_t pair) {
    in_.doing = "pair " + std::to_string(pair) + ", seed " + std::to_string(how_.seed);
    std::optional<world> of;
    std::vector<operation> script;
    make(pair, of, script);
    // Which one is first changes, so that warm caches favour none.
    std::vector<twin> order{twin::without, twin::with, twin::other};
    if (pair % 2 == 1) std::swap(order[0], order[1]);
    std::vector<transcript> gave(3);
    for (const twin which : order) {
      auto told = run_twin(*of, script, which, in_);
      if (!told) {
        fault(pair, "the store of the twin " + std::string(twin_names[static_cast<std::size_t>(which)]) + " cannot be made: " + phr::describe(told.error()));
        return;
      }
      for (const std::string& each : told.value().faults) fault(pair, each);
      gave[static_cast<std::size_t>(which)] = std::move(told.value());
    }
    ++pairs_;
    operations_ += script.size();
    if (gave[0].shown.empty()) ++blind_;
    const auto without = compare(gave[1], gave[0], twin::without, script);
    const auto other = compare(gave[1], gave[2], twin::other, script);
    const auto shows = [](const std::vector<difference>& all) { return !all.empty() && all.front().kind == "explain"; };
    if (shows(without) || !shows(other)) take(pair, without);
    if (shows(other) || !shows(without)) take(pair, other);
    for (std::size_t nth = 0; nth < script.size(); ++nth) {
      auto& times = times_[script[nth].kind];
      times[0].add(gave[0].nanoseconds[nth]);
      times[1].add(gave[1].nanoseconds[nth]);
    }
    if (pair % 8 == 0 || how_.pairs < 8) control(pair, *of, gave[0], script);
  }

  // Whether it was noted before; notes it.
  bool is_known(std::uint64_t pair, const std::string& what) {
    std::string key = std::to_string(pair) + " " + what;
    std::replace(key.begin(), key.end(), '\n', ' ');
    if (kept_.is_open()) kept_ << key << '\n';
    return before_.contains(key);
  }

  void fault(std::uint64_t pair, const std::string& what) {
    if (is_known(pair, what)) return;
    const std::string kind = what.substr(0, what.find(':'));
    if (faults_[kind]++ < 2) std::printf("fault: pair %llu: %s\n", count(pair), what.c_str());
  }

  void take(std::uint64_t pair, const std::vector<difference>& all) {
    for (const difference& each : all) {
      if (how_.worlds.skipped.contains(each.kind) || is_known(pair, std::to_string(each.operation) + " " + each.left + " | " + each.right)) continue;
      ++differences_;
      found_kind& kind = kinds_[each.kind + ": " + each.what];
      if (kind.count++ != 0) continue;
      kind.pair = pair;
      kind.first = each;
    }
  }

  // One visible record more is another answer, or this test cannot fail.
  void control(std::uint64_t pair, const world& of, const transcript& without, const std::vector<operation>& script) {
    world more = of;
    if (without.shown.empty() || !add_visible(dice_of(pair).fork(), more)) return;
    auto told = run_twin(more, script, twin::without, in_);
    if (!told) return fault(pair, "the control cannot be made");
    ++controls_;
    if (!compare(told.value(), without, twin::without, script).empty()) {
      ++controls_differed_;
    } else {
      std::printf("control: pair %llu: a visible record more, %s/%s, makes no difference\n", count(pair), more.acts.back().type.c_str(), more.acts.back().id.c_str());
    }
  }

  void print_kinds() {
    std::uint64_t shown = 0;
    for (const auto& [name, kind] : kinds_) {
      std::printf("\ndifference in %s, %llu times; first in pair %llu against the twin \"%s\", operation %zu; again: make noninterference PAIRS=1 FIRST=%llu SEED=%llu\n", name.c_str(), count(kind.count), count(kind.pair),
                  twin_names[static_cast<std::size_t>(kind.first.against)], kind.first.operation, count(kind.pair), count(how_.seed));
      if (shown++ >= how_.shown) continue;
      std::optional<world> of;
      std::vector<operation> script;
      make(kind.pair, of, script);
      print(shrink(*of, script, kind.first, in_, static_cast<double>(how_.shrinking)));
      std::fflush(stdout);
    }
  }

  void print_counts() const {
    std::printf("\noperations by kind:");
    for (const auto& [kind, times] : times_) std::printf(" %s %zu,", kind.c_str(), times[0].count());
    std::printf("\npairs in which the principal sees nothing: %llu\n", count(blind_));
  }

  void print_times() const {
    std::printf("time, without and with what is hidden, in microseconds, and Welch's t (reported, not asserted):\n");
    for (const auto& [kind, times] : times_) {
      std::printf("  %-24s %9.1f %9.1f  t %6.2f\n", kind.c_str(), times[0].mean() / 1000, times[1].mean() / 1000, welch_t(times[1], times[0]));
    }
  }

  options how_;
  workplace in_;
  std::uint64_t pairs_ = 0;
  std::uint64_t operations_ = 0;
  std::uint64_t differences_ = 0;
  std::uint64_t controls_ = 0;
  std::uint64_t controls_differed_ = 0;
  std::uint64_t blind_ = 0;
  std::set<std::string> before_;
  std::ofstream kept_;
  std::map<std::string, found_kind> kinds_;
  std::map<std::string, std::uint64_t> faults_;
  std::map<std::string, std::array<sample, 2>> times_;
};

}  // namespace

int main(int many, char** texts) {
  tell_of_crashes();
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  return run(read_options(many, texts)).all();
}
