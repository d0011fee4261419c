/** The requests of the page: how many, shared, cancelled, retried. */
import type { Page, Request, Route } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Explorer, eventually, readMetrics } from "../explorer-page.js";

const NOT_READY = { status: 503, json: { title: "Not ready", detail: "reading", errors: [] } };

/** Paths and queries of the API requests that the page sends during `act`. */
async function recordRequests(page: Page, act: () => Promise<unknown>): Promise<string[]> {
  const urls: string[] = [];
  const record = (request: Request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith("/api/")) urls.push(pathname + search);
  };
  page.on("request", record);
  await act();
  page.off("request", record);
  return urls;
}

export function testRequests({ open, openBlank }: Explorer): void {
  const readCount = (page: Page, name: string) =>
    page.locator(`label[title="${name}"] .option-count`).innerText();

  describe("the requests", () => {
    it("for a choice are one for the rows and one for all three lists", async () => {
      const page = await open("/");
      const urls = await recordRequests(page, async () => {
        await page.getByRole("button", { name: "Only 4M" }).click({ force: true });
        await eventually(() => readCount(page, "C4")).toMatch(/^1\b/);
        await page.getByRole("heading", { name: /^At 4M, / }).waitFor();
      });
      const query = "metric=pile-valppl&params=4M&checkpoint=common";
      expect(urls.sort()).toEqual([
        `/api/visualize/data?${query}&format=columns`,
        `/api/visualize/facets?${query}&counts=exclusive`,
      ]);
      expect(await readCount(page, "1B")).toMatch(/^25\b/);
      expect(await readCount(page, "ice-valppl")).toMatch(/^25\b/);
    });

    it("of the comparison are none for a choice of recipes", async () => {
      const page = await open("/?view=comparison");
      const urls = await recordRequests(page, async () => {
        await page.getByRole("button", { name: "Only C4" }).click({ force: true });
        await page.getByText(/^Fine-tuning \w+ \S+ in \d+ of \d+ runs$/).waitFor();
        await eventually(() => page.locator(".legend-row").count()).toBe(1);
      });
      expect(urls).toEqual([]);
    });

    it("are aborted when nothing needs the response any more", async () => {
      const page = await open("/");
      const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("ice-valppl&"));
      await page.route("**/data?metric=ice-valppl&**", () => {});
      await page.getByRole("button", { name: "Only ice-valppl" }).click({ force: true });
      await page.getByRole("button", { name: "Only c4_en-valppl" }).click({ force: true });
      expect((await failed).failure()?.errorText).toBe("net::ERR_ABORTED");
      await eventually(() => readMetrics(page)).toBe("c4_en-valppl");
    });

    it("are retried until the server is ready, and no retry aborts another that is slow", async () => {
      const page = await openBlank();
      await page.clock.install();
      const held: Route[] = [];
      let attemptCount = 0;
      await page.route("**/api/visualize/data?metric=**", async (route) => {
        if (attemptCount++ === 0) await route.fulfill(NOT_READY);
        else held.push(route);
      });
      await page.goto("/");
      await page.getByRole("heading", { name: "The server is still loading its data" }).waitFor();
      await page.clock.runFor(3000);
      await eventually(async () => held.length).toBe(1);
      await page.clock.runFor(30_000);
      expect(attemptCount).toBe(2);
      await held[0].continue();
      await page.locator(".chart svg").waitFor();
    });

    it("are retried where only the lists fail", async () => {
      const page = await openBlank();
      await page.clock.install();
      await page.route("**/api/visualize/facets?**", (route) => route.fulfill(NOT_READY));
      await page.goto("/");
      await page.getByRole("heading", { name: "The server is still loading its data" }).waitFor();
      await page.unroute("**/api/visualize/facets?**");
      await page.clock.runFor(3000);
      await page.locator(".chart svg").waitFor();
    });
  });
}
