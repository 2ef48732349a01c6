#include "api/table_content.h"

#include <fmt/format.h>

#include "api/table_text.h"
#include "base/version.h"
#include "http/compression.h"

namespace astronova::api {
namespace {

// To be counted up whenever the same request is to be answered otherwise.
constexpr cache::CacheSpace tables{"ephemeris_tables", 1};

// A sky of the past or the future stays as it is; what ends the value's time is memory.
constexpr cache::CachePolicy policy{.time_to_live = std::chrono::hours{24}};

// Shorter tables are computed and compressed in less than ten times what asking Redis takes
// (docs/caching.md).
constexpr std::int64_t positions_worth_keeping = 250;

bool is_worth_keeping(const usecases::TableRequest& request) {
  constexpr std::size_t default_body_count = 12;
  const auto bodies = request.bodies.empty() ? default_body_count : request.bodies.size();
  const auto rows = (request.to - request.from) / request.step + 1;
  return request.frame.center != sky::Center::topocentric &&
         rows * static_cast<std::int64_t>(bodies) >= positions_worth_keeping;
}

Result<std::string> computed(const Services& services, const WantedTable& wanted) {
  const auto table = usecases::tabulate_ephemeris(services.ephemeris, wanted.request);
  if (!table) return table.error();
  if (wanted.type == TableType::csv) return write_table_csv(*table);
  return write_table_json(*table, wanted.request, services.ephemeris);
}

cache::CacheKey key_of(const WantedTable& wanted, std::string_view provenance) {
  const auto& [from, to, step, bodies, frame] = wanted.request;
  auto what = fmt::format("{} {} {} {} {} {}", static_cast<int>(wanted.type),
                          from.time_since_epoch().count(), to.time_since_epoch().count(),
                          step.count(), static_cast<int>(frame.center),
                          frame.ayanamsa ? static_cast<int>(*frame.ayanamsa) : -1);
  for (const auto body : bodies)
    fmt::format_to(std::back_inserter(what), " {}", static_cast<int>(body));
  return cache::CacheKey::of(tables, {version, provenance, what});
}

// The gzip form, kept or made. What an ephemeris has computed is not kept as another's, which may
// have taken its place meanwhile: then the whole is done again.
Result<cache::CacheValue> kept_form(const Services& services, const WantedTable& wanted) {
  constexpr auto replaced = ErrorCode::conflict;
  for (;;) {
    const std::string provenance(services.ephemeris.provenance());
    auto form =
        services.cache->get(key_of(wanted, provenance), policy, [&]() -> Result<std::string> {
          const auto text = computed(services, wanted);
          if (!text) return text.error();
          if (services.ephemeris.provenance() != provenance) return Error{replaced, {}, {}};
          return http::gzip(*text);
        });
    if (form || form.error().code != replaced) return form;
  }
}

}  // namespace

Result<TableContent> table_content(const Services& services, const WantedTable& wanted,
                                   bool accepts_gzip) {
  if (services.cache && accepts_gzip && is_worth_keeping(wanted.request)) {
    const auto form = kept_form(services, wanted);
    if (!form) return form.error();
    return TableContent{**form, http::Coding::gzip};
  }
  auto text = computed(services, wanted);
  if (!text) return text.error();
  return TableContent{*std::move(text)};
}

}  // namespace astronova::api
