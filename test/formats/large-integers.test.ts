/** Integers beyond 2^53: what a double carries is read, filtered, sorted and written exactly, and nothing else is read. */

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { buildComparisons } from "../../src/datasets/comparisons.js";
import { FORMATS } from "../../src/formats/registry.js";
import { parsePickle } from "../../src/ingest/pickle.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { mixedColumn, numberColumn, tableOf, textColumn } from "../support/columns.js";
import { queryComparisons } from "../support/dataset-queries.js";
import { DECODERS } from "../support/decoding.js";
import { encodeBytes, encodeJsonText } from "../support/encoding.js";

const HASHES = [2 ** 60 + 256, -(2 ** 63), 2 ** 53, 2 ** 60, 7];
/** One apart, so that all three are one double. */
const DIGITS = ["1152921504606846978", "1152921504606846976", "1152921504606846977", "9", "10"];
const same = (text: string) => Array.from({ length: HASHES.length }, () => text);

const query = queryComparisons(
  buildComparisons(
    tableOf(
      textColumn("run_id", ["a", "b", "c", "d", "e"]),
      textColumn("ckpt_data", same("C4")),
      textColumn("ckpt_params", same("4M")),
      textColumn("comparison_model_size", same("4M")),
      textColumn("comparison_model_recipe", same("C4")),
      numberColumn("hash", HASHES),
      textColumn("digits", DIGITS),
      mixedColumn("mixed", [2 ** 60, "1152921504606846977", "x", -(2 ** 63), 5]),
    ),
    "f",
  ),
);

function select(text: string) {
  return query.parse(parseRawQuery(text)).select();
}

async function runsOf(text: string): Promise<string> {
  const { rows } = await DECODERS.json(encodeBytes(FORMATS[0], select(`${text}&columns=run_id`)));
  return rows.map(([run]) => run).join("");
}

describe("an integer beyond 2^53", () => {
  it.each(FORMATS)("is the same double again when it is read out of $name", async (format) => {
    const { rows } = await DECODERS[format.name](encodeBytes(format, select("columns=hash")));
    expect(rows.map(([hash]) => Number(hash))).toEqual(HASHES);
  });

  it("is written with an exponent, as the shortest digits that give the double back", () => {
    expect(encodeJsonText(select("columns=hash"))).toBe(
      '{"meta":{},"data":[{"hash":1.1529215046068472e+18},{"hash":-9.223372036854776e+18},' +
        '{"hash":9.007199254740992e+15},{"hash":1.152921504606847e+18},{"hash":7}]}',
    );
  });

  it("is found by its digits, its exponent, and as JavaScript prints it", async () => {
    for (const text of ["1152921504606846976", "1.152921504606847e+18", "1152921504606847000"]) {
      expect(await runsOf(`hash=${encodeURIComponent(text)}`), text).toBe("d");
    }
    expect(await runsOf("hash=9007199254740992")).toBe("c");
    expect(await runsOf("hash__gt=1152921504606846976")).toBe("a");
    expect(await runsOf("hash__gte=1152921504606846976")).toBe("ad");
  });

  it("is no number in a query where its digits are those of no double", () => {
    expect(() => select("hash=1152921504606846977")).toThrow();
    expect(() => select("hash__gt=9007199254740993")).toThrow();
  });

  it("is sorted by its value", async () => {
    expect(await runsOf("sort=hash")).toBe("becda");
    expect(await runsOf("sort=-hash")).toBe("adceb");
  });
});

describe("text of more digits than a double carries", () => {
  it("is found as the text that it is", async () => {
    expect(await runsOf("digits=1152921504606846977")).toBe("c");
    expect(await runsOf("digits=1152921504606846976")).toBe("b");
  });

  it("is sorted by every digit, and other numbers by their value", async () => {
    expect(await runsOf("sort=digits")).toBe("debca");
    expect(await runsOf("sort=mixed")).toBe("deabc");
  });

  it.each(FORMATS)("is the same text in $name", async (format) => {
    const { rows } = await DECODERS[format.name](encodeBytes(format, select("columns=digits")));
    expect(rows.map(([digits]) => digits)).toEqual(DIGITS);
  });
});

it("an integer of a pickle that no double is, is refused by its row, column and value", async () => {
  const folder = new URL("../fixtures/pickle/refused-integer-int64/", import.meta.url).pathname;
  const bytes = await readFile(`${folder}input.3.0.6-np2-p5.pkl`);
  await expect(parsePickle(bytes, "f")).rejects.toMatchObject({
    code: "inexact-value",
    message:
      'f: row 1, column "b" holds 1152921504606846977, which a double cannot represent exactly; ' +
      "store the column as text, or numbers as doubles if they may be rounded",
  });
});
