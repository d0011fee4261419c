/** The page in a real Chromium, against the built server: what people do with it, and what it is held to. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { lacksChromium } from "./chromium.js";
import { useExplorer } from "./explorer-page.js";

const SCREENSHOTS = join(import.meta.dirname, "screenshots");
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const VIEWS = {
  scaling: "/",
  curves: "/?view=curves&params=150M&params=1B",
  comparison: "/?view=comparison",
};
/** Looks again until it is so. */
const soon = <Value>(look: () => Promise<Value>) => expect.poll(look, { timeout: 8000, interval: 40 });
/** Plot names it anew where it stands by itself. */
const TIP = ".chart [aria-label='tip'], .chart [data-name='tip']";
const PHONE = { width: 375, height: 812 };

describe.skipIf(lacksChromium())("the explorer page", () => {
  const explorer = useExplorer();
  const open = (path: string, options: BrowserContextOptions = {}) =>
    explorer.open(path, { permissions: ["clipboard-read", "clipboard-write"], ...options });

  const headline = (page: Page) => page.locator(".headline h2").innerText();
  const lineCount = (page: Page) => page.locator(".chart [data-name='line'] path").count();
  const search = (page: Page) => new URL(page.url()).searchParams;
  const clipboard = (page: Page) => page.evaluate<string>("navigator.clipboard.readText()");
  const box = (page: Page, name: string) => page.getByRole("checkbox", { name: new RegExp(`^${name}\\b`) });
  const chosenMetric = (page: Page) => page.locator(".headline code").first();

  it("tells at once, without a choice made, which recipe has the lowest pile perplexity at 150M and at 1B", async () => {
    const page = await open("/");
    const best = async (size: string) => {
      const query = `metric=pile-valppl&params=${size}&checkpoint=final&sort=value&limit=1`;
      const response = await page.request.get(`/api/visualize/data?${query}`);
      const [{ data, value }] = (await response.json()).data;
      return { data, value: Number(value.toPrecision(4)) };
    };
    for (const size of ["150M", "1B"]) {
      const { data, value } = await best(size);
      const card = page.getByRole("button", { name: new RegExp(`^${size}\\s*${value}`) });
      expect(await card.innerText()).toContain(data);
    }
    const { data, value } = await best("1B");
    expect(await headline(page)).toBe(`At 1B, ${data} has the lowest pile perplexity: ${value}`);
    expect(await page.locator(".legend-name").first().innerText()).toBe(data);
    expect(await lineCount(page)).toBe(25);
  });

  it("shows what is chosen from the lists, with counts, and says so in the address", async () => {
    const page = await open("/");
    await page.getByRole("searchbox", { name: /^Search metrics/ }).fill("arc_easy prim");
    await page.getByRole("button", { name: "Only arc_easy_primary_metric" }).click();
    await page.getByRole("searchbox", { name: /^Search recipes/ }).fill("d17");
    await box(page, "Dolma1\\.7 14").check();
    await page.getByRole("searchbox", { name: /^Search recipes/ }).fill("c4");
    await box(page, "C4").check();
    await soon(() => lineCount(page)).toBe(2);
    expect(search(page).getAll("metric")).toEqual(["arc_easy_primary_metric"]);
    expect(search(page).getAll("data")).toEqual(["Dolma1.7", "C4"]);
    expect(await page.locator(".chart").innerText()).toContain("chance 0.25");
    expect(await headline(page)).toContain("highest arc_easy primary metric");
  });

  it("draws curves against step, tokens and compute, on both kinds of axes, sizes as facets or dashes", async () => {
    const page = await open("/");
    await page.getByRole("link", { name: "Training curves" }).click();
    await soon(() => lineCount(page)).toBe(50);
    await page.getByRole("radio", { name: "compute" }).check({ force: true });
    await page
      .getByRole("group", { name: "x axis" })
      .getByRole("radio", { name: "log" })
      .check({ force: true });
    await page
      .getByRole("group", { name: "y axis" })
      .getByRole("radio", { name: "linear" })
      .check({ force: true });
    await page.getByRole("radio", { name: "by dashes" }).check({ force: true });
    await page.locator(".chart [data-name='line'][stroke-dasharray]").first().waitFor();
    expect(await page.locator(".chart").innerText()).toContain("compute (FLOPs)");
    expect(Object.fromEntries(search(page))).toEqual({
      view: "curves",
      params: "1B",
      x: "compute",
      xscale: "log",
      yscale: "linear",
      split: "dash",
    });
  });

  it("names every field of the row that is pointed at", async () => {
    const page = await open(VIEWS.curves);
    const line = await page.locator(".chart [data-name='line'] path").nth(10).boundingBox();
    await page.mouse.move(line!.x + 1, line!.y + 1);
    const tip = await page.locator(TIP).last().textContent();
    for (const field of ["params", "data", "step", "tokens", "compute", "metric", "value"]) {
      expect(tip).toMatch(new RegExp(`\\b${field}`));
    }
    expect(await page.locator(".legend-row.is-highlighted").count()).toBe(1);
  });

  it("names the run that is pointed at in the comparison, and draws the diagonal", async () => {
    const page = await open(VIEWS.comparison);
    const dot = await page.locator(".chart [data-name='dot'] circle").nth(20).boundingBox();
    await page.mouse.move(dot!.x + dot!.width / 2, dot!.y + dot!.height / 2);
    expect(await page.locator(TIP).last().textContent()).toMatch(/run_id\s*\d{6}-\d{6}_match/);
    expect(await page.locator(".chart .diagonal").count()).toBe(1);
  });

  it("isolates and hides recipes in the legend", async () => {
    const page = await open("/");
    await page.getByRole("button", { name: "C4", exact: true }).click();
    expect([search(page).get("only"), await lineCount(page)]).toEqual(["C4", 1]);
    await page.getByRole("button", { name: "C4", exact: true }).click();
    await page.getByRole("button", { name: "Hide Falcon", exact: true }).click();
    expect([search(page).get("hide"), await lineCount(page)]).toEqual(["Falcon", 24]);
    expect(await page.locator(".code").innerText()).not.toContain("data=Falcon&");
    await page.getByRole("button", { name: "Show all again" }).click();
    expect([page.url().includes("?"), await lineCount(page)]).toEqual([false, 25]);
  });

  it("gives the same picture for a copied link, on reload, and on going back and forward", async () => {
    const page = await open("/");
    await page.getByRole("button", { name: /^150M/ }).click();
    await page.getByRole("link", { name: "Training curves" }).click();
    await soon(() => lineCount(page)).toBe(50);
    await page.getByRole("button", { name: "Copy link" }).click();
    await soon(() => page.getByRole("status").innerText()).toBe("Link copied");
    const link = await clipboard(page);
    expect(link).toBe(page.url());
    const picture = () =>
      page.locator(".chart svg").evaluate((node: { outerHTML: string }) => node.outerHTML);
    const drawn = await picture();
    await page.reload();
    await page.locator(".chart svg").waitFor();
    expect(await picture()).toBe(drawn);
    await page.goBack();
    await soon(() => lineCount(page)).toBe(25);
    expect(await headline(page)).toMatch(/^At 150M, /);
    await page.goBack();
    await soon(() => headline(page)).toMatch(/^At 1B, /);
    await page.goForward();
    await page.goForward();
    await soon(() => lineCount(page)).toBe(50);
    expect(await picture()).toBe(drawn);
    await page.goto(link);
    await page.locator(".chart svg").waitFor();
    expect(await picture()).toBe(drawn);
  });

  it("copies the query as code, which does what it says", async () => {
    const page = await open("/?data=Dolma1.7+(no+math,+code)&data=Falcon%2BCC+(QC+10%25)");
    const names = ["API URL", "curl", "fetch", "pandas", "polars", "DuckDB", "R"];
    const copied: Record<string, string> = {};
    for (const name of names) {
      await page.getByRole("button", { name, exact: true }).click();
      await page.getByText(`${name} copied`).waitFor();
      copied[name] = await clipboard(page);
    }
    const answer = await (await page.request.get(copied["API URL"])).json();
    expect(answer.meta.filters.data).toEqual(["Dolma1.7 (no math, code)", "Falcon+CC (QC 10%)"]);
    expect(answer.meta.rows).toBe(28);
    expect(copied.curl).toBe(`curl --compressed '${copied["API URL"]}'`);
    const rows = await page.evaluate(`(async () => { ${copied.fetch}; return data.length; })()`);
    expect(rows).toBe(28);
    for (const name of ["pandas", "DuckDB", "R"])
      expect(copied[name]).toMatch(/data\.csv\?metric=pile-valppl&/);
    expect(copied.polars).toContain("/api/visualize/data.arrow?");
  });

  it("saves the rows as CSV, JSON and Arrow, and the chart as SVG and PNG that say what the data is", async () => {
    const page = await open("/");
    const save = async (role: "link" | "button", name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole(role, { name, exact: true }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const csv = await save("link", "Rows as CSV");
    expect(csv.name).toMatch(/\.csv$/);
    expect(csv.bytes.toString().split("\r\n")).toHaveLength(352);
    expect(JSON.parse((await save("link", "Rows as JSON")).bytes.toString()).data).toHaveLength(350);
    expect((await save("link", "Rows as Arrow")).bytes.length).toBeGreaterThan(1000);
    const svg = (await save("button", "Chart as SVG")).bytes.toString();
    expect(svg).toContain("SYNTHETIC STAND-IN DATA");
    expect(svg).toContain("Falcon+CC (QC Orig 10%)");
    const png = await save("button", "Chart as PNG");
    expect(png.name).toBe("pile-valppl-scaling.png");
    expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(png.bytes.readUInt32BE(16)).toBe(2000);
    expect(png.bytes.length).toBeGreaterThan(50_000);
  });

  it("sorts the table by any column and keeps only those rows in the page that can be seen", async () => {
    const page = await open("/?view=curves");
    const table = page.getByRole("table");
    const rows = await page.request.head("/api/visualize/data?metric=pile-valppl");
    const lastIndex = String(Number(rows.headers()["x-total-count"]) + 1);
    expect(await table.getAttribute("aria-rowcount")).toBe(lastIndex);
    expect(await table.getByRole("row").count()).toBeLessThan(60);
    const names = await table.getByRole("columnheader").allInnerTexts();
    expect(names.map((name) => name.trim())).toEqual([
      "params",
      "data",
      "step",
      "tokens",
      "compute",
      "metric",
      "value",
    ]);
    await table.getByRole("button", { name: "value" }).click();
    await table.getByRole("button", { name: "value" }).click();
    expect(search(page).get("sort")).toBe("-value");
    const values = (await table.locator("tbody td:nth-child(7)").allInnerTexts()).map(Number);
    expect(values.length).toBeGreaterThan(10);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    await page.locator(".table-box").evaluate((node: { scrollTop: number }) => {
      node.scrollTop = 1e7;
    });
    await page.locator(`tr[aria-rowindex="${lastIndex}"]`).waitFor();
  });

  it("shows a mistake in a pasted link with the nearest names, one of which mends it", async () => {
    const page = await open("/?metric=pile-vlppl");
    const alert = page.getByRole("alert");
    expect(await alert.innerText()).toContain("metric=pile-vlppl is not a known value.");
    await page.screenshot({ path: join(SCREENSHOTS, "error-light.png") });
    await alert.getByRole("button", { name: "pile-valppl" }).click();
    await page.locator(".chart svg").waitFor();
    expect(await headline(page)).toContain("pile perplexity");
  });

  it("does the same for a metric that cannot be compared", async () => {
    const page = await open("/?view=comparison&compare=arc_easy_acc");
    await page.getByRole("alert").getByRole("button", { name: "arc_easy_acc_raw" }).click();
    await page.locator(".chart svg").waitFor();
    expect(await headline(page)).toContain("arc_easy_acc_raw");
  });

  it("has no logarithm of what is not above zero, and says so", async () => {
    const page = await open("/?metric=arc_easy_margin&metric=arc_easy_sum_logits_corr&yscale=log");
    const charts = page.locator(".chart svg");
    expect(await charts.nth(0).textContent()).toContain("(linear, as there are values at or below 0)");
    expect(await charts.nth(1).textContent()).not.toContain("linear");
  });

  it("leaves the legend to bring back what is hidden altogether", async () => {
    const page = await open("/?data=C4&data=Falcon");
    await page.getByRole("button", { name: "Hide C4", exact: true }).click();
    await page.getByRole("button", { name: "Hide Falcon", exact: true }).click();
    await page.getByText("Every recipe is hidden").waitFor();
    await page.getByRole("button", { name: "Show all again" }).click();
    expect(await lineCount(page)).toBe(2);
  });

  it("says that nothing fits a choice, and how to get out of it", async () => {
    const page = await open("/");
    await page.route("**/api/visualize/data?**", (route) =>
      route.fulfill({
        json: {
          meta: { version: "0", rows: 0, provenance: "synthetic stand-in" },
          data: { params: [], metric: [] },
        },
      }),
    );
    await page.getByRole("button", { name: "Only 4M" }).click({ force: true });
    await page.getByRole("heading", { name: "No rows fit this choice" }).waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, "empty-light.png") });
    await page.unroute("**/api/visualize/data?**");
    await page.getByRole("button", { name: "Show all recipes and sizes" }).click();
    await page.locator(".chart svg").waitFor();
  });

  it("waits for a server that is not ready, and comes up by itself", async () => {
    const page = await explorer.openBlank();
    await page.route("**/api/**", (route) =>
      route.fulfill({ status: 503, json: { title: "Not ready", detail: "reading", errors: [] } }),
    );
    await page.goto("/");
    await page.getByRole("heading", { name: "The server is still reading its data" }).waitFor();
    await page.unroute("**/api/**");
    await page.locator(".chart svg").waitFor({ timeout: 8000 });
  });

  it("says that it is offline, and goes on when it no longer is", async () => {
    const page = await open("/");
    await page.context().setOffline(true);
    await page.getByRole("link", { name: "Training curves" }).click();
    await page.getByRole("heading", { name: "You are offline" }).waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, "offline-light.png") });
    await page.context().setOffline(false);
    await soon(() => lineCount(page)).toBe(50);
  });

  it("gives up a request whose answer nobody waits for any more", async () => {
    const page = await open("/");
    const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("ice-valppl&"));
    await page.route("**/data?metric=ice-valppl&**", () => {});
    await page.getByRole("button", { name: "Only ice-valppl" }).click({ force: true });
    await page.getByRole("button", { name: "Only c4_en-valppl" }).click({ force: true });
    expect((await failed).failure()?.errorText).toBe("net::ERR_ABORTED");
    await soon(() => chosenMetric(page).innerText()).toBe("c4_en-valppl");
  });

  it("is used with the keyboard alone", async () => {
    const page = await open("/");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.innerText")).toBe("Skip to the chart");
    await page.getByRole("searchbox", { name: /^Search metrics/ }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await soon(() => chosenMetric(page).innerText()).toBe("m2d2_s2orc-valppl");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await soon(() => page.locator(".chart").count()).toBe(2);
    expect(search(page).getAll("metric")).toEqual(["m2d2_s2orc-valppl", "ice-valppl"]);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.type")).toBe("search");
    await page.getByRole("button", { name: /^150M/ }).focus();
    await page.keyboard.press("Enter");
    expect(search(page).get("at")).toBe("150M");
  });

  it.each(["scaling", "curves", "comparison"] as const)("fits a phone in the %s view", async (view) => {
    const page = await open(VIEWS[view], { viewport: PHONE, hasTouch: true, isMobile: true });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
    await page.getByRole("button", { name: "Choose metrics, recipes, sizes" }).tap();
    await page.getByRole("searchbox", { name: /^Search recipes/ }).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
    await page.getByRole("button", { name: "Close the lists" }).tap();
    await page.screenshot({ path: join(SCREENSHOTS, `${view}-phone.png`), fullPage: true });
  });

  describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
    it.each(["scaling", "curves", "comparison"] as const)(
      "has nothing in the %s view that axe objects to",
      async (view) => {
        // A page without its policy, which would keep axe out; the policy itself is seen to in every other test.
        const page = await open(VIEWS[view], { colorScheme, bypassCSP: true });
        await page.screenshot({ path: join(SCREENSHOTS, `${view}-${colorScheme}.png`), fullPage: true });
        await page.addScriptTag({ path: AXE });
        const results = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
          'axe.run({ resultTypes: ["violations"] })',
        );
        expect(
          results.violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]),
        ).toEqual([]);
        const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
        expect(ground).toBe(colorScheme === "light" ? "rgb(244, 245, 249)" : "rgb(14, 16, 24)");
      },
    );
  });

  it("announces synthetic data in every view, and links to the documentation", async () => {
    const page = await open("/");
    for (const path of Object.values(VIEWS)) {
      await page.goto(path);
      await page.getByRole("complementary").getByText("Synthetic stand-in data").waitFor();
    }
    expect(await page.getByRole("link", { name: "API docs" }).getAttribute("href")).toBe("/api/docs");
  });

  it("weighs less than 300 kB on the first view, data included", async () => {
    let bytes = 0;
    const page = await open("/");
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.reload({ waitUntil: "networkidle" });
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(300_000);
  });
});
