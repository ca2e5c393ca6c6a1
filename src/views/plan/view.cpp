#include <phr/views/view.hpp>

#include "views/plan/compiler.hpp"

#include <memory>

namespace phr::views {

namespace {

const plan* retain(const plan* of) noexcept {
  if (of != nullptr) of->users.fetch_add(1, std::memory_order_relaxed);
  return of;
}

void release(const plan* of) noexcept {
  if (of != nullptr && of->users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete of;
}

}  // namespace

view::view(const view& other) noexcept : plan_(retain(other.plan_)) {}
view& view::operator=(const view& other) noexcept {
  release(std::exchange(plan_, retain(other.plan_)));
  return *this;
}
view& view::operator=(view&& other) noexcept {
  if (this != &other) release(std::exchange(plan_, std::exchange(other.plan_, nullptr)));
  return *this;
}
view::~view() { release(plan_); }

result<view> view::compile(std::string_view definition) {
  fhir::json::document document;
  PHR_TRY(document.parse(definition));
  auto made = std::make_unique<views::plan>();
  PHR_TRY(compiler(*made).run(document.root()));
  return view(made.release());
}

std::string_view view::name() const noexcept { return plan_->name; }
fhir::resource_type view::resource() const noexcept { return plan_->resource; }
std::span<const column> view::columns() const noexcept { return plan_->columns; }

}  // namespace phr::views
