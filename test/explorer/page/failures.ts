/** What the page shows instead of a chart, and the ways out. */
import { describe, expect, it } from "vitest";
import { countLines, type Explorer, eventually, readHeadline, saveScreenshot } from "../explorer-page.js";

export function testFailures({ open }: Explorer): void {
  describe("a failure", () => {
    it("of an unknown name in a link offers the nearest names, and the lists to choose from", async () => {
      const page = await open("/?metric=pile-vlppl");
      const alert = page.getByRole("alert");
      expect(await alert.innerText()).toContain("metric=pile-vlppl is not a known value.");
      await page.getByRole("checkbox", { name: /^ice-valppl\b/ }).waitFor();
      await saveScreenshot(page, "error-light");
      await alert.getByRole("button", { name: "pile-valppl" }).click();
      await page.locator(".chart svg").waitFor();
      expect(await readHeadline(page)).toContain("pile perplexity");
    });

    it("of a metric that cannot be compared offers the nearest that can", async () => {
      const page = await open("/?view=comparison&compare=arc_easy_acc");
      await page.getByRole("alert").getByRole("button", { name: "arc_easy_acc_raw" }).click();
      await page.locator(".chart svg").waitFor();
      expect(await readHeadline(page)).toContain("arc_easy_acc_raw");
    });

    it("of long names in a link fits the page and offers to start over", async () => {
      const page = await open(`/?data=${"x".repeat(3000)}`);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1440);
      expect(await page.locator(".state .button-main").innerText()).toBe("Start over");
    });

    it("of a selection without rows offers all recipes and sizes", async () => {
      const page = await open("/");
      await page.route("**/api/visualize/data?**", (route) =>
        route.fulfill({
          json: {
            meta: { version: "0", rows: 0, filters: {}, provenance: "synthetic stand-in" },
            data: { params: [], metric: [] },
          },
        }),
      );
      await page.getByRole("button", { name: "Only 6M" }).click({ force: true });
      await page.getByRole("heading", { name: "No rows match this selection" }).waitFor();
      await saveScreenshot(page, "empty-light");
      await page.unroute("**/api/visualize/data?**");
      await page.getByRole("button", { name: "Show all recipes and sizes" }).click();
      await page.locator(".chart svg").waitFor();
    });

    it("of the connection ends when the page is back online", async () => {
      const page = await open("/");
      await page.context().setOffline(true);
      await page.getByRole("link", { name: "Training curves" }).click();
      await page.getByRole("heading", { name: "You are offline" }).waitFor();
      await saveScreenshot(page, "offline-light");
      await page.context().setOffline(false);
      await eventually(() => countLines(page)).toBe(50);
    });
  });
}
