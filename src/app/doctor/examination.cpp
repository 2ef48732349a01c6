#include "app/doctor/examination.h"

#include <algorithm>
#include <exception>
#include <future>
#include <thread>

#include <fmt/format.h>

#include "base/json_writer.h"

namespace astronova::app {
namespace {

struct Running {
  std::string name;
  std::future<Diagnosis> diagnosis;
};

Diagnosis outcome(const std::function<Diagnosis()>& examine) {
  try {
    return examine();
  } catch (const std::exception& error) {
    return failure(error.what(), "tell those who make AstroNova");
  }
}

Running begin(Examination examination) {
  std::promise<Diagnosis> promise;
  Running running{std::move(examination.name), promise.get_future()};
  std::thread([examine = std::move(examination.examine), promise = std::move(promise)]() mutable {
    promise.set_value(outcome(examine));
  }).detach();
  return running;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return "ok";
    case Verdict::off:
      return "off";
    case Verdict::warn:
      return "warn";
    case Verdict::fail:
      break;
  }
  return "fail";
}

Report run(std::vector<Examination> examinations, std::chrono::milliseconds within) {
  const auto end = std::chrono::steady_clock::now() + within;
  std::vector<Running> all;
  all.reserve(examinations.size());
  for (auto& examination : examinations)
    all.push_back(begin(std::move(examination)));
  Report report;
  for (auto& running : all) {
    if (running.diagnosis.wait_until(end) == std::future_status::ready) {
      report.rows.push_back({std::move(running.name), running.diagnosis.get()});
      continue;
    }
    report.rows.push_back(
        {std::move(running.name),
         failure(
             fmt::format("no answer within {} s", std::chrono::duration<double>(within).count()),
             "see whether it hangs, and whether a firewall drops what is sent there")});
  }
  return report;
}

Verdict worst_of(const std::vector<Row>& rows) {
  const auto worst =
      std::ranges::max_element(rows, {}, [](const Row& row) { return row.diagnosis.verdict; });
  if (worst == rows.end() || worst->diagnosis.verdict == Verdict::off) return Verdict::ok;
  return worst->diagnosis.verdict;
}

std::string table_of(const std::vector<Row>& rows) {
  std::size_t widest = 0;
  for (const auto& row : rows)
    widest = std::max(widest, row.name.size());
  std::string text;
  for (const auto& [name, diagnosis] : rows) {
    text += fmt::format("{:<{}}  {:<4}  {}\n", name, widest, name_of(diagnosis.verdict),
                        diagnosis.detail);
    if (!diagnosis.fix.empty())
      text += fmt::format("{:<{}}  try:  {}\n", "", widest, diagnosis.fix);
  }
  return text;
}

std::string json_of(const std::vector<Row>& rows) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("status", name_of(worst_of(rows))).key("checks").begin_array();
  for (const auto& [name, diagnosis] : rows) {
    json.begin_object()
        .member("name", name)
        .member("state", name_of(diagnosis.verdict))
        .member("detail", diagnosis.detail);
    if (!diagnosis.fix.empty()) json.member("fix", diagnosis.fix);
    json.end_object();
  }
  json.end_array().end_object();
  return text + '\n';
}

}  // namespace astronova::app
