// SVG, written element by element.
#pragma once

#include "analytics/plain_text.hpp"

#include <string>
#include <string_view>

namespace phr::analytics {

enum class text_anchor { start, middle, end };

// An SVG document in the making. Coordinates have one decimal. Attribute texts given as string_view are ours and
// written as they are; content is escaped.
// Lifetime: owns its text. Threads: per-thread. Errors: none.
class canvas {
 public:
  canvas(int width, int height, std::string_view text_color);

  void title_and_description(std::string_view title, std::string_view description);
  void rectangle(double x, double y, double width, double height, std::string_view fill);
  void line(double x1, double y1, double x2, double y2, std::string_view attributes);
  void path(std::string_view data, std::string_view attributes);
  void circle(double x, double y, double radius, std::string_view attributes);
  void text(double x, double y, text_anchor anchor, std::string_view content, std::string_view attributes = {});
  // A line of text in two parts: the first with attributes of its own.
  void text_of_two(double x, double y, std::string_view first, std::string_view first_attributes,
                   std::string_view second, std::string_view second_attributes);
  void begin_group(std::string_view attributes);
  void end_group();

  [[nodiscard]] std::string finish() &&;

 private:
  std::string out_;
};

// "12.3"; without ".0".
void append_coordinate(std::string& out, double value);
// "x,y".
void append_point(std::string& out, double x, double y);

}  // namespace phr::analytics
