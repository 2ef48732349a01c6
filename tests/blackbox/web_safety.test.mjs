// What browsers are told to do, and not to do, with answers; and whether a browser does it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startChromium } from '../support/chromium.mjs';
import { newYork } from './support/births.mjs';
import { exchange, parseResponses, send } from './support/client.mjs';
import { People } from './support/people.mjs';
import { startServer, within } from './support/program.mjs';

const signs = '/api/v1/misc/zodiac-signs';
const generate = '/api/v1/chart/generate';
const origin = 'https://chart.example';

// Of every answer that is no page.
const forPrograms = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': undefined,
  'permissions-policy': undefined,
  'strict-transport-security': undefined,
};

const forBrowsers = {
  ...forPrograms,
  'content-security-policy': (policy) => assert.match(policy, /^default-src 'none'; script-src /),
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': (policy) => assert.match(policy, /\bgeolocation=\(\)/),
};

const preflight = { origin, 'access-control-request-method': 'POST' };

// What is asked, and what the answer is: its status, then its headers.
const kinds = [
  ['an answer of the API', ['GET', signs], 200, forPrograms],
  ['the same without its body', ['HEAD', signs], 200, forPrograms],
  ['a chart', ['POST', generate, { body: { birthData: newYork } }], 200, forPrograms],
  ['the contract', ['GET', '/api/v1/openapi.json'], 200, forPrograms],
  ['the state of the server', ['GET', '/readyz'], 200, forPrograms],
  ['a problem with the input', ['POST', generate, { body: {} }], 422, forPrograms],
  ['a problem with the path', ['GET', '/nothing'], 404, forPrograms],
  ['a problem with the method', ['DELETE', generate], 405, forPrograms],
  ['a problem with the token', ['GET', '/api/v1/users/me'], 401, forPrograms],
  ['what is told of a path', ['OPTIONS', generate], 204, forPrograms],
  ['a preflight', ['OPTIONS', generate, { headers: preflight }], 204, forPrograms],
  ['a script', ['GET', '/docs/docs.js'], 200, forPrograms],
  ['a style sheet', ['GET', '/docs/swagger-ui.css'], 200, forPrograms],
  ['a page', ['GET', '/docs'], 200, forBrowsers],
  ['the same page without its body', ['HEAD', '/docs'], 200, forBrowsers],
];

function assertHeaders(response, expected) {
  for (const [name, value] of Object.entries(expected)) {
    const is = response.headers[name];
    if (typeof value === 'function') value(is);
    else assert.equal(is, value, name);
  }
}

const noncesIn = (text) => [...text.matchAll(/nonce[-="']+([0-9a-f]{32})/g)].map(([, it]) => it);

describe('the headers for browsers', () => {
  let people;
  before(async () => (people = await People.start({ args: ['--cors-origins', origin] })));
  after(() => people.stop());

  for (const [what, request, status, headers] of kinds) {
    it(`go with ${what}`, async () => {
      const response = await send(people.server, ...request);
      assert.equal(response.status, status, response.text);
      assertHeaders(response, headers);
    });
  }

  it('go with what is sent while it is made', async () => {
    const person = await people.guest();
    const response = await person.get('/api/v1/users/me/export');
    assert.equal(response.headers['transfer-encoding'], 'chunked');
    assertHeaders(response, forPrograms);
  });

  it('go with the answer to what is no HTTP', async () => {
    const [response] = parseResponses(await exchange(people.server, 'garbage\r\n\r\n'));
    assert.equal(response.status, 400);
    assertHeaders(response, forPrograms);
  });

  it('do not keep scripts of the allowed origins from reading', async () => {
    const response = await send(people.server, 'GET', signs, { headers: { origin } });
    assert.equal(response.headers['access-control-allow-origin'], origin);
    assertHeaders(response, forPrograms);
  });

  it('let other sites show what scripts of all origins may read', async () => {
    const server = await startServer(['--cors-origins', '*']);
    const open = { 'cross-origin-resource-policy': 'cross-origin' };
    assertHeaders(await send(server, 'GET', signs), { ...forPrograms, ...open });
    assertHeaders(await send(server, 'GET', '/docs'), forBrowsers);
    await server.stop();
  });

  it('ask browsers to come over TLS where the operator says that a proxy speaks it', async () => {
    const server = await startServer([], { env: { ASTRONOVA_HSTS: 'on' } });
    for (const path of [signs, '/docs', '/nothing']) {
      const { headers } = await send(server, 'GET', path);
      assert.equal(headers['strict-transport-security'], 'max-age=63072000; includeSubDomains');
    }
    await server.stop();
  });
});

describe('the page at /docs', () => {
  let server;
  let browser;
  before(async () => {
    server = await startServer();
    browser = await startChromium();
  });
  after(async () => {
    await browser.close();
    await server.stop();
  });

  it('has a nonce of its own in each answer, the same in its policy and its HTML', async () => {
    const seen = new Set();
    for (let i = 0; i < 5; i += 1) {
      const page = await send(server, 'GET', '/docs');
      const inPolicy = noncesIn(page.headers['content-security-policy']);
      const inPage = noncesIn(page.text);
      assert.equal(inPolicy.length, 2, 'for scripts and styles');
      assert.equal(inPage.length, page.text.match(/<script|<link rel="stylesheet"/g).length);
      assert.equal(new Set([...inPolicy, ...inPage]).size, 1);
      seen.add(inPage[0]);
      assert.equal(page.headers['cache-control'], 'no-cache');
      assert.doesNotMatch(page.text, /\{nonce\}/);
    }
    assert.equal(seen.size, 5);
  });

  it('allows no script or style that is written into it', async () => {
    const policy = (await send(server, 'GET', '/docs')).headers['content-security-policy'];
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    for (const rule of ["base-uri 'none'", "frame-ancestors 'none'", "default-src 'none'"])
      assert.ok(policy.includes(rule), rule);
  });

  it('works in a browser that keeps to its policy', async () => {
    const { page } = browser;
    const complaints = [];
    page.on('Log.entryAdded', ({ entry }) => complaints.push(`${entry.level}: ${entry.text}`));
    page.on('Runtime.exceptionThrown', (thrown) => complaints.push(JSON.stringify(thrown)));
    page.on('Audits.issueAdded', ({ issue }) => {
      if (issue.code === 'ContentSecurityPolicyIssue') complaints.push(JSON.stringify(issue));
    });
    for (const domain of ['Log', 'Runtime', 'Audits']) await page.send(`${domain}.enable`);
    await page.send('Page.enable');
    await page.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `window.violations = [];
        document.addEventListener('securitypolicyviolation', (event) =>
          window.violations.push(event.effectiveDirective + ' ' + event.blockedURI));`,
    });
    await page.open(`http://127.0.0.1:${server.port}/docs`);

    const { paths } = (await send(server, 'GET', '/api/v1/openapi.json')).json;
    const operations = Object.values(paths).flatMap((path) =>
      Object.keys(path).filter((key) => ['get', 'put', 'post', 'patch', 'delete'].includes(key)),
    ).length;
    const until = (condition) => `await new Promise((resolve) => {
      const look = () => (${condition}) ? resolve() : requestAnimationFrame(look);
      look();
    });`;
    await within(
      page.evaluate(until(`document.querySelectorAll('.opblock').length === ${operations}`)),
      'the list of operations',
    );
    // One of them is opened and tried.
    const answered = await within(
      page.evaluate(`
        const find = (what) =>
          document.querySelector('#operations-reference-listZodiacSigns ' + what);
        find('.opblock-summary-control').click();
        ${until(`find('.execute')`)}
        // Swagger UI loses clicks while it is still at work on its document.
        const again = setInterval(() => find('.execute').click(), 500);
        ${until(`find('.live-responses-table .response .response-col_status')`)}
        clearInterval(again);
        return find('.live-responses-table .response').innerText;`),
      'the answer to an operation that is tried',
    );
    assert.match(answered, /^200[^]*Aries/);
    assert.deepEqual(await page.evaluate('return window.violations'), []);
    assert.deepEqual(complaints, []);
  });

  it('keeps a browser from running what somebody has got into it', async () => {
    const { page } = browser;
    await page.open(`http://127.0.0.1:${server.port}/docs`);
    const [hasRun, violations] = await within(
      page.evaluate(`
        const script = document.createElement('script');
        script.textContent = 'window.hasRun = true';
        document.body.append(script);
        const there = document.createElement('div');
        there.innerHTML =
          '<img src="https://elsewhere.example/x.png" onerror="window.hasRun = true">' +
          '<p style="color: red">text</p><iframe src="https://elsewhere.example/"></iframe>';
        document.body.append(there);
        const wanted = ['script-src-elem', 'img-src', 'style-src-attr', 'frame-src'];
        const seen = () => window.violations.map((one) => one.split(' ')[0]);
        await new Promise((resolve) => {
          const look = () => wanted.every((one) => seen().includes(one))
            ? resolve() : requestAnimationFrame(look);
          look();
        });
        return [window.hasRun === true, seen()];`),
      'the violations',
    );
    assert.equal(hasRun, false);
    assert.ok(violations.includes('script-src-elem'), violations.join());
  });
});
