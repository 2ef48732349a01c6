// What is between the internet and the service: Cloud Armor, backends, Cloud CDN, the load
// balancer.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include "release/google/found.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

const std::string compute = "compute.googleapis.com";

// A map of addresses, which is given and held against as a whole.
InfraStep map_step(const StepSource& source, InfraStep step, const std::string& name,
                   const object& wanted) {
  const auto& gcloud = source.gcloud;
  step.service = compute;
  step.ask = gcloud.ask({"compute", "url-maps", "list", "--global"});
  step.read = [name, wanted](const value& answer, const Facts&) {
    Found found;
    const auto* const there = element_named(answer, "/name", name);
    if (!there) return found;
    found.is_there = true;
    if (!holds_all_of(*there, wanted))
      found.differences.push_back({"rules", "others", "as configured", true});
    return found;
  };
  const auto import = gcloud.change({"compute", "url-maps", "import", name, "--global"},
                                    boost::json::serialize(wanted) + "\n");
  step.create = always(import);
  step.update = [import](const Facts&, const Found&) { return just(import); };
  step.destroy = always(gcloud.change({"compute", "url-maps", "delete", name, "--global"}));
  return step;
}

object map_of_hosts(const StepSource& source) {
  const auto& front = source.configuration.front;
  const auto backend = [&](std::string_view end) {
    return global_address(source, "backendServices", front.name + std::string(end));
  };
  array hosts = {object{{"hosts", array{front.domain}}, {"pathMatcher", "all"}}};
  array matchers = {object{{"name", "all"},
                           {"defaultService", backend("-backend")},
                           {"pathRules", array{object{{"paths", array{"/static/*"}},
                                                      {"service", backend("-static")}}}}}};
  if (!front.candidate_domain.empty()) {
    hosts.push_back(object{{"hosts", array{front.candidate_domain}}, {"pathMatcher", "candidate"}});
    matchers.push_back(object{{"name", "candidate"}, {"defaultService", backend("-candidate")}});
  }
  return {{"name", front.name + "-map"},
          {"defaultService", backend("-backend")},
          {"hostRules", std::move(hosts)},
          {"pathMatchers", std::move(matchers)}};
}

InfraStep rule_step(const StepSource& source, const std::string& step_name, const std::string& name,
                    const std::string& proxy_flag, const std::string& proxy, int port) {
  const auto& gcloud = source.gcloud;
  const auto address = source.configuration.front.name + "-address";
  InfraStep step{.name = step_name,
                 .what = fmt::format("the way in by port {}", port),
                 .service = compute,
                 .needs = {"address", port == 443 ? "https-proxy" : "redirect-proxy"}};
  step.ask = gcloud.ask({"compute", "forwarding-rules", "list", "--global"});
  step.read = [name, proxy, port](const value& answer, const Facts& facts) {
    return find_in_list("/name", name,
                        {{.what = "address",
                          .pointer = "/IPAddress",
                          .value = fact(facts, "address"),
                          .in_place = false},
                         {.what = "goes to",
                          .pointer = "/target",
                          .value = "/" + proxy,
                          .match = Wanted::Match::end},
                         {.what = "ports",
                          .pointer = "/portRange",
                          .value = fmt::format("{}-{}", port, port),
                          .in_place = false}})(answer, facts);
  };
  step.create = always(gcloud.change({"compute", "forwarding-rules", "create", name, "--global",
                                      "--load-balancing-scheme=EXTERNAL_MANAGED",
                                      "--network-tier=PREMIUM", "--address=" + address,
                                      proxy_flag + "=" + proxy, fmt::format("--ports={}", port)}));
  step.update = [line = gcloud.change({"compute", "forwarding-rules", "set-target", name,
                                       "--global", proxy_flag + "=" + proxy})](
                    const Facts&, const Found&) { return just(line); };
  step.destroy = always(gcloud.change({"compute", "forwarding-rules", "delete", name, "--global"}));
  return step;
}

InfraStep certificate_step(const StepSource& source) {
  const auto& front = source.configuration.front;
  const auto name = front.name + "-certificate";
  array domains = {front.domain};
  if (!front.candidate_domain.empty()) domains.emplace_back(front.candidate_domain);
  std::string list = front.domain;
  if (!front.candidate_domain.empty()) list += "," + front.candidate_domain;
  InfraStep step{.name = "certificate",
                 .what = "the certificate of " + list,
                 .service = compute,
                 .ask = source.gcloud.ask({"compute", "ssl-certificates", "list", "--global"})};
  step.read = find_in_list("/name", name,
                           {{.what = "domains",
                             .pointer = "/managed/domains",
                             .value = boost::json::serialize(domains),
                             .in_place = false}},
                           [](const value& thing, Found& found) {
                             const auto status = text_at(thing, "/managed/status");
                             if (status == "ACTIVE") return;
                             found.remarks.push_back(fmt::format(
                                 "The certificate is {}: Google gives it out when the names of "
                                 "its domains lead to the address.",
                                 status));
                           });
  step.create = always(source.gcloud.change(
      {"compute", "ssl-certificates", "create", name, "--domains=" + list, "--global"}));
  step.destroy =
      always(source.gcloud.change({"compute", "ssl-certificates", "delete", name, "--global"}));
  return step;
}

}  // namespace

std::string global_address(const StepSource& source, std::string_view kind, std::string_view name) {
  return fmt::format("https://www.googleapis.com/compute/v1/projects/{}/global/{}/{}",
                     source.configuration.project, kind, name);
}

void add_front_steps(Steps& steps, const StepSource& source) {
  const auto& gcloud = source.gcloud;
  const auto& name = source.configuration.front.name;
  InfraStep address{.name = "address",
                    .what = "the address that the domain leads to",
                    .service = compute,
                    .ask = gcloud.ask({"compute", "addresses", "list", "--global"})};
  address.read = find_in_list("/name", name + "-address", {}, [](const value& thing, Found& found) {
    found.facts["address"] = text_at(thing, "/address");
  });
  address.create = always(gcloud.change(
      {"compute", "addresses", "create", name + "-address", "--global", "--ip-version=IPV4"}));
  address.destroy =
      always(gcloud.change({"compute", "addresses", "delete", name + "-address", "--global"}));
  steps.push_back(std::move(address));

  steps.push_back(certificate_step(source));

  InfraStep tls{.name = "tls",
                .what = "TLS 1.2 at the least",
                .service = compute,
                .ask = gcloud.ask({"compute", "ssl-policies", "list", "--global"})};
  tls.read = find_in_list("/name", name + "-tls",
                          {{.what = "profile", .pointer = "/profile", .value = "MODERN"},
                           {.what = "version", .pointer = "/minTlsVersion", .value = "TLS_1_2"}});
  tls.create = always(gcloud.change({"compute", "ssl-policies", "create", name + "-tls", "--global",
                                     "--profile=MODERN", "--min-tls-version=1.2"}));
  tls.update = [line = gcloud.change({"compute", "ssl-policies", "update", name + "-tls",
                                      "--global", "--profile=MODERN", "--min-tls-version=1.2"})](
                   const Facts&, const Found&) { return just(line); };
  tls.destroy =
      always(gcloud.change({"compute", "ssl-policies", "delete", name + "-tls", "--global"}));
  steps.push_back(std::move(tls));

  InfraStep map{
      .name = "map", .what = "which backend answers what", .needs = {"backend", "static"}};
  if (!source.configuration.front.candidate_domain.empty()) map.needs.emplace_back("candidate");
  steps.push_back(map_step(source, std::move(map), name + "-map", map_of_hosts(source)));

  InfraStep proxy{.name = "https-proxy",
                  .what = "what speaks TLS",
                  .service = compute,
                  .needs = {"map", "certificate", "tls"},
                  .ask = gcloud.ask({"compute", "target-https-proxies", "list", "--global"})};
  const auto ends = [](std::string what, std::string pointer, std::string end) {
    return Wanted{.what = std::move(what),
                  .pointer = std::move(pointer),
                  .value = std::move(end),
                  .match = Wanted::Match::end};
  };
  proxy.read = find_in_list(
      "/name", name + "-https",
      {ends("map", "/urlMap", "/urlMaps/" + name + "-map"),
       ends("certificate", "/sslCertificates/0", "/sslCertificates/" + name + "-certificate"),
       ends("TLS", "/sslPolicy", "/sslPolicies/" + name + "-tls")});
  const auto proxy_line = [&](const char* verb) {
    return gcloud.change({"compute", "target-https-proxies", verb, name + "-https", "--global",
                          "--url-map=" + name + "-map",
                          "--ssl-certificates=" + name + "-certificate",
                          "--ssl-policy=" + name + "-tls"});
  };
  proxy.create = always(proxy_line("create"));
  proxy.update = [line = proxy_line("update")](const Facts&, const Found&) { return just(line); };
  proxy.destroy = always(
      gcloud.change({"compute", "target-https-proxies", "delete", name + "-https", "--global"}));
  steps.push_back(std::move(proxy));
  steps.push_back(
      rule_step(source, "https", name + "-https", "--target-https-proxy", name + "-https", 443));

  // 308: what was posted is posted again.
  steps.push_back(map_step(
      source, {.name = "redirect", .what = "from http to https"}, name + "-redirect",
      {{"name", name + "-redirect"},
       {"defaultUrlRedirect",
        object{{"httpsRedirect", true}, {"redirectResponseCode", "PERMANENT_REDIRECT"}}}}));
  InfraStep redirect{.name = "redirect-proxy",
                     .what = "what redirects",
                     .service = compute,
                     .needs = {"redirect"},
                     .ask = gcloud.ask({"compute", "target-http-proxies", "list", "--global"})};
  redirect.read = find_in_list("/name", name + "-http",
                               {ends("map", "/urlMap", "/urlMaps/" + name + "-redirect")});
  const auto redirect_line = [&](const char* verb) {
    return gcloud.change({"compute", "target-http-proxies", verb, name + "-http", "--global",
                          "--url-map=" + name + "-redirect"});
  };
  redirect.create = always(redirect_line("create"));
  redirect.update = [line = redirect_line("update")](const Facts&, const Found&) {
    return just(line);
  };
  redirect.destroy = always(
      gcloud.change({"compute", "target-http-proxies", "delete", name + "-http", "--global"}));
  steps.push_back(std::move(redirect));
  steps.push_back(
      rule_step(source, "http", name + "-http", "--target-http-proxy", name + "-http", 80));
}

}  // namespace astronova::release::google
