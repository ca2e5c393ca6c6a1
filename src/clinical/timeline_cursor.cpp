#include "clinical/timeline_cursor.hpp"

#include "clinical/timeline.hpp"

#include <utility>

namespace phr::clinical {

namespace {

class events final : public row_cursor<timeline_event>::source {
 public:
  events(std::shared_ptr<gate::door> in, timeline_options asked) : in_(std::move(in)), asked_(std::move(asked)) {}

  result<std::vector<timeline_event>> read() override {
    PHR_TRY(auto some, timeline(*in_, asked_));
    if (!some.empty()) asked_.behind = some.back().place;
    return some;
  }

 private:
  std::shared_ptr<gate::door> in_;
  timeline_options asked_;
};

}  // namespace

result<row_cursor<timeline_event>> timeline_cursor(std::shared_ptr<gate::door> in, const timeline_options& options) {
  timeline_options asked = options;
  asked.most = 500;
  PHR_TRY(asked.as_of, in->fixed(options.as_of));
  auto from = owned<row_cursor<timeline_event>::source>(new events(std::move(in), std::move(asked)));
  PHR_TRY(auto first, from->read());
  return row_cursor<timeline_event>(std::move(from), std::move(first));
}

}  // namespace phr::clinical
