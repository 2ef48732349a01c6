#include "release/gates/smoke.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "release/gates/answer_check.h"

namespace astronova::release {
namespace {

using clients::HttpMethod;
using namespace std::chrono_literals;

constexpr std::array<std::string_view, 5> method_names{"GET", "POST", "PUT", "PATCH", "DELETE"};

void read_near(SettingsTable& table, SmokeRequest& request) {
  for (const auto& [pointer, scalar] : table.scalars("near")) {
    if (scalar.kind == SettingScalar::Kind::whole || scalar.kind == SettingScalar::Kind::number) {
      request.near.emplace_back(pointer, scalar.number);
    } else {
      table.refuse("near", fmt::format("'{}' cannot be near to '{}'", pointer, scalar.text),
                   "give a number, or write it into 'json'");
    }
  }
}

void refuse_wrong_pointers(SettingsTable& table, const SmokeRequest& request) {
  const auto check = [&table](const char* key, const std::string& pointer) {
    if (pointer.empty() || pointer.starts_with('/')) return;
    table.refuse(key, fmt::format("'{}' is no JSON pointer", pointer),
                 "begin it with a slash: \"/status\"");
  };
  for (const auto& [pointer, scalar] : request.json)
    check("json", pointer);
  for (const auto& [pointer, number] : request.near)
    check("near", pointer);
}

SmokeRequest read_request(SettingsTable table) {
  SmokeRequest request;
  table.need("name", "name = \"health\"");
  table.need("path", "path = \"/api/v1/misc/health\"");
  table.read("name", request.name);
  table.read("path", request.path);
  if (!request.path.empty() && !request.path.starts_with('/'))
    table.refuse("path", fmt::format("'{}' is no path", request.path), "begin it with a slash");
  std::string method = "GET";
  table.read("method", method, method_names);
  request.method =
      static_cast<HttpMethod>(std::ranges::find(method_names, method) - method_names.begin());
  request.headers = table.texts("headers");
  table.read("body", request.body);
  table.read("status", request.status, {.least = 200, .most = 599});
  request.json = table.scalars("json");
  read_near(table, request);
  table.read("tolerance", request.tolerance, {.least = 0, .most = 1e9});
  request.answer_headers = table.texts("answer_headers");
  table.read("answer_contains", request.answer_contains);
  table.read("follow", request.follow);
  table.read("vital", request.is_vital);
  refuse_wrong_pointers(table, request);
  return request;
}

// "HTTP://host" and "/path", however the address ends.
std::string joined(std::string_view address, const std::string& path) {
  while (address.ends_with('/'))
    address.remove_suffix(1);
  return std::string(address) + path;
}

Judgement bad(const std::string& name, const Shortcoming& shortcoming) {
  return {"smoke test '" + name + "'", shortcoming.measured, shortcoming.wanted, false};
}

}  // namespace

SmokeSettings read_smoke_settings(SettingsTable table) {
  SmokeSettings settings;
  table.read("deadline", settings.deadline, {.least = 100ms, .most = 10min});
  table.read("attempts", settings.attempts, {.least = 1, .most = 100});
  table.read("pause", settings.pause, {.least = 0ms, .most = 10min});
  for (const auto& request : table.tables("requests"))
    settings.requests.push_back(read_request(request));
  if (settings.requests.empty()) {
    table.refuse("requests", "[gates.smoke] asks nothing, so that everything would pass",
                 "write at least one [[gates.smoke.requests]]");
  }
  return settings;
}

bool SmokeReport::is_good() const {
  return std::ranges::all_of(judgements, &Judgement::is_good);
}

std::string SmokeReport::what_failed() const {
  const auto found =
      std::ranges::find_if(judgements, [](const auto& judgement) { return !judgement.is_good; });
  if (found == judgements.end()) return "";
  return fmt::format("{}: {}; it must be {}", found->figure, found->measured, found->wanted);
}

SmokeReport SmokeTest::run(const std::string& address, const std::string& version,
                           bool vital_only) {
  SmokeReport report;
  for (const auto& request : settings_.requests) {
    if (vital_only && !request.is_vital) continue;
    auto judgement = judge(address, version, request);
    for (int attempt = 1; !judgement.is_good && attempt < settings_.attempts; ++attempt) {
      waiter_.pause(settings_.pause);
      judgement = judge(address, version, request);
    }
    report.judgements.push_back(std::move(judgement));
    // One is enough to refuse it, and to wait for more would keep a broken one longer.
    if (!report.judgements.back().is_good) break;
  }
  return report;
}

Judgement SmokeTest::judge(const std::string& address, const std::string& version,
                           const SmokeRequest& request) {
  const auto ask = [&](const std::string& path, bool is_first) {
    clients::HttpRequest sent;
    sent.url = joined(address, path);
    sent.deadline = settings_.deadline;
    if (is_first) {
      sent.method = request.method;
      sent.headers = request.headers;
      sent.body = request.body;
    }
    return http_.send(sent);
  };
  const auto answer = ask(request.path, true);
  if (!answer) return bad(request.name, {answer.error().detail, "an answer"});
  if (const auto shortcoming = shortcoming_of(*answer, request, version))
    return bad(request.name, *shortcoming);
  if (!request.follow.empty()) {
    const auto links = links_in(answer->body, request.follow);
    if (links.empty()) {
      return bad(request.name,
                 {"the page names no file", fmt::format("one at least below {}", request.follow)});
    }
    for (const auto& link : links) {
      const auto file = ask(link, false);
      if (!file) return bad(request.name, {link + ": " + file.error().detail, "an answer"});
      if (file->status != 200 || file->body.empty()) {
        return bad(request.name, {fmt::format("{} has the status {} and {} bytes", link,
                                              file->status, file->body.size()),
                                  "a file"});
      }
    }
  }
  return {"smoke test '" + request.name + "'", fmt::format("status {}", answer->status),
          fmt::format("{}", request.status), true};
}

}  // namespace astronova::release
