/** The page in a real Chromium: it claims no more than its rows bear out, and says what it leaves out. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { lacksChromium } from "./chromium.js";
import { useExplorer } from "./explorer-page.js";

const headline = (page: Page) => page.locator(".headline h2").innerText();
const ignored = (page: Page) => page.locator(".ignored-parts").innerText();
const shownMetrics = (page: Page) => page.locator(".headline code").first().innerText();

async function saveSvg(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Chart as SVG" }).click(),
  ]);
  return readFile(await download.path(), "utf8");
}

describe.skipIf(lacksChromium())("what the explorer claims", () => {
  const { open } = useExplorer();

  it("is the value and the rank of a recipe that stands alone, in the page and in its picture", async () => {
    const page = await open("/?only=C4&at=150M");
    const said = "At 150M, C4 has a pile perplexity of 40.46, rank 25 of 25";
    expect(await headline(page)).toBe(said);
    expect(await saveSvg(page)).toContain(`${said} (1 recipe shown)`);
    expect(await page.locator(".best-title").innerText()).toBe("pile perplexity of C4 at each model size");
  });

  it("is the best of those shown where some are ticked or hidden", async () => {
    const page = await open("/?data=C4&data=Falcon&data=Dolma1.7&hide=Dolma1.7");
    const said = "At 1B, of the 2 recipes shown, Falcon has the lowest pile perplexity";
    expect(await headline(page)).toContain(said);
    expect(await saveSvg(page)).toMatch(new RegExp(`${said}: [\\d.]+ \\(2 recipes shown\\)`));
    expect(await page.locator(".best-title").innerText()).toContain("of the 2 recipes shown");
  });

  it("is no winner where all recipes are equal", async () => {
    const page = await open("/");
    await page.route("**/api/visualize/data?**", async (route) => {
      const answer = await (await route.fetch()).json();
      answer.data.value = answer.data.value.map(() => 7);
      await route.fulfill({ json: answer });
    });
    await page.getByRole("button", { name: "Only ice-valppl" }).click({ force: true });
    await page
      .getByRole("heading", { name: "At 1B, all 25 recipes have the same ice perplexity: 7" })
      .waitFor();
    expect(await page.locator(".best-recipe").first().innerText()).toBe("all are equal");
    expect(await page.locator(".legend-row.is-best").count()).toBe(0);
  });

  it("offers no rows to take along where none are shown", async () => {
    const page = await open("/?data=C4&hide=C4");
    await page.getByText("No rows are shown, so there are none to take.").waitFor();
    expect(await page.getByRole("link", { name: "Rows as CSV" }).count()).toBe(0);
  });

  it("counts the runs of the comparison that lack a value", async () => {
    const page = await open("/?view=comparison");
    const shown = await page.locator(".table-panel .count").innerText();
    const link = await page.getByRole("link", { name: "Rows as JSON" }).getAttribute("href");
    const { data } = await (await page.request.get(link!)).json();
    expect(await page.locator(".take-away-note").innerText()).toContain(
      `${shown} of ${data.length} runs have both values`,
    );
  });

  it("has a diagonal that is where both values are equal, whatever the axes", async () => {
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

  it("names the parts of a link that it ignores", async () => {
    const metrics = ["ice-valppl", "c4_en-valppl", "pile-valppl", "wikitext_103-valppl", "m2d2_s2orc-valppl"];
    const query = [...metrics, "arc_easy_acc_raw", "boolq_acc_raw"].map((name) => `metric=${name}`).join("&");
    const page = await open(`/?at=9B&view=curve&xscale=foo&only=Nope&${query}`);
    const line = "Ignored from the link: view=curve, xscale=foo, metric=boolq_acc_raw, only=Nope and 1 more";
    expect(await ignored(page)).toBe(line);
    expect(await page.locator(".chart").count()).toBe(6);
    expect(await page.locator(".legend-row.is-off").count()).toBe(0);
    await page.goto("/?at=9B&colour=red");
    await page.locator(".chart svg").waitFor();
    expect(await ignored(page)).toBe("Ignored from the link: colour=red, at=9B");
    await page.goto("/");
    await page.locator(".chart svg").waitFor();
    expect(await page.locator(".ignored-parts").count()).toBe(0);
  });

  it("draws six metrics of a wildcard, and names the others", async () => {
    const page = await open("/?metric=*-valppl&params=1B");
    expect(await page.locator(".chart").count()).toBe(6);
    expect(await ignored(page)).toMatch(/^Ignored from the link: metric=\S+-valppl, /);
    const names = (await shownMetrics(page)).split(", ");
    const link = await page.getByRole("link", { name: "Rows as JSON" }).getAttribute("href");
    expect(new URLSearchParams(link!.split("?")[1]).getAll("metric")).toEqual(names);
  });

  it("says that step 0 is not on a logarithmic axis", async () => {
    const page = await open("/?view=curves&params=150M&metric=arc_easy_acc_raw&xscale=log");
    await page.getByText("Step 0 is not on a log axis.").waitFor();
  });

  it("says that a metric has no fine-tuned runs, and compares it where it has", async () => {
    const page = await open("/");
    await page.getByRole("link", { name: "Fine-tuned vs pre-trained" }).click();
    await page.getByText("pile-valppl has no fine-tuned runs; showing arc_easy_primary_metric.").waitFor();
    await page.goto("/?metric=boolq_acc_raw");
    await page.getByRole("link", { name: "Fine-tuned vs pre-trained" }).click();
    await page.getByRole("heading", { name: /^Fine-tuning improved boolq_acc_raw/ }).waitFor();
    expect(await page.getByText("has no fine-tuned runs").count()).toBe(0);
  });

  it("is a text to copy where the browser refuses to", async () => {
    const page = await open(
      "/?at=150M",
      {},
      "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
    );
    await page.getByRole("button", { name: "Copy link" }).click();
    const field = page.getByRole("dialog").getByRole("textbox");
    expect(await field.inputValue()).toBe(page.url());
    expect(await page.evaluate("getSelection().toString()")).toBe(page.url());
    expect(await page.locator(".toast.is-shown").count()).toBe(0);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("has room for names of any length, and does not offer to try a wrong one again first", async () => {
    const page = await open(`/?data=${"x".repeat(3000)}`);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1440);
    expect(await page.locator(".state .button-main").innerText()).toBe("Start over");
    await page.goto("/?metric=arc_easy_margin");
    await page.locator(".best-card").first().waitFor();
    const overflowing = await page.evaluate(
      "[...document.querySelectorAll('.best-card')].filter((card) => card.scrollWidth > card.clientWidth).length",
    );
    expect(overflowing).toBe(0);
  });

  it("stands whole in the picture, however many metrics there are", async () => {
    const names = ["arc_challenge", "arc_easy", "boolq", "csqa", "hellaswag"];
    const query = names.map((name) => `metric=${name}_logits_per_char_corr`).join("&");
    // A saved picture has its styles, which the page's policy would keep from it.
    const page = await open(`/?${query}`, { bypassCSP: true });
    const svg = await saveSvg(page);
    await page.setContent(svg);
    const ends = await page.evaluate<number[]>(
      "[...document.querySelectorAll('body > svg > text')].map((text) => text.getBBox().x + text.getBBox().width)",
    );
    expect(ends.length).toBeGreaterThan(5);
    expect(Math.max(...ends)).toBeLessThan(1000);
  });

  it("is there for the keyboard: arrows move through the points of a chart, and each is spoken", async () => {
    const page = await open("/?view=curves&params=150M&params=1B&data=C4&data=Falcon");
    await page.locator(".chart").focus();
    const spoken = page.getByRole("status");
    await page.keyboard.press("ArrowRight");
    await expect
      .poll(() => spoken.innerText())
      .toMatch(/^C4, 150M, pile-valppl [\d.]+, step [\d,]+, tokens \S+, compute \S+$/);
    const first = await spoken.innerText();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => spoken.innerText()).not.toBe(first);
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => spoken.innerText()).toMatch(/^C4, 1B, /);
    const step = /step ([\d,]+), tokens/.exec(await spoken.innerText())![1];
    await expect.poll(() => page.locator(".chart").innerText()).toContain(`step ${step}`);
    expect(await page.locator(".legend-row.is-highlighted").innerText()).toContain("C4");
    await page.goto("/?view=comparison");
    await page.locator(".chart svg").waitFor();
    await page.locator(".chart").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => spoken.innerText()).toMatch(/^\d{6}-\d{6}_match\S+, /);
    await page.locator(".pointed code").waitFor();
  });

  it("fits a phone: whole cards from the smallest size on, and 4M on the axis", async () => {
    const page = await open("/", { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true });
    const cards = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.best-list > li')].slice(0, 6).flatMap((li) => [li.getBoundingClientRect().left, li.getBoundingClientRect().right])",
    );
    expect(Math.min(...cards)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...cards)).toBeLessThanOrEqual(375);
    expect(await page.locator(".best-hint").isVisible()).toBe(true);
    const labels = await page.locator(".chart [data-name='x-axis tick label'] text").allTextContents();
    expect(labels).toEqual(expect.arrayContaining(["4M", "1B"]));
  });
});
