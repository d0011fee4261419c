import { RecordBatchReader, tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { arrowFormat } from "../../src/formats/arrow.js";
import { LongView } from "../../src/table/long-view.js";
import { filterRows } from "../../src/table/row-filter.js";
import { type Selection, selectLong, selectWide } from "../../src/table/selection.js";
import { listColumn, mixedColumn, numberColumn, tableOf, textColumn } from "../support/columns.js";
import { DECODERS, expectDecoded } from "../support/decoding.js";
import { encodeBytes, encodeChunks, NO_CACHE } from "../support/encoding.js";
import { evaluationsOf } from "../support/melted.js";

function selectAll(...columns: Parameters<typeof tableOf>): Selection {
  const table = tableOf(...columns);
  const fields = columns.map(({ name }) => name);
  return selectWide(table, [], table.allRows(), { fields, sort: [], offset: 0, limit: null });
}

/** Three metrics over 5,000 checkpoints, so many that each block is a batch; the metrics in `gaps` lack every eighth. */
function selectBlocks(fields: readonly string[], gaps: readonly string[]): Selection {
  const rows = ["a", "b", "c"].flatMap((metric) =>
    Array.from({ length: 5000 }, (_, step) => ({
      ...{ params: step < 100 ? "4M" : "1B", data: "C4", step, tokens: step * 2, compute: step * 3, metric },
      value: gaps.includes(metric) && step % 8 === 0 ? Number.NaN : step / 3,
    })),
  );
  const view = new LongView(evaluationsOf(rows).view);
  const cells = { range: null, last: null };
  const part = { rows: filterRows(view.segments, []), valueColumns: view.valueColumns, cells };
  return selectLong(view, part, { fields, sort: [], offset: 0, limit: null });
}

function encodeArrow(selection: Selection): Uint8Array[] {
  return [...encodeChunks(arrowFormat, { selection, meta: "{}", textCache: NO_CACHE, buffer: null })];
}

function countRows(bytes: Uint8Array): number[] {
  return [...RecordBatchReader.from(bytes)].map(({ numRows }) => numRows);
}

describe("an Arrow response", () => {
  it("has codes that exist also for missing texts, because readers may look them up", () => {
    const bytes = encodeBytes(arrowFormat, selectAll(textColumn("lr", ["a", null, "b", null])));
    const column = tableFromIPC(bytes).getChild("lr");
    expect(column?.toJSON()).toEqual(["a", null, "b", null]);
    expect(Array.from(column?.data[0]?.values ?? [])).toEqual([0, 0, 1, 0]);
  });

  it("takes cells of any length, also where they outgrow what was expected of a row", async () => {
    const selection = selectAll(
      mixedColumn("text", ["x".repeat(100_000), "é", "y".repeat(50_000)]),
      listColumn("list", [Array.from({ length: 20_000 }, (_, index) => index), null, [1, Number.NaN]]),
      numberColumn("number", [1, Number.NaN, 3]),
    );
    expect(await DECODERS.arrow(encodeBytes(arrowFormat, selection))).toEqual(
      expectDecoded("arrow", selection),
    );
  });

  it("is cut into batches of at most a million cells, because a batch lies in memory as a whole", () => {
    const values = Array.from({ length: 2500 }, (_, row) => row);
    const columns = Array.from({ length: 1000 }, (_, index) => numberColumn(`n${index}`, values));
    const bytes = encodeBytes(arrowFormat, selectAll(...columns));
    expect(countRows(bytes)).toEqual([1000, 1000, 500]);
    expect([...(tableFromIPC(bytes).getChild("n999") ?? [])]).toEqual(values);
  });
});

describe("an Arrow response of blocks that are batches", () => {
  const fields = ["params", "data", "step", "tokens", "compute", "metric", "value"];

  it("has the bytes of the columns that all blocks share made once", async () => {
    const selection = selectBlocks(fields, []);
    const chunks = encodeArrow(selection);
    const places = chunks.map(({ buffer, byteOffset }) => ({ buffer, byteOffset }));
    const shared = places.filter(
      ({ buffer }) => places.filter((other) => other.buffer === buffer).length > 1,
    );
    expect(shared).toHaveLength(3);
    expect(shared.every(({ byteOffset }) => byteOffset === shared[0].byteOffset)).toBe(true);
    expect(await DECODERS.arrow(Buffer.concat(chunks))).toEqual(expectDecoded("arrow", selection));
  });

  it.each([
    ["of the same rows and of others", fields, ["b"]],
    ["of the same rows twice, not one after the other", fields, ["a", "c"]],
    ["with the shared columns at the end", ["metric", "value", "step", "params"], ["b"]],
    ["with the shared columns apart", ["step", "value", "params"], ["c"]],
    ["with shared columns alone", ["params", "step"], ["a"]],
    ["with none of them", ["value"], ["a"]],
  ])("holds the cells of blocks %s", async (_case, chosen, gaps) => {
    const selection = selectBlocks(chosen, gaps);
    const bytes = encodeBytes(arrowFormat, selection);
    const counts = ["a", "b", "c"].map((metric) => (gaps.includes(metric) ? 4375 : 5000));
    expect(await DECODERS.arrow(bytes)).toEqual(expectDecoded("arrow", selection));
    expect(countRows(bytes)).toEqual(counts);
  });
});
