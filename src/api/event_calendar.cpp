#include "api/event_calendar.h"

#include <array>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "api/event_json.h"
#include "base/version.h"

namespace astronova::api {
namespace {

// What a VEVENT says.
struct CalendarEntry {
  JulianDayUt at{};
  std::optional<JulianDayUt> until{};
  std::string id{};       // of what happens; with the instant, of the event
  std::string summary{};  // for a person
};

// "trueSouthNode" as "True south node", "sun" as "Sun".
std::string spoken(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && !text.empty()) text += ' ';
    text += is_upper && !text.empty() ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string spoken(sky::Body body) {
  return spoken(name_of(body));
}

// Makes an entry of an event, whatever its type.
class EntryMaker {
 public:
  explicit EntryMaker(CalendarEntry& entry) : entry_(entry) {}

  void operator()(const astrology::SeasonEvent& event) const {
    set(event.at, fmt::format("season-{}", name_of(event.point)), spoken(name_of(event.point)));
  }
  void operator()(const astrology::LunarPhaseEvent& event) const {
    constexpr std::array<std::string_view, 4> phases{"New Moon", "First quarter", "Full Moon",
                                                     "Last quarter"};
    set(event.at, fmt::format("lunarPhase-{}", name_of(event.phase)),
        fmt::format("{} in {}", phases.at(static_cast<std::size_t>(event.phase)),
                    astrology::format_in_sign(event.longitude)));
  }
  void operator()(const astrology::SolarEclipse& event) const {
    set(event.at, "solarEclipse",
        fmt::format("{} solar eclipse, magnitude {:.3f}, saros {}", spoken(name_of(event.type)),
                    event.magnitude, event.saros));
  }
  void operator()(const astrology::LunarEclipse& event) const {
    const bool penumbral = event.type == astrology::LunarEclipseType::penumbral;
    set(event.at, "lunarEclipse",
        fmt::format("{} lunar eclipse, magnitude {:.3f}, saros {}", spoken(name_of(event.type)),
                    penumbral ? event.penumbral_magnitude : event.umbral_magnitude, event.saros));
  }
  void operator()(const astrology::IngressEvent& event) const {
    set(event.at, fmt::format("ingress-{}-{}", name_of(event.body), name_of(event.sign)),
        fmt::format("{} enters {}{}", spoken(event.body), name_of(event.sign),
                    event.retrograde ? ", retrograde" : ""));
  }
  void operator()(const astrology::StationEvent& event) const {
    const auto* const direction = event.turns_retrograde ? "retrograde" : "direct";
    set(event.at, fmt::format("station-{}-{}", name_of(event.body), direction),
        fmt::format("{} turns {} in {}", spoken(event.body), direction,
                    astrology::format_in_sign(event.longitude)));
  }
  void operator()(const astrology::AspectEvent& event) const {
    set(event.at,
        fmt::format("aspect-{}-{}-{}", name_of(event.first), name_of(event.kind),
                    name_of(event.second)),
        fmt::format("{} {} {}", spoken(event.first), name_of(event.kind), spoken(event.second)));
  }
  void operator()(const astrology::VoidOfCourse& event) const {
    set(event.at, "voidOfCourse",
        fmt::format("Moon void of course until {}", name_of(event.next_sign)));
    entry_.until = event.until;
  }
  void operator()(const astrology::RiseSetEvent& event) const {
    constexpr std::array<std::string_view, 4> verbs{"rises", "culminates", "sets",
                                                    "is below the pole"};
    set(event.at, fmt::format("{}-{}", name_of(event.point), name_of(event.body)),
        fmt::format("{} {}", spoken(event.body), verbs.at(static_cast<std::size_t>(event.point))));
  }
  void operator()(const astrology::TwilightEvent& event) const {
    const auto* const what = event.dawn ? "dawn" : "dusk";
    set(event.at, fmt::format("{}-{}", what, name_of(event.twilight)),
        fmt::format("{} {}", spoken(name_of(event.twilight)), what));
  }
  void operator()(const astrology::PlanetaryHour& event) const {
    set(event.at, fmt::format("planetaryHour-{}", event.number),
        fmt::format("Hour of {} ({} of 24)", spoken(event.ruler), event.number));
    entry_.until = event.until;
  }
  void operator()(const astrology::OutOfBoundsEvent& event) const {
    set(event.at,
        fmt::format("outOfBounds-{}-{}", name_of(event.body), event.leaves ? "leaves" : "returns"),
        fmt::format("{} {} bounds in the {}", spoken(event.body),
                    event.leaves ? "goes out of" : "comes back within",
                    event.north ? "north" : "south"));
  }
  void operator()(const astrology::NodeCrossing& event) const {
    set(event.at, fmt::format("node-{}", name_of(event.body)),
        fmt::format("{} at its {} node", spoken(event.body),
                    event.ascending ? "ascending" : "descending"));
  }
  void operator()(const astrology::ApsisEvent& event) const {
    set(event.at, fmt::format("apsis-{}", name_of(event.body())),
        fmt::format("{} at {}", spoken(event.body()), name_of(event.apsis)));
  }

 private:
  void set(JulianDayUt at, std::string id, std::string summary) const {
    entry_.at = at;
    entry_.id = std::move(id);
    entry_.summary = std::move(summary);
  }

  CalendarEntry& entry_;
};

// 20260320T144553Z
std::string calendar_instant(JulianDayUt at) {
  auto text = format_rfc3339(printed_event_instant(at));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// The ids of a calendar's events. Two ephemerides may differ by some seconds in when a planet
// stands still: it is one event to those who take the calendar again, so an id tells the hour.
class EventIds {
 public:
  std::string of(std::string_view what, std::string_view instant) {
    constexpr std::size_t to_the_hour = 11;
    auto id = fmt::format("{}-{}", what, instant.substr(0, to_the_hour));
    const int times = ++given_[id];
    return times == 1 ? id : fmt::format("{}-{}", id, times);
  }

 private:
  std::unordered_map<std::string, int> given_;
};

// RFC 5545, 3.3.11
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ',' || c == ';' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

// A content line, folded after 75 bytes at most and never within a character (RFC 5545, 3.1).
void add_line(std::string& text, std::string_view line) {
  constexpr std::size_t bytes_max = 75;
  std::size_t room = bytes_max;
  while (line.size() > room) {
    std::size_t cut = room;
    while ((static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U)
      --cut;
    text += line.substr(0, cut);
    text += "\r\n ";
    line.remove_prefix(cut);
    room = bytes_max - 1;
  }
  text += line;
  text += "\r\n";
}

void add_entry(std::string& text, const CalendarEntry& entry, std::string_view category,
               EventIds& ids) {
  const auto at = calendar_instant(entry.at);
  add_line(text, "BEGIN:VEVENT");
  add_line(text, fmt::format("UID:{}@astronova", ids.of(entry.id, at)));
  add_line(text, "DTSTAMP:" + at);
  add_line(text, "DTSTART:" + at);
  // An end must be later than the beginning (3.8.2.2).
  const auto until = entry.until ? calendar_instant(*entry.until) : at;
  if (until != at) add_line(text, "DTEND:" + until);
  add_line(text, "SUMMARY:" + escaped(entry.summary));
  add_line(text, fmt::format("CATEGORIES:{}", category));
  add_line(text, "TRANSP:TRANSPARENT");
  add_line(text, "END:VEVENT");
}

// A calendar has one component at least (3.6): without events, the time zone that it is told in.
void add_time_zone(std::string& text) {
  for (const auto* line :
       {"BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"})
    add_line(text, line);
}

}  // namespace

std::string write_event_calendar(const usecases::SkyEvents& events) {
  std::string text;
  add_line(text, "BEGIN:VCALENDAR");
  add_line(text, "VERSION:2.0");
  add_line(text, fmt::format("PRODID:-//AstroNova//astronova {}//EN", version));
  add_line(text, "CALSCALE:GREGORIAN");
  EventIds ids;
  const auto places = events.in_order();
  if (places.empty()) add_time_zone(text);
  for (const auto& place : places) {
    CalendarEntry entry;
    events.visit(place, EntryMaker(entry));
    const auto category = usecases::sky_event_kind_names()[static_cast<std::size_t>(place.kind)];
    add_entry(text, entry, category, ids);
  }
  add_line(text, "END:VCALENDAR");
  return text;
}

}  // namespace astronova::api
