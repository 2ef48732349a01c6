// Debian's swetest: the same ephemeris through another program.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

const bodyLetters = {
  sun: '0',
  moon: '1',
  mercury: '2',
  venus: '3',
  mars: '4',
  jupiter: '5',
  saturn: '6',
  uranus: '7',
  neptune: '8',
  pluto: '9',
  chiron: 'D',
  ceres: 'F',
  pallas: 'G',
  juno: 'H',
  vesta: 'I',
  meanNode: 'm',
  trueNode: 't',
  meanLilith: 'A',
  trueLilith: 'B',
};

export const houseLetters = {
  placidus: 'P',
  koch: 'K',
  porphyry: 'O',
  regiomontanus: 'R',
  campanus: 'C',
  equal: 'E',
  equalMc: 'D',
  wholeSign: 'W',
  alcabitius: 'B',
  morinus: 'M',
  topocentric: 'T',
  vehlow: 'V',
  meridian: 'X',
  horizontal: 'H',
  krusinski: 'U',
  apc: 'Y',
  sripati: 'S',
  carter: 'F',
  gauquelin: 'G',
  sunshine: 'I',
};

export const ephemerisPath = process.env.ASTRONOVA_EPHE_PATH ?? '/usr/share/libswe/ephe';

function swetest(args) {
  const output = execFileSync('swetest', ['-eswe', `-edir${ephemerisPath}`, '-head', ...args], {
    encoding: 'utf8',
  });
  assert.ok(!/Moshier/.test(output), output);
  return output.split('\n').filter((line) => line.trim() !== '' && !/^(error|warning)/i.test(line));
}

// Gregorian date and UT as swetest takes them.
function instant(utc) {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)Z$/.exec(utc);
  return [`-b${Number(day)}.${Number(month)}.${Number(year)}`, `-ut${time}`];
}

// { sun: { longitude, latitude, distance, speed, rightAscension, declination }, ... }
export function bodiesAt(utc, names, options = []) {
  const letters = names.map((name) => bodyLetters[name]).join('');
  const lines = swetest([...instant(utc), `-p${letters}`, '-flbRsad', '-g,', ...options]);
  assert.equal(lines.length, names.length, lines.join('\n'));
  return Object.fromEntries(
    names.map((name, i) => {
      const [longitude, latitude, distance, speed, rightAscension, declination] = lines[i]
        .split(',')
        .map(Number);
      return [name, { longitude, latitude, distance, speed, rightAscension, declination }];
    }),
  );
}

// { cusps, ascendant, midheaven, vertex, eastPoint }
export function housesAt(utc, { latitude, longitude }, system, options = []) {
  const lines = swetest([
    ...instant(utc),
    '-p',
    `-house${longitude},${latitude},${houseLetters[system]}`,
    '-fPl',
    '-g,',
    ...options,
  ]);
  const value = (name) => Number(lines.find((line) => line.startsWith(name)).split(',')[1]);
  return {
    cusps: lines.filter((line) => /^house/.test(line)).map((line) => Number(line.split(',')[1])),
    ascendant: value('Ascendant'),
    midheaven: value('MC'),
    vertex: value('Vertex'),
    eastPoint: value('equat. Asc.'),
  };
}
