// virtual_authenticator.mjs CREATION_OPTIONS [REQUEST_OPTIONS...]: headless Chromium with a virtual
// authenticator, on a page of its own. Prints the page's port (its origin is http://localhost:PORT),
// then a line for each of the options given, JSON as servers send them: what the browser answers, as
// pages send it back, or {"error": "..."}; in the end "closed". Scripts import openBrowser instead.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const browserFlags = [
  "--headless=new",
  "--no-sandbox", // of no use against a page of ours, and root cannot have it
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--remote-debugging-pipe",
];

// The DevTools protocol: JSON texts that end in a zero byte, through descriptors 3 and 4.
class DevTools {
  #input;
  #pending = new Map();
  #awaited = new Map();
  #lastId = 0;
  #unread = "";

  constructor(browser) {
    this.#input = browser.stdio[3];
    browser.stdio[4].setEncoding("utf8").on("data", (text) => this.#read(text));
    browser.on("exit", () => {
      for (const { reject } of this.#pending.values()) reject(new Error("Chromium has ended"));
    });
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#lastId;
    this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  // The next event of that kind.
  event(method) {
    return new Promise((resolve) => this.#awaited.set(method, resolve));
  }

  #read(text) {
    const messages = (this.#unread + text).split("\0");
    this.#unread = messages.pop();
    for (const message of messages.map((one) => JSON.parse(one))) {
      this.#awaited.get(message.method)?.(message.params);
      const waiting = this.#pending.get(message.id);
      if (!waiting) continue;
      this.#pending.delete(message.id);
      if (message.error) waiting.reject(new Error(message.error.message));
      else waiting.resolve(message.result);
    }
  }
}

async function servePage() {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>page</title>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

// A page of the browser that can do what the DevTools protocol can.
async function attach(tools, address, authenticator) {
  const { targetId } = await tools.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await tools.send("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params) => tools.send(method, params, sessionId);
  await send("WebAuthn.enable");
  await send("WebAuthn.addVirtualAuthenticator", { options: authenticator });
  await send("Page.enable");
  const loaded = tools.event("Page.loadEventFired");
  await send("Page.navigate", { url: address });
  await loaded;
  return send;
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
  const page = url ? undefined : await servePage();
  const address = url ?? `http://localhost:${page.address().port}/`;
  const profile = mkdtempSync(join(tmpdir(), "astronova-chromium-"));
  const browser = spawn("chromium", [...browserFlags, `--user-data-dir=${profile}`], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    detached: true, // a group of its own, so that its helpers end with it
  });
  const ended = new Promise((resolve) => browser.on("exit", resolve));
  const close = async () => {
    process.kill(-browser.pid, "SIGKILL");
    await ended;
    page?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
  };
  const send = await attach(new DevTools(browser), address, {
    ...usualAuthenticator,
    ...authenticator,
  }).catch(async (error) => {
    await close();
    throw error;
  });

  // Runs the body of an async function in the page and waits for what it returns.
  const evaluate = async (body) => {
    const { result, exceptionDetails } = await send("Runtime.evaluate", {
      expression: `(async () => { ${body} })()`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    return result.value;
  };
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
