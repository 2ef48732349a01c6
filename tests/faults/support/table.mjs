// A row for each fault, and what is wrong with it.

// What is below a millisecond counts as one: the client's measuring is no finer.
const finest = 1;
const slowdownMax = 5;
const recoveryMax = 2;

const columns = [
  ['fault', 26],
  ['requests', 9],
  ['refused', 8],
  ['unanswered', 11],
  ['wrong', 6],
  ['p50 before/during ms', 21],
  ['p99 before/during ms', 21],
  ['back after s', 13],
];

const line = (cells) =>
  cells.map((cell, i) => (i === 0 ? `${cell}`.padEnd(columns[i][1]) : `${cell}`.padStart(columns[i][1]))).join('');

export const heading = () => console.log(line(columns.map(([name]) => name)));

const milliseconds = (value) => (value === undefined ? '-' : value.toFixed(1));
const pair = ({ before, during }) => `${milliseconds(before)} / ${milliseconds(during)}`;

// The sentences that say what must not be; none: it is as it should be.
export function verdict(row) {
  if (row.broken) return [row.broken];
  const findings = [...(row.findings ?? [])];
  const limit = (row.slowdownMax ?? slowdownMax) * Math.max(row.p99.before, finest);
  if (row.wrong > 0) findings.push(`${row.wrong} wrong answers, the first: ${row.firstWrong}`);
  if (row.unanswered > (row.mayBeUnanswered ?? 0)) findings.push(`${row.unanswered} without an answer`);
  if (row.p99.during > limit) findings.push(`p99 of what was accepted is above ${limit.toFixed(1)} ms`);
  if (row.recovery > recoveryMax) findings.push(`failures for more than ${recoveryMax} s after its end`);
  return findings;
}

export function print(row) {
  if (row.broken) {
    console.log(`${row.name}: BROKEN\n${row.broken}`);
    return;
  }
  const { name, requests, refused, unanswered, wrong, p50, p99, recovery } = row;
  console.log(line([name, requests, refused, unanswered, wrong, pair(p50), pair(p99), recovery.toFixed(2)]));
  console.log(`  ${row.what}`);
  for (const note of row.notes ?? []) console.log(`  ${note}`);
  for (const finding of row.verdict) console.log(`  FAILED: ${finding}`);
}
