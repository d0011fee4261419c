/** The charts: axes, tooltips, keyboard navigation, and what the comparison shows. */
import { describe, expect, it } from "vitest";
import { countLines, type Explorer, eventually, readParameters, VIEWS } from "../explorer-page.js";

/** Plot names its tooltip layer itself when it redraws it. */
const TOOLTIP = ".chart [aria-label='tip'], .chart [data-name='tip']";

export function testCharts({ open }: Explorer): void {
  describe("a chart", () => {
    it("has curves against step, tokens or compute, on linear or log axes, with facets or dashes", async () => {
      const page = await open("/");
      const choose = (group: string, name: string) =>
        page.getByRole("group", { name: group }).getByRole("radio", { name }).check({ force: true });
      await page.getByRole("link", { name: "Training curves" }).click();
      await eventually(() => countLines(page)).toBe(50);
      await choose("Against", "compute");
      await choose("x axis", "log");
      await choose("y axis", "linear");
      await choose("Sizes", "dashes");
      await page.locator(".chart [data-name='line'][stroke-dasharray]").first().waitFor();
      expect(await page.locator(".chart").innerText()).toContain("compute (FLOPs)");
      expect(Object.fromEntries(readParameters(page))).toEqual({
        view: "curves",
        params: "1B",
        x: "compute",
        xscale: "log",
        yscale: "linear",
        split: "dash",
      });
    });

    it("has a tooltip with every field of the point under the mouse", async () => {
      const page = await open(VIEWS.curves);
      const line = await page.locator(".chart [data-name='line'] path").nth(10).boundingBox();
      await page.mouse.move(line!.x + 1, line!.y + 1);
      const tooltip = await page.locator(TOOLTIP).last().textContent();
      for (const field of ["params", "data", "step", "tokens", "compute", "metric", "value"]) {
        expect(tooltip).toMatch(new RegExp(`\\b${field}`));
      }
      expect(await page.locator(".legend-row.is-highlighted").count()).toBe(1);
    });

    it("has points that the arrow keys move through and a screen reader reads", async () => {
      const page = await open("/?view=curves&params=150M&params=1B&data=C4&data=Falcon");
      await page.locator(".chart").focus();
      const status = page.getByRole("status");
      await page.keyboard.press("ArrowRight");
      await eventually(() => status.innerText()).toMatch(
        /^C4, 150M, pile-valppl [\d.]+, step [\d,]+, tokens \S+, compute \S+$/,
      );
      const first = await status.innerText();
      await page.keyboard.press("ArrowRight");
      await eventually(() => status.innerText()).not.toBe(first);
      await page.keyboard.press("ArrowDown");
      await eventually(() => status.innerText()).toMatch(/^C4, 1B, /);
      const step = /step ([\d,]+), tokens/.exec(await status.innerText())![1];
      await eventually(() => page.locator(".chart").innerText()).toContain(`step ${step}`);
      expect(await page.locator(".legend-row.is-highlighted").innerText()).toContain("C4");
    });

    it("explains a linear axis where a log axis is not possible", async () => {
      const page = await open("/?metric=arc_easy_margin&metric=arc_easy_sum_logits_corr&yscale=log");
      const charts = page.locator(".chart svg");
      expect(await charts.nth(0).textContent()).toContain("(linear: some values are 0 or below)");
      expect(await charts.nth(1).textContent()).not.toContain("linear");
    });

    it("mentions step 0 where a log axis leaves it out", async () => {
      const page = await open("/?view=curves&params=150M&metric=arc_easy_acc_raw&xscale=log");
      await page.getByText("A log axis cannot show step 0.").waitFor();
    });
  });

  describe("the comparison", () => {
    it("names the run under the mouse and the run reached by keyboard", async () => {
      const page = await open(VIEWS.comparison);
      const dot = await page.locator(".chart [data-name='dot'] circle").nth(20).boundingBox();
      await page.mouse.move(dot!.x + dot!.width / 2, dot!.y + dot!.height / 2);
      expect(await page.locator(TOOLTIP).last().textContent()).toMatch(/run_id\s*\d{6}-\d{6}_match/);
      await page.locator(".chart").focus();
      await page.keyboard.press("ArrowRight");
      await eventually(() => page.getByRole("status").innerText()).toMatch(/^\d{6}-\d{6}_match\S+, /);
      await page.locator(".pointed code").waitFor();
    });

    it("has a diagonal where both values are equal, on any scales", async () => {
      const page = await open("/?view=comparison&xscale=log");
      const path = await page.locator(".chart .diagonal path").getAttribute("d");
      const points = path!
        .slice(1)
        .split("L")
        .map((pair) => pair.split(",").map(Number));
      expect(points.length).toBe(61);
      const [first, middle, last] = [points[0], points[30], points[60]];
      expect(middle[0]).toBeCloseTo((first[0] + last[0]) / 2, 0);
      expect(middle[1] - (first[1] + last[1]) / 2).toBeGreaterThan(10);
    });

    it("counts the runs that lack a value", async () => {
      const page = await open(VIEWS.comparison);
      const shown = await page.locator(".table-panel .count").innerText();
      const link = await page.getByRole("link", { name: "Rows as JSON" }).getAttribute("href");
      const { data } = await (await page.request.get(link!)).json();
      expect(await page.locator(".export-note").innerText()).toContain(
        `${shown} of ${data.length} runs have both values`,
      );
      expect(Object.values(data[0]).some(Array.isArray)).toBe(false);
    });

    it("replaces a metric without fine-tuned runs with a note, and keeps a metric that has them", async () => {
      const page = await open("/");
      await page.getByRole("link", { name: "Fine-tuned vs pre-trained" }).click();
      await page.getByText("pile-valppl has no fine-tuned runs; showing arc_easy_primary_metric.").waitFor();
      await open("/?metric=boolq_acc_raw");
      await page.getByRole("link", { name: "Fine-tuned vs pre-trained" }).click();
      await page.getByRole("heading", { name: /^Fine-tuning improved boolq_acc_raw/ }).waitFor();
      expect(await page.getByText("has no fine-tuned runs").count()).toBe(0);
    });

    it("lists metrics by kind and task, and recipes and sizes with their runs", async () => {
      const page = await open(VIEWS.comparison);
      const group = page.getByRole("group", { name: "accuracy · arc_easy" });
      expect(await group.getByRole("checkbox").count()).toBeGreaterThan(1);
      const sizes = page.getByRole("group", { name: "Sizes" }).last().getByRole("checkbox");
      const names = await sizes.evaluateAll((boxes: { closest(selector: string): { title: string } }[]) =>
        boxes.map((box) => box.closest("label").title),
      );
      const facets = await (await page.request.get("/api/visualize/facets")).json();
      const order = facets.data.params.map(({ value }: { value: string }) => value);
      expect(names.length).toBeGreaterThan(3);
      expect(names).toEqual(order.filter((size: string) => names.includes(size)));
    });
  });
}
