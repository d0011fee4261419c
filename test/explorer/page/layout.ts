/** Layout, accessibility, provenance and size of the page. */
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Explorer, eventually, PHONE, saveScreenshot, VIEWS } from "../explorer-page.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const VIEW_NAMES = ["scaling", "curves", "comparison"] as const;
/** Of the page and of text in the chart. */
const COLORS = {
  light: ["rgb(244, 245, 249)", "rgb(60, 63, 77)"],
  dark: ["rgb(14, 16, 24)", "rgb(194, 198, 214)"],
} as const;

/** Rows of lists, table and legend that are like those before them. */
const REPEATED_ROWS = [
  ".picker-group .option:nth-of-type(n+4)",
  "tbody tr:nth-child(n+5)",
  ".legend-list li:nth-child(n+5)",
  ".best-list li:nth-child(n+4)",
];

/** Violations with the elements that have them; `rules` are all of axe unless given. */
async function findViolations(page: Page, rules?: readonly string[]) {
  const context = { exclude: REPEATED_ROWS.map((selector) => [selector]) };
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)})`,
  );
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
}

export function testLayout({ open, openBlank }: Explorer): void {
  describe("the layout", () => {
    it.each(VIEW_NAMES)("of the %s view fits a phone", async (view) => {
      const page = await open(VIEWS[view], PHONE);
      const { width } = PHONE.viewport;
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      await page.getByRole("button", { name: "Choose metrics, recipes, sizes" }).tap();
      await page.getByRole("searchbox", { name: /^Search recipes/ }).waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      await page.getByRole("button", { name: "Close the lists" }).tap();
      await saveScreenshot(page, `${view}-phone`);
      if (view !== "scaling") return;
      const edges = await page.evaluate<number[]>(
        "[...document.querySelectorAll('.best-list > li')].slice(0, 6).flatMap((li) => [li.getBoundingClientRect().left, li.getBoundingClientRect().right])",
      );
      expect(Math.min(...edges)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...edges)).toBeLessThanOrEqual(width);
      expect(await page.locator(".best-hint").isVisible()).toBe(true);
      const labels = await page.locator(".chart [data-name='x-axis tick label'] text").allTextContents();
      expect(labels).toEqual(expect.arrayContaining(["4M", "1B"]));
    });

    it("has cards that hold their values", async () => {
      const page = await open("/?metric=arc_easy_margin");
      await page.locator(".best-card").first().waitFor();
      const overflowing = await page.evaluate(
        "[...document.querySelectorAll('.best-card')].filter((card) => card.scrollWidth > card.clientWidth).length",
      );
      expect(overflowing).toBe(0);
    });

    it.each(VIEW_NAMES)("of the %s view has a banner for synthetic data, and passes axe", async (view) => {
      // The content security policy would block axe; every other test has it.
      const page = await open(VIEWS[view], { bypassCSP: true });
      await page.getByRole("complementary").getByText("Synthetic stand-in data").waitFor();
      expect(await page.getByRole("link", { name: "API docs" }).getAttribute("href")).toBe("/api/docs");
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const readColors = () =>
          page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.chart svg')).color]",
          );
        await eventually(readColors).toEqual(COLORS[colorScheme]);
        await saveScreenshot(page, `${view}-${colorScheme}`);
        if (colorScheme === "light") await page.addScriptTag({ path: AXE });
        // Between color schemes only the contrast differs.
        const rules = colorScheme === "light" ? undefined : ["color-contrast"];
        expect(await findViolations(page, rules)).toEqual([]);
      }
    });

    it("transfers less than 300 kB for the first view, data included", async () => {
      let bytes = 0;
      const page = await openBlank();
      const session = await page.context().newCDPSession(page);
      await session.send("Network.enable");
      session.on("Network.loadingFinished", ({ encodedDataLength }) => {
        bytes += encodedDataLength;
      });
      await page.goto("/", { waitUntil: "networkidle" });
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(300_000);
    });
  });
}
