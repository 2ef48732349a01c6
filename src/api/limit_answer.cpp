#include "api/limit_answer.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "http/problem.h"

namespace astronova::api {
namespace {

using limits::Verdict;

/// In decimal, without an allocation.
class Digits {
 public:
  explicit Digits(std::int64_t number)
      : end_(std::to_chars(text_.data(), text_.data() + text_.size(), number).ptr) {}
  Digits(const Digits&) = delete;
  Digits& operator=(const Digits&) = delete;

  std::string_view text() const {
    return {text_.data(), static_cast<std::size_t>(end_ - text_.data())};
  }

 private:
  std::array<char, 24> text_{};
  const char* end_;
};

std::int64_t seconds_until(const Verdict& verdict) {
  return std::chrono::ceil<std::chrono::seconds>(verdict.reset).count();
}

void add_headers(http::HeaderLines& lines, const Verdict& verdict) {
  if (verdict.limit == 0) return;
  const Digits limit(verdict.limit);
  const Digits remaining(verdict.remaining);
  const Digits reset(seconds_until(verdict));
  lines.add("RateLimit-Limit", limit.text());
  lines.add("RateLimit-Remaining", remaining.text());
  lines.add("RateLimit-Reset", reset.text());
  lines.add("X-RateLimit-Limit", limit.text());
  lines.add("X-RateLimit-Remaining", remaining.text());
  lines.add("X-RateLimit-Reset", reset.text());
}

std::string_view what_is_asked(limits::LimitClass limit_class) {
  switch (limit_class) {
    case limits::LimitClass::auth:
      return "requests to sign in";
    case limits::LimitClass::costly:
      return "requests of the costly kind";
    case limits::LimitClass::usual:
    case limits::LimitClass::shared:
      break;
  }
  return "requests";
}

std::string detail_of(const Verdict& verdict, const limits::Rule& rule) {
  const bool is_address = verdict.subject == limits::Subject::Kind::address;
  const auto whom = is_address ? "from this address" : "by this account";
  const auto time = verdict.is_burst ? "at once" : "in " + limits::in_words(rule.window);
  auto detail = fmt::format("More than {} {} {} {}", verdict.limit,
                            what_is_asked(verdict.limit_class), time, whom);
  const bool is_ban = verdict.kind == Verdict::Kind::banned || verdict.begins_ban;
  if (is_ban && rule.ban.count() > 0) {
    detail += ", from which nothing is taken for " + limits::in_words(rule.ban);
  }
  const auto seconds = seconds_until(verdict);
  return detail + fmt::format(". Try again in {} second{}.", seconds, seconds == 1 ? "" : "s");
}

http::Response refusal(const Verdict& verdict, const limits::Rules& rules,
                       std::string_view request_id) {
  http::Problem problem;
  problem.status = 429;
  const auto of_class = rules.of(verdict.limit_class);
  if (verdict.kind == Verdict::Kind::closed) {
    problem.status = 503;
    problem.detail =
        "Requests cannot be counted now, and none is taken before they can: try again "
        "in a second.";
  } else {
    problem.detail = detail_of(
        verdict, verdict.rule < of_class.size() ? of_class[verdict.rule] : limits::Rule{});
  }
  auto response = http::problem_response(problem, request_id);
  response.headers.emplace_back("Retry-After", Digits(seconds_until(verdict)).text());
  return response;
}

}  // namespace

http::Admission::Decision decision_of(const Verdict& verdict, const limits::Rules& rules,
                                      std::string_view request_id) {
  http::Admission::Decision decision;
  add_headers(decision.headers, verdict);
  if (verdict.is_refusal()) decision.refusal = refusal(verdict, rules, request_id);
  return decision;
}

}  // namespace astronova::api
