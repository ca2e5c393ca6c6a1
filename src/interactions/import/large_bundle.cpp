#include "interactions/import/large_bundle.hpp"

#include "fhir/json/array_puller.hpp"
#include "interactions/import/importer.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace phr::interactions {

namespace {

namespace json = fhir::json;
using bundles::planned;
using bundles::verb;

constexpr std::size_t most_head = std::size_t{16} << 20U;  // what stands in front of the entries

// What a Bundle's errors are found by, in this order, where it is parsed as a whole: all entries are planned before any reference is looked at, and so on.
enum class stage : std::uint8_t { planning, resolving, checking, writing, waiting, ending, none };

struct failure {
  stage at = stage::none;
  verb what = verb::read;
  std::uint64_t entry = 0;
  error why;

  [[nodiscard]] bool is_before(const failure& other) const noexcept { return std::tie(at, what, entry) < std::tie(other.at, other.what, other.entry); }
};

bool is_absolute(std::string_view reference) noexcept { return reference.starts_with("urn:") || reference.find("://") != std::string_view::npos; }

// Lifetime: borrows the door, the reader and the options. Threads: per-thread. Errors: as import_large_bundle.
class large_bundle {
 public:
  large_bundle(gate::door& in, storage::unit& work, json::array_puller& entries, bundles::entry_planner planner, bool must_resolve, const import_options& options)
      : entries_(entries), planner_(std::move(planner)), must_resolve_(must_resolve), watch_(options.watch), counting_(in, work, {}, report_), steps_(in, work), is_told_(!options.source.empty()) {}

  // All of it. False where it cannot be imported so.
  [[nodiscard]] result<bool> run(const input::reader& from) {
    for (;;) {
      PHR_TRY(const auto found, entries_.next());
      if (!found) break;
      const auto parsed = parsed_.parse(found->text, entries_.inside());
      if (!parsed) return json::placed(parsed.error(), found->place);
      PHR_TRY(entry(*found));
      if (why_not_) return false;
      if (!watch_({from.come_to(from.taken()), from.size(), "bytes"})) return error{errc::cancelled}.at("the import");
      ++count_;
    }
    // What stands behind the entries says whose they are, and what is to be done with them.
    if (entries_.has_behind("link") && !is_told_) PHR_TRY(cannot("Bundle.link behind Bundle.entry, in a Bundle of this size: name its source", 0));
    if (entries_.has_behind("type")) PHR_TRY(cannot("Bundle.type behind Bundle.entry, in a Bundle of this size", 0));
    if (why_not_) return false;
    PHR_TRY(write_waiting());
    if (worst_.at == stage::none) {
      const auto ended = steps_.end();
      if (!ended && bundles::is_of_the_store(ended.error().code())) return ended.error();
      if (!ended) PHR_TRY(fail({stage::ending, verb::read, 0, ended.error()}));
    }
    if (worst_.at == stage::none) return true;
    return told();
  }

  [[nodiscard]] const import_report& report() const noexcept { return report_; }
  [[nodiscard]] std::uint64_t left_out() noexcept { return planner_.so_far().outcomes; }
  [[nodiscard]] error why_not() const noexcept { return why_not_ ? *why_not_ : error{}; }

 private:
  // An entry that cannot be written yet.
  struct waiting {
    planned step;  // without its resource
    std::string text;
    json::text_place place;
  };

  // What an entry's texts say of others.
  struct said {
    bool waits = false;
    std::optional<error> unresolved;
    std::vector<std::size_t> texts;  // by their hashes
  };

  void look(const json::value& in, planned& step, said& found) {
    if (in.is_object()) {
      for (const json::member& each : in.members()) {
        if (each.value.is_string() && storage::may_hold_url(each.name)) {
          text(each.name == "reference", each.value, step, found);
        } else {
          look(each.value, step, found);
        }
      }
    } else {
      for (const json::value& each : in.elements()) look(each, step, found);
    }
  }

  void text(bool is_reference, const json::value& from, planned& step, said& found) {
    const std::string_view text = from.text(scratch_);
    found.texts.push_back(std::hash<std::string_view>{}(text));
    if (!is_reference) return;
    if (is_absolute(text) && !planner_.so_far().references.contains(std::string(text))) {
      found.waits = true;
      if (text.starts_with("urn:") && must_resolve_ && !found.unresolved) found.unresolved = from.locate(error{errc::unresolved_reference}.at("Reference.reference").nth(step.entry));
    }
    const std::size_t question = text.find('?');
    if (question != std::string_view::npos && fhir::resource_type_named(text.substr(0, question))) step.conditional.emplace_back(text);
  }

  [[nodiscard]] result<void> entry(const json::array_puller::element& from) {
    if (worst_.at == stage::planning) return success();  // only what is no JSON would be told in its place
    const json::value root = parsed_.root();
    auto next = planner_.next(root);
    if (!next) return fail({stage::planning, verb::remove, count_, json::placed(next.error(), from.place)});
    for (const std::string& each : planner_.renamed()) {
      if (said_.contains(std::hash<std::string_view>{}(each))) return cannot("Bundle.entry.fullUrl: an entry before it refers to it by a relative reference", count_);
    }
    if (!next.value()) return success();
    planned step = std::move(*next.value());
    if (!step.by_search.empty() || !step.only_if_none.empty()) return cannot("Bundle.entry.request: a condition, in a Bundle of this size", count_);
    said found;
    look(step.resource, step, found);
    if (const auto allowed = importer::check(step); !allowed) PHR_TRY(fail({stage::checking, step.what, step.entry, allowed.error()}));
    (step.source.empty() ? has_unnamed_ : has_named_) = true;
    if (has_unnamed_ && has_named_) return cannot("Bundle.entry.fullUrl: entries of a server beside others, in a Bundle of this size: name its source", count_);
    importer::name_source(step);
    PHR_TRY(counting_.bind(step, false, false));
    PHR_TRY(name_here(step));
    if (found.waits || finds_nothing(step)) return wait(std::move(step), from);
    said_.insert(found.texts.begin(), found.texts.end());
    PHR_TRY(const bool done, write(step));
    if (done) return success();
    for (const std::string& each : step.conditional) missing_.insert(step.source + "\n" + each);
    return wait(std::move(step), from);
  }

  // What others call the entry leads to its id here.
  [[nodiscard]] result<void> name_here(const planned& step) {
    if (step.full_url.empty() || step.id.empty()) return success();
    auto& references = planner_.so_far().references;
    const std::string own = std::string(fhir::name(step.type)) + "/" + step.id;
    if (const auto known = references.find(step.full_url); known != references.end()) known->second = own;
    return success();
  }

  [[nodiscard]] result<void> wait(planned step, const json::array_puller::element& from) {
    step.resource = {};
    waiting_.push_back({std::move(step), std::string(from.text), from.place});
    return success();
  }

  // Whether a conditional reference of it found nothing before.
  [[nodiscard]] bool finds_nothing(const planned& step) const {
    for (const std::string& each : step.conditional) {
      if (missing_.contains(step.source + "\n" + each)) return true;
    }
    return false;
  }

  // False where it has to wait. After a failure only that is written which would have been written before what failed.
  [[nodiscard]] result<bool> write(planned& step) {
    if (worst_.at < stage::writing || (worst_.at == stage::writing && worst_.what <= step.what)) return true;
    const auto done = steps_.one(planner_.so_far(), step, [&](const planned&, const write_report& written) -> result<void> {
      counting_.count(written);
      return success();
    });
    if (done) return done.value();
    if (bundles::is_of_the_store(done.error().code())) return done.error();
    PHR_TRY(fail({stage::writing, step.what, step.entry, done.error()}));
    return true;
  }

  // Every name is known now. Conditional references may be to one another's entries, so that they are gone through until none is written any more.
  [[nodiscard]] result<void> write_waiting() {
    bool any = true;
    for (int pass = 0; any && !waiting_.empty(); ++pass) {
      if (pass == bundles::most_passes) return fail({stage::waiting, waiting_.front().step.what, waiting_.front().step.entry, bundles::too_many_passes()});
      any = false;
      if (pass != 0) std::reverse(waiting_.begin(), waiting_.end());
      std::vector<waiting> still;
      for (waiting& each : waiting_) {
        PHR_TRY(parsed_.parse(each.text, entries_.inside()));
        each.step.resource = parsed_.root()["resource"];
        each.step.conditional.clear();
        said found;
        look(each.step.resource, each.step, found);
        if (found.unresolved) {
          PHR_TRY(fail({stage::resolving, each.step.what, each.step.entry, json::placed(*found.unresolved, each.place)}));
          continue;
        }
        PHR_TRY(const bool done, write(each.step));
        any = any || done;
        if (!done) still.push_back(std::move(each));
      }
      waiting_ = std::move(still);
    }
    for (const waiting& each : waiting_) {
      PHR_TRY(fail({stage::waiting, each.step.what, each.step.entry, error{errc::unresolved_reference}.at("Reference.reference")}));
    }
    return success();
  }

  // Remembers what a parse of the whole would have found first.
  [[nodiscard]] result<void> fail(const failure& found) {
    if (found.is_before(worst_)) worst_ = found;
    return success();
  }
  [[nodiscard]] error told() const {
    const bool has_entry = worst_.at <= stage::checking || worst_.at == stage::ending || count_ <= 1 || (worst_.why.has_ordinal() && worst_.why.code() != errc::version_conflict);
    return has_entry ? worst_.why : worst_.why.nth(worst_.entry);
  }
  [[nodiscard]] result<void> cannot(static_text what, std::uint64_t at) {
    why_not_ = error{errc::unsupported}.at(what).nth(at);
    return success();
  }

  json::array_puller& entries_;
  bundles::entry_planner planner_;
  bool must_resolve_;
  progress watch_;
  import_report report_;
  importer counting_;
  bundles::runner steps_;
  bool is_told_;  // the source, by whoever imports
  bool has_named_ = false;    // entries whose URL, or the Bundle's link, says whose they are
  bool has_unnamed_ = false;
  json::document parsed_;
  std::string scratch_;
  std::unordered_set<std::size_t> said_;       // texts of the entries that are written
  std::unordered_set<std::string> missing_;    // conditional references that found nothing
  std::vector<waiting> waiting_;
  failure worst_;
  std::optional<error> why_not_;
  std::uint64_t count_ = 0;
};

}  // namespace

result<std::optional<large_import>> import_large_bundle(gate::door& in, input::reader& from, const import_options& options) {
  json::array_puller entries(from, "entry");
  PHR_TRY(const bool opened, entries.open(most_head));
  if (!opened || entries.root()["resourceType"].raw_text() != "Bundle") return std::optional<large_import>();
  const std::string type(entries.root()["type"].raw_text());
  const bool must_resolve = type == "transaction";
  if (type == "history") return std::optional<large_import>();  // its versions are written from the last to the first
  auto planner = bundles::entry_planner::of(entries.root(), {.ids_of_full_urls = true, .must_resolve = must_resolve, .with_sources = true, .source = options.source});
  if (!planner) return std::optional<large_import>();  // told by the parse of the whole
  PHR_TRY(auto writing, in.engine().write());
  large_bundle bundle(in, writing.work(), entries, std::move(planner.value()), must_resolve, options);
  PHR_TRY(const bool done, bundle.run(from));
  if (!done) return std::optional(large_import{{}, bundle.why_not()});
  import_report report = bundle.report();
  report.left_out = bundle.left_out();
  auto row = in.row(audit_action::import);
  row.count = static_cast<std::int64_t>(report.total());
  PHR_TRY(writing.commit(std::move(row)));
  report.bytes = from.taken();
  return std::optional(large_import{std::move(report), {}});
}

}  // namespace phr::interactions
