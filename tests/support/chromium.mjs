// Chromium, headless, driven through a pipe without another library.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
  #listeners = new Map();
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

  // Has a function called for each event of that kind; it takes the place of the one before.
  on(method, listener) {
    this.#listeners.set(method, listener);
  }

  // The next event of that kind.
  event(method) {
    return new Promise((resolve) => this.on(method, resolve));
  }

  #read(text) {
    const messages = (this.#unread + text).split("\0");
    this.#unread = messages.pop();
    for (const message of messages.map((one) => JSON.parse(one))) {
      this.#listeners.get(message.method)?.(message.params);
      const waiting = this.#pending.get(message.id);
      if (!waiting) continue;
      this.#pending.delete(message.id);
      if (message.error) waiting.reject(new Error(message.error.message));
      else waiting.resolve(message.result);
    }
  }
}

// An empty page of a browser of its own. `send` and `on` are the DevTools protocol's, for that page.
class Page {
  constructor(tools, sessionId) {
    this.tools = tools;
    this.sessionId = sessionId;
  }

  send(method, params) {
    return this.tools.send(method, params, this.sessionId);
  }

  on(method, listener) {
    this.tools.on(method, listener);
  }

  // Goes to an address and waits until all of it is loaded.
  async open(url) {
    await this.send("Page.enable");
    const loaded = this.tools.event("Page.loadEventFired");
    await this.send("Page.navigate", { url });
    await loaded;
  }

  // Runs the body of an async function in the page and waits for what it returns.
  async evaluate(body) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression: `(async () => { ${body} })()`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    return result.value;
  }
}

async function attach(tools) {
  const { targetId } = await tools.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await tools.send("Target.attachToTarget", { targetId, flatten: true });
  return new Page(tools, sessionId);
}

// { page, close }
export async function startChromium(...moreFlags) {
  const profile = mkdtempSync(join(tmpdir(), "astronova-chromium-"));
  const flags = [...browserFlags, ...moreFlags, `--user-data-dir=${profile}`];
  const browser = spawn("chromium", flags, {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    detached: true, // a group of its own, so that its helpers end with it
  });
  const ended = new Promise((resolve) => browser.on("exit", resolve));
  const close = async () => {
    process.kill(-browser.pid, "SIGKILL");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
  };
  try {
    return { page: await attach(new DevTools(browser)), close };
  } catch (error) {
    await close();
    throw error;
  }
}
