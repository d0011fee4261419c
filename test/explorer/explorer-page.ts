/** The built page in Chromium: one server and one browser for all tests, and pages that report every error. */
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { launchChromium } from "../support/chromium.js";

/** Only to end a hang. */
const WAIT_MS = 240_000;
const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true } as const;
export const VIEWS = {
  scaling: "/",
  curves: "/?view=curves&params=150M&params=1B",
  comparison: "/?view=comparison",
} as const;
const SCREENSHOTS = join(import.meta.dirname, "screenshots");

export interface Explorer {
  /**
   * Loads a path and waits until its chart is drawn. Tests with the same options share a browser page, because a page of
   * its own for each would be most of their processor time. The state of the explorer is in its URL alone.
   */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** A page that no other test uses and that has loaded nothing. */
  openBlank(options?: BrowserContextOptions): Promise<Page>;
}

/** Sets up the tests of the enclosing `describe`. A test fails when its page logs an error or requests another server. */
export function useExplorer(): Explorer {
  let browser: Browser;
  const shared = new Map<string, Page>();
  let own: Page[] = [];
  let errors: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  }, WAIT_MS);
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    for (const page of own) await page.context().close();
    own = [];
    for (const page of shared.values()) {
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await page.context().setOffline(false);
      await page.mouse.move(0, 0);
    }
    const found = errors;
    errors = [];
    expect(found).toEqual([]);
  });

  async function createPage(options: BrowserContextOptions): Promise<Page> {
    const origin = inject("shippedOrigin");
    const context = await browser.newContext({
      baseURL: origin,
      viewport: DESKTOP,
      permissions: ["clipboard-read", "clipboard-write"],
      ...options,
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
        errors.push(request.url());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      const isFailedRequest = message.text().startsWith("Failed to load resource");
      if (["error", "warning"].includes(message.type()) && !isFailedRequest) errors.push(message.text());
    });
    return page;
  }

  return {
    async open(path, options = {}) {
      const key = JSON.stringify(options);
      const page = shared.get(key) ?? (await createPage(options));
      shared.set(key, page);
      await page.goto(path);
      await waitForChart(page);
      return page;
    },
    async openBlank(options = {}) {
      const page = await createPage(options);
      own.push(page);
      return page;
    },
  };
}

/** Waits until the page shows a chart, or why there is none. */
export async function waitForChart(page: Page): Promise<void> {
  await page.locator(".chart svg, .all-hidden, [role=alert]").first().waitFor();
}

/** Polls until the assertion holds. */
export const eventually = <Value>(read: () => Promise<Value>) =>
  expect.poll(read, { timeout: WAIT_MS, interval: 100 });

/** Saves a screenshot to test/explorer/screenshots if the environment has SCREENSHOTS=1. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== "1") return;
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

export const readHeadline = (page: Page) => page.locator(".headline h2").innerText();
export const countLines = (page: Page) => page.locator(".chart [data-name='line'] path").count();
export const readParameters = (page: Page) => new URL(page.url()).searchParams;
export const readClipboard = (page: Page) => page.evaluate<string>("navigator.clipboard.readText()");
/** The selected metrics, as the page lists them above the chart. */
export const readMetrics = (page: Page) => page.locator(".headline code").first().innerText();
