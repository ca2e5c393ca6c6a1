// The one reader of inputs: what it takes lines for, where they are, and what it says of what cannot be read.
#include "core/input/reader.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdio>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace {

using phr::errc;
using phr::input::form;
using phr::input::reader;

constexpr auto place = phr::static_text("the input");

class Reader : public testing::Test {
 protected:
  std::string write(const std::string& text) {
    std::ofstream(folder_.path("in"), std::ios::binary) << text;
    return folder_.path("in");
  }
  // The same by a file, by a buffer, and by a pipe that gives a few bytes at a time.
  template <class Look>
  void each_way(const std::string& text, Look&& look) {
    {
      SCOPED_TRACE("a file");
      auto in = reader::open(write(text), place).value();
      EXPECT_EQ(in.size(), text.size());
      look(in);
    }
    {
      SCOPED_TRACE("a buffer");
      auto in = reader::over(text, place);
      EXPECT_EQ(in.size(), text.size());
      look(in);
    }
    {
      SCOPED_TRACE("gzip, of two members and zeros behind them");
      const std::string path = folder_.path("in.gz");
      std::remove(path.c_str());
      for (const std::string& part : {text.substr(0, text.size() / 2), text.substr(text.size() / 2)}) {
        gzFile out = gzopen(path.c_str(), "ab");
        if (!part.empty()) {
          ASSERT_EQ(gzwrite(out, part.data(), static_cast<unsigned>(part.size())), static_cast<int>(part.size()));
        }
        ASSERT_EQ(gzclose(out), Z_OK);
      }
      std::ofstream(path, std::ios::binary | std::ios::app) << std::string(512, '\0');
      auto in = reader::open(path, place).value();
      EXPECT_GT(in.size(), 512U) << "as it lies there";
      look(in);
    }
    {
      SCOPED_TRACE("a source that gives a byte at a time");
      std::size_t at = 0;
      const auto next = [&](std::span<char> into) -> phr::result<std::size_t> {
        if (at == text.size()) return std::size_t{0};
        into[0] = text[at++];
        return std::size_t{1};
      };
      const phr::byte_source source(next);
      auto in = reader::of(source, place);
      look(in);
    }
    SCOPED_TRACE("a pipe");
    const std::string path = folder_.path("pipe");
    if (!made_pipe_) {
      ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    }
    made_pipe_ = true;
    std::thread writer([&] {
      std::ofstream out(path, std::ios::binary);
      for (std::size_t at = 0; at < text.size(); at += 7) out.write(text.data() + at, static_cast<std::streamsize>(std::min<std::size_t>(7, text.size() - at))).flush();
    });
    {
      auto in = reader::open(path, place).value();
      EXPECT_EQ(in.size(), 0U) << "not known beforehand";
      look(in);
      while (in.more().value()) in.take(in.ahead().size());
    }
    writer.join();
  }

  form told(const std::string& text) {
    std::vector<form> seen;
    each_way(text, [&](reader& in) { seen.push_back(in.tell().value()); });
    EXPECT_EQ(seen, std::vector<form>(seen.size(), seen.at(0)));
    return seen.at(0);
  }

  phr::test::temporary_folder folder_;
  bool made_pipe_ = false;
};

TEST_F(Reader, TellsLinesFromOneValueByTheirBrackets) {
  EXPECT_EQ(told("{\"a\":1}\n{\"a\":2}\n"), form::lines);
  EXPECT_EQ(told("\xEF\xBB\xBF\r\n  {\"a\":1}  \r\n\r\n{\"a\":2}"), form::lines) << "a byte order mark, blank lines, CRLF, no last line feed";
  EXPECT_EQ(told("{\"a\":1}"), form::value);
  EXPECT_EQ(told("{\"a\":1}\n\n \n"), form::value);
  EXPECT_EQ(told("{\"a\":\n{\"b\":1}\n}"), form::value);
  EXPECT_EQ(told("[{\"a\":1},\n{\"a\":2}]"), form::value);
  EXPECT_EQ(told("{\"entry\":[{\"a\":{}}\n,{\"a\":2}]}"), form::value) << "the first line ends with a bracket, which is not its own";
  EXPECT_EQ(told("{\"entry\":[{\"a\":{}},\n{\"a\":2}]}"), form::value);
  EXPECT_EQ(told("{\"entry\":[\n{\"a\":2}]}"), form::value);
  EXPECT_EQ(told("{\"a\":\"}\\\"{\"}\n{}"), form::lines) << "brackets and quotes within a string";
}

TEST_F(Reader, TakesACutFirstLineForALine) {
  EXPECT_EQ(told("{\"a\":\"x\n{\"a\":2}\n"), form::lines) << "cut within a string";
  EXPECT_EQ(told("{\"a\":1,\n{\"a\":2}\n"), form::lines) << "an object goes on with a name";
  EXPECT_EQ(told("{\"a\":{\"b\":1}\n{\"a\":2}\n"), form::lines);
  EXPECT_EQ(told("{\"a\":1,\n\"b\":2}\n"), form::value);
}

TEST_F(Reader, GivesLinesWithNumbersAndOffsets) {
  const std::string text = "\xEF\xBB\xBF{}\r\n\n \t\r\n{\"b\":2} \n\n{\"c\":3}";
  each_way(text, [&](reader& in) {
    std::string all;
    for (auto found = in.next_line().value(); found; found = in.next_line().value()) {
      all += std::to_string(found->number) + "@" + std::to_string(found->offset) + ":" + std::string(found->text) + "|";
    }
    EXPECT_EQ(all, "1@3:{}|4@12:{\"b\":2}|6@22:{\"c\":3}|");
    EXPECT_EQ(in.taken(), text.size());
    EXPECT_EQ(in.number(), 6U);
  });
}

TEST_F(Reader, TellingTakesNothing) {
  each_way("{\"a\":1}\n{\"a\":2}\n", [](reader& in) {
    EXPECT_EQ(in.tell().value(), form::lines);
    EXPECT_EQ(in.taken(), 0U);
    EXPECT_EQ(in.next_line().value()->text, "{\"a\":1}");
  });
}

TEST_F(Reader, HoldsNoMoreThanTheLongestLine) {
  std::string text;
  for (int each = 0; each < 5000; ++each) text += std::to_string(each) + std::string(static_cast<std::size_t>(each * 31 % 3000), 'x') + "\n";
  auto in = reader::open(write(text), place).value();
  std::string all;
  std::size_t most = 0;
  for (auto found = in.next_line().value(); found; found = in.next_line().value()) {
    all += std::string(found->text) + "\n";
    most = std::max(most, in.ahead().size());
  }
  EXPECT_EQ(all, text);
  EXPECT_LT(most, 140U << 10U);
}

TEST_F(Reader, SaysWhatCannotBeRead) {
  EXPECT_EQ(reader::open(folder_.path("none"), place).error().code(), errc::no_such_file);
  EXPECT_EQ(reader::open(folder_.path(""), place).error().code(), errc::is_a_directory);
  each_way("", [](reader& in) { EXPECT_EQ(in.tell().error().code(), errc::empty_input); });
  each_way(" \r\n\t", [](reader& in) { EXPECT_EQ(in.tell().error().code(), errc::empty_input); });
  auto large = reader::over("0123456789", place);
  EXPECT_EQ(large.rest(9).error().code(), errc::too_large);
  EXPECT_EQ(large.rest(10).value(), "0123456789");
}

// What a gzip is damaged by, or where it is cut off, is never taken for its end.
TEST_F(Reader, GzipThatIsDamagedOrCutOffIsNoText) {
  const std::string path = folder_.path("in.gz");
  std::string text;
  for (int line = 0; line < 5'000; ++line) text += "{\"line\":" + std::to_string(line * 7919) + "}\n";
  gzFile out = gzopen(path.c_str(), "wb");
  ASSERT_EQ(gzwrite(out, text.data(), static_cast<unsigned>(text.size())), static_cast<int>(text.size()));
  ASSERT_EQ(gzclose(out), Z_OK);
  std::ifstream file(path, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  const auto read_all = [&](const std::string& bytes) -> phr::result<std::string> {
    std::ofstream(path, std::ios::binary) << bytes;
    PHR_TRY(auto in, reader::open(path, place));
    PHR_TRY(const auto got, in.rest());
    return std::string(got);
  };
  ASSERT_EQ(read_all(whole).value(), text);
  for (const std::size_t cut : {std::size_t{2}, std::size_t{9}, std::size_t{10}, whole.size() / 2, whole.size() - 9, whole.size() - 8, whole.size() - 1}) {
    EXPECT_EQ(read_all(whole.substr(0, cut)).error().code(), errc::malformed_archive) << cut;
  }
  for (const std::size_t at : {whole.size() / 2, whole.size() - 6, whole.size() - 2}) {  // the text, its checksum, its length
    std::string other = whole;
    other[at] = static_cast<char>(other[at] ^ 0x10);
    EXPECT_EQ(read_all(other).error().code(), errc::malformed_archive) << at;
  }
  EXPECT_EQ(read_all(whole + "behind").error().code(), errc::malformed_archive);
  EXPECT_EQ(read_all("\x1F").value(), "\x1F");
}

TEST_F(Reader, TheErrorOfASourceIsTold) {
  const auto next = [](std::span<char>) -> phr::result<std::size_t> { return phr::error{errc::io_failed}.at("the network"); };
  const phr::byte_source source(next);
  auto in = reader::of(source, place);
  EXPECT_EQ(in.rest().error().code(), errc::io_failed);
}

}  // namespace
