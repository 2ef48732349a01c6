// Who serves, seen from outside.
import http from 'node:http';

function get(address, path) {
  return new Promise((resolve, reject) => {
    const request = http.get(`${address}${path}`, { agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (more) => (text += more));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    request.on('error', reject);
    request.setTimeout(30_000, () => request.destroy(new Error('no answer')));
  });
}

// The version that an answer through the balancer comes from; undefined where none comes. A server whose
// processor others take away calls itself unhealthy, and answers all the same.
export async function versionServed(address) {
  const answer = await get(address, '/api/v1/misc/health').catch(() => undefined);
  try {
    return JSON.parse(answer.text).version;
  } catch {
    return undefined;
  }
}

// Milliseconds from now to an answer of that version.
export async function timeTo(address, version) {
  const begun = performance.now();
  while ((await versionServed(address)) !== version) {
    if (performance.now() - begun > 60_000) throw new Error(`${version} does not answer`);
  }
  return performance.now() - begun;
}
