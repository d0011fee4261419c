import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { StartupError } from "../../src/errors.js";
import { parseParquet, parseParquetFrame, type WantedColumn } from "../../src/ingest/parquet.js";
import { damageParquet } from "../support/damage.js";
import { SeededRandom } from "../support/seeded-random.js";
import { type TableJson, toTableJson } from "../support/table-json.js";

const FIXTURES = new URL("../fixtures/parquet/", import.meta.url).pathname;
const SUBJECT = "the-file.parquet";

interface Expected extends Partial<TableJson> {
  /** Left out where the file is read whole. */
  readonly wanted?: readonly WantedColumn[];
  readonly ignored?: readonly string[];
  readonly error?: { readonly code: string; readonly problem: string };
}

describe("every Parquet file of the fixtures is read as in expected.json", async () => {
  it.each((await readdir(FIXTURES)).sort())("%s", async (name) => {
    const { bytes, expected } = await readCase(name);
    const { wanted, ...outcome } = expected;
    expect(await describeOutcome(bytes, wanted)).toEqual(outcome);
  });
});

describe("a Parquet file that is read", () => {
  it("returns only the requested columns, in their order", async () => {
    const { bytes } = await readCase("melted-snappy-v1-dictionary");
    const wanted = [
      { name: "value", kind: "number" },
      { name: "data", kind: "text" },
    ] as const;
    const { table, ignoredColumns } = await parseParquet(bytes, SUBJECT, wanted);
    expect(table.columns.map(({ name }) => name)).toEqual(["value", "data"]);
    expect(ignoredColumns).toEqual(["params", "step", "tokens", "compute", "metric"]);
  });

  it("has dictionaries without duplicates and without texts of no row", async () => {
    const { bytes, expected } = await readCase("fallback-to-plain-v1");
    const { table } = await parseParquet(bytes, SUBJECT, expected.wanted ?? []);
    const { codes, dictionary } = table.getOfKind("t", "dictionary");
    expect(dictionary).toHaveLength(900);
    expect(new Set(dictionary).size).toBe(900);
    expect(new Set(codes).size).toBe(900);
  });

  it("keeps nothing of the file's buffer", async () => {
    const { bytes, expected } = await readCase("melted-none-v1-plain");
    const { table } = await parseParquet(bytes, SUBJECT, expected.wanted ?? []);
    for (const column of table.columns) {
      for (const part of Object.values(column)) {
        if (ArrayBuffer.isView(part)) expect(part.buffer).not.toBe(bytes.buffer);
      }
    }
  });

  it("is read from bytes that begin inside a larger buffer", async () => {
    const { bytes, expected } = await readCase("melted-snappy-v1-dictionary");
    const padded = Buffer.concat([Buffer.alloc(7, 1), bytes, Buffer.alloc(5, 1)]);
    const { table } = await parseParquet(
      padded.subarray(7, 7 + bytes.length),
      SUBJECT,
      expected.wanted ?? [],
    );
    expect(toTableJson(table).columns).toEqual(expected.columns);
  });
});

describe("bytes that are no Parquet file", () => {
  it.each([
    ["nothing", Buffer.alloc(0), "does not begin like a Parquet file (PAR1)"],
    ["a text", Buffer.from("params,data,step\n4M,C4,0\n"), "does not begin like a Parquet file (PAR1)"],
    ["the magic alone", Buffer.from("PAR1PAR1"), "does not begin like a Parquet file (PAR1)"],
    [
      "a start without an end",
      Buffer.from("PAR1 and then something else"),
      "does not end like a Parquet file (PAR1), so it is cut short",
    ],
    [
      "both ends around nothing",
      Buffer.from("PAR1\0\0\0\0\xff\xff\0\0PAR1", "latin1"),
      "has a footer length of 65535 bytes, which is more than the file",
    ],
  ])("are not-parquet: %s", async (_, bytes, problem) => {
    const outcome = await describeOutcome(bytes, [{ name: "d", kind: "number" }]);
    expect(outcome.error).toEqual({ code: "not-parquet", problem });
  });

  it("name the file and the cure in one line", async () => {
    const failure = parseParquet(Buffer.alloc(0), SUBJECT, []);
    await expect(failure).rejects.toThrow(
      "the-file.parquet: does not begin like a Parquet file (PAR1); replace it with a whole Parquet file",
    );
  });
});

describe("a damaged Parquet file", () => {
  it("is not-parquet wherever it is cut off", async () => {
    const { bytes, expected } = await readCase("row-groups-and-pages");
    const step = Math.max(1, Math.floor(bytes.length / 100));
    for (let length = 0; length < bytes.length; length += step) {
      const { error } = await describeOutcome(bytes.subarray(0, length), expected.wanted);
      expect(error?.code, `cut at ${length}`).toBe("not-parquet");
    }
  });

  it("is not-parquet when its pages are cut out and its ends left in place", async () => {
    const { bytes, expected } = await readCase("row-groups-and-pages");
    const footerStart = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    for (let length = 4; length < footerStart; length += 97) {
      const cut = Buffer.concat([bytes.subarray(0, length), bytes.subarray(footerStart)]);
      const outcome = await describeOutcome(cut, expected.wanted);
      expect(outcome.error?.code, `cut at ${length}`).toBe("not-parquet");
    }
  });

  it.each([
    "melted-none-v1-plain",
    "melted-snappy-v1-dictionary",
    "melted-gzip-v2-dictionary",
    "melted-brotli-v1-plain",
    "nulls",
    "nulls-v2-uncompressed",
    "row-groups-and-pages",
    "duckdb-snappy",
    "codes-of-3-bits",
  ])(
    "is a table of the right length or a startup error with bytes changed, in little memory: %s",
    async (name) => {
      const { bytes, expected } = await readCase(name);
      const random = new SeededRandom(20250822);
      const outcomes = { read: 0, refused: 0 };
      let maxBytes = 0;
      const startBytes = process.memoryUsage().rss;
      for (let round = 0; round < 400; round++) {
        const outcome = await describeOutcome(damageParquet(bytes, random), expected.wanted);
        maxBytes = Math.max(maxBytes, process.memoryUsage().rss - startBytes);
        if (outcome.error === undefined) {
          outcomes.read++;
          expect(outcome.rows).toBe(expected.rows);
          expect(outcome.columns?.map(({ cells }) => cells.length)).toEqual(
            expected.columns?.map(() => expected.rows),
          );
        } else {
          outcomes.refused++;
        }
      }
      expect(outcomes.refused).toBeGreaterThan(100);
      expect(maxBytes).toBeLessThan(500e6);
    },
  );

  it("is not-parquet with a page that states more values than the file has rows", async () => {
    const { bytes, expected } = await readCase("melted-none-v1-plain");
    // In the header of the first page: a data page's structure, and its count of 300 as a zigzag integer.
    const at = bytes.indexOf(Buffer.from([0x2c, 0x15, 0xd8, 0x04]));
    expect(at).toBeGreaterThan(0);
    const forged = Buffer.from(bytes);
    forged.set([0xfe, 0x7f], at + 2);
    const { error } = await describeOutcome(forged, expected.wanted);
    expect(error).toEqual({ code: "not-parquet", problem: 'column "params" has more values than rows' });
  });

  it("is not-parquet with a run of definition levels that states a thousand million values", async () => {
    const { bytes, expected } = await readCase("all-null-v1-none");
    // The levels of 40 nulls: a length of 2, the run's header 40 << 1, the value 0.
    const levels = Buffer.from([2, 0, 0, 0, 80, 0]);
    const at = bytes.indexOf(levels);
    expect(at).toBeGreaterThan(0);
    const longer = Buffer.from(bytes);
    longer.set([6, 0, 0, 0, 0xfe, 0xff], at);
    const { error } = await describeOutcome(longer, expected.wanted);
    expect(error?.code).toBe("not-parquet");
    expect(error?.problem).toMatch(/^column "t" has a (run|length|page)/);
  });
});

async function readCase(name: string): Promise<{ bytes: Buffer; expected: Expected }> {
  const bytes = await readFile(`${FIXTURES}${name}/input.parquet`);
  return { bytes, expected: JSON.parse(await readFile(`${FIXTURES}${name}/expected.json`, "utf8")) };
}

/** The table or the startup error in the form of expected.json; any other error goes through. */
async function describeOutcome(
  bytes: Buffer,
  wanted: readonly WantedColumn[] | undefined,
): Promise<Omit<Expected, "wanted">> {
  try {
    const { table, ignoredColumns } = await (wanted === undefined
      ? parseParquetFrame(bytes, SUBJECT)
      : parseParquet(bytes, SUBJECT, wanted));
    return { ...toTableJson(table), ignored: ignoredColumns };
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    expect(error.subject).toBe(SUBJECT);
    expect(error.message).not.toMatch(/[\n\r]/);
    return { error: { code: error.code, problem: error.problem } };
  }
}
