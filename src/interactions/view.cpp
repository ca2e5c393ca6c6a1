// Rows of a view over the record, as far as the session may see it.
#include "interactions/hit_reader.hpp"
#include "interactions/hits_state.hpp"
#include "interactions/search.hpp"
#include "interactions/view.hpp"

#include <phr/core/date_time.hpp>
#include <phr/views/stream.hpp>

namespace phr::interactions {

namespace {

// What a search found, one by one: consent has decided in the search, and its audit row tells of it.
class found_resources final : public views::source {
 public:
  explicit found_resources(owned<hits::state> of) : of_(std::move(of)), reader_(of_->seen.at, of_->found, of_->asked, 0, of_->found.matched) {}

  [[nodiscard]] result<bool> feed(views::run& into) override {
    if (reader_.at_end()) return false;
    PHR_TRY(const std::string_view text, reader_.next());
    PHR_TRY(into.add(text));
    return true;
  }

 private:
  owned<hits::state> of_;
  hit_reader reader_;
};

}  // namespace

result<views::stream> view(gate::door& in, const views::view& of, std::string_view where, const views::stream_options& options, const moment& as_of) {
  std::string query(fhir::name(of.resource()));
  if (!where.empty()) query.append("?").append(where);
  PHR_TRY(hits found, search(in, query, {.as_of = as_of}));
  PHR_TRY(const std::string now, format_instant(in.now()));
  views::stream_options with = options;
  if (with.run.now.empty()) with.run.now = now;
  return views::stream(of, owned<views::source>(new found_resources(std::move(found).take())), with);
}

}  // namespace phr::interactions
