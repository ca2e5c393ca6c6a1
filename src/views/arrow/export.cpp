// Batches and schemas for Arrow, without a copy but for decimals.
#include "views/columns/batch_state.hpp"

#include <phr/core/decimal.hpp>
#include <phr/views/arrow.hpp>
#include <phr/views/view.hpp>

#include <array>
#include <charconv>
#include <memory>
#include <string>
#include <vector>

namespace phr::views {

namespace {

// One array of Arrow and all that it points to. The top of a tree owns its batch.
struct array_node {
  std::array<const void*, 3> buffers{};
  std::vector<ArrowArray*> pointers;
  std::vector<std::unique_ptr<ArrowArray>> children;
  std::vector<double> numbers;  // of decimals
  std::shared_ptr<batch::state> columns;
};

void release_array(ArrowArray* of) {
  for (std::int64_t at = 0; at < of->n_children; ++at) {
    if (of->children[at]->release != nullptr) of->children[at]->release(of->children[at]);
  }
  delete static_cast<array_node*>(of->private_data);
  of->release = nullptr;
}

void finish(ArrowArray& to, std::unique_ptr<array_node> node, std::size_t length, std::size_t nulls, std::int64_t buffers) {
  for (const auto& child : node->children) node->pointers.push_back(child.get());
  to = {};
  to.length = static_cast<std::int64_t>(length);
  to.null_count = static_cast<std::int64_t>(nulls);
  to.n_buffers = buffers;
  to.n_children = static_cast<std::int64_t>(node->children.size());
  to.buffers = node->buffers.data();
  to.children = node->pointers.empty() ? nullptr : node->pointers.data();
  to.release = release_array;
  to.private_data = node.release();
}

template <class T>
const void* data_of(std::span<const T> bytes) noexcept {
  static constexpr std::array<std::uint64_t, 1> nothing{};  // Arrow asks for an address, also of no bytes
  return bytes.empty() ? static_cast<const void*>(nothing.data()) : bytes.data();
}

std::vector<double> doubles_of(const column_view& of) {
  std::vector<double> made(of.items);
  for (std::size_t item = 0; item < of.items; ++item) {
    const std::string_view digits = of.text_at(item);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), made[item]);
    if (read.ec == std::errc::result_out_of_range) made[item] = decimal::parse(digits).value().to_double();  // an infinity or a zero
  }
  return made;
}

// The items of a column; `nulls` among them.
void items_to(ArrowArray& to, const column_view& of, std::size_t nulls, std::shared_ptr<batch::state> columns, bool decimals_as_text) {
  auto node = std::make_unique<array_node>();
  node->columns = std::move(columns);
  node->buffers[0] = of.valid.empty() ? nullptr : of.valid.data();
  const bool as_text = of.kind == column_kind::text || (of.kind == column_kind::decimal && decimals_as_text);
  if (as_text) {
    node->buffers[1] = of.text_offsets.data();
    node->buffers[2] = data_of(of.text);
  } else if (of.kind == column_kind::decimal) {
    node->numbers = doubles_of(of);
    node->buffers[1] = data_of(std::span<const double>(node->numbers));
  } else {
    node->buffers[1] = data_of(of.values);
  }
  finish(to, std::move(node), of.items, nulls, as_text ? 3 : 2);
}

std::size_t null_items(const column_view& of) {
  std::size_t nulls = 0;
  for (std::size_t item = 0; item < of.items; ++item) nulls += of.item_is_null(item) ? 1 : 0;
  return nulls;
}

void column_to(ArrowArray& to, const column_view& of, const std::shared_ptr<batch::state>& columns, bool decimals_as_text) {
  if (!of.list) return items_to(to, of, of.nulls, columns, decimals_as_text);
  auto node = std::make_unique<array_node>();
  node->columns = columns;
  node->buffers[0] = of.list_valid.empty() ? nullptr : of.list_valid.data();
  node->buffers[1] = of.offsets.data();
  items_to(*node->children.emplace_back(std::make_unique<ArrowArray>()), of, null_items(of), columns, decimals_as_text);
  finish(to, std::move(node), of.size, of.nulls, 2);
}

// The same for schemas.
struct schema_node {
  std::string name;
  std::vector<ArrowSchema*> pointers;
  std::vector<std::unique_ptr<ArrowSchema>> children;
};

void release_schema(ArrowSchema* of) {
  for (std::int64_t at = 0; at < of->n_children; ++at) {
    if (of->children[at]->release != nullptr) of->children[at]->release(of->children[at]);
  }
  delete static_cast<schema_node*>(of->private_data);
  of->release = nullptr;
}

void finish(ArrowSchema& to, std::unique_ptr<schema_node> node, const char* format, bool nullable) {
  for (const auto& child : node->children) node->pointers.push_back(child.get());
  to = {};
  to.format = format;
  to.name = node->name.c_str();
  to.flags = nullable ? ARROW_FLAG_NULLABLE : 0;
  to.n_children = static_cast<std::int64_t>(node->children.size());
  to.children = node->pointers.empty() ? nullptr : node->pointers.data();
  to.release = release_schema;
  to.private_data = node.release();
}

const char* format_of(column_kind kind, bool decimals_as_text) noexcept {
  switch (kind) {
    case column_kind::text: return "u";
    case column_kind::boolean: return "b";
    case column_kind::int32: return "i";
    case column_kind::int64: return "l";
    case column_kind::decimal: return decimals_as_text ? "u" : "g";
    case column_kind::float64: return "g";
    case column_kind::date: return "tdD";
    case column_kind::timestamp: return "tsu:UTC";
  }
  return "u";
}

void column_schema_to(ArrowSchema& to, const column& of, bool decimals_as_text) {
  auto node = std::make_unique<schema_node>();
  node->name = of.name;
  const char* const format = format_of(of.kind, decimals_as_text);
  if (!of.collection) return finish(to, std::move(node), format, true);
  auto item = std::make_unique<schema_node>();
  item->name = "item";
  finish(*node->children.emplace_back(std::make_unique<ArrowSchema>()), std::move(item), format, true);
  finish(to, std::move(node), "+l", true);
}

}  // namespace

void batch::move_to(ArrowArray& to, bool decimals_as_text) && {
  const auto columns = std::make_shared<state>(state_ ? std::move(*state_) : state{});
  state_.reset();
  auto node = std::make_unique<array_node>();
  for (const column_builder& each : columns->columns) column_to(*node->children.emplace_back(std::make_unique<ArrowArray>()), each.view(), columns, decimals_as_text);
  finish(to, std::move(node), columns->rows, 0, 1);
}

void view::schema_to(ArrowSchema& to, bool decimals_as_text) const {
  auto node = std::make_unique<schema_node>();
  for (const views::column& each : columns()) column_schema_to(*node->children.emplace_back(std::make_unique<ArrowSchema>()), each, decimals_as_text);
  finish(to, std::move(node), "+s", false);
}

}  // namespace phr::views
