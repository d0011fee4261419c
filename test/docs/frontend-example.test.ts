/** The example page of the typed client: what it loads, from the built client and the built server. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { ClientOptions } from "../../src/client/index.js";
import { ROOT } from "../support/served-app.js";

interface ExampleModule {
  loadSizes(options: ClientOptions): Promise<{ sizes: string[]; provenance: string }>;
  loadRanking(size: string, options: ClientOptions): Promise<[string, number, number][]>;
}

const PAGE = join(ROOT, "examples/frontend/index.html");
const SCRIPT = join(ROOT, "examples/frontend/recipes.js");

let example: ExampleModule;
const options: ClientOptions = { baseUrl: inject("shippedOrigin") };

beforeAll(async () => {
  example = await import(pathToFileURL(SCRIPT).href);
});

describe("the example page", () => {
  it("finds the recipe with the lowest perplexity at each size, and gives the provenance of the data", async () => {
    const { sizes, provenance } = await example.loadSizes(options);
    expect([sizes[0], sizes.at(-1), sizes.length]).toEqual(["4M", "1B", 14]);
    expect(provenance).toBe("synthetic stand-in");
    const ranking = await example.loadRanking("1B", options);
    expect(ranking).toHaveLength(25);
    expect(ranking[0][0]).toBe("Dolma1.6++");
    const values = ranking.map(([, , value]) => value);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  it("has the elements that its script fills, and loads files that exist", () => {
    const page = readFileSync(PAGE, "utf8");
    const script = readFileSync(SCRIPT, "utf8");
    for (const [, id] of script.matchAll(/querySelector\("#(\w+)"\)/g)) expect(page).toContain(`id="${id}"`);
    for (const [, file] of page.matchAll(/src="([^"]+)"/g))
      expect(existsSync(join(dirname(PAGE), file))).toBe(true);
    for (const [, file] of script.matchAll(/from "([^"]+)"/g))
      expect(existsSync(join(dirname(SCRIPT), file))).toBe(true);
  });
});
