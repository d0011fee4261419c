/** Selecting metrics, recipes and sizes: lists, legend, links, keyboard, table. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  countLines,
  type Explorer,
  eventually,
  readClipboard,
  readHeadline,
  readMetrics,
  readParameters,
} from "../explorer-page.js";

export function testSelection({ open }: Explorer): void {
  const checkbox = (page: Page, name: string) =>
    page.getByRole("checkbox", { name: new RegExp(`^${name}\\b`) });
  const readIgnored = (page: Page) => page.locator(".ignored-parameters").innerText();

  describe("a selection", () => {
    it("comes from the lists and is in the URL", async () => {
      const page = await open("/");
      await page.getByRole("searchbox", { name: /^Search metrics/ }).fill("arc_easy prim");
      await page.getByRole("button", { name: "Only arc_easy_primary_metric" }).click();
      await page.getByRole("searchbox", { name: /^Search recipes/ }).fill("d17");
      await checkbox(page, "Dolma1\\.7 14").check();
      await page.getByRole("searchbox", { name: /^Search recipes/ }).fill("c4");
      await checkbox(page, "C4").check();
      await eventually(() => countLines(page)).toBe(2);
      expect(readParameters(page).getAll("metric")).toEqual(["arc_easy_primary_metric"]);
      expect(readParameters(page).getAll("data")).toEqual(["Dolma1.7", "C4"]);
      expect(await page.locator(".chart").innerText()).toContain("chance 0.25");
      expect(await readHeadline(page)).toContain("highest arc_easy primary metric");
    });

    it("isolates and hides recipes in the legend", async () => {
      const page = await open("/");
      await page.getByRole("button", { name: "C4", exact: true }).click();
      expect([readParameters(page).get("only"), await countLines(page)]).toEqual(["C4", 1]);
      await page.getByRole("button", { name: "C4", exact: true }).click();
      await page.getByRole("button", { name: "Hide Falcon", exact: true }).click();
      expect([readParameters(page).get("hide"), await countLines(page)]).toEqual(["Falcon", 24]);
      expect(await page.locator(".code").innerText()).not.toContain("data=Falcon&");
      await page.getByRole("button", { name: "Show all" }).click();
      expect([page.url().includes("?"), await countLines(page)]).toEqual([false, 25]);
    });

    it("can hide every recipe, and the legend shows them again", async () => {
      const page = await open("/?data=C4&data=Falcon");
      await page.getByRole("button", { name: "Hide C4", exact: true }).click();
      await page.getByRole("button", { name: "Hide Falcon", exact: true }).click();
      await page.getByText("Every recipe is hidden").waitFor();
      await page.getByText("No rows are shown, so there is nothing to export.").waitFor();
      expect(await page.getByRole("link", { name: "Rows as CSV" }).count()).toBe(0);
      await page.getByRole("button", { name: "Show all" }).click();
      expect(await countLines(page)).toBe(2);
    });

    it("draws the same chart from a copied link, on reload, and on going back and forward", async () => {
      const page = await open("/");
      await page.getByRole("button", { name: /^150M/ }).click();
      await page.getByRole("link", { name: "Training curves" }).click();
      await eventually(() => countLines(page)).toBe(50);
      await page.getByRole("button", { name: "Copy link" }).click();
      await page.getByRole("status").getByText("Link copied").waitFor();
      const link = await readClipboard(page);
      expect(link).toBe(page.url());
      const readChart = () =>
        page.locator(".chart svg").evaluate((node: { outerHTML: string }) => node.outerHTML);
      const drawn = await readChart();
      await page.reload();
      await page.locator(".chart svg").waitFor();
      expect(await readChart()).toBe(drawn);
      await page.goBack();
      await eventually(() => countLines(page)).toBe(25);
      expect(await readHeadline(page)).toMatch(/^At 150M, /);
      await page.goBack();
      await eventually(() => readHeadline(page)).toMatch(/^At 1B, /);
      await page.goForward();
      await page.goForward();
      await eventually(() => countLines(page)).toBe(50);
      expect(await readChart()).toBe(drawn);
      await page.goto(link);
      await page.locator(".chart svg").waitFor();
      expect(await readChart()).toBe(drawn);
    });

    it("lists the parameters of a link that it ignores", async () => {
      const perplexities = ["ice", "c4_en", "pile", "wikitext_103", "m2d2_s2orc"].map(
        (set) => `${set}-valppl`,
      );
      const metrics = [...perplexities, "arc_easy_acc_raw", "boolq_acc_raw"];
      const query = metrics.map((name) => `metric=${name}`).join("&");
      const page = await open(`/?at=9B&view=curve&xscale=foo&only=Nope&${query}`);
      const line = "Ignored in the link: view=curve, xscale=foo, metric=boolq_acc_raw, only=Nope and 1 more";
      expect(await readIgnored(page)).toBe(line);
      expect(await page.locator(".chart").count()).toBe(6);
      expect(await page.locator(".legend-row.is-off").count()).toBe(0);
      await open("/?at=9B&colour=red");
      expect(await readIgnored(page)).toBe("Ignored in the link: colour=red, at=9B");
      await open("/");
      expect(await page.locator(".ignored-parameters").count()).toBe(0);
    });

    it("draws six metrics of a wildcard, and lists the others as ignored", async () => {
      const page = await open("/?metric=*-valppl&params=1B");
      expect(await page.locator(".chart").count()).toBe(6);
      expect(await readIgnored(page)).toMatch(/^Ignored in the link: metric=\S+-valppl, /);
      const names = (await readMetrics(page)).split(", ");
      const link = await page.getByRole("link", { name: "Rows as JSON" }).getAttribute("href");
      expect(new URLSearchParams(link!.split("?")[1]).getAll("metric")).toEqual(names);
    });

    it("works with the keyboard alone", async () => {
      const page = await open("/");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.innerText")).toBe("Skip to the chart");
      await page.getByRole("searchbox", { name: /^Search metrics/ }).focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await eventually(() => readMetrics(page)).toBe("m2d2_s2orc-valppl");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Space");
      await eventually(() => page.locator(".chart").count()).toBe(2);
      expect(readParameters(page).getAll("metric")).toEqual(["m2d2_s2orc-valppl", "ice-valppl"]);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.type")).toBe("search");
      await page.getByRole("button", { name: /^150M/ }).focus();
      await page.keyboard.press("Enter");
      expect(readParameters(page).get("at")).toBe("150M");
    });

    it("has a table that sorts by any column and renders the visible rows alone", async () => {
      const page = await open("/?view=curves");
      const table = page.getByRole("table");
      const rows = await page.request.head("/api/visualize/data?metric=pile-valppl");
      const lastIndex = String(Number(rows.headers()["x-total-count"]) + 1);
      expect(await table.getAttribute("aria-rowcount")).toBe(lastIndex);
      expect(await table.getByRole("row").count()).toBeLessThan(60);
      const names = await table.getByRole("columnheader").allInnerTexts();
      const columns = ["params", "data", "step", "tokens", "compute", "metric", "value"];
      expect(names.map((name) => name.trim())).toEqual(columns);
      await table.getByRole("button", { name: "value" }).click();
      await table.getByRole("button", { name: "value" }).click();
      expect(readParameters(page).get("sort")).toBe("-value");
      const readColumn = (index: number) =>
        table.locator(`tbody tr:not(.spacer) td:nth-child(${index})`).allInnerTexts();
      const values = (await readColumn(7)).map(Number);
      expect(values.length).toBeGreaterThan(10);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      await table.getByRole("button", { name: "params" }).click();
      expect(new Set(await readColumn(1))).toEqual(new Set(["4M"]));
      await page.locator(".table-box").evaluate((node: { scrollTop: number }) => {
        node.scrollTop = 1e7;
      });
      await page.locator(`tr[aria-rowindex="${lastIndex}"]`).waitFor();
      expect(new Set(await readColumn(1))).toEqual(new Set(["1B"]));
    });
  });
}
