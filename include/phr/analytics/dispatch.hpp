// Which machine code the kernels run: chosen by the processor at run time, with one answer.
#pragma once

#include <phr/analytics/kernels.hpp>
#include <phr/analytics/trend.hpp>

#include <cstdint>

namespace phr::analytics {

// The scalar kernels are the reference, and run anywhere. Every other set gives bit-identical results: all sets add row
// i to lane i % 8 of eight, join the lanes in one fixed order, and never fuse a product with a sum.
enum class kernel_set_kind : std::uint8_t { scalar, avx2 };

// The fastest that this processor has; what the kernels without this argument use.
[[nodiscard]] kernel_set_kind best_kernels() noexcept;
[[nodiscard]] bool has_kernels(kernel_set_kind kind) noexcept;

// As in kernels.hpp and trend.hpp, with a set of choice; the scalar one where the processor or the build has not it.
[[nodiscard]] summary summarize(column_view rows, kernel_set_kind kind);
[[nodiscard]] result<line> linear_trend(std::span<const std::int64_t> times_us, column_view values,
                                        kernel_set_kind kind);

}  // namespace phr::analytics
