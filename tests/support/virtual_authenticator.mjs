// virtual_authenticator.mjs CREATION_OPTIONS [REQUEST_OPTIONS...]: headless Chromium with a virtual
// authenticator, on a page of its own. Prints the page's port (its origin is http://localhost:PORT),
// then a line for each of the options given, JSON as servers send them: what the browser answers, as
// pages send it back, or {"error": "..."}; in the end "closed". Scripts import openBrowser instead.
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { startChromium } from "./chromium.mjs";

async function servePage() {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>page</title>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const usualAuthenticator = {
  protocol: "ctap2",
  ctap2Version: "ctap2_1",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

// Opens the page at `url`, or one of its own, with an authenticator that keeps passkeys, verifies its
// user and needs no finger. `create` and `get` take options as servers send them and give what
// PublicKeyCredential.toJSON() makes of the answer.
export async function openBrowser({ url, authenticator = {} } = {}) {
  const own = url ? undefined : await servePage();
  const address = url ?? `http://localhost:${own.address().port}/`;
  const browser = await startChromium();
  const { page } = browser;
  const close = async () => {
    await browser.close();
    own?.close();
  };
  const evaluate = (body) => page.evaluate(body);
  try {
    await page.send("WebAuthn.enable");
    await page.send("WebAuthn.addVirtualAuthenticator", {
      options: { ...usualAuthenticator, ...authenticator },
    });
    await page.open(address);
  } catch (error) {
    await close();
    throw error;
  }

  const ceremony = (call, parse) => (options) =>
    evaluate(`
      const publicKey = PublicKeyCredential.${parse}(${JSON.stringify(options)});
      return (await navigator.credentials.${call}({ publicKey })).toJSON();`);

  return {
    origin: new URL(address).origin,
    evaluate,
    create: ceremony("create", "parseCreationOptionsFromJSON"),
    get: ceremony("get", "parseRequestOptionsFromJSON"),
    close,
  };
}

async function main(texts) {
  const browser = await openBrowser();
  try {
    console.log(new URL(browser.origin).port);
    for (const text of texts) {
      const options = JSON.parse(text);
      const answer = await (options.rp ? browser.create : browser.get)(options).catch((error) => ({
        error: error.message,
      }));
      console.log(JSON.stringify(answer));
    }
  } finally {
    await browser.close();
  }
  console.log("closed");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
