// As what requests are counted, and what their clients are told.

#include "api/limit_admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/contract.h"
#include "api/limit_classes.h"
#include "limits/local_limiter.h"
#include "tests/api/people_under_test.h"
#include "tests/api/support.h"
#include "tests/support/set_clock.h"

namespace astronova::api {
namespace {

using http::Method;
using limits::LimitClass;
using ::testing::HasSubstr;

const http::RouteInfo charts{Method::post, "/api/v1/chart/generate"};
const http::RouteInfo guests{Method::post, "/api/v1/auth/guest"};
const http::RouteInfo exports{Method::get, "/api/v1/users/me/export"};
const http::RouteInfo apple{Method::post, "/api/v1/auth/apple/notifications"};
const http::RouteInfo page{Method::get, "/docs"};

/// Nobody decides later in this process.
class Never final : public http::Admission::Later {
 public:
  http::Admission::Told told() override { throw std::logic_error("it was to be decided at once"); }
};

struct From {
  std::string_view peer = "203.0.113.1";
  std::string token{};
  std::vector<std::string_view> forwarded_for{};
};

class LimitAdmissionTest : public ::testing::Test {
 protected:
  http::Admission::Decision ask(const http::RouteInfo* route, const From& from = {}) {
    http::Request request{Method::get, "/"};
    request.request_id = "the-request";
    request.peer_address = from.peer;
    const auto authorization = "Bearer " + from.token;
    if (!from.token.empty()) request.headers.emplace_back("Authorization", authorization);
    for (const auto line : from.forwarded_for)
      request.headers.emplace_back("x-forwarded-for", line);
    Never later;
    return admission().decide(request, route, later).value();
  }
  bool is_let_in(const http::RouteInfo& route, const From& from = {}) {
    return !ask(&route, from).refusal;
  }
  int let_in(int asked, const http::RouteInfo& route, const From& from = {}) {
    int count = 0;
    for (int i = 0; i < asked; ++i)
      count += is_let_in(route, from) ? 1 : 0;
    return count;
  }

  void use(std::string_view rules) { rules_ = limits::Rules::parse(rules).value(); }
  void trust(const std::vector<std::string>& proxies) {
    proxies_ = limits::AddressRanges::parse(proxies).value();
  }

  accounts::SignedIn sign_in(storage::Role role) {
    auto& identities = people_.people().database.identities();
    const auto account = identities.create_account(role, clock_.now()).value();
    return people_.people().sessions.open(account, "").value();
  }

  LimitAdmission& admission() {
    if (!admission_) {
      limiter_.emplace(rules_, limits::LocalLimiter::Settings{});
      admission_.emplace(LimitAdmission::Parts{*limiter_, rules_, proxies_, &people_.people()});
    }
    return *admission_;
  }

  testing::SetClock clock_{*parse_rfc3339("2026-11-23T00:00:00Z")};
  SystemRandomness randomness_;
  PeopleUnderTest people_{clock_};
  limits::Rules rules_ = limits::Rules::usual();
  limits::AddressRanges proxies_;
  std::optional<limits::LocalLimiter> limiter_;
  std::optional<LimitAdmission> admission_;
};

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [own, value] : response.headers)
    if (own == name) return value;
  return "";
}

TEST_F(LimitAdmissionTest, AnAddressMaySendAHundredRequestsAMinute) {
  EXPECT_EQ(let_in(150, charts), 100);
  EXPECT_EQ(let_in(150, charts, {.peer = "203.0.113.2"}), 100);
}

TEST_F(LimitAdmissionTest, WhoIsLetInIsToldWhatIsLeft) {
  const auto decision = ask(&charts);
  const std::string lines(decision.headers.text());
  EXPECT_THAT(lines, HasSubstr("RateLimit-Limit: 100\r\nRateLimit-Remaining: 99\r\n"));
  EXPECT_THAT(lines, HasSubstr("X-RateLimit-Limit: 100\r\nX-RateLimit-Remaining: 99\r\n"));
  EXPECT_THAT(lines, ::testing::ContainsRegex("\nRateLimit-Reset: 6[0-2]\r\n"));
  EXPECT_THAT(lines, ::testing::ContainsRegex("\nX-RateLimit-Reset: 6[0-2]\r\n"));
}

TEST_F(LimitAdmissionTest, WhoIsRefusedIsToldWhichRuleItIsAndWhenToTryAgain) {
  use("default=2/60s ban 600s");
  EXPECT_EQ(let_in(2, charts), 2);
  for (int i = 0; i < 2; ++i) {
    const auto decision = ask(&charts);
    ASSERT_TRUE(decision.refusal);
    EXPECT_EQ(decision.refusal->status, 429U);
    EXPECT_EQ(header(*decision.refusal, "Retry-After"), "600");
    EXPECT_THAT(std::string(decision.headers.text()),
                HasSubstr("RateLimit-Remaining: 0\r\nRateLimit-Reset: 600\r\n"));
    const auto body = body_of(*decision.refusal);
    EXPECT_EQ(body.at("instance").as_string(), "the-request");
    EXPECT_EQ(body.at("detail").as_string(),
              "More than 2 requests in 1 minute from this address, from which nothing is taken for "
              "10 minutes. Try again in 600 seconds.");
  }
}

TEST_F(LimitAdmissionTest, ABurstIsToldOfAsSuch) {
  use("auth=60/60s burst 3");
  EXPECT_EQ(let_in(3, guests), 3);
  const auto decision = ask(&guests);
  ASSERT_TRUE(decision.refusal);
  EXPECT_EQ(header(*decision.refusal, "Retry-After"), "1");
  EXPECT_EQ(body_of(*decision.refusal).at("detail").as_string(),
            "More than 3 requests to sign in at once from this address. Try again in 1 second.");
}

TEST_F(LimitAdmissionTest, PagesHealthAndUnknownPathsAreNotCounted) {
  use("default=1/60s;auth=1/60s;costly=1/60s;shared=1/60s");
  const http::RouteInfo health{Method::get, "/api/v1/misc/health", http::Execution::on_loop,
                               http::Priority::vital};
  const http::RouteInfo contract{Method::get, "/api/v1/openapi.json"};
  for (const auto* const route :
       {&page, &health, &contract, static_cast<const http::RouteInfo*>(nullptr)}) {
    for (int i = 0; i < 10; ++i) {
      const auto decision = ask(route);
      EXPECT_FALSE(decision.refusal);
      EXPECT_EQ(decision.headers.text(), "");
    }
  }
  EXPECT_EQ(let_in(10, charts), 1);
}

TEST_F(LimitAdmissionTest, CostlyRoutesAreCountedAsAllOthersAreAndApart) {
  use("default=10/60s;costly=4/60s");
  EXPECT_EQ(let_in(10, exports), 4);
  EXPECT_EQ(let_in(10, charts), 6);
}

TEST_F(LimitAdmissionTest, AGuestIsCountedByAddressAndByAccount) {
  use("default=5/60s;shared=1000/60s");
  const auto guest = sign_in(storage::Role::guest).access_token.text;
  const auto another = sign_in(storage::Role::guest).access_token.text;
  EXPECT_EQ(let_in(3, charts, {.token = guest}), 3);
  EXPECT_EQ(let_in(3, charts, {.token = another}), 2) << "an address can make many guests";
  EXPECT_EQ(let_in(5, charts, {.peer = "203.0.113.2", .token = guest}), 2)
      << "an account may come from several addresses";
}

TEST_F(LimitAdmissionTest, PeopleWhoHaveSignedInShareAnAddressWithoutSharingItsLimit) {
  use("default=5/60s;shared=12/60s");
  const auto one = sign_in(storage::Role::user).access_token.text;
  const auto other = sign_in(storage::Role::user).access_token.text;
  EXPECT_EQ(let_in(10, charts, {.token = one}), 5);
  EXPECT_EQ(let_in(10, charts, {.token = other}), 5);
  EXPECT_EQ(let_in(10, charts), 5) << "nor with who has not";
  EXPECT_EQ(let_in(10, charts, {.peer = "203.0.113.2", .token = one}), 0);
  const auto third = sign_in(storage::Role::user).access_token.text;
  EXPECT_EQ(let_in(10, charts, {.token = third}), 2) << "an address has a limit for all";
  EXPECT_EQ(let_in(10, charts, {.peer = "203.0.113.3", .token = third}), 3);
}

TEST_F(LimitAdmissionTest, ATokenThatIsNotGoodIsNobodysAndLeavesTheAddress) {
  use("default=5/60s");
  const auto signed_in = sign_in(storage::Role::user);
  const auto& token = signed_in.access_token.text;
  auto forged = token;
  forged[forged.rfind('.') + 1] = forged[forged.rfind('.') + 1] == 'A' ? 'B' : 'A';
  const auto ended = sign_in(storage::Role::user);
  ASSERT_TRUE(people_.people().sessions.authenticate(ended.access_token.text));
  ASSERT_TRUE(people_.people().sessions.end(ended.account.id, ended.session_id));
  EXPECT_FALSE(people_.people().sessions.authenticate(ended.access_token.text));
  EXPECT_EQ(let_in(2, charts, {.token = forged}), 2);
  EXPECT_EQ(let_in(2, charts, {.token = "no token"}), 2);
  EXPECT_EQ(let_in(2, charts, {.token = ended.access_token.text}), 1);
  EXPECT_EQ(let_in(9, charts, {.token = token}), 5) << "its account has lost nothing";
  clock_.advance(accounts::access_token_lifetime + std::chrono::hours{1});
  EXPECT_EQ(let_in(9, charts, {.peer = "203.0.113.9", .token = token}), 5) << "expired";
}

TEST_F(LimitAdmissionTest, AForgedHeaderFromOutsideChangesNothing) {
  use("default=5/60s");
  trust({"10.0.0.0/8"});
  int accepted = 0;
  for (int i = 0; i < 20; ++i) {
    const auto forged = "198.51.100." + std::to_string(i);
    accepted += is_let_in(charts, {.forwarded_for = {forged}}) ? 1 : 0;
  }
  EXPECT_EQ(accepted, 5);
}

TEST_F(LimitAdmissionTest, BehindATrustedProxyItsClientIsCounted) {
  use("default=5/60s");
  trust({"10.0.0.0/8"});
  const auto from = [](std::string_view client) {
    return From{.peer = "10.0.0.1", .forwarded_for = {"9.9.9.9", client}};
  };
  EXPECT_EQ(let_in(9, charts, from("198.51.100.1")), 5);
  EXPECT_EQ(let_in(9, charts, from("198.51.100.2, 10.0.0.7")), 5);
  EXPECT_EQ(let_in(9, charts, from("198.51.100.1")), 0);
  EXPECT_EQ(let_in(9, charts, {.peer = "198.51.100.1"}), 0);
}

TEST_F(LimitAdmissionTest, ApplesServersAreCountedAsManyPeoplesAddress) {
  use("default=2/60s ban 600s;shared=50/60s");
  EXPECT_EQ(let_in(60, apple), 50);
  EXPECT_EQ(let_in(5, charts), 2);
}

TEST_F(LimitAdmissionTest, WhatIsDecidedIsCounted) {
  use("default=2/60s ban 600s");
  let_in(5, charts);
  let_in(3, page);
  const auto& figures = admission().figures();
  const auto& usual = figures.decisions.at(static_cast<std::size_t>(LimitClass::usual));
  EXPECT_EQ(usual.at(static_cast<std::size_t>(limits::Verdict::Kind::allowed)), 2U);
  EXPECT_EQ(usual.at(static_cast<std::size_t>(limits::Verdict::Kind::limited)), 1U);
  EXPECT_EQ(usual.at(static_cast<std::size_t>(limits::Verdict::Kind::banned)), 2U);
  EXPECT_EQ(figures.bans, 1U);
}

/// Tells its verdicts when the test says so.
class LateLimiter final : public limits::Limiter {
 public:
  std::optional<limits::Verdict> decide(std::span<const limits::Charge> /*charges*/,
                                        Later& later) override {
    told = later.told();
    return std::nullopt;
  }
  Told told;
};

/// Keeps the decision.
class Kept final : public http::Admission::Later {
 public:
  http::Admission::Told told() override {
    return [this](http::Admission::Decision told) { decision = std::move(told); };
  }
  std::optional<http::Admission::Decision> decision;
};

TEST(LateLimitAdmission, ADecisionThatComesLaterNeedsTheRequestNoMore) {
  const limits::Rules rules = limits::Rules::usual();
  const limits::AddressRanges proxies;
  LateLimiter limiter;
  LimitAdmission admission({limiter, rules, proxies});
  Kept kept;
  {
    http::Request request{Method::get, "/"};
    request.request_id = "the-request-that-is-gone-by-then";
    EXPECT_FALSE(admission.decide(request, &charts, kept));
  }
  limits::Verdict verdict;
  verdict.kind = limits::Verdict::Kind::closed;
  verdict.reset = std::chrono::seconds{1};
  limiter.told(verdict);
  admission.settle();
  ASSERT_TRUE(kept.decision && kept.decision->refusal);
  EXPECT_EQ(kept.decision->refusal->status, 503U);
  EXPECT_EQ(header(*kept.decision->refusal, "Retry-After"), "1");
  EXPECT_EQ(body_of(*kept.decision->refusal).at("instance").as_string(),
            "the-request-that-is-gone-by-then");
}

TEST(LimitClasses, AreThoseOfTheOpenApiDocument) {
  const StoppedClock clock;
  const PeopleUnderTest people(clock);
  const ApiUnderTest api(&people.people());
  const auto text = openapi_json();
  const auto document = boost::json::parse({text.data(), text.size()});
  for (const auto& route : api.router().routes()) {
    std::string method(http::name_of(route.method));
    std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto& operation = document.at("paths").at(route.pattern).at(method).as_object();
    const auto limit_class = limit_class_of(route);
    const auto* const documented = operation.if_contains("x-limit-class");
    const std::string said = documented ? documented->as_string().c_str() : "none";
    EXPECT_EQ(limit_class ? limits::name_of(*limit_class) : "none", said) << route.pattern;
    EXPECT_EQ(operation.at("responses").as_object().contains("429"), limit_class.has_value())
        << route.pattern;
  }
}

}  // namespace
}  // namespace astronova::api
