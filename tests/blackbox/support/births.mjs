// Births that several tests use.
export const newYork = {
  date: '1990-05-15',
  time: '10:30',
  timezone: 'America/New_York',
  latitude: 40.7128,
  longitude: -74.006,
};

export const timeUnknown = { ...newYork, time: null };

export const insideThePolarCircle = {
  date: '2001-06-21',
  time: '12:00',
  timezone: 'Europe/Oslo',
  latitude: 69.65,
  longitude: 18.96,
};

// Twenty over three centuries and both hemispheres. `utc` was worked out from the zones' records
// with Python's zoneinfo or, where clocks showed local mean time, from the longitude by hand.
const table = `
1800-01-20 00:00    Europe/London                  51.5072 -0.1276 1800-01-20T00:00:31Z koch
1815-12-10 13:00    Europe/London                  51.5072 -0.1276 1815-12-10T13:00:31Z regiomontanus
1834-06-21 06:15    America/New_York               40.7128 -74.006 1834-06-21T11:11:01Z campanus
1856-05-06 18:30    Europe/Prague                  49.64 18.14 1856-05-06T17:32:16Z porphyry
1869-10-02 07:12    Asia/Kolkata                   21.64 69.61 1869-10-02T01:18:40Z wholeSign
1879-03-14 11:30    Europe/Berlin                  48.4 9.99 1879-03-14T10:50:02Z alcabitius
1893-09-19 05:00    Pacific/Auckland               -41.28 174.78 1893-09-18T17:30:00Z topocentric
1907-07-06 08:30    America/Mexico_City            19.43 -99.13 1907-07-06T15:06:31Z morinus
1918-07-18 14:54    Africa/Johannesburg            -31.59 28.78 1918-07-18T12:54:00Z equal
1926-06-01 09:30    America/Los_Angeles            34.05 -118.24 1926-06-01T17:30:00Z meridian
1936-12-17 21:00    America/Argentina/Buenos_Aires -34.6 -58.38 1936-12-18T00:00:00Z vehlow
1944-07-09 12:00    Europe/London                  51.5072 -0.1276 1944-07-09T10:00:00Z krusinski
1954-01-29 03:30    Australia/Sydney               -33.87 151.21 1954-01-28T17:30:00Z koch
1969-07-20 16:17:40 America/New_York               28.57 -80.65 1969-07-20T20:17:40Z apc
1985-12-03 22:05    America/Sao_Paulo              -23.55 -46.63 1985-12-04T00:05:00Z sripati
2000-02-29 23:59:59 Asia/Tokyo                     35.68 139.69 2000-02-29T14:59:59Z carter
2011-12-31 08:00    Pacific/Apia                   -13.83 -171.77 2011-12-30T18:00:00Z horizontal
2038-01-19 03:14:08 Pacific/Honolulu               21.3 -157.86 2038-01-19T13:14:08Z equalMc
2062-08-10 06:40    Asia/Kathmandu                 27.72 85.32 2062-08-10T00:55:00Z gauquelin
2100-12-31 18:45    Europe/Paris                   48.8566 2.3522 2100-12-31T17:45:00Z sunshine
`;

export const goldenBirths = table
  .trim()
  .split('\n')
  .map((line) => line.split(/\s+/))
  .map(([date, time, timezone, latitude, longitude, utc, houseSystem]) => ({
    birthData: { date, time, timezone, latitude: Number(latitude), longitude: Number(longitude) },
    utc,
    houseSystem,
  }));
