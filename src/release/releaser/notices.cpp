#include "release/releaser/notices.h"

#include <utility>

#include <fmt/format.h>

#include "release/records/durable_file.h"

namespace astronova::release {
namespace {

const std::vector<std::string>& words_of(const HookSettings& hooks, Hook hook) {
  switch (hook) {
    case Hook::before_build:
      return hooks.before_build;
    case Hook::after_promote:
      return hooks.after_promote;
    case Hook::on_rollback:
      break;
  }
  return hooks.on_rollback;
}

const char* name_of(Hook hook) {
  switch (hook) {
    case Hook::before_build:
      return "before_build";
    case Hook::after_promote:
      return "after_promote";
    case Hook::on_rollback:
      break;
  }
  return "on_rollback";
}

// What a program said last, on one line.
std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of(" \r\n");
  if (end == std::string::npos) return "it said nothing";
  const auto begin = text.find_last_of('\n', end);
  return text.substr(begin == std::string::npos ? 0 : begin + 1,
                     end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

}  // namespace

Result<void> Notices::record(const AuditEntry& entry) {
  return audit_.append(entry);
}

void Notices::tell(const AuditEntry& entry) {
  if (const auto written = audit_.append(entry); !written)
    say_("warning: the audit log lacks a line: " + written.error().detail);
  unposted_.push_back(entry);
}

std::string Notices::webhook_url() const {
  const auto& webhook = settings_.webhook;
  if (webhook.url_file.empty()) return webhook.url;
  const auto text = read_file(webhook.url_file);
  if (text && *text) return (*text)->substr(0, (*text)->find_first_of(" \r\n"));
  say_("warning: the webhook's url_file cannot be read");
  return "";
}

void Notices::post() {
  const auto entries = std::exchange(unposted_, {});
  const auto url = entries.empty() ? std::string() : webhook_url();
  if (url.empty()) return;
  for (const auto& entry : entries) {
    clients::HttpRequest request;
    request.method = clients::HttpMethod::post;
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = json_of(entry);
    request.deadline = settings_.webhook.deadline;
    const auto answer = http_.send(request);
    // An address may be a secret, so it is not named. Nor is it waited for again and again.
    if (!answer) return say_("warning: the webhook was not told: " + answer.error().detail);
    if (answer->status >= 300)
      return say_(fmt::format("warning: the webhook was not told: it answers {}", answer->status));
  }
}

Result<void> Notices::run(Hook hook, const AuditEntry& entry,
                          const std::vector<std::pair<std::string, std::string>>& more) {
  CommandLine command;
  command.words = words_of(settings_.hooks, hook);
  if (command.words.empty()) return {};
  command.deadline = settings_.hooks.deadline;
  command.environment = {{"ASTRONOVA_RELEASE_SERVICE", settings_.service.name},
                         {"ASTRONOVA_RELEASE_HOOK", name_of(hook)},
                         {"ASTRONOVA_RELEASE_ID", entry.release},
                         {"ASTRONOVA_RELEASE_BY", entry.by},
                         {"ASTRONOVA_RELEASE_REVISION", entry.revision},
                         {"ASTRONOVA_RELEASE_VERSION", entry.version},
                         {"ASTRONOVA_RELEASE_DIGEST", entry.digest},
                         {"ASTRONOVA_RELEASE_REASON", entry.why}};
  command.environment.insert(command.environment.end(), more.begin(), more.end());
  say_(fmt::format("hook {}: {}", name_of(hook), command.words.front()));
  const auto result = runner_.run(command);
  if (!result) return result.error();
  if (result->exit_status == 0) return {};
  return Error{ErrorCode::unavailable,
               fmt::format("the hook {} ended with {}: {}", name_of(hook), result->exit_status,
                           last_line(result->errors.empty() ? result->output : result->errors)),
               {}};
}

}  // namespace astronova::release
