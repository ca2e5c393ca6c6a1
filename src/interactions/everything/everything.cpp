// $everything: a patient's compartment, and what it refers to.
#include "interactions/everything/everything.hpp"

#include "gate/budget.hpp"
#include "interactions/everything/compartment.hpp"
#include "interactions/hits_state.hpp"
#include "store/search/answer/include.hpp"

#include <algorithm>
#include <array>

namespace phr::interactions {

namespace {

// Where a page ended: the patient comes first, then the compartment by time and place, then what is referred to by place.
struct place {
  char part = 'p';
  std::int64_t happened = INT64_MIN;
  std::int64_t of = 0;  // guarded_snapshot::place_of

  [[nodiscard]] std::array<std::int64_t, 3> numbers() const noexcept { return {part, happened, of}; }
};

// What a page is of: a place in one answer is none in another.
std::string question_of(std::int64_t patient, const everything_options& asked) {
  std::string made = "everything " + std::to_string(patient);
  for (const auto& bound : {asked.start, asked.end, asked.since}) made += bound ? " " + std::to_string(*bound) : " -";
  for (const auto type : asked.types) made += " " + std::string(fhir::name(type));
  return made;
}

result<place> read_place(const gate::place_seal& places, const std::string& question, std::string_view sealed) {
  place made;
  if (sealed.empty()) return made;
  const auto opened = places.open_numbers<3>(question, sealed);
  if (!opened || ((*opened)[0] != 'c' && (*opened)[0] != 'r')) return error{errc::malformed_query}.at("the page");
  made.part = static_cast<char>((*opened)[0]);
  made.happened = (*opened)[1];
  made.of = (*opened)[2];
  return made;
}

class everything_page {
 public:
  everything_page(const compartment& of, const everything_options& asked, const gate::place_seal& places)
      : of_(of), asked_(asked), places_(places), question_(question_of(of.patient(), asked)) {}

  result<storage::search_answer> run() {
    PHR_TRY(place from, read_place(places_, question_, asked_.page));
    if (from.part == 'p') {
      PHR_TRY(auto self, storage::match_of(of_.at().at(), of_.patient()));
      if (self && of_.wanted(self->type, self->updated)) add(std::move(*self), {'c', INT64_MIN, 0});
      from = {'c', INT64_MIN, 0};
    }
    if (from.part == 'c') {
      PHR_TRY(members(from));
      from = {'r', 0, 0};
    }
    answer_.matched = answer_.matches.size();
    if (!full_) PHR_TRY(referred(from.of));
    if (full_) {
      PHR_TRY(next_, places_.seal(question_, last_.numbers()));
    }
    return std::move(answer_);
  }
  // The page behind this one; "" where there is none.
  [[nodiscard]] const std::string& next() const noexcept { return next_; }

 private:
  // Takes one, or finds that the page is full and there is more.
  bool add(storage::match found, const place& at) {
    if (asked_.count != 0 && answer_.matches.size() == asked_.count) {
      full_ = true;
      return false;
    }
    answer_.matches.push_back(std::move(found));
    last_ = at;
    return true;
  }

  result<void> members(const place& from) {
    std::optional<storage::member_place> behind;
    if (from.happened != INT64_MIN || from.of != 0) behind = storage::member_place{from.happened, from.of};
    PHR_TRY(auto rows, of_.by_time(behind));
    for (;;) {
      PHR_TRY(const auto row, rows.next());
      if (!row) return success();
      if (row->key == of_.patient()) continue;
      PHR_TRY(auto found, storage::match_of(of_.at().at(), row->key));
      if (!found || !of_.wanted(found->type, found->updated)) continue;
      if (!add(std::move(*found), {'c', row->happened, row->place})) return success();
    }
  }

  result<void> referred(std::int64_t from) {
    PHR_TRY(const auto all, of_.referred());
    for (const std::int64_t each : all) {
      PHR_TRY(const std::int64_t at, of_.at().place_of(each));
      if (at <= from) continue;
      PHR_TRY(auto found, storage::match_of(of_.at().at(), each));
      if (!found || !of_.wanted(found->type, found->updated)) continue;
      found->included = true;
      if (!add(std::move(*found), {'r', 0, at})) return success();
    }
    return success();
  }

  const compartment& of_;
  const everything_options& asked_;
  const gate::place_seal& places_;
  std::string question_;
  place last_;
  bool full_ = false;
  std::string next_;
  storage::search_answer answer_;
};

// All of it, as it is read: each page of the file once.
class everything_stream {
 public:
  everything_stream(const compartment& of, const resource_sink& sink, const progress& watch) : of_(of), sink_(sink), watch_(watch) {}

  [[nodiscard]] std::uint64_t given() const noexcept { return given_; }

  result<void> run() {
    const std::int64_t self[] = {of_.patient()};
    PHR_TRY(give(self));
    PHR_TRY(auto members, of_.keys());
    for (const std::int64_t key : members) members_.insert(key);
    members_.insert(of_.patient());
    PHR_TRY(storage::put_in_order(of_.at(), members));
    PHR_TRY(give(members));
    PHR_TRY(const auto others, of_.nobodys(references_, members_));
    return give(others);
  }

 private:
  // A pass goes by keys. Where these are not places, some thousand are read at once and given in their order.
  result<void> give(std::span<const std::int64_t> keys) {
    if (std::is_sorted(keys.begin(), keys.end())) return give_by_key(keys);
    constexpr std::size_t at_once = 1024;
    for (std::size_t first = 0; first < keys.size(); first += at_once) PHR_TRY(give_some(keys.subspan(first, std::min(at_once, keys.size() - first))));
    return success();
  }

  result<void> give_some(std::span<const std::int64_t> keys) {
    PHR_TRY(auto pass, storage::resource_pass::over(of_.at().at(), keys));
    std::vector<std::string> texts(keys.size());
    for (;;) {
      PHR_TRY(const bool more, pass.next());
      if (!more) break;
      PHR_TRY(gather(pass));
      if (of_.wanted(pass.type(), pass.updated())) PHR_TRY(pass.append_json(texts[pass.nth()]));
    }
    for (const std::string& each : texts) {
      if (!each.empty()) PHR_TRY(give(each));
    }
    return success();
  }

  // What they refer to is gathered also where they themselves are not wanted.
  result<void> gather(const storage::resource_pass& pass) {
    PHR_TRY(pass.references(some_));
    for (const std::int64_t key : some_) references_.insert(key);
    return success();
  }

  result<void> give(const std::string& text) {
    ++given_;
    if (given_ % often == 0 && !watch_({0, 0, "steps"})) return error{errc::cancelled}.at("reading everything").nth(given_);
    if (!sink_(text)) return error{errc::cancelled}.at("reading everything").nth(given_);
    return success();
  }

  result<void> give_by_key(std::span<const std::int64_t> keys) {
    PHR_TRY(auto pass, storage::resource_pass::over(of_.at().at(), keys));
    for (;;) {
      PHR_TRY(const bool more, pass.next());
      if (!more) return success();
      PHR_TRY(gather(pass));
      if (!of_.wanted(pass.type(), pass.updated())) continue;
      text_.clear();
      PHR_TRY(pass.append_json(text_));
      PHR_TRY(give(text_));
    }
  }

  const compartment& of_;
  static constexpr std::uint64_t often = 256;  // resources between two looks at the watcher
  const resource_sink& sink_;
  const progress& watch_;
  key_set members_;
  key_set references_;
  std::vector<std::int64_t> some_;
  std::string text_;
  std::uint64_t given_ = 0;
};

// The patient whose record is asked for, or the refusal with its row of the trail: one that may not be seen is as one that is not there.
result<std::int64_t> admitted(gate::door& in, const storage::guarded_snapshot& at, const std::string& id) {
  PHR_TRY(const std::int64_t patient, storage::patient_asked_for(at, id));
  PHR_TRY(const bool seen, at.sees(patient));
  if (seen) return patient;
  if (in.is_owner()) return error{errc::not_found}.at("the record");
  PHR_TRY(in.note(in.refusal(audit_action::search, fhir::resource_type::Patient, id)));
  return error{errc::access_denied}.at("the record");
}

result<void> note_everything(gate::door& in, std::int64_t patient, std::size_t count) {
  return in.note(in.row(audit_action::search, fhir::resource_type::Patient, patient, static_cast<std::int64_t>(count)));
}

}  // namespace

result<hits> everything(gate::door& in, const everything_options& options) {
  PHR_TRY(auto seen, in.look(moment_asked(options)));
  PHR_TRY(const std::int64_t patient, admitted(in, seen.at, options.patient));
  const compartment all(seen.at, patient, options);
  everything_page page(all, options, in.places());
  const gate::budget counting(in, seen.at, options.watch);
  auto run = page.run();
  if (!run && counting.spent().is_over()) return counting.spent().why();
  PHR_TRY(auto found, std::move(run));
  PHR_TRY(note_everything(in, patient, found.matches.size()));
  return hits(owned<hits::state>(new hits::state{in.shared_engine(), std::move(seen), std::move(found), {}, page.next(), false,
                                                     options.page.empty() && page.next().empty()}));
}

result<std::uint64_t> everything(gate::door& in, const everything_options& options, const resource_sink& sink) {
  if (options.count != 0 || !options.page.empty()) return error{errc::invalid_argument}.at("a page of what is read as a whole");
  PHR_TRY(const auto seen, in.look(moment_asked(options)));
  PHR_TRY(const std::int64_t patient, admitted(in, seen.at, options.patient));
  const compartment all(seen.at, patient, options);
  everything_stream stream(all, sink, options.watch);
  const auto done = stream.run();
  // What was given was seen, also where the reading ended early.
  PHR_TRY(note_everything(in, patient, stream.given()));
  PHR_TRY(done);
  return stream.given();
}

}  // namespace phr::interactions
