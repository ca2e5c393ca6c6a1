#include "interactions/row_cursors.hpp"

#include "interactions/records.hpp"

#include <utility>

namespace phr::interactions {

namespace {

constexpr std::uint32_t portion = 500;

class versions final : public row_cursor<record>::source {
 public:
  versions(std::shared_ptr<gate::door> in, history_query asked) : in_(std::move(in)), asked_(std::move(asked)) {}

  result<std::vector<record>> read() override {
    if (is_over_) return std::vector<record>();
    PHR_TRY(auto page, history(*in_, asked_));
    asked_.page = std::move(page.next);
    is_over_ = asked_.page.empty();
    return std::move(page.versions);
  }

 private:
  std::shared_ptr<gate::door> in_;
  history_query asked_;
  bool is_over_ = false;
};

class entries final : public row_cursor<change_entry>::source {
 public:
  entries(std::shared_ptr<gate::door> in, std::int64_t after, moment as_of) : in_(std::move(in)), after_(after), as_of_(std::move(as_of)) {}

  result<std::vector<change_entry>> read() override {
    PHR_TRY(auto some, changes(*in_, after_, portion, as_of_));
    if (!some.empty()) after_ = some.back().sequence;
    return some;
  }

 private:
  std::shared_ptr<gate::door> in_;
  std::int64_t after_;
  moment as_of_;
};

}  // namespace

result<row_cursor<record>> history_cursor(std::shared_ptr<gate::door> in, const history_query& asked) {
  history_query with = asked;
  PHR_TRY(with.as_of, in->fixed(asked.as_of));
  if (with.count == 0) with.count = portion;
  auto from = owned<row_cursor<record>::source>(new versions(std::move(in), std::move(with)));
  PHR_TRY(auto first, from->read());
  return row_cursor<record>(std::move(from), std::move(first));
}

result<row_cursor<change_entry>> changes_cursor(std::shared_ptr<gate::door> in, std::int64_t after, const moment& as_of) {
  PHR_TRY(auto at, in->fixed(as_of));
  auto from = owned<row_cursor<change_entry>::source>(new entries(std::move(in), after, std::move(at)));
  PHR_TRY(auto first, from->read());
  return row_cursor<change_entry>(std::move(from), std::move(first));
}

}  // namespace phr::interactions
