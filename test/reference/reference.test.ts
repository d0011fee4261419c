/** The reference page in a real Chromium against the built server. */
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { lacksChromium, launchChromium } from "../support/chromium.js";
import { FACETS, FT } from "../support/served-app.js";

/** Only to end a hang. */
const TIMEOUT_MS = 300_000;
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PHONE = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true } as const;

describe.skipIf(lacksChromium())("the reference page", { timeout: TIMEOUT_MS }, () => {
  const origin = inject("shippedOrigin");
  let browser: Browser;
  let errors: string[];
  let urls: string[];

  beforeAll(async () => {
    browser = await launchChromium();
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
  });

  async function open(options: BrowserContextOptions = {}, path = "/api/docs"): Promise<Page> {
    [errors, urls] = [[], []];
    const context = await browser.newContext({ baseURL: origin, ...options });
    context.setDefaultTimeout(TIMEOUT_MS);
    const page = await context.newPage();
    page.on("request", (request) => urls.push(request.url()));
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => errors.push(message.text()));
    await page.goto(path);
    await page.locator("h3").first().waitFor();
    return page;
  }

  async function send(page: Page, id: string): Promise<string> {
    await page.getByRole("button", { name: `Send ${id}`, exact: true }).click();
    await page
      .locator(`#${id} [role=status]`)
      .getByText(/^\d{3} /)
      .waitFor();
    return page.locator(`#${id} [role=status]`).innerText();
  }

  it("sends a small query at first, with every operation, and requests no other server", async () => {
    const page = await open();
    const ids = await page.locator("section.operation").evaluateAll((all) => all.map(({ id }) => id));
    expect(ids).toEqual(expect.arrayContaining(["getEvaluations", "getComparisons", "getFacets"]));
    for (const id of ids) {
      // Only the metadata of all columns and the document are longer than what the page reads.
      const isLong = ["getDatasets", "getOpenApi"].includes(id);
      expect(await send(page, id), id).toMatch(
        isLong ? /^200 OK: the first 100,000 bytes of / : /^200 OK: [\d,]+ bytes of /,
      );
    }
    const answer = await page.getByRole("region", { name: "Response to getEvaluations" }).innerText();
    expect(answer).toContain('{"params": "1B", "data": "C4", "step": 5000, "value": 36.74701245403632}');
    const queries = urls.filter((url) => /\/api\/visualize\/data[/?]/.test(url));
    expect(queries.length).toBeGreaterThanOrEqual(5);
    for (const url of queries) expect(url).toMatch(/[?&]limit=\d+/);
    for (const url of urls) expect(url.startsWith(`${origin}/`), url).toBe(true);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("shows the same small query in every language, the typed client among them", async () => {
    const page = await open();
    const operation = page.locator("#getComparisons");
    expect(await operation.locator(".code").first().innerText()).toMatch(
      /^curl --compressed 'http:[^']+\/ft\?\S*metric=arc_challenge_acc_uncond\S*limit=1'/,
    );
    await page.locator("#getEvaluations").getByText("datadecide-client").click();
    const sample = await operation.locator(".code").first().innerText();
    expect(sample).toContain('import { getComparisons } from "datadecide-client";');
    expect(sample).toContain('metric: "arc_challenge_acc_uncond"');
    expect(await operation.getByRole("radio", { name: "datadecide-client" }).isChecked()).toBe(true);
    await page.context().close();
  });

  it("reads only the start of a response without limit, and warns of it", async () => {
    const page = await open();
    const operation = page.locator("#getEvaluations");
    for (const name of ["metric", "params", "data", "step", "columns", "limit"])
      await operation.getByLabel(name, { exact: true }).fill("");
    await operation.getByText("This page reads only its start").waitFor();
    expect(await send(page, "getEvaluations")).toBe(
      "200 OK: the first 100,000 bytes of application/json; 1,787,286 rows in all",
    );
    await operation.getByLabel("format", { exact: true }).selectOption("arrow");
    await send(page, "getEvaluations");
    await operation.getByText(/arrow\S*; [\d,]+ rows in all; no text to show$/).waitFor();
    await operation.getByRole("button", { name: "Reset" }).click();
    expect(await operation.getByLabel("limit", { exact: true }).inputValue()).toBe("10");
    await page.context().close();
  });

  it("shows the problem of a mistaken query, sent with the keyboard alone", async () => {
    const page = await open();
    const field = page.locator("#getFacets").getByLabel("metric", { exact: true });
    await field.focus();
    await page.keyboard.type("pile-vlppl");
    await page.keyboard.press("Enter");
    await page.locator("#getFacets .failed").getByText("400 Bad Request").waitFor();
    expect(urls.at(-1)).toBe(`${origin}${FACETS}?metric=pile-vlppl`);
    const answer = page.getByRole("region", { name: "Response to getFacets" });
    expect(await answer.innerText()).toContain("pile-valppl");
    // What scrolls can be reached.
    await page.locator("#getFacets").getByRole("link", { name: "Open" }).focus();
    await page.keyboard.press("Tab");
    expect(await answer.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.context().close();
  });

  it("groups the filters of the comparisons by column, and hides most of them", async () => {
    const page = await open();
    const operation = page.locator("#getComparisons");
    const summary = operation.locator("summary").first();
    expect(await summary.innerText()).toMatch(/^Filters by \d+ more columns, \d\d parameters$/);
    expect(await operation.getByLabel("lr__gte", { exact: true }).isVisible()).toBe(false);
    await summary.press("Enter");
    await operation.getByLabel("lr__gte", { exact: true }).fill("1e-6");
    await send(page, "getComparisons");
    expect(urls.at(-1)).toContain(`${FT}?`);
    expect(urls.at(-1)).toContain("lr__gte=1e-6");
    await page.context().close();
  });

  it("fits a phone, and has no path with a format's extension", async () => {
    const page = await open(PHONE, "/api/docs#getHealth");
    // The link leads to its operation, which is rendered after the page has loaded.
    const top = () => page.locator("#getHealth").evaluate((element) => element.getBoundingClientRect().top);
    await expect.poll(top).toBeLessThan(PHONE.viewport.height);
    await send(page, "getEvaluations");
    await page.locator("details").evaluateAll((all) => {
      for (const element of all) (element as HTMLDetailsElement).open = true;
    });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.viewport.width);
    expect(await page.locator("main").innerText()).not.toContain("{extension}");
    await page.context().close();
  });

  it("passes axe in both color schemes", async () => {
    // The content security policy would block axe; every other test has it.
    const page = await open({ bypassCSP: true });
    await send(page, "getEvaluations");
    await send(page, "getFacets");
    await page.locator("details").evaluateAll((all) => {
      for (const element of all) (element as HTMLDetailsElement).open = true;
    });
    await page.addScriptTag({ path: AXE });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      // Between color schemes only the contrast differs.
      const options = {
        resultTypes: ["violations"],
        ...(colorScheme === "dark" && { runOnly: "color-contrast" }),
      };
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        `axe.run(${JSON.stringify(options)})`,
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])).toEqual([]);
    }
    await page.context().close();
  });

  it("has the client as a module that pages of other servers import", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // A server of its own: Chromium does not let a page of unknown address use the loopback address.
    const notebook = createServer((_, response) => response.setHeader("content-type", "text/html").end());
    await once(notebook.listen(0, "127.0.0.1"), "listening");
    await page.goto(`http://127.0.0.1:${(notebook.address() as AddressInfo).port}/`);
    // As text: the test runner rewrites imports in functions.
    const value = await page.evaluate(`import("${origin}/client.js").then(async ({ getEvaluations }) => {
      const { data } = await getEvaluations({ metric: "pile-valppl", data: "C4", params: "1B", step: 5000 });
      return data[0].value;
    })`);
    expect(value).toBe(36.74701245403632);
    await context.close();
    notebook.close();
  });
});
