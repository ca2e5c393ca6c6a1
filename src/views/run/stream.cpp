#include <phr/views/stream.hpp>

namespace phr::views {

struct stream::state {
  view of;
  owned<source> from;
  stream_options options;
  std::string now;  // borrowed by the run
  views::run run;
  std::uint64_t fed = 0;  // times that the source was asked
  bool ended = false;

  state(const view& given, owned<source> where, const stream_options& how)
      : of(given), from(std::move(where)), options(how), now(how.run.now), run(given, with_now(how.run, now)) {}

  static run_options with_now(run_options options, std::string_view now) noexcept {
    options.now = now;
    return options;
  }
};

stream::stream(const view& of, owned<source> from, const stream_options& options) : state_(new state(of, std::move(from), options)) {}
stream::stream(stream&&) noexcept = default;
stream& stream::operator=(stream&&) noexcept = default;
stream::~stream() = default;

const view& stream::of() const noexcept { return state_->of; }
std::uint64_t stream::resources() const noexcept { return state_->run.resources(); }
std::size_t stream::file() const noexcept { return state_->from->file(); }
bool stream::decimals_are_text() const noexcept { return state_->options.decimals_as_text; }

result<std::optional<batch>> stream::next(const progress& watch) {
  state& mine = *state_;
  constexpr std::uint64_t often = 1024;        // resources between two looks at the watcher, over all batches
  constexpr std::uint64_t often_enough = 16;  // and between two at the size: a path can make a megabyte of each
  while (!mine.ended) {
    const auto more = mine.from->feed(mine.run);
    if (!more) {
      mine.ended = true;
      return more.error();
    }
    mine.ended = !more.value();
    if (++mine.fed % often == 0) {
      if (!watch({mine.run.resources(), 0, "resources"})) {
        mine.ended = true;
        return error{errc::cancelled}.at("a view");
      }
    }
    if (mine.fed % often_enough == 0 && mine.run.bytes() >= mine.options.batch_bytes) break;
    if (mine.run.rows() >= mine.options.batch_rows) break;
  }
  if (mine.run.rows() == 0) return std::optional<batch>();
  return std::optional<batch>(mine.run.take());
}

}  // namespace phr::views
