#include "interactions/import/lines.hpp"

#include "interactions/import/importer.hpp"

namespace phr::interactions {

namespace {

// What a batch holds at most: less than 100 ms of work, after which an import can be cancelled and others have their turn. Of Synthea's resources, batches of 500 lines take a
// third more than those of 2,000, which take a tenth more than those of 5,000.
constexpr std::uint64_t most_lines = 1'200;
constexpr std::uint64_t most_bytes = std::uint64_t{2} << 20U;

// The lines of an input, a batch at a time.
// Lifetime: borrows the door and the reader. Threads: per-thread. Errors: as import_lines.
class line_importer {
 public:
  line_importer(gate::door& in, input::reader& from, std::string_view source) noexcept : in_(in), from_(from), source_(source) {}

  // Looks for the next line, which may wait for whoever writes a pipe, with nothing held; false behind the last.
  [[nodiscard]] result<bool> has_more() {
    if (!next_ && !at_end_) {
      PHR_TRY(next_, from_.next_line());
      at_end_ = !next_;
    }
    return next_.has_value();
  }
  [[nodiscard]] bool is_at_end() const noexcept { return at_end_; }
  [[nodiscard]] std::uint64_t number() const noexcept { return next_ ? next_->number - 1 : from_.number(); }  // of lines so far

  // Bytes of the lines so far.
  [[nodiscard]] std::uint64_t done() const noexcept { return next_ ? next_->offset : from_.taken(); }

  // Writes a batch, of which there is a line.
  [[nodiscard]] result<void> batch(import_report& report) {
    import_report part;
    refused_.clear();
    auto read = result<void>(success());
    PHR_TRY(auto writing, in_.engine().write());
    const std::uint64_t begin = next_->offset;
    for (std::uint64_t lines = 0; next_ && lines < most_lines && next_->offset - begin < most_bytes; ++lines) {
      PHR_TRY(one(writing.work(), part));
      next_.reset();
      if (from_.would_wait()) break;  // with nothing held: see has_more
      auto following = from_.next_line();
      if (!following) read = following.as_failure();
      next_ = following ? following.value() : std::nullopt;
      at_end_ = following && !next_;
    }
    auto row = in_.row(audit_action::import);
    row.count = static_cast<std::int64_t>(part.total());
    PHR_TRY(writing.commit(std::move(row)));
    part.refused = std::move(refused_);
    report.add(part);
    return read;
  }

 private:
  // The line at hand: written, or noted as refused.
  [[nodiscard]] result<void> one(storage::unit& work, import_report& part) {
    const auto done = write(work, part);
    if (done) return success();
    if (bundles::is_of_the_store(done.error().code())) return done.as_failure();
    refused_.push_back({next_->number, input::at_line(done.error(), next_->number)});
    return success();
  }

  [[nodiscard]] result<void> write(storage::unit& work, import_report& part) {
    PHR_TRY(parsed_.parse(next_->text));
    PHR_TRY(auto made, importer::plan_of(parsed_.root(), source_));
    return importer(in_, work, {}, part).run_apart(made);
  }

  gate::door& in_;
  input::reader& from_;
  std::string_view source_;
  std::optional<input::line> next_;
  bool at_end_ = false;
  fhir::json::document parsed_;
  std::vector<import_report::refusal> refused_;
};

}  // namespace

result<import_report> import_lines(gate::door& in, input::reader& from, const import_options& options) {
  import_report report;
  line_importer lines(in, from, options.source);
  for (;;) {
    PHR_TRY(const bool more, lines.has_more());
    if (!more) break;
    const auto done = lines.batch(report);
    if (!done) return done.error().has_ordinal() || done.error().line() != 0 ? done.error() : done.error().nth(lines.number());  // lines before this one are in
    const bool go_on = options.watch({from.come_to(lines.done()), from.size(), "bytes"});
    if (!go_on && !lines.is_at_end()) return error{errc::cancelled}.at("the import: lines before this one are in").nth(lines.number());
  }
  report.bytes = from.taken();
  return report;
}

}  // namespace phr::interactions
