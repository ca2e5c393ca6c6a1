// SVG, written element by element.
#include "analytics/canvas.hpp"

#include <cmath>

namespace phr::analytics {

namespace {

void append_attribute(std::string& out, std::string_view name, double value) {
  out += ' ';
  out += name;
  out += "=\"";
  append_coordinate(out, value);
  out += '"';
}

void append_rest(std::string& out, std::string_view attributes) {
  if (attributes.empty()) return;
  out += ' ';
  out += attributes;
}

}  // namespace

void append_coordinate(std::string& out, double value) {
  const long long tenths = std::llround(value * 10.0);
  const long long size = tenths < 0 ? -tenths : tenths;
  if (tenths < 0) out += '-';
  out += std::to_string(size / 10);
  if (size % 10 == 0) return;
  out += '.';
  out += static_cast<char>('0' + size % 10);
}

void append_point(std::string& out, double x, double y) {
  append_coordinate(out, x);
  out += ',';
  append_coordinate(out, y);
}

canvas::canvas(int width, int height, std::string_view text_color) {
  const std::string w = std::to_string(width);
  const std::string h = std::to_string(height);
  out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + w + ' ' + h + "\" width=\"" + w +
         "\" height=\"" + h + "\" style=\"max-width:100%;height:auto\" role=\"img\" ";
  out_ += "font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif\" font-size=\"11\" fill=\"";
  out_ += text_color;
  out_ += "\">\n";
}

void canvas::title_and_description(std::string_view title, std::string_view description) {
  out_ += "<title>" + xml_text(title) + "</title>\n<desc>" + xml_text(description) + "</desc>\n";
}

void canvas::rectangle(double x, double y, double width, double height, std::string_view fill) {
  out_ += "<rect";
  append_attribute(out_, "x", x);
  append_attribute(out_, "y", y);
  append_attribute(out_, "width", width);
  append_attribute(out_, "height", height);
  out_ += " fill=\"";
  out_ += fill;
  out_ += "\"/>\n";
}

void canvas::line(double x1, double y1, double x2, double y2, std::string_view attributes) {
  out_ += "<line";
  append_attribute(out_, "x1", x1);
  append_attribute(out_, "y1", y1);
  append_attribute(out_, "x2", x2);
  append_attribute(out_, "y2", y2);
  append_rest(out_, attributes);
  out_ += "/>\n";
}

void canvas::path(std::string_view data, std::string_view attributes) {
  if (data.empty()) return;
  out_ += "<path d=\"";
  out_ += data;
  out_ += '"';
  append_rest(out_, attributes);
  out_ += "/>\n";
}

void canvas::circle(double x, double y, double radius, std::string_view attributes) {
  out_ += "<circle";
  append_attribute(out_, "cx", x);
  append_attribute(out_, "cy", y);
  append_attribute(out_, "r", radius);
  append_rest(out_, attributes);
  out_ += "/>\n";
}

void canvas::text(double x, double y, text_anchor anchor, std::string_view content, std::string_view attributes) {
  out_ += "<text";
  append_attribute(out_, "x", x);
  append_attribute(out_, "y", y);
  if (anchor == text_anchor::middle) out_ += " text-anchor=\"middle\"";
  if (anchor == text_anchor::end) out_ += " text-anchor=\"end\"";
  append_rest(out_, attributes);
  out_ += '>' + xml_text(content) + "</text>\n";
}

void canvas::text_of_two(double x, double y, std::string_view first, std::string_view first_attributes,
                         std::string_view second, std::string_view second_attributes) {
  out_ += "<text";
  append_attribute(out_, "x", x);
  append_attribute(out_, "y", y);
  out_ += "><tspan";
  append_rest(out_, first_attributes);
  out_ += '>' + xml_text(first) + "</tspan>";
  if (!second.empty()) {
    out_ += "<tspan dx=\"5\"";
    append_rest(out_, second_attributes);
    out_ += '>' + xml_text(second) + "</tspan>";
  }
  out_ += "</text>\n";
}

void canvas::begin_group(std::string_view attributes) {
  out_ += "<g";
  append_rest(out_, attributes);
  out_ += ">\n";
}

void canvas::end_group() { out_ += "</g>\n"; }

std::string canvas::finish() && {
  out_ += "</svg>\n";
  return static_cast<std::string&&>(out_);
}

}  // namespace phr::analytics
