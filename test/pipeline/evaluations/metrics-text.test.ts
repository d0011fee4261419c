import { describe, expect, it } from "vitest";
import { quoteText, withDatabase } from "../../../src/pipeline/database.js";
import { metricsAsStruct, surveyMetrics } from "../../../src/pipeline/evaluations/metrics-text.js";

const METRICS = ["acc_raw", "no_answer", "primary_metric"];

async function parse(text: string) {
  return withDatabase({}, async (database) => {
    const { values } = await database.row<{ values: string }>(
      `SELECT to_json(${metricsAsStruct("text", METRICS)})::VARCHAR AS values FROM (SELECT ${quoteText(text)} AS text)`,
    );
    return JSON.parse(values) as unknown;
  });
}

async function survey(...texts: (string | null)[]) {
  return withDatabase({}, async (database) => {
    const rows = texts.map((text, row) => `(${row}, ${text === null ? "NULL::VARCHAR" : quoteText(text)})`);
    await database.run(
      `CREATE VIEW raw_evaluations AS SELECT * FROM (VALUES ${rows.join(", ")}) rows(source_row, metrics)`,
    );
    return surveyMetrics(database, ["eval.parquet"]);
  });
}

describe("the metrics text", () => {
  it.each([
    ["a Python dict", "{'acc_raw': 0.25, 'no_answer': 0.0, 'primary_metric': 1e-05}", [0.25, 0, 1e-5]],
    ["JSON", '{"acc_raw": 0.25, "no_answer": 0, "primary_metric": null}', [0.25, 0, null]],
    ["JSON without spaces", '{"primary_metric":0.5,"acc_raw":-2}', [-2, null, 0.5]],
    ["nan and None", "{'acc_raw': nan, 'no_answer': None, 'primary_metric': 0.5}", [null, null, 0.5]],
    ["infinities", "{'acc_raw': inf, 'no_answer': -inf, 'primary_metric': 0.5}", [null, null, 0.5]],
    [
      "NaN and Infinity in JSON",
      '{"acc_raw": NaN, "no_answer": -Infinity, "primary_metric": 0.5}',
      [null, null, 0.5],
    ],
    ["an empty dict", "{}", [null, null, null]],
    ["keys that are dropped", "{'predicted_index_raw': 1.5, 'acc_raw': 0.25}", [0.25, null, null]],
  ])("is read as %s", async (_, text, [accuracy, noAnswer, primary]) => {
    expect(await parse(text)).toEqual({ acc_raw: accuracy, no_answer: noAnswer, primary_metric: primary });
  });

  it("keeps every digit", async () => {
    const value = 0.1 + 0.2;
    expect(await parse(`{'acc_raw': ${value}}`)).toMatchObject({ acc_raw: value });
  });

  it("is surveyed for names that are not known, and for those in no row", async () => {
    const { unknown, absent, dropped, shapes, rowsWithoutText } = await survey(
      "{'acc_raw': 0.5, 'acc_new': 1.0}",
      "{'acc_raw': 0.5, 'acc_new': nan}",
      '{"acc_raw": 1, "logits_per_byte_corr": -2}',
      null,
    );
    expect([...unknown]).toEqual([["acc_new", 2]]);
    expect(absent).toHaveLength(27);
    expect(dropped).toEqual(["logits_per_byte_corr"]);
    expect(shapes.reduce((sum, { rows }) => sum + rows, 0)).toBe(3);
    expect(rowsWithoutText).toBe(1);
  });

  it.each([
    ["a cut text", "{'acc_raw': 0.5", /row 2 has a metrics text that is neither a Python dict nor JSON/],
    ["a list", "[0.5]", /row 2 has a metrics text that is neither/],
    ["a text value", "{'acc_raw': 'high'}", /row 2 has a metrics text in which "acc_raw" is not a number/],
    ["a Python truth value", "{'acc_raw': True}", /row 2 has a metrics text that is neither/],
  ])("is refused when it is %s, with the row", async (_, text, message) => {
    await expect(survey("{'acc_raw': 0.5}", text)).rejects.toThrow(message);
  });
});
