#include "source/pattern.h"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "tree.h"

using augshard::Pattern;

namespace {

Pattern parsed(std::string_view text) {
  auto pattern = Pattern::parse(text);
  REQUIRE_MESSAGE(pattern, text);
  return *std::move(pattern);
}

/// The captures joined by '|', or "-" where the path does not match.
std::string matched(std::string_view pattern, std::string_view path) {
  std::vector<std::string_view> values;
  const Pattern::Outcome outcome = parsed(pattern).match(path, values);
  if (outcome != Pattern::Outcome::yes) return outcome == Pattern::Outcome::no ? "-" : "gave up";
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : "|") + std::string(values[i]);
  return text;
}

std::string fault(std::string_view pattern) {
  const auto result = Pattern::parse(pattern);
  return result ? "" : result.error().message;
}

/// A part of a random pattern: 'a' and '/' stand for themselves, '|' is (a|b|ab/), '?' is (a{word}|b), '+' and '*' are
/// {word} and {word...}.
struct Piece {
  char kind;
  std::size_t slot;
};

/// The rules of a match in their shortest form; exponential.
struct PlainSearch {
  std::vector<Piece> pieces;
  std::string path;
  std::vector<std::string> values;  ///< empty = not set

  bool follow(std::size_t index, std::size_t at) {
    if (index == pieces.size()) return at == path.size();
    const Piece piece = pieces[index];
    switch (piece.kind) {
      case '|': return literal("a", index, at) || literal("b", index, at) || literal("ab/", index, at);
      case '?': return (path[at] == 'a' && capture(piece, index, at + 1)) || literal("b", index, at);
      case '+':
      case '*': return capture(piece, index, at);
      default: return literal(std::string(1, piece.kind), index, at);
    }
  }

  bool literal(const std::string& text, std::size_t index, std::size_t at) {
    return path.compare(at, text.size(), text) == 0 && follow(index + 1, at + text.size());
  }

  bool capture(Piece piece, std::size_t index, std::size_t at) {
    std::string& value = values[piece.slot];
    if (!value.empty()) return literal(std::string(value), index, at);
    for (std::size_t end = path.size(); end > at; --end) {
      if (piece.kind != '*' && path.substr(at, end - at).find('/') != std::string::npos) continue;
      value = path.substr(at, end - at);
      if (follow(index + 1, end)) return true;
    }
    value.clear();
    return false;
  }
};

}  // namespace

TEST_CASE("a capture takes a piece of one name, a deep capture whole folders") {
  CHECK(matched("images/{city}/{id}.png", "images/aachen/0001.png") == "aachen|0001");
  CHECK(matched("images/{id}.png", "images/aachen/0001.png") == "-");
  CHECK(matched("images/{id...}.png", "images/aachen/0001.png") == "aachen/0001");
  CHECK(matched("{all...}", "a/b/c") == "a/b/c");
  CHECK(matched("images/{id}.png", "images/.png") == "-");
}

TEST_CASE("all else is literal, byte for byte") {
  CHECK(matched("{id}.png", "a.PNG") == "-");
  CHECK(matched("{id}.png", "axpng") == "-");
  CHECK(matched("a*?[b]\\{id}.png", "a*?[b]\\7.png") == "7");
  CHECK(matched("images (1)/{id}.png", "images (1)/7.png") == "7");
  CHECK(matched("{id}.png", "caf\xc3\xa9.png") == "caf\xc3\xa9");
  CHECK(matched("{id}.png", "\xff\xfe.png") == "\xff\xfe");
}

TEST_CASE("alternatives nest, may be empty and may hold captures") {
  CHECK(matched("{id}.(jpg|png)", "a.jpg") == "a");
  CHECK(matched("{id}.(jpg|png)", "a.png") == "a");
  CHECK(matched("{id}.(jpg|png)", "a.gif") == "-");
  CHECK(matched("{id}.(jp(e|)g|png)", "a.jpeg") == "a");
  CHECK(matched("{id}.(jp(e|)g|png)", "a.jpg") == "a");
  CHECK(matched("(train/{city}|test)/{id}.png", "train/bonn/1.png") == "bonn|1");
  CHECK(matched("(train/{city}|test)/{id}.png", "test/1.png") == "|1");
}

TEST_CASE("a capture used twice matches equal text only") {
  CHECK(matched("{id}/images/{id}.png", "7/images/7.png") == "7");
  CHECK(matched("{id}/images/{id}.png", "7/images/8.png") == "-");
  CHECK(matched("{a}-{b}-{a}", "x-y-x-y-x") == "x|y-x-y");
  CHECK(matched("{a}{b}{a}", "abcab") == "ab|c");
  CHECK(matched("({x}/a|{x}/b)", "q/b") == "q");
}

TEST_CASE("an ambiguous path goes to the left: captures take as much as they can") {
  CHECK(matched("{city}_{id}.png", "a_b_c.png") == "a_b|c");
  CHECK(matched("{id}.{ext}", "x.v2.jpg") == "x.v2|jpg");
  CHECK(matched("{top...}/{rest...}", "a/b/c") == "a/b|c");
  CHECK(matched("(a|ab){rest...}", "abc") == "bc");
}

TEST_CASE("matching agrees with a plain search without memory") {
  std::mt19937 random(7);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  int matches = 0;
  for (int round = 0; round < 1500; ++round) {
    PlainSearch plain;
    plain.pieces.push_back({'+', 0});
    std::string text = "{c0}";
    std::size_t slots = 1;
    for (std::size_t i = 0; i < 5; ++i) {
      const Piece piece{"a/|?*+="[below(7)], slots};
      const std::string word = "c" + std::to_string(slots);
      const std::size_t again = below(slots);
      switch (piece.kind) {
        case '|': text += "(a|b|ab/)"; break;
        case '?': text += "(a{" + word + "}|b)"; break;
        case '*': text += "{" + word + "...}"; break;
        case '+': text += "{" + word + "}"; break;
        case '=': text += "{c" + std::to_string(again) + "}"; break;
        default: text += piece.kind;
      }
      if (std::string_view("?*+").find(piece.kind) != std::string_view::npos) ++slots;
      plain.pieces.push_back(piece.kind == '=' ? Piece{'+', again} : piece);
    }
    const auto pattern = Pattern::parse(text);
    if (!pattern) continue;  // a '/' at the end, or two
    for (int name = 0; name < 8; ++name) {
      std::string path;
      for (std::size_t i = 2 + below(9); i > 0; --i) path += "aabb/"[below(5)];
      CAPTURE(text);
      CAPTURE(path);
      plain.path = path;
      plain.values.assign(slots, "");
      std::string expected = "-";
      if (plain.follow(0, 0)) {
        ++matches;
        expected.clear();
        for (std::size_t i = 0; i < slots; ++i) expected += (i == 0 ? "" : "|") + plain.values[i];
        const std::size_t slash = path.rfind('/');
        if (slash < path.size() - 1) CHECK(pattern->may_match_below(path.substr(0, slash)));
      }
      CHECK(matched(text, path) == expected);
    }
  }
  CHECK(matches > 500);
}

TEST_CASE("hostile names end in bounded time") {
  const std::string many(250, 'a');
  const auto start = std::chrono::steady_clock::now();
  CHECK(matched("{a}a{b}a{c}a{d}a{e}a{f}a{g}a{h}x", many) == "-");
  CHECK(matched("(a|aa)(a|aa)(a|aa)(a|aa)(a|aa)(a|aa)(a|aa)(a|aa)(a|aa)(a|aa)(a|aa)(a|aa){r}x", many) == "-");
  CHECK(matched("{z}{a}{b}{c}{a}{b}{c}x", many) == "gave up");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("only folders that can hold a match are worth a look") {
  const Pattern pattern = parsed("data/images/{city}/{id}.(jpg|png)");
  CHECK(pattern.folder() == "data/images/");
  CHECK(pattern.may_match_below(""));
  CHECK(pattern.may_match_below("data"));
  CHECK(pattern.may_match_below("data/images"));
  CHECK(pattern.may_match_below("data/images/bonn"));
  CHECK_FALSE(pattern.may_match_below("dat"));
  CHECK_FALSE(pattern.may_match_below("data/labels"));
  CHECK_FALSE(pattern.may_match_below("data/images/bonn/deep"));
  CHECK(parsed("{all...}").may_match_below("a/b/c"));
  CHECK(parsed("{id...}/x/{id...}.png").may_match_below("a/x/a"));
  CHECK(parsed("{id}/images/{id}.png").may_match_below("7/images"));
  CHECK_FALSE(parsed("{id}/images/{id}.png").may_match_below("7/masks"));
  CHECK(parsed("(a|b)/{id}.png").folder().empty());
  CHECK(parsed("images{n}/{id}.png").folder().empty());
}

TEST_CASE("a pattern can be filled in for a message") {
  CHECK(parsed("l/{city}/{id}_{cls}.(png|tif)").fill_in({"bonn", "7", ""}) == "l/bonn/7_{cls}.png");
}

TEST_CASE("a broken pattern is refused with the place") {
  CHECK(fault("") == "the pattern is empty");
  CHECK(holds(fault("images/{id.png"), "'{' has no '}' after it (byte 8 of"));
  CHECK(holds(fault("images/{1d}.png"), "'1d' is not a capture name (byte 8"));
  CHECK(holds(fault("images/{}.png"), "'' is not a capture name"));
  CHECK(holds(fault("{id}}.png"), "'}' has no '{' before it (byte 5"));
  CHECK(holds(fault("{id}.(jpg|png"), "'(' has no ')' after it (byte 6"));
  CHECK(holds(fault("{id}.jpg)"), "')' has no '(' before it (byte 9"));
  CHECK(holds(fault("{id}.jpg|{id}.png"), "'|' stands outside parentheses (byte 9"));
  CHECK(holds(fault("/data/{id}.png"), "begins with '/'"));
  CHECK(holds(fault("../{id}.png"), "'..'"));
  CHECK(holds(fault("a//{id}.png"), "empty name"));
  CHECK(holds(fault(std::string(100, '(') + "a|b" + std::string(100, ')')), "nested too deeply"));
  CHECK(parsed("./images/{id}.png").folder() == "images/");
}
