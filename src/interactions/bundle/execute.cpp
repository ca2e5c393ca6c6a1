// Transactions and batches.
#include "interactions/bundle/execute.hpp"

#include "interactions/bundle/answer.hpp"
#include "interactions/bundle/response.hpp"
#include "interactions/bundle/run.hpp"

#include <algorithm>

namespace phr::interactions {

namespace {

using bundles::plan;
using bundles::planned;
using bundles::verb;

audit_action action_of(verb what) noexcept {
  switch (what) {
    case verb::remove: return audit_action::remove;
    case verb::post: return audit_action::create;
    case verb::put: return audit_action::update;
    case verb::patch: return audit_action::patch;
    case verb::read: break;
  }
  return audit_action::read;
}

// Answers by entry, of the steps of one or of several plans.
// Lifetime: borrows the writing. Threads: per-thread. Errors: those of the entries, and of the store.
class executor {
 public:
  executor(gate::door& in, storage::unit& work, std::uint64_t entries, const progress& watch)
      : in_(in), work_(work), watch_(watch), answers_(entries), watching_(work, *this) {}

  // Searches of the entries ask whether to go on: so many entries are done all the while.
  [[nodiscard]] bool operator()(const progress_step&) const { return watch_({done_, answers_.size(), "entries"}); }

  // Writes, then reads.
  result<void> run(plan& asked) {
    // A run of its own, for what conditions have found is of one plan.
    bundles::runner write(in_, work_);
    PHR_TRY(write.run(asked, [&](const planned& step, const write_report& done) { return wrote(step, done); }));
    return read_all(asked);
  }

  result<void> read_all(const plan& asked) {
    for (const planned& step : asked.steps) {
      if (step.what == verb::read) PHR_TRY(read(step));
    }
    return success();
  }

  void refuse(std::uint64_t entry, const error& why) {
    bundles::answer& into = answers_[entry];
    into = {};
    bundles::append_response(into.response, {bundles::status_of(why), {}, {}, {}, bundles::outcome_of(why)});
  }

  result<void> step() {
    if (!watch_({++done_, answers_.size(), "entries"})) return error{errc::cancelled}.at("the Bundle");
    return success();
  }

  [[nodiscard]] std::int64_t written() const noexcept { return written_; }

  // Rows of what was read; those of a batch's denied writes among them.
  result<void> note_all() {
    for (const auto& row : rows_) PHR_TRY(work_.note(row));
    return success();
  }
  void note(storage::audit_row row) { rows_.push_back(std::move(row)); }
  // Those that stay when all else is undone.
  [[nodiscard]] std::vector<storage::audit_row> take_refusals() {
    std::erase_if(rows_, [](const auto& row) { return row.outcome != audit_outcome::denied; });
    return std::move(rows_);
  }

  [[nodiscard]] std::string finish(std::string_view type) const {
    bundles::bundle_text text(type);
    for (const auto& each : answers_) text.entry(each.resource, {}, each.response);
    return text.finish();
  }

 private:
  result<void> wrote(const planned& planned, const write_report& done) {
    bundles::response made;
    made.status = bundles::status_of(planned.what == verb::remove ? write_kind::deleted : done.kind);
    std::uint32_t version = done.version;
    std::int64_t updated = in_.now();
    if (done.kind == write_kind::unchanged && planned.what != verb::remove) {  // what stands there is older
      PHR_TRY(const std::int64_t key, work_.key_of(done.type, done.id));
      PHR_TRY(const record standing, work_.standing(key));
      version = standing.version;
      updated = standing.updated;
    }
    if (version != 0) {
      made.location = std::string(fhir::name(done.type)) + "/" + done.id + "/_history/" + std::to_string(version);
      made.version = version;
      made.updated = updated;
    }
    if (planned.what == verb::remove) made.location.clear();
    bundles::append_response(answers_[planned.entry].response, made);
    if (done.kind != write_kind::unchanged) ++written_;
    return step();
  }

  result<void> read(const planned& planned) {
    PHR_TRY(const auto at, in_.look_into(work_));
    auto looked = bundles::answer_read(in_, at, planned);
    if (looked.row) rows_.push_back(std::move(*looked.row));
    if (!looked.found) return looked.found.error().nth(planned.entry);
    answers_[planned.entry] = std::move(looked.found.value());
    return step();
  }

  gate::door& in_;
  storage::unit& work_;
  progress watch_;
  std::vector<bundles::answer> answers_;
  std::vector<storage::audit_row> rows_;
  std::uint64_t done_ = 0;
  std::int64_t written_ = 0;
  storage::watched watching_;
};

result<std::string> commit(gate::door& in, storage::writing& writing, executor& done, audit_action action) {
  auto text = done.finish(action == audit_action::batch ? "batch-response" : "transaction-response");
  PHR_TRY(done.note_all());
  auto row = in.row(action);
  row.count = done.written();
  PHR_TRY(writing.commit(std::move(row)));
  return text;
}

result<std::string> transaction(gate::door& in, const fhir::json::value& root, const progress& watch) {
  PHR_TRY(auto asked, bundles::make_plan(root, {.must_resolve = true}));
  const bool writes = std::any_of(asked.steps.begin(), asked.steps.end(), [](const planned& each) { return each.what != verb::read; });
  if (writes) PHR_TRY(in.may(audit_action::transaction));
  std::vector<storage::audit_row> refused;
  auto answered = [&]() -> result<std::string> {
    PHR_TRY(auto writing, in.engine().write());
    if (in.is_owner()) writing.work().adopt_consents();
    executor run(in, writing.work(), asked.entries, watch);
    const auto done = run.run(asked);
    if (done) return commit(in, writing, run, audit_action::transaction);
    refused = run.take_refusals();
    return done.as_failure();
  }();
  for (auto& row : refused) PHR_TRY(in.note(std::move(row)));
  return answered;
}

// The plans of a batch's entries, each of which knows itself only, in order of their verbs; those that are none are answered.
std::vector<plan> plans_of(const fhir::json::value& entries, executor& run) {
  std::vector<plan> plans;
  std::uint64_t index = 0;
  for (const fhir::json::value& each : entries.elements()) {
    auto made = bundles::make_entry_plan(each, index, {});
    if (made) {
      plans.push_back(std::move(made.value()));
    } else {
      run.refuse(index, made.error());
    }
    ++index;
  }
  std::stable_sort(plans.begin(), plans.end(), [](const plan& a, const plan& b) { return a.steps.front().what < b.steps.front().what; });
  return plans;
}

// One entry of a batch: done, or undone and refused.
result<void> try_entry(gate::door& in, storage::unit& work, executor& run, plan& asked) {
  const planned step = asked.steps.front();
  if (step.what != verb::read && !in.is_owner()) {
    run.note(in.refusal(action_of(step.what), step.type));
    run.refuse(step.entry, error{errc::access_denied}.at("only the owner may do this"));
    return success();
  }
  PHR_TRY(work.mark());
  const auto done = run.run(asked);
  if (done) return work.keep();
  if (bundles::is_of_the_store(done.error().code())) return done.as_failure();
  PHR_TRY(work.back());
  run.refuse(step.entry, done.error());
  return run.step();
}

result<std::string> batch(gate::door& in, const fhir::json::value& root, const progress& watch) {
  const fhir::json::value entries = root["entry"];
  if (entries && !entries.is_array()) return entries.locate(error{errc::wrong_type}.at("Bundle.entry"));
  PHR_TRY(auto writing, in.engine().write());
  if (in.is_owner()) writing.work().adopt_consents();
  executor run(in, writing.work(), entries.size(), watch);
  auto plans = plans_of(entries, run);
  for (plan& each : plans) PHR_TRY(try_entry(in, writing.work(), run, each));
  return commit(in, writing, run, audit_action::batch);
}

}  // namespace

result<std::string> execute(gate::door& in, std::string_view bundle, const progress& watch) {
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(bundle));
  const fhir::json::value root = parsed.root();
  if (root["resourceType"].raw_text() != "Bundle") return root.locate(error{errc::wrong_type}.at("resourceType: a Bundle is wanted"));
  const std::string_view type = root["type"].raw_text();
  if (type != "transaction" && type != "batch") return root["type"].locate(error{errc::invalid_value}.at("Bundle.type"));
  const bool is_batch = type == "batch";
  auto answered = is_batch ? batch(in, root, watch) : transaction(in, root, watch);
  if (!answered && answered.error().code() != errc::access_denied) {
    auto row = in.row(is_batch ? audit_action::batch : audit_action::transaction);
    row.outcome = audit_outcome::failed;
    static_cast<void>(in.note(std::move(row)));
  }
  return answered;
}

}  // namespace phr::interactions
