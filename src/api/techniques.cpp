#include "api/techniques.h"

#include "api/authentication.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "http/buffer_pool.h"

namespace astronova::api {
namespace {

// Who is to have the answer kept; an access token that is there must be good.
Result<std::optional<accounts::Caller>> owner_of(const Technique& technique,
                                                 const http::Request& request,
                                                 const Services& services) {
  if (!technique.keep || !services.people) return std::optional<accounts::Caller>{};
  return caller_if_any(request, *services.people);
}

http::Response answer_technique(const Technique& technique, const http::Request& request,
                                const Services& services) {
  const auto owner = owner_of(technique, request, services);
  if (!owner) return error_response(owner.error(), request);
  return with_json_body(request, [&](const boost::json::value& body) {
    auto text = http::take_buffer();
    const TechniqueServices with{services.ephemeris, services.clock};
    if (const auto done = technique.answer(body, with, text); !done)
      return error_response(done.error(), request);
    if (*owner) {
      const auto kept =
          technique.keep({*services.people, **owner, body, text, services.clock.now()});
      if (!kept) return error_response(kept.error(), request);
    }
    return json_response(std::move(text));
  });
}

}  // namespace

std::vector<Technique> techniques() {
  std::vector<Technique> all;
  for (const auto group :
       {comparison_techniques(), natal_techniques(), predictive_techniques(), match_techniques()})
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
