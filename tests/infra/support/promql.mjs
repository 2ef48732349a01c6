// What an expression of PromQL asks for. Prometheus itself says whether it is one; this only finds
// the names in it.
const words =
  /^(and|or|unless|by|without|on|ignoring|group_left|group_right|offset|bool|start|end|inf|nan)$/i;

const matcher = /(\w+)\s*(?:=~|!~|!=|=)\s*"/g;

// The selectors: { name, labels }, where `labels` are those that it matches.
export function selectors(expression) {
  const found = [];
  // What is in quotes may look like anything.
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  for (const [, name, , body = ''] of bare.matchAll(
    /(?<![\w:$.])([a-zA-Z_:][\w:]*)(?![\w:]|\s*\()(\s*\{([^}]*)\})?/g,
  )) {
    // Of `{a="",b=""}` only the name before it counts.
    if (words.test(name)) continue;
    found.push({ name, labels: [...body.matchAll(matcher)].map(([, label]) => label) });
  }
  return found;
}

// The labels that it groups by or matches series on.
export function groupings(expression) {
  const lists = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .matchAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g);
  return [...lists].flatMap(([, list]) => list.split(',').map((label) => label.trim())).filter(Boolean);
}
