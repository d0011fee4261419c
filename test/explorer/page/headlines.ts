/** What the page claims about the data: no more than its rows support. */
import { describe, expect, it } from "vitest";
import { type Explorer, readHeadline } from "../explorer-page.js";
import { saveChart } from "./export.js";

export function testHeadlines({ open }: Explorer): void {
  describe("the headline", () => {
    it("names the recipe with the lowest pile perplexity at once, and cards name that of each size", async () => {
      const page = await open("/");
      const findBest = async (size: string) => {
        const query = `metric=pile-valppl&params=${size}&checkpoint=final&sort=value&limit=1`;
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
      const headline = "At 150M, C4 has a pile perplexity of 40.46, rank 25 of 25";
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
