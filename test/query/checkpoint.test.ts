/** `checkpoint=final` and `checkpoint=common` beside a slow and obvious oracle. */
import { describe, expect, it } from "vitest";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { queryEvaluations } from "../support/dataset-queries.js";
import { evaluationsOf, type MeltedRow } from "../support/melted.js";
import { SeededRandom } from "../support/seeded-random.js";
import { toRecords } from "../support/selection-rows.js";

const ROUTE = { shape: null, fixedFilters: {}, defaultFilters: {} } as const;
const RECIPES = ["C4", "Dolma1.7", "Falcon"];
const SIZES = ["4M", "60M", "1B"];
const METRICS = ["pile-valppl", "boolq_acc_raw"];

/** Recipes stop at different steps, have holes, and may lack a size or a metric. */
function drawRows(random: SeededRandom): MeltedRow[] {
  const rows: MeltedRow[] = [];
  for (const metric of METRICS) {
    for (const data of RECIPES) {
      for (const params of SIZES) {
        if (random.chance(0.15)) continue;
        const stepCount = 1 + random.below(6);
        for (let index = 0; index < stepCount; index++) {
          if (random.chance(0.3)) continue;
          const step = index * 1250;
          rows.push({ params, data, step, tokens: step, compute: step, metric, value: random.below(100) });
        }
      }
    }
  }
  return rows;
}

/** The rows of the last step of each recipe, or of the last that all the recipes have, by size and metric. */
function selectLast(rows: readonly MeltedRow[], kind: string, recipes: readonly string[]): MeltedRow[] {
  const requested = rows.filter(({ data }) => recipes.includes(String(data)));
  return requested.filter((row) => {
    const same = requested.filter(({ params, metric }) => params === row.params && metric === row.metric);
    const stepsOf = (recipe: string) => same.filter(({ data }) => data === recipe).map(({ step }) => step);
    if (kind === "final") return row.step === Math.max(...stepsOf(String(row.data)));
    const common = stepsOf(recipes[0]).filter((step) =>
      recipes.every((name) => stepsOf(name).includes(step)),
    );
    return row.step === Math.max(...common);
  });
}

const sortKey = ({ metric, data, params, step }: Record<string, unknown>) =>
  [metric, data, params, step].join(" ");

describe.each(["final", "common"])("checkpoint=%s", (kind) => {
  it("selects what the oracle selects, whatever the other filters", async () => {
    const random = new SeededRandom(20261129);
    let count = 0;
    for (let round = 0; round < 200; round++) {
      const rows = drawRows(random);
      if (rows.length === 0) continue;
      const query = queryEvaluations(evaluationsOf(rows));
      const present = [...new Set(rows.map(({ data }) => String(data)))];
      const recipes = random.chance(0.5)
        ? present
        : random.shuffle(present).slice(0, 1 + random.below(present.length));
      const minStep = random.pick([0, 0, 1250, 3750]);
      const filter = recipes === present ? "" : `&${recipes.map((name) => `data=${name}`).join("&")}`;
      const text = `checkpoint=${kind}&step__gte=${minStep}${filter}`;
      const expected = selectLast(rows, kind, recipes).filter(({ step }) => step >= minStep);
      const selected = toRecords(query.parse(parseRawQuery(text), ROUTE).select());
      expect(selected.map(sortKey).sort(), text).toEqual(expected.map((row) => sortKey({ ...row })).sort());
      count += expected.length;
      const facets = await query.parseFacets(parseRawQuery(text)).count();
      expect(facets.rows, text).toBe(expected.length);
    }
    expect(count).toBeGreaterThan(200);
  });
});

describe("checkpoint=common", () => {
  const rows = (data: string, steps: readonly number[]): MeltedRow[] =>
    steps.map((step) => ({
      params: "1B",
      data,
      step,
      tokens: step,
      compute: step,
      metric: "m",
      value: step,
    }));
  const query = queryEvaluations(
    evaluationsOf([...rows("C4", [0, 1250, 2500]), ...rows("Falcon", [0, 1250])]),
  );

  it("compares recipes at equal training where final does not", () => {
    const select = (text: string) =>
      toRecords(query.parse(parseRawQuery(text), ROUTE).select()).map(({ step }) => step);
    expect(select("checkpoint=final")).toEqual([2500, 1250]);
    expect(select("checkpoint=common")).toEqual([1250, 1250]);
    expect(select("checkpoint=common&data=C4")).toEqual([2500]);
    expect(select("checkpoint=COMMON&shape=wide")).toEqual([1250, 1250]);
  });

  it("is a filter of its own, and another word is refused with both", () => {
    expect(query.parse(parseRawQuery("checkpoint=common"), ROUTE).filters).toEqual({
      checkpoint: ["common"],
    });
    expect(() => query.parse(parseRawQuery("checkpoint=last"), ROUTE)).toThrow(
      "checkpoint=last is not a known choice (did you mean final or common?).",
    );
  });
});
