// The rules that check.mjs keeps. docs/ARCHITECTURE.md tells why.

// For each room of src/ the rooms whose headers it may include beside its own and those of `base`.
// What is not listed is forbidden, and so is a room that is not listed.
const ports = ["storage", "cache", "limits", "clients", "accounts", "health"];
const sky = ["sky", "places"];
const charts = ["astrology", ...sky];
const pages = ["readings", "rendering", ...charts];
export const mayInclude = {
  base: [],
  sky: [],
  places: [],
  astrology: sky,
  rendering: charts,
  readings: charts,
  storage: [],
  clients: [],
  cache: ["clients"],
  limits: ["clients"],
  accounts: ["storage", "clients"],
  mirror: ["storage", "clients"],
  health: ["sky", "storage", "clients"],
  usecases: [...pages, ...ports],
  http: [],
  // It watches what it measures.
  telemetry: ["http", "clients"],
  api: ["http", "usecases", ...pages, ...ports],
  bulk: ["api", "usecases", ...pages],
  release: ["clients"],
  app: ["bulk", "mirror", "api", "http", "telemetry", "release", "usecases", ...pages, ...ports],
};

// Headers that only some folders may include, so that what hides behind them can be replaced.
const trials = ["tests/", "bench/", "fuzz/"];
export const confined = [
  {
    what: "Swiss Ephemeris",
    header: /^swe(phexp|ph|dll|date|house|jpl|odef)?\.h$/,
    to: ["src/sky/swiss/", ...trials],
  },
  {
    what: "Beast and curl",
    header: /^(boost\/beast|curl\/)/,
    to: ["src/http/", "src/clients/", ...trials],
  },
  {
    what: "Prometheus's and spdlog's library",
    header: /^(prometheus|spdlog)\//,
    to: ["src/telemetry/", ...trials],
  },
  {
    what: "an adapter",
    header:
      /^(sky\/(swiss|table)|storage\/sql|cache\/(memory|redis)|clients\/(apple|cloudkit|curl|redis|google_cloud|otlp)|limits\/redis|release\/local)\//,
    // The table is made of what the other adapter of its port answers.
    to: ["src/app/", "src/sky/table/", ...trials],
  },
];

// Longer files do more than one thing.
export const linesMax = 500;
