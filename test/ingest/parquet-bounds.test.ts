import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { checkGrowth, ValueBudget } from "../../src/ingest/parquet/bounds.js";
import {
  decodeDeltaIntegers,
  decodeDeltaLengths,
  decodeDeltaPrefixes,
} from "../../src/ingest/parquet/delta.js";
import { parseHybrid } from "../../src/ingest/parquet/integers.js";
import { JsonValues } from "../../src/ingest/parquet/json-values.js";
import { NullColumns } from "../../src/ingest/parquet/null-columns.js";
import { TextValues } from "../../src/ingest/parquet/text-values.js";
import { parseParquetFrame } from "../../src/ingest/parquet.js";

const FIXTURES = new URL("../fixtures/parquet/", import.meta.url).pathname;
const NOT_PARQUET = expect.objectContaining({ code: "not-parquet" });
const TOO_MANY = expect.objectContaining({ code: "too-many-values" });

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("the number of values of a file", () => {
  test("are 33 million in a small file, 64 a byte in a larger one, and 125 million in any", () => {
    for (const [fileBytes, most] of [
      [1000, 2 ** 25],
      [1_500_000, 96_000_000],
      [2 ** 31, 125_000_000],
    ]) {
      const budget = new ValueBudget(fileBytes);
      budget.spend(most);
      expect(errorOf(() => budget.spend(1))).toEqual(TOO_MANY);
      expect(errorOf(() => budget.checkRows(most))).toBeUndefined();
      expect(errorOf(() => budget.checkRows(most + 1))).toEqual(TOO_MANY);
    }
  });

  test("are counted once for all columns of nothing but nulls of one kind", () => {
    const nulls = new NullColumns(20e6, new ValueBudget(1000));
    for (let index = 0; index < 9; index++) nulls.build(`n${index}`, "dictionary");
    expect(errorOf(() => nulls.build("d", "number"))).toEqual(TOO_MANY);
  });

  test("are more in text, in JSON and in lists than their number", () => {
    const budget = new ValueBudget(1000);
    budget.spend(2 ** 25 - 20);
    const text = Buffer.from([3, 0, 0, 0, 91, 49, 93]);
    const texts = new TextValues(budget);
    expect([...texts.parse(text, 1).numbers]).toEqual([0]);
    expect([...texts.parse(text, 1).numbers]).toEqual([0]);
    expect(errorOf(() => new JsonValues(budget).parse(text, 1))).toEqual(TOO_MANY);
  });

  test("are refused by the number of rows before a page is read", async () => {
    const bytes = await readFile(`${FIXTURES}refused-too-many-rows/input.parquet`);
    await expect(parseParquetFrame(bytes, "f.parquet")).rejects.toThrow(
      `f.parquet: has 70000000 rows and may have 33554432 values, the maximum for a file of ${bytes.length} bytes;`,
    );
  });
});

describe("a page that declares a larger size than its bytes can decompress to", () => {
  test.each([
    [2 ** 26, 10, undefined],
    [2 ** 26 + 1, 10, NOT_PARQUET],
    [2 ** 27, 2 ** 17, undefined],
    [2 ** 30 + 1, 2 ** 30, NOT_PARQUET],
    [-1, 10, NOT_PARQUET],
    [Number.NaN, 10, NOT_PARQUET],
  ])("is not-parquet: %d bytes out of %d", (sizeBytes, fromBytes, error) => {
    expect(errorOf(() => checkGrowth(sizeBytes, fromBytes))).toEqual(error);
  });
});

describe("deltas that do not add up", () => {
  /** A block of 128 in 4 miniblocks, 3 values, the first of them 5, deltas of at least 1 in 2 bits: 5, 7, 11. */
  const SOUND = [0x80, 1, 4, 3, 10, 2, 2, 0, 0, 0, 0b1101, 0, 0, 0, 0, 0, 0, 0];

  test("are read where they do", () => {
    const { plain, end } = decodeDeltaIntegers(Buffer.from(SOUND), 3, 4);
    expect([0, 4, 8].map((offset) => plain.readInt32LE(offset))).toEqual([5, 7, 11]);
    expect(end).toBe(SOUND.length);
  });

  test.each([
    ["nothing", []],
    ["no miniblocks", [0x80, 1, 0, ...SOUND.slice(3)]],
    ["miniblocks of an odd size", [0x81, 1, ...SOUND.slice(2)]],
    ["another number of values", [...SOUND.slice(0, 3), 4, ...SOUND.slice(4)]],
    ["a width of 65 bits", [...SOUND.slice(0, 6), 65, ...SOUND.slice(7)]],
    ["no bits", SOUND.slice(0, 10)],
    ["a first value without an end", [0x80, 1, 4, 3, ...new Array(11).fill(0xff)]],
  ])("are not-parquet: %s", (_, bytes) => {
    expect(errorOf(() => decodeDeltaIntegers(Buffer.from(bytes), 3, 4))).toEqual(NOT_PARQUET);
  });

  /** Lengths by themselves: `count` times the same, without a bit for each. */
  const lengths = (count: number, length: number) => [
    0x80,
    1,
    4,
    ...varint(count),
    ...varint(length * 2),
    0,
    0,
    0,
    0,
    0,
  ];

  test("are not-parquet where texts are longer than their page, or less than nothing", () => {
    expect(errorOf(() => decodeDeltaLengths(Buffer.from([...lengths(2, 3), 97, 98]), 2))).toEqual(
      NOT_PARQUET,
    );
    const negative = [0x80, 1, 4, 1, 1];
    expect(errorOf(() => decodeDeltaLengths(Buffer.from(negative), 1))).toEqual(NOT_PARQUET);
  });

  test("are not-parquet where prefixes multiply a page beyond its bytes", () => {
    const bytes = Buffer.from([...lengths(100_000, 100_000), ...lengths(100_000, 0)]);
    expect(errorOf(() => decodeDeltaPrefixes(bytes, 100_000, 4))).toEqual(NOT_PARQUET);
  });

  test("are not-parquet where a prefix is longer than the text before", () => {
    const bytes = Buffer.from([...lengths(1, 1), ...lengths(1, 1), 97]);
    expect(errorOf(() => decodeDeltaPrefixes(bytes, 1, 4))).toEqual(NOT_PARQUET);
  });
});

describe("runs of integers", () => {
  test("are not-parquet where they end before their count, or have too many bits", () => {
    expect(errorOf(() => parseHybrid(Buffer.from([0x80]), 1, new Uint8Array(9)))).toEqual(NOT_PARQUET);
    expect(errorOf(() => parseHybrid(Buffer.from([3]), 8, new Uint8Array(9)))).toEqual(NOT_PARQUET);
    expect(errorOf(() => parseHybrid(Buffer.from([3]), 33, new Uint32Array(9)))).toEqual(NOT_PARQUET);
  });

  test.each([1, 7, 24, 25, 31, 32])("are unpacked from %d bits", (bitWidth) => {
    const values = Array.from({ length: 8 }, (_, index) => (2 ** bitWidth * 8 - 1 - index) % 2 ** bitWidth);
    let bits = 0n;
    for (const [index, value] of values.entries()) bits |= BigInt(value) << BigInt(index * bitWidth);
    const packed = Buffer.from(bits.toString(16).padStart(bitWidth * 2, "0"), "hex").reverse();
    const parsed = parseHybrid(Buffer.from([3, ...packed]), bitWidth, new Uint32Array(8));
    expect([...parsed]).toEqual(values);
  });
});

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))];
}
