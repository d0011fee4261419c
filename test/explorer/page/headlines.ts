/** What the page claims about the data: no more than its rows support. */
import { describe, expect, it } from "vitest";
import { countLines, type Explorer, eventually, readHeadline } from "../explorer-page.js";
import { saveChart } from "./export.js";

export function testHeadlines({ open }: Explorer): void {
  describe("the headline", () => {
    it("names the recipe with the lowest pile perplexity at once, and cards name that of each size", async () => {
      const page = await open("/");
      const findBest = async (size: string) => {
        const query = `metric=pile-valppl&params=${size}&checkpoint=common&sort=value&limit=1`;
        const response = await page.request.get(`/api/visualize/data?${query}`);
        const [{ data, value }] = (await response.json()).data;
        return { data, value: Number(value.toPrecision(4)) };
      };
      for (const size of ["150M", "1B"]) {
        const { data, value } = await findBest(size);
        const card = page.getByRole("button", { name: new RegExp(`^${size}\\s*${value}`) });
        expect(await card.innerText()).toContain(data);
      }
      const { data, value } = await findBest("1B");
      expect(await readHeadline(page)).toBe(`At 1B, ${data} has the lowest pile perplexity: ${value}`);
      expect(await page.locator(".legend-name").first().innerText()).toBe(data);
    });

    it("has the value and rank of a single recipe, in the page and in the saved chart", async () => {
      const page = await open("/?only=C4&at=150M");
      const headline = "At 150M, C4 has a pile perplexity of 40.55, rank 25 of 25";
      expect(await readHeadline(page)).toBe(headline);
      expect(await saveChart(page)).toContain(`${headline} (1 recipe shown)`);
      expect(await page.locator(".best-title").innerText()).toBe("pile perplexity of C4 at each model size");
    });

    it("names the group of the best recipe where some are selected or hidden", async () => {
      const page = await open("/?data=C4&data=Falcon&data=Dolma1.7&hide=Dolma1.7");
      const headline = "At 1B, of the 2 recipes shown, Falcon has the lowest pile perplexity";
      expect(await readHeadline(page)).toContain(headline);
      expect(await saveChart(page)).toMatch(new RegExp(`${headline}: [\\d.]+ \\(2 recipes shown\\)`));
      expect(await page.locator(".best-title").innerText()).toContain("of the 2 recipes shown");
    });

    it("compares recipes at equal training, and marks sizes that stop short of theirs", async () => {
      const page = await open("/?metric=c4_en-valppl&params=530M&params=750M&params=1B&at=750M");
      const find = async (checkpoint: string) => {
        const query = `metric=c4_en-valppl&params=750M&checkpoint=${checkpoint}&sort=value`;
        return (await (await page.request.get(`/api/visualize/data?${query}`)).json()).data;
      };
      const [final, common] = [await find("final"), await find("common")];
      expect(new Set(final.map(({ step }: { step: number }) => step)).size).toBeGreaterThan(1);
      const value = Number(common[0].value.toPrecision(4));
      expect(final[0].value).toBeLessThan(common[0].value);
      const headline = `At 750M, ${common[0].data} has the lowest c4_en perplexity: ${value}, after 31B of 75B tokens`;
      expect(await readHeadline(page)).toBe(headline);
      expect(await page.locator(".legend-row.is-best .legend-name").innerText()).toBe(common[0].data);
      expect(await page.locator(".legend-note").innerText()).toBe(
        "c4_en perplexity, last common checkpoint, 31B of 75B tokens",
      );
      const card = page.getByRole("button", { name: /^750M/ });
      expect(await card.innerText()).toContain("31B of 75B tokens");
      expect(await card.innerText()).toContain(common[0].data);
      expect(await page.getByRole("button", { name: /^1B/ }).innerText()).not.toContain("tokens");
      expect(await page.locator(".chart .hollow circle").count()).toBe(50);
      expect(await page.locator(".chart [data-name='dot']:not(.hollow) [data-name]").count()).toBe(25);
      const note =
        "Hollow points stop short of the training of their size: 530M (52.8B of 53B tokens), 750M (31B of 75B tokens).";
      expect(await page.locator(".chart-note").innerText()).toBe(note);
      expect((await saveChart(page)).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")).toContain(
        "(31B of 75B tokens).",
      );
      await page.getByRole("link", { name: "Training curves" }).click();
      await eventually(() => countLines(page)).toBe(75);
      expect(await readHeadline(page)).toBe(headline);
      expect(await page.locator(".chart .hollow").count()).toBe(0);
    });

    it("exports the checkpoints that it shows, with a note where recipes are hidden", async () => {
      const page = await open("/?params=750M&only=Dolma1.7");
      expect(await readHeadline(page)).toContain(", after 31B of 75B tokens");
      expect(await page.locator(".export-note").innerText()).toBe(
        "1 of 25 rows are shown; the files and the query contain all 25, because fewer recipes may have other common checkpoints.",
      );
      const link = await page.getByRole("link", { name: "Rows as JSON" }).getAttribute("href");
      expect(link).toContain("checkpoint=common");
      const { data } = await (await page.request.get(link!)).json();
      expect(new Set(data.map(({ step }: { step: number }) => step))).toEqual(new Set([26250]));
      expect(data).toHaveLength(25);
    });

    it("names the sizes at which no step has a value of every recipe", async () => {
      const page = await open("/?params=1B");
      await page.route("**/api/visualize/data?metric=**", async (route) => {
        const body = await (await route.fetch()).json();
        for (const column of Object.values<unknown[]>(body.data)) column.shift();
        await route.fulfill({ json: body });
      });
      await page.getByRole("button", { name: "Only ice-valppl" }).click({ force: true });
      await page
        .getByText("Not ranked, because no step has a value of every recipe: ice-valppl at 1B.")
        .waitFor();
      expect(await readHeadline(page)).toBe("ice perplexity");
      expect(await page.locator(".best-card, .legend-row.is-best").count()).toBe(0);
      expect(await page.locator(".chart [data-name='dot'] [data-name]").count()).toBe(24);
    });

    it("names no winner where all recipes are equal", async () => {
      const page = await open("/");
      await page.route("**/api/visualize/data?**", async (route) => {
        const body = await (await route.fetch()).json();
        body.data.value = body.data.value.map(() => 7);
        await route.fulfill({ json: body });
      });
      await page.getByRole("button", { name: "Only ice-valppl" }).click({ force: true });
      await page
        .getByRole("heading", { name: "At 1B, all 25 recipes have the same ice perplexity: 7" })
        .waitFor();
      expect(await page.locator(".best-recipe").first().innerText()).toBe("all tied");
      expect(await page.locator(".legend-row.is-best").count()).toBe(0);
    });
  });
}
