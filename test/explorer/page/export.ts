/** The export panel: code, files, images. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Explorer, readClipboard, waitForChart } from "../explorer-page.js";

async function download(page: Page, role: "link" | "button", name: string) {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole(role, { name, exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The chart as SVG. */
export async function saveChart(page: Page): Promise<string> {
  return (await download(page, "button", "Chart as SVG")).bytes.toString();
}

export function testExport({ open, openBlank }: Explorer): void {
  describe("the export panel", () => {
    it("copies the query as code that selects the shown rows", async () => {
      const page = await open("/?data=Dolma1.7+(no+math,+code)&data=Falcon%2BCC+(QC+10%25)");
      const copied: Record<string, string> = {};
      for (const name of ["API URL", "curl", "fetch", "pandas", "polars", "DuckDB", "R"]) {
        await page.getByRole("button", { name, exact: true }).click();
        await page.getByText(`${name} copied`).waitFor();
        copied[name] = await readClipboard(page);
      }
      const { meta } = await (await page.request.get(copied["API URL"])).json();
      expect(meta.filters.data).toEqual(["Dolma1.7 (no math, code)", "Falcon+CC (QC 10%)"]);
      expect(meta.rows).toBe(28);
      expect(copied.curl).toBe(`curl --compressed '${copied["API URL"]}'`);
      expect(await page.evaluate(`(async () => { ${copied.fetch}; return data.length; })()`)).toBe(28);
      for (const name of ["pandas", "R"]) expect(copied[name]).toMatch(/data\.csv\?metric=pile-valppl&/);
      for (const name of ["polars", "DuckDB"])
        expect(copied[name]).toMatch(/data\.parquet\?metric=pile-valppl&/);
    });

    it("downloads the rows as CSV, JSON, Arrow and Parquet, and the chart as SVG and PNG with the provenance", async () => {
      const page = await open("/");
      const csv = await download(page, "link", "Rows as CSV");
      expect(csv.name).toMatch(/\.csv$/);
      expect(csv.bytes.toString().split("\r\n")).toHaveLength(352);
      const json = await download(page, "link", "Rows as JSON");
      expect(JSON.parse(json.bytes.toString()).data).toHaveLength(350);
      expect((await download(page, "link", "Rows as Arrow")).bytes.length).toBeGreaterThan(1000);
      const parquet = await download(page, "link", "Rows as Parquet");
      expect(parquet.name).toMatch(/\.parquet$/);
      expect(parquet.bytes.subarray(-4).toString()).toBe("PAR1");
      const svg = await saveChart(page);
      expect(svg).toContain("SYNTHETIC STAND-IN DATA");
      expect(svg).toContain("Falcon+CC (QC Orig 10%)");
      const png = await download(page, "button", "Chart as PNG");
      expect(png.name).toBe("pile-valppl-scaling.png");
      expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
      expect(png.bytes.readUInt32BE(16)).toBe(2000);
      expect(png.bytes.length).toBeGreaterThan(50_000);
    });

    it("reports a chart that cannot be saved", async () => {
      const page = await openBlank();
      await page.addInitScript("HTMLCanvasElement.prototype.toBlob = (callback) => callback(null)");
      await page.goto("/?data=C4");
      await page.getByRole("button", { name: "Chart as PNG" }).click();
      await page.getByText("The chart cannot be saved as PNG: the browser returned an empty image").waitFor();
    });

    it("wraps long titles within the saved chart", async () => {
      const names = ["arc_challenge", "arc_easy", "boolq", "csqa", "hellaswag"];
      const query = names.map((name) => `metric=${name}_logits_per_char_corr`).join("&");
      // The policy of the page would block the styles of the saved chart.
      const page = await openBlank({ bypassCSP: true });
      await page.goto(`/?${query}`);
      await waitForChart(page);
      const svg = await saveChart(page);
      await page.setContent(svg);
      const ends = await page.evaluate<number[]>(
        "[...document.querySelectorAll('body > svg > text')].map((text) => text.getBBox().x + text.getBBox().width)",
      );
      expect(ends.length).toBeGreaterThan(5);
      expect(Math.max(...ends)).toBeLessThan(1000);
    });

    it("selects the text for a manual copy where the browser blocks the clipboard", async () => {
      const page = await openBlank();
      await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
      await page.goto("/?at=150M");
      await page.getByRole("button", { name: "Copy link" }).click();
      const field = page.getByRole("dialog").getByRole("textbox");
      expect(await field.inputValue()).toBe(page.url());
      expect(await page.evaluate("getSelection().toString()")).toBe(page.url());
      expect(await page.locator(".toast.is-shown").count()).toBe(0);
      await page.keyboard.press("Escape");
      expect(await page.getByRole("dialog").count()).toBe(0);
    });
  });
}
