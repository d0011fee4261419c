/** Facets against counting the rows of the response to the same query one by one. */
import { describe, expect, it } from "vitest";
import { EVALUATIONS_ROUTES } from "../../src/http/routes/data.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { type EvaluationFacets, queryEvaluations } from "../support/dataset-queries.js";
import { evaluationsOf, type MeltedRow } from "../support/melted.js";
import { SeededRandom } from "../support/seeded-random.js";
import { toRecords } from "../support/selection-rows.js";

const RECIPES = ["Falcon+CC (QC 10%)", "C4", "a recipe of nobody"];
const SIZES = ["1B", "4M", "150M"];
const METRICS = ["pile-valppl", "arc_easy_acc_raw", "loss"];
const STEPS = [0, 2500, 5000];
const ROUNDS = 200;
const ROUTE = EVALUATIONS_ROUTES["/api/visualize/data"];

const random = new SeededRandom(20261122);
const FILE = METRICS.flatMap((metric) =>
  RECIPES.flatMap((data) =>
    SIZES.flatMap((params) =>
      STEPS.filter(() => random.chance(0.8)).map((step): MeltedRow => {
        const value = random.pick([random.next(), random.next() * 100, Number.POSITIVE_INFINITY]);
        return { params, data, step, metric, tokens: step * 65536, compute: step * 1e15, value };
      }),
    ),
  ),
);
const query = queryEvaluations(evaluationsOf(FILE));

function countSlowly(text: string) {
  const rows = toRecords(query.parse(parseRawQuery(text), ROUTE).select());
  const count = (column: string, value: string) => rows.filter((row) => row[column] === value).length;
  return { total: rows.length, count };
}

function expectCounts(text: string, facets: EvaluationFacets) {
  const { total, count } = countSlowly(text);
  expect(facets.rows, text).toBe(total);
  for (const name of ["params", "data", "metric"] as const) {
    for (const { value, rows } of facets[name]) expect(rows, `${value} of ${text}`).toBe(count(name, value));
    expect(facets[name].reduce((sum, { rows }) => sum + rows, 0)).toBe(total);
  }
}

function drawFilters(): string {
  const pairs: string[] = [];
  const add = (name: string, values: readonly string[]) => {
    if (random.chance(0.3)) pairs.push(`${name}=${encodeURIComponent(random.pick(values))}`);
  };
  add("metric", [...METRICS, "*a*", "pile-valppl,loss"]);
  add("data", [...RECIPES, "C4,Falcon*"]);
  add("params", SIZES);
  add("params__gte", ["5M", "150M", "2B"]);
  add("step", ["0", "2500,5000"]);
  add("tokens__gt", ["0", "1e9"]);
  add("compute__lte", ["2e18", "1e15"]);
  add("value__lt", ["0.5", "50"]);
  add("checkpoint", ["final"]);
  return pairs.join("&");
}

describe("facets", () => {
  it(`count what the rows of the response count, under ${ROUNDS} random filters`, async () => {
    let resultCount = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const text = drawFilters();
      try {
        expectCounts(text, await query.parseFacets(parseRawQuery(text)).count());
        resultCount++;
      } catch (error) {
        if ((error as Error).name !== "ProblemError") throw error;
      }
    }
    expect(resultCount).toBeGreaterThan(ROUNDS / 2);
  });

  it(`with counts=exclusive are those of three inclusive queries, under ${ROUNDS} random filters`, async () => {
    let compared = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const raw = parseRawQuery(drawFilters());
      const without = (facet: string) =>
        Object.fromEntries(Object.entries(raw).filter(([name]) => name.split("__")[0] !== facet));
      try {
        const exclusive = await query.parseFacets({ ...raw, counts: "exclusive" }).count();
        const whole = await query.parseFacets(raw).count();
        expect(exclusive.rows).toBe(whole.rows);
        for (const facet of ["params", "data", "metric"] as const) {
          const inclusive = await query.parseFacets(without(facet)).count();
          expect(exclusive[facet], `${facet} of ${JSON.stringify(raw)}`).toEqual(inclusive[facet]);
          if (exclusive[facet].some(({ rows }, index) => rows !== whole[facet][index].rows)) compared++;
        }
      } catch (error) {
        if ((error as Error).name !== "ProblemError") throw error;
      }
    }
    expect(compared).toBeGreaterThan(ROUNDS / 2);
  });

  it("have another key for other counts, and refuse counts of another name", () => {
    const key = (text: string) => query.parseFacets(parseRawQuery(text)).key;
    expect(key("counts=Inclusive&params=4M")).toBe(key("params=4M"));
    expect(key("counts=exclusive&params=4M")).not.toBe(key("params=4M"));
    expect(() => query.parseFacets({ counts: "all" })).toThrow(
      "counts=all is neither inclusive nor exclusive (did you mean inclusive or exclusive?).",
    );
  });

  it("list every value, sizes by number, recipes and metrics as they are served, zeros included", async () => {
    const { params, data, metric } = await query
      .parseFacets({ metric: "loss", data: "C4", params: "4M" })
      .count();
    expect(params.map(({ value, parameters }) => [value, parameters])).toEqual([
      ["4M", 4e6],
      ["150M", 150e6],
      ["1B", 1e9],
    ]);
    expect(data.map(({ value, family }) => [value, family])).toEqual([
      ["C4", "c4"],
      ["Falcon+CC (QC 10%)", "falcon_cc"],
      ["a recipe of nobody", null],
    ]);
    expect(data[1].aliases).toContain("falcon_cc_qc_10");
    expect(metric.map(({ value, kind }) => [value, kind])).toEqual([
      ["pile-valppl", "perplexity"],
      ["arc_easy_acc_raw", "accuracy"],
      ["loss", "other"],
    ]);
    expect(params.slice(1).map(({ rows }) => rows)).toEqual([0, 0]);
  });

  it("have one key for all spellings of a query, and another for another query", () => {
    const key = (text: string) => query.parseFacets(parseRawQuery(text)).key;
    expect(key("data=falcon_cc_qc_10&params=4m,1B")).toBe(key("params=1B&params=4M&data=Falcon+CC (QC 10%)"));
    expect(key("params=4M")).not.toBe(key("params=1B"));
  });

  it.each(["shape", "columns", "limit", "format", "nonsense"])("refuse %s, which filters nothing", (name) => {
    expect(() => query.parseFacets({ [name]: "1" })).toThrow(`${name}=1 is not a parameter of this route`);
  });
});
