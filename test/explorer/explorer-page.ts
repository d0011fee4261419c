/** A page of the built explorer for a test, held to asking nobody else and complaining of nothing. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type RunningServer, startBuiltServer } from "../docs/running-server.js";
import { launchChromium } from "./chromium.js";

const DESKTOP = { width: 1440, height: 900 };

/**
 * Sets server and browser up around the tests of a `describe`. `open` gives a page of its own, with nothing left from
 * other tests, that has drawn its chart; `openBlank` one that was not sent anywhere yet.
 */
export function useExplorer() {
  let server: RunningServer;
  let browser: Browser;
  let context: BrowserContext | undefined;
  let complaints: string[] = [];
  beforeAll(async () => {
    [server, browser] = await Promise.all([startBuiltServer(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await context?.close();
    expect(complaints).toEqual([]);
  });
  async function openBlank(options: BrowserContextOptions = {}): Promise<Page> {
    complaints = [];
    const origin = `http://127.0.0.1:${server.port}`;
    context = await browser.newContext({ baseURL: origin, viewport: DESKTOP, ...options });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
        complaints.push(request.url());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      const isFailedRequest = message.text().startsWith("Failed to load resource");
      if (["error", "warning"].includes(message.type()) && !isFailedRequest) complaints.push(message.text());
    });
    return page;
  }
  async function open(path: string, options: BrowserContextOptions = {}, script = ""): Promise<Page> {
    const page = await openBlank(options);
    await page.addInitScript(script);
    await page.goto(path);
    await page.locator(".chart svg, .all-hidden, [role=alert]").first().waitFor();
    return page;
  }
  return { open, openBlank };
}
