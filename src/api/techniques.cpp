#include "api/techniques.h"

#include "api/request_body.h"
#include "api/routes.h"
#include "http/buffer_pool.h"

namespace astronova::api {
namespace {

http::Response answer_technique(const Technique& technique, const http::Request& request,
                                const Services& services) {
  return with_json_body(request, [&](const boost::json::value& body) {
    auto text = http::take_buffer();
    const TechniqueServices with{services.ephemeris, services.clock};
    if (const auto done = technique.answer(body, with, text); !done)
      return error_response(done.error(), request);
    return json_response(std::move(text));
  });
}

}  // namespace

std::vector<Technique> techniques() {
  std::vector<Technique> all;
  for (const auto group : {comparison_techniques(), predictive_techniques(), natal_techniques()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

void add_technique_routes(http::Router& router, const Services& services) {
  for (const auto& technique : techniques()) {
    router.add(
        http::Method::post, std::string{technique.path},
        [technique, &services](const auto& request) {
          return answer_technique(technique, request, services);
        },
        technique.execution);
  }
}

}  // namespace astronova::api
