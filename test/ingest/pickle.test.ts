import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadZstdLibrary } from "../../src/codecs/zstd.js";
import { StartupError } from "../../src/errors.js";
import { parsePickle } from "../../src/ingest/pickle.js";
import { type Cell, type Column, getCell, getColumnLength } from "../../src/table/column.js";
import type { Table } from "../../src/table/table.js";
import { damagePickle } from "../support/damage.js";
import { SeededRandom } from "../support/seeded-random.js";

const FIXTURES = new URL("../fixtures/pickle/", import.meta.url).pathname;
const SUBJECT = "the-file.pkl";
/** What a file may take; the fixtures that take more were made for it. */
const MAX_BYTES = 64 * 2 ** 20;

interface Expected {
  readonly rows?: number;
  readonly columns?: readonly unknown[];
  readonly error?: { readonly code: string; readonly problem: string };
}

describe("every pickle of the fixtures is read as in expected.json", async () => {
  for (const name of (await readdir(FIXTURES)).sort()) {
    const files = (await readdir(join(FIXTURES, name))).filter((file) => file.startsWith("input."));
    it.each(files)(`${name}: %s`, async (file) => {
      const bytes = await readFile(join(FIXTURES, name, file));
      const expected: Expected = JSON.parse(await readFile(join(FIXTURES, name, "expected.json"), "utf8"));
      expect(await describeOutcome(bytes)).toEqual(expected);
    });
  }
});

describe("a table read from a pickle", () => {
  it("keeps nothing of the file's buffer", async () => {
    const bytes = new Uint8Array(await readGolden());
    for (const column of (await parsePickle(bytes, SUBJECT, MAX_BYTES)).columns) {
      for (const part of Object.values(column)) {
        if (ArrayBuffer.isView(part)) expect(part.buffer).not.toBe(bytes.buffer);
      }
    }
  });

  it("is read from bytes that begin inside a larger buffer", async () => {
    const golden = await readGolden();
    const padded = new Uint8Array(golden.length + 7);
    padded.set(golden, 3);
    const table = await parsePickle(padded.subarray(3, 3 + golden.length), SUBJECT);
    expect(encodeTable(table)).toEqual(encodeTable(await parsePickle(golden, SUBJECT)));
  });
});

describe("a pickle in Zstandard", () => {
  it("is read the same by the library as by a Node that has Zstandard", async () => {
    const bytes = await readFile(join(FIXTURES, "packed", "input.3.0.6-np2.zstd"));
    const unpacked = (await loadZstdLibrary()).decompress(bytes, MAX_BYTES);
    const expected = JSON.parse(await readFile(join(FIXTURES, "packed", "expected.json"), "utf8"));
    expect(await describeOutcome(unpacked)).toEqual(expected);
    expect(await describeOutcome(bytes)).toEqual(expected);
  });

  it("is refused wherever it is cut off", async () => {
    const bytes = await readFile(join(FIXTURES, "packed", "input.3.0.6-np2.zstd"));
    for (let length = 4; length < bytes.length; length += 7) {
      const { error } = await describeOutcome(bytes.subarray(0, length));
      expect(error?.code, `cut at ${length}`).toBe("damaged-pickle");
    }
  });
});

describe("a hostile pickle", () => {
  it.each([
    ["empty dicts", 0x7d, "too-large"],
    ["empty lists", 0x5d, "too-large"],
    ["empty sets", 0x8f, "too-large"],
    ["marks", 0x28, "too-large"],
    ["a value again and again", 0x32, "too-large"],
    ["places in the memo", 0x94, "too-large"],
    ["pops", 0x30, "damaged-pickle"],
    ["ends of lists", 0x65, "damaged-pickle"],
  ])("of a million %s and more is refused in little memory", async (_, opcode, code) => {
    const bytes = Buffer.alloc(5_000_000, opcode);
    bytes.set([0x80, 4, 0x4e]);
    bytes[bytes.length - 1] = 0x2e;
    const startBytes = process.memoryUsage().rss;
    const { error } = await describeOutcome(bytes);
    expect(error?.code).toBe(code);
    if (code === "too-large") expect(error?.problem).toBe("takes more than 64 MB of memory to read");
    expect(process.memoryUsage().rss - startBytes).toBeLessThan(10 * MAX_BYTES);
  });

  it("leaves nothing behind that a later file would meet", async () => {
    const golden = await readGolden();
    const before = encodeTable(await parsePickle(golden, SUBJECT));
    const ownNames = Object.getOwnPropertyNames(Object.prototype);
    for (const name of await readdir(FIXTURES)) {
      if (!name.startsWith("hostile-build-")) continue;
      const { error } = await describeOutcome(await readFile(join(FIXTURES, name, "input.pkl")));
      expect(error, name).toBeDefined();
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(ownNames);
    expect(encodeTable(await parsePickle(golden, SUBJECT))).toEqual(before);
  });
});

describe("a damaged pickle", () => {
  it("is damaged-pickle wherever it is cut off", async () => {
    const golden = await readGolden();
    const step = Math.max(1, Math.floor(golden.length / 400));
    for (let length = 1; length < golden.length; length += step) {
      const outcome = await describeOutcome(golden.subarray(0, length));
      expect(outcome.error?.code, `cut at ${length}`).toBe("damaged-pickle");
      expect(outcome.error?.problem).toMatch(/^it ends at byte \d+, /);
    }
  });

  it("is damaged-pickle with anything after its end", async () => {
    const outcome = await describeOutcome(Buffer.concat([await readGolden(), Buffer.from("x")]));
    expect(outcome.error).toEqual({
      code: "damaged-pickle",
      problem: "it goes on for 1 byte after its end mark",
    });
  });

  it("is a table or a startup error with any bytes changed", async () => {
    const folders = [
      "kitchen-sink",
      "lists",
      "categories",
      "text-pyarrow-chunks",
      "objects",
      "layout-edited",
      "placement-fillna",
      "arrow-numbers",
      "arrow-lists",
      "arrow-dictionaries",
      "packed",
    ];
    const random = new SeededRandom(20250821);
    let tableCount = 0;
    let faultCount = 0;
    for (const folder of folders) {
      for (const file of await readdir(join(FIXTURES, folder))) {
        if (file === "expected.json") continue;
        const golden = await readFile(join(FIXTURES, folder, file));
        for (let round = 0; round < 60; round++) {
          const outcome = await describeOutcome(damagePickle(golden, random));
          if (outcome.error === undefined) tableCount++;
          else faultCount++;
          // What is said where nothing else was foreseen.
          expect(outcome.error?.problem).not.toBe("its objects do not make a DataFrame");
        }
      }
    }
    expect(tableCount).toBeGreaterThan(200);
    expect(faultCount).toBeGreaterThan(500);
  });
});

function readGolden(): Promise<Buffer> {
  return readFile(join(FIXTURES, "kitchen-sink", "input.2.3.2-np2-p5.pkl"));
}

/** The table or the startup error in the form of expected.json; any other error goes through. */
async function describeOutcome(bytes: Uint8Array): Promise<Expected> {
  try {
    return encodeTable(await parsePickle(bytes, SUBJECT, MAX_BYTES));
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    expect(error.subject).toBe(SUBJECT);
    expect(error.message).not.toMatch(/[\n\r]/);
    return { error: { code: error.code, problem: error.problem } };
  }
}

function encodeTable(table: Table): Expected {
  const columns = table.columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    cells: Array.from({ length: getColumnLength(column) }, (_, row) => encodeCell(column, row)),
  }));
  return { rows: table.rowCount, columns };
}

function encodeCell(column: Column, row: number): unknown {
  switch (column.kind) {
    case "number":
    case "timestamp":
      return encode(column.values[row]);
    case "list": {
      const elements = column.values.subarray(column.offsets[row], column.offsets[row + 1]);
      return column.isPresent[row] === 0 ? null : Array.from(elements, encode);
    }
    default:
      return encode(getCell(column, row));
  }
}

function encode(cell: Cell): unknown {
  if (typeof cell === "object" && cell !== null) return cell.map(encode);
  if (typeof cell !== "number" || Number.isFinite(cell)) return cell;
  return Number.isNaN(cell) ? null : { $number: String(cell) };
}
