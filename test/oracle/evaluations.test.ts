import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { MELTED_COLUMNS } from "../../src/datasets/evaluations.js";
import { ProblemError } from "../../src/errors.js";
import { jsonFormat } from "../../src/formats/json.js";
import { parseParquet } from "../../src/ingest/parquet.js";
import { EvaluationsQuery, type EvaluationsRoute } from "../../src/query/evaluations-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { getCell } from "../../src/table/column.js";
import { encodeJsonText, NO_CACHE } from "../support/encoding.js";
import { evaluationsOf, type MeltedRow } from "../support/melted.js";
import { expectSameText } from "../support/same-text.js";
import { SeededRandom } from "../support/seeded-random.js";
import { loadStandIns, STAND_IN_PATHS } from "../support/stand-ins.js";
import { type Ask, drawAsk, EvaluationsOracle, toQueryString } from "./evaluations-oracle.js";
import { renderRecord } from "./slow-answer.js";

const ROUTE: EvaluationsRoute = { shape: null, fixedFilters: {}, defaultFilters: {} };
const RECIPES = ["C4", "Dolma1.7 (no math, code)", "Falcon+CC (QC 10%)", "Dolma1.6++", "a mix / of 25%"];
const SIZES = ["4M", "90M", "150M", "1B", "1.5K"];
const METRICS = ["z-valppl", "a_acc", "m b", "mmlu, all", "Ünï+code"];

/** A file of few checkpoints with holes, ties, infinite and missing values, in random order. */
function drawFile(random: SeededRandom): MeltedRow[] {
  const density = random.pick([0.1, 0.5, 0.9, 1]);
  const value = () =>
    random.chance(0.1)
      ? random.pick([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0])
      : random.chance(0.5)
        ? random.below(4)
        : random.next() - 0.5;
  const rows: MeltedRow[] = [];
  for (const data of random.sample(RECIPES, 3)) {
    for (const params of random.sample(SIZES, 3)) {
      for (const step of random.sample([0, 1250, 2500, 3750.5, 1e6], 4)) {
        const checkpoint = { params, data, step, tokens: step * 2048, compute: random.below(3) * 1.5e18 };
        for (const metric of random.shuffle(METRICS)) {
          if (random.chance(density)) rows.push({ ...checkpoint, metric, value: value() });
        }
      }
    }
  }
  const shuffled = random.shuffle(rows);
  return random.chance(0.1) ? shuffled.slice(0, 1) : shuffled;
}

/** Compares one answer with the oracle's; false where both refuse. */
function compare(query: EvaluationsQuery, oracle: EvaluationsOracle, ask: Ask, text: string): boolean {
  const expected = oracle.answer(ask);
  if (expected === null) {
    let refusal: unknown;
    try {
      query.parse(parseRawQuery(text), ROUTE);
    } catch (error) {
      refusal = error;
    }
    expect(refusal, text).toBeInstanceOf(ProblemError);
    expect((refusal as ProblemError).errors.map(({ message }) => message).join(), text).toMatch(
      /leaves no number together with|excludes every requested \w+|contradicts the bounds/,
    );
    return false;
  }
  const selection = query.parse(parseRawQuery(text), ROUTE).select();
  expect([selection.total, selection.rowCount], text).toEqual([expected.total, expected.records.length]);
  const answer = encodeJsonText(selection);
  const data = expected.records.map(renderRecord).join(",");
  if (answer !== `{"meta":{},"data":[${data}]}`) {
    expect(text, "the query whose answer differs").toBe("");
    expectSameText(answer, `{"meta":{},"data":[${data}]}`);
  }
  return true;
}

describe("every answer over small tables is the oracle's", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("with seed %d", (seed) => {
    const random = new SeededRandom(seed);
    let answered = 0;
    let refused = 0;
    let filled = 0;
    for (let round = 0; round < 40; round++) {
      const file = drawFile(random);
      const oracle = new EvaluationsOracle(file);
      if (oracle.rows.length === 0) continue;
      const query = new EvaluationsQuery(evaluationsOf(file));
      for (let count = 0; count < 20; count++) {
        const ask = drawAsk(random, oracle);
        if (compare(query, oracle, ask, toQueryString(ask, random))) answered++;
        else refused++;
        if ((oracle.answer(ask)?.records.length ?? 0) > 0) filled++;
      }
    }
    expect(answered).toBeGreaterThan(300);
    expect(filled).toBeGreaterThan(150);
    expect(refused).toBeGreaterThan(5);
  });
});

describe("over the whole stand-in", async () => {
  const { evaluations } = await loadStandIns();
  const query = new EvaluationsQuery(evaluations);
  const oracle = new EvaluationsOracle(await readRows());

  it("every answer is the oracle's", () => {
    const random = new SeededRandom(11);
    let answered = 0;
    for (let round = 0; round < 30; round++) {
      const ask = drawAsk(random, oracle, true);
      if (compare(query, oracle, ask, toQueryString(ask, random))) answered++;
    }
    expect(answered).toBeGreaterThan(20);
  });

  it("the defaultFilters answer is complete: 1,787,286 rows, byte for byte the oracle's", () => {
    const selection = query.parse(parseRawQuery(""), ROUTE).select();
    expect(selection.total).toBe(1_787_286);
    expect(oracle.rows).toHaveLength(1_787_286);
    const expected = createHash("sha1").update('{"meta":{},"data":[');
    for (let start = 0; start < oracle.rows.length; start += 10_000) {
      const texts = oracle.rows.slice(start, start + 10_000).map((row) => renderRecord({ ...row }));
      expected.update((start === 0 ? "" : ",") + texts.join(","));
    }
    const actual = createHash("sha1");
    const chunks = jsonFormat.encode({ selection, meta: "{}", textCache: NO_CACHE, buffer: null });
    for (const chunk of chunks) actual.update(chunk);
    expect(actual.digest("hex")).toBe(expected.update("]}").digest("hex"));
  });
});

/** The rows of the file itself, as objects. */
async function readRows(): Promise<MeltedRow[]> {
  const bytes = await readFile(STAND_IN_PATHS.evaluations);
  const { table } = await parseParquet(bytes, "the stand-in", MELTED_COLUMNS);
  const [params, data, step, tokens, compute, metric, value] = table.columns;
  return Array.from({ length: table.rowCount }, (_, row) => ({
    params: getCell(params, row) as string,
    data: getCell(data, row) as string,
    step: getCell(step, row) as number,
    tokens: getCell(tokens, row) as number,
    compute: getCell(compute, row) as number,
    metric: getCell(metric, row) as string,
    value: getCell(value, row) as number,
  }));
}
