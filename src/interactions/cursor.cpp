#include "interactions/cursor.hpp"

#include "interactions/everything/everything.hpp"
#include "interactions/hits_state.hpp"
#include "interactions/search.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <unordered_set>
#include <utility>

namespace phr {

namespace {

constexpr std::uint32_t first_portion = 500;
constexpr std::uint32_t most_at_once = 32'768;  // some megabytes of names

// One portion of what is asked for: behind a page, of so many, as of a moment.
using asker = std::function<result<hits>(std::string_view page, std::uint32_t portion, const moment& as_of, const progress& watch)>;

}  // namespace

struct cursor::state {
  std::shared_ptr<const asker> ask;
  moment as_of;
  std::optional<std::uint64_t> total;
  std::vector<std::uint64_t> ignored;
  std::string page = {};                         // behind a page that the caller asked for
  std::string next = {};                         // behind the last portion; "" where there is no other
  std::uint32_t size = first_portion;            // of the last portion
  std::shared_ptr<const hits> at_hand = {};      // a portion that next() has begun, or the first
  std::size_t nth = 0;                           // the next one in it
  bool is_begun = false;                         // anything has been given
  std::unordered_set<std::int64_t> included = {};  // that have come
};

namespace {

// Leaves out what earlier portions included.
hits without_known(hits found, std::unordered_set<std::int64_t>& known) {
  auto of = std::move(found).take();
  std::erase_if(of->found.matches, [&](const storage::match& each) { return each.included && each.container.empty() && !known.insert(each.key).second; });
  return hits(std::move(of));
}

// Those from that one on.
hits from_on(const hits& of, std::size_t nth) {
  auto copy = owned<hits::state>(new hits::state(of.of()));
  auto& found = copy->found;
  found.matches.erase(found.matches.begin(), found.matches.begin() + static_cast<std::ptrdiff_t>(nth));
  found.matched -= std::min(found.matched, nth);
  copy->is_all = copy->is_all && nth == 0;
  return hits(std::move(copy));
}

// `is_page`: the first portion is a page that was asked for, behind which the cursor does not go.
cursor opened(asker ask, hits first, bool is_page) {
  auto made = owned<cursor::state>(new cursor::state{std::make_shared<const asker>(std::move(ask)), first.as_of(), first.total(), first.ignored()});
  (is_page ? made->page : made->next) = first.next_page();
  made->at_hand = std::make_shared<const hits>(without_known(std::move(first), made->included));
  return cursor(std::move(made));
}

}  // namespace

cursor::cursor(owned<state> made) noexcept : state_(std::move(made)) {}
cursor::cursor(cursor&&) noexcept = default;
cursor& cursor::operator=(cursor&&) noexcept = default;
cursor::cursor(const cursor& other) : state_(new state(*other.state_)) {}
cursor& cursor::operator=(const cursor& other) {
  if (this != &other) *this = cursor(other);
  return *this;
}
cursor::~cursor() = default;

result<std::optional<hits>> cursor::portion(const progress& watch) {
  state& in = *state_;
  if (in.at_hand && (in.nth < in.at_hand->size() || !in.is_begun)) {
    auto rest = from_on(*in.at_hand, in.nth);
    in.at_hand.reset();
    in.is_begun = true;
    return std::optional<hits>(std::move(rest));
  }
  in.at_hand.reset();
  if (in.next.empty()) return std::optional<hits>();
  in.size = std::min(2 * in.size, most_at_once);
  const std::string page = std::exchange(in.next, {});
  PHR_TRY(auto found, (*in.ask)(page, in.size, in.as_of, watch));
  in.next = found.next_page();
  return std::optional<hits>(without_known(std::move(found), in.included));
}

result<std::optional<hit>> cursor::next(const progress& watch) {
  state& in = *state_;
  while (!in.at_hand || in.nth == in.at_hand->size()) {
    in.is_begun = true;
    PHR_TRY(auto found, portion(watch));
    if (!found) return std::optional<hit>();
    in.at_hand = std::make_shared<const hits>(std::move(*found));
    in.nth = 0;
  }
  in.is_begun = true;
  return std::optional<hit>((*in.at_hand)[in.nth++]);
}

result<std::uint64_t> cursor::each(const resource_sink& sink, const progress& watch) {
  std::uint64_t given = 0;
  for (;;) {
    PHR_TRY(const auto some, portion(watch));
    if (!some) return given;
    const auto read = some->each(sink);
    if (!read) state_->next.clear();  // it has ended: what was left of the portion is given to nobody
    if (!read && read.error().code() == errc::cancelled) return error(read.error()).nth(given + read.error().ordinal());
    PHR_TRY(read);
    given += some->size();
  }
}

bool cursor::at_end() const noexcept { return state_->next.empty() && (!state_->at_hand || state_->nth == state_->at_hand->size()); }
std::optional<std::uint64_t> cursor::total() const noexcept { return state_->total; }
const std::string& cursor::next_page() const noexcept { return state_->page; }
const std::vector<std::uint64_t>& cursor::ignored() const noexcept { return state_->ignored; }
moment cursor::as_of() const { return state_->as_of; }

namespace interactions {

result<cursor> search_cursor(std::shared_ptr<gate::door> in, std::string_view query, const search_options& options) {
  const moment as_of = moment_asked(options);
  const auto ask = [in = std::move(in), text = std::string(query), lenient = options.lenient, max_steps = options.max_steps](
                       std::string_view page, std::uint32_t portion, const moment& at, const progress& watch) {
    return search(*in, text, {.page = page, .lenient = lenient, .portion = portion, .watch = watch, .max_steps = max_steps, .as_of = at});
  };
  PHR_TRY(auto first, ask(options.page, first_portion, as_of, options.watch));
  const bool is_page = !first.is_portion();
  return opened(ask, std::move(first), is_page);
}

result<cursor> everything_cursor(std::shared_ptr<gate::door> in, const everything_options& options) {
  const moment as_of = moment_asked(options);
  everything_options asked = options;
  asked.moment_of = nullptr;
  const auto ask = [in = std::move(in), asked](std::string_view page, std::uint32_t portion, const moment& at, const progress& watch) {
    everything_options now = asked;
    if (now.count == 0) now.count = portion;
    now.page = page;
    now.as_of = at;
    now.watch = watch;
    return everything(*in, now);
  };
  PHR_TRY(auto first, ask(options.page, first_portion, as_of, options.watch));
  return opened(ask, std::move(first), options.count != 0);
}

}  // namespace interactions

}  // namespace phr
