/** Parquet files: their types, row groups, pages and metadata. That the cells are right is in formats.test.ts. */
import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../src/formats/parquet/byte-writer.js";
import { countBits, writeHybrid } from "../../src/formats/parquet/hybrid-encoding.js";
import { buildNumberDictionary } from "../../src/formats/parquet/number-dictionary.js";
import { parquetFormat } from "../../src/formats/parquet.js";
import { parseMetadata } from "../../src/ingest/parquet/metadata.js";
import { parseParquetFrame } from "../../src/ingest/parquet.js";
import { type Column, markIntegers } from "../../src/table/column.js";
import { type Block, type Selection, selectWide } from "../../src/table/selection.js";
import { buildArrowCases } from "../support/arrow-cases.js";
import {
  listColumn,
  mixedColumn,
  numberColumn,
  tableOf,
  textColumn,
  timestampColumn,
} from "../support/columns.js";
import { DECODERS, expectDecoded } from "../support/decoding.js";
import { encodeBytes, NO_CACHE } from "../support/encoding.js";
import { SeededRandom } from "../support/seeded-random.js";

function selectAll(...columns: Column[]): Selection {
  const table = tableOf(...columns);
  const fields = columns.map(({ name }) => name);
  return selectWide(table, [], table.allRows(), { fields, sort: [], offset: 0, limit: null });
}

/** A selection of `count` blocks that share their ids. */
function selectBlocks(count: number, rowsPerBlock: number): Selection {
  const values = Float64Array.from({ length: rowsPerBlock }, (_, row) => row);
  const step: Column = { kind: "number", name: "step", values, isInteger: true };
  const names = Array.from({ length: count }, (_, index) => `m${index}`);
  const metric: Column = { kind: "dictionary", name: "metric", codes: new Int32Array(0), dictionary: names };
  const blocks = names.map((name, index): Block => {
    const value: Column = {
      kind: "number",
      name: "value",
      values: values.map((row) => Math.sin(row) + index),
    };
    return {
      rows: Uint32Array.from(values.keys()),
      columns: [step, { kind: "constant", name: "metric", value: name }, value],
    };
  });
  const total = count * rowsPerBlock;
  const columns = [step, metric, blocks[0].columns[2] as Column];
  return {
    fields: ["step", "metric", "value"],
    columns,
    total,
    rowCount: total,
    idColumns: new Set([step]),
    blocks: () => blocks,
  };
}

const encodeChunks = (selection: Selection) =>
  [...parquetFormat.encode({ selection, meta: "{}", textCache: NO_CACHE, buffer: null })].filter(
    (chunk) => chunk instanceof Uint8Array,
  );

describe("a Parquet file", () => {
  it.each(Object.entries(buildArrowCases()))("has the cells of %s", async (_name, selection) => {
    expect(await DECODERS.parquet(encodeBytes(parquetFormat, selection))).toEqual(
      expectDecoded("parquet", selection),
    );
  });

  it("has the same types for any rows, also for none", () => {
    const columns = [
      textColumn("text", ["a", null]),
      markIntegers(numberColumn("integer", [1, Number.NaN])),
      numberColumn("number", [1, 2]),
      timestampColumn("time", [0, Number.NaN]),
      markIntegers(listColumn("steps", [[1], null])),
      mixedColumn("flag", [true, null]),
      mixedColumn("any", ["a", 1]),
    ];
    const selection = selectAll(...columns);
    const describeSchema = (bytes: Buffer) =>
      parseMetadata(bytes).schema.map(({ name, type, converted_type, repetition_type }) => [
        name,
        type ?? null,
        converted_type ?? null,
        repetition_type ?? null,
      ]);
    const schema = describeSchema(encodeBytes(parquetFormat, selection));
    expect(schema).toEqual([
      ["schema", null, null, null],
      ["text", 6, 0, 1],
      ["integer", 2, null, 1],
      ["number", 5, null, 1],
      ["time", 2, null, 1],
      ["steps", null, 3, 1],
      ["list", null, null, 2],
      ["element", 2, null, 1],
      ["flag", 0, null, 1],
      ["any", 6, 0, 1],
    ]);
    const none = { ...selection, rowCount: 0, total: 0, blocks: () => [] };
    expect(describeSchema(encodeBytes(parquetFormat, none))).toEqual(schema);
  });

  it("has the metadata of the result", () => {
    const selection = selectAll(numberColumn("n", [1]));
    const { keyValues } = parseMetadata(encodeBytes(parquetFormat, selection, { dataset: "evaluations" }));
    expect(keyValues.get("datadecide")).toBe('{"dataset":"evaluations"}');
  });

  it("comes in row groups of about 120,000 rows, each column by itself, and equal ids are encoded once", async () => {
    const selection = selectBlocks(40, 8000);
    const chunks = encodeChunks(selection);
    const { rowGroups } = parseMetadata(Buffer.concat(chunks));
    expect(rowGroups.map(({ rowCount }) => rowCount)).toEqual([120_000, 120_000, 80_000]);
    expect(chunks).toHaveLength(1 + 3 * 3 + 1);
    expect(chunks[1]).toBe(chunks[4]);
    expect(chunks[7]).not.toBe(chunks[4]);
    const { table } = await parseParquetFrame(Buffer.concat(chunks), "f");
    const { values } = table.getOfKind("value", "number");
    expect([values[0], values[8000], values[319_999]]).toEqual([0, 1, Math.sin(7999) + 39]);
    expect(table.getOfKind("metric", "dictionary").dictionary).toHaveLength(40);
  });

  it("splits a block that is larger than a row group", async () => {
    const selection = selectAll(
      numberColumn(
        "n",
        Array.from({ length: 400_000 }, (_, row) => row / 3),
      ),
    );
    const bytes = encodeBytes(parquetFormat, selection);
    expect(parseMetadata(bytes).rowGroups.map(({ rowCount }) => rowCount)).toEqual([
      160_000, 160_000, 80_000,
    ]);
    const { table } = await parseParquetFrame(bytes, "f");
    expect(table.getOfKind("n", "number").values[399_999]).toBe(133_333);
  });

  it("is a fraction of a column that repeats its numbers, and little more than one that does not", () => {
    const random = new SeededRandom(3);
    const few = Array.from({ length: 20_000 }, () => random.below(100) / 7);
    const many = Array.from({ length: 20_000 }, () => random.next());
    expect(encodeBytes(parquetFormat, selectAll(numberColumn("n", few))).length).toBeLessThan(20_000);
    expect(encodeBytes(parquetFormat, selectAll(numberColumn("n", many))).length).toBeLessThan(161_000);
  });
});

describe("the hybrid of runs and bit packing", () => {
  it("gives back random values of every width", () => {
    const random = new SeededRandom(5);
    for (let round = 0; round < 300; round++) {
      const max = 2 ** (1 + random.below(20)) - 1;
      const values: number[] = [];
      for (let run = random.below(12); run >= 0; run--) {
        const value = random.below(max + 1);
        const isRun = random.chance(0.5);
        for (let count = random.below(40); count > 0; count--)
          values.push(isRun ? value : random.below(max + 1));
      }
      const width = countBits(max);
      const out = new ByteWriter();
      writeHybrid(out, values, width);
      expect(decodeHybrid(out.bytes, width).slice(0, values.length)).toEqual(values);
    }
  });
});

describe("a dictionary of numbers", () => {
  it("tells zeros of either sign apart, and numbers that differ in one bit", () => {
    const next = 1 + Number.EPSILON;
    const numbers = [0, -0, 1, next, 0, -0, 1, next, 1, next];
    const dictionary = buildNumberDictionary(Float64Array.from(numbers));
    expect([...(dictionary?.entries ?? [])]).toEqual([0, -0, 1, next]);
    expect([...(dictionary?.codes ?? [])]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 2, 3]);
  });

  it("is none of numbers that repeat too little", () => {
    expect(buildNumberDictionary(Float64Array.of(1, 2, 3, 3))).toBeNull();
    expect(buildNumberDictionary(Float64Array.from({ length: 5000 }, (_, row) => row))).toBeNull();
    expect(buildNumberDictionary(new Float64Array(0))).toBeNull();
  });
});

describe("whole numbers", () => {
  it.each([
    ["integers with gaps", [1, Number.NaN, -7, 2 ** 53 - 1], true],
    ["a fraction", [1, 0.5], false],
    ["an integer that a double may have rounded", [1, 2 ** 53], false],
    ["a negative zero", [-0, 1], false],
    ["an infinity", [1, Number.POSITIVE_INFINITY], false],
    ["no value", [Number.NaN], false],
  ])("make a column of integers: %s", (_case, values, isInteger) => {
    expect(markIntegers(numberColumn("n", values)).isInteger ?? false).toBe(isInteger);
  });
});

/** The plain way to read what writeHybrid writes. */
function decodeHybrid(bytes: Buffer, width: number): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const count = Math.floor(header / 2);
    if (header % 2 === 0) {
      const sizeBytes = Math.ceil(width / 8);
      for (let index = 0; index < count; index++) values.push(bytes.readUIntLE(at, sizeBytes));
      at += sizeBytes;
      continue;
    }
    for (let index = 0; index < count * 8; index++) {
      let value = 0;
      for (let bit = 0; bit < width; bit++) {
        const position = index * width + bit;
        value += ((bytes[at + (position >> 3)] >> (position & 7)) & 1) * 2 ** bit;
      }
      values.push(value);
    }
    at += count * width;
  }
  return values;
}
