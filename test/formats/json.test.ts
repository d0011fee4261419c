import { describe, expect, it } from "vitest";
import { jsonFormat } from "../../src/formats/json.js";
import { FORMATS } from "../../src/formats/registry.js";
import { RenderedTextCache } from "../../src/formats/rendered-text-cache.js";
import type { Cell } from "../../src/table/column.js";
import { LongView } from "../../src/table/long-view.js";
import { filterRows } from "../../src/table/row-filter.js";
import { type Selection, type SelectOptions, selectLong, selectWide } from "../../src/table/selection.js";
import {
  listColumn,
  mixedColumn,
  numberColumn,
  tableOf,
  textColumn,
  timestampColumn,
} from "../support/columns.js";
import { encodeChunks, encodeJsonText, NO_CACHE, writeNumber } from "../support/encoding.js";
import { evaluationsOf } from "../support/melted.js";
import { expectSameText } from "../support/same-text.js";
import { SeededRandom } from "../support/seeded-random.js";
import { toRecords } from "../support/selection-rows.js";

/** The text, which must not depend on whether its parts were rendered before. */
function encode(selection: Selection, meta: object = {}): string {
  const text = encodeJsonText(selection, meta);
  const texts = new RenderedTextCache(selection.columns, 1e9);
  for (let round = 0; round < 2; round++) expectSameText(encodeJsonText(selection, meta, texts), text);
  return text;
}

function chunksOf(selection: Selection, textCache = NO_CACHE): Uint8Array[] {
  return [...encodeChunks(jsonFormat, { selection, meta: "{}", textCache, buffer: null })];
}

function whole(...columns: Parameters<typeof tableOf>): Selection {
  const table = tableOf(...columns);
  const fields = columns.map(({ name }) => name);
  return selectWide(table, [], table.allRows(), { fields, sort: [], offset: 0, limit: null });
}

/** The response by JSON.stringify, for records without bigints. */
function render(records: readonly object[], meta: object = {}): string {
  return JSON.stringify({ meta, data: records });
}

const AWKWARD_TEXTS = [
  ...["", '"', "\\", "\n\t\r\b\f", "\u0000\u001f\u007f", "\u2028\u2029", "</script>", "é", "名前", "🙂"],
  ...["\ud83d", "\ude42", "a\ud83d b", "\ufeff", "%+,/"],
];

describe("text formats given memory to fill first", () => {
  const rows = Array.from({ length: 900 }, (_, row) => row);
  const selection = whole(
    numberColumn(
      "n",
      rows.map((row) => (row % 7 === 0 ? Number.NaN : row / 3)),
    ),
    textColumn(
      "t",
      rows.map((row) => (row % 11 === 0 ? null : AWKWARD_TEXTS[row % AWKWARD_TEXTS.length].repeat(row % 40))),
    ),
  );

  it.each(FORMATS.filter(({ name }) => name !== "arrow"))("write the same: $name", (format) => {
    const input = { selection, meta: "{}", textCache: new RenderedTextCache(selection.columns, 1e6) };
    const expected = Buffer.concat([...encodeChunks(format, { ...input, buffer: null })]);
    for (const sizeBytes of [16, 17, 100, 1000, 4096, 70_000, 4 * 1024 * 1024]) {
      const buffer = Buffer.alloc(sizeBytes, "x");
      const found = Buffer.concat([...encodeChunks(format, { ...input, buffer })]);
      expect(found.equals(expected), `${sizeBytes} bytes`).toBe(true);
    }
  });
});

describe("a response in JSON", () => {
  it("is what JSON.stringify makes of every kind of column", () => {
    const gap = Number.NaN;
    const selection = whole(
      numberColumn("number", [1.5, gap, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
      textColumn("text", ["a", null, "", "a"]),
      timestampColumn("timestamp", [0, gap, 1500, -1]),
      listColumn("list", [[1, gap, Number.NEGATIVE_INFINITY], null, [], [0.1]]),
      mixedColumn("mixed", ["29052", 29052, null, [1, ["a", null, [true]], false]]),
    );
    expect(encode(selection, { rows: 4 })).toBe(
      '{"meta":{"rows":4},"data":[' +
        '{"number":1.5,"text":"a","timestamp":"1970-01-01 00:00:00","list":[1,null,null],"mixed":"29052"},' +
        '{"number":null,"text":null,"timestamp":null,"list":null,"mixed":29052},' +
        '{"number":null,"text":"","timestamp":"1970-01-01 00:00:01.5","list":[],"mixed":null},' +
        '{"number":null,"text":"a","timestamp":"1969-12-31 23:59:59.999","list":[0.1],' +
        '"mixed":[1,["a",null,[true]],false]}]}',
    );
    expectSameText(encode(selection), render(toRecords(selection)));
  });

  it("is null for numbers of a mixed column that are not finite", () => {
    const cells = [Number.NaN, Number.POSITIVE_INFINITY, [Number.NaN, 1]];
    expect(encode(whole(mixedColumn("x", cells)))).toBe(
      '{"meta":{},"data":[{"x":null},{"x":null},{"x":[null,1]}]}',
    );
  });

  it("has an exponent in integers from 2^53 on, in every kind of column", () => {
    const selection = whole(
      numberColumn("n", [2 ** 53 - 1, 2 ** 53, -(2 ** 60)]),
      listColumn("l", [[2 ** 53], [2 ** 53 + 2], [-(2 ** 53)]]),
      mixedColumn("x", [2 ** 53, [2 ** 60], -(2 ** 64)]),
    );
    expect(encode(selection)).toBe(
      '{"meta":{},"data":[{"n":9007199254740991,"l":[9.007199254740992e+15],"x":9.007199254740992e+15},' +
        '{"n":9.007199254740992e+15,"l":[9.007199254740994e+15],"x":[1.152921504606847e+18]},' +
        '{"n":-1.152921504606847e+18,"l":[-9.007199254740992e+15],"x":-1.8446744073709552e+19}]}',
    );
  });

  it("keeps the sign of a negative zero, in lists and mixed cells too", () => {
    const selection = whole(
      numberColumn("n", [-0]),
      listColumn("l", [[-0, 0]]),
      mixedColumn("x", [[-0, [-0]] as Cell]),
    );
    expect(encode(selection)).toBe('{"meta":{},"data":[{"n":-0,"l":[-0,0],"x":[-0,[-0]]}]}');
  });

  it("has numbers that read back to the last bit in the shortest form, for any double", () => {
    const random = new SeededRandom(4);
    const subnormals = Array.from({ length: 500 }, () => random.below(2 ** 30) * 5e-324);
    const known = [5e-324, 2.2250738585072014e-308, Number.MAX_VALUE, 2 ** 53, 1e21, 1e-7, 0.1 + 0.2, -0];
    const any = Array.from({ length: 10_000 }, () => random.anyDouble());
    const values = [...known, ...subnormals, ...any].map((value) => (Number.isFinite(value) ? value : 1 / 3));
    const text = encode(whole(numberColumn("n", values)));
    const parsed = JSON.parse(text).data.map((record: { n: number }) => record.n);
    expect(Float64Array.from(parsed)).toEqual(Float64Array.from(values));
    const written = [...text.matchAll(/"n":([^}]+)/g)].map(([, number]) => number);
    expect(written).toEqual(values.map(writeNumber));
  });

  it("escapes text and names as JSON.stringify does, lone surrogates too", () => {
    const texts = textColumn('a "name"\n', AWKWARD_TEXTS);
    const mixed = mixedColumn("名前", AWKWARD_TEXTS);
    const selection = whole(texts, mixed);
    expectSameText(encode(selection), render(toRecords(selection)));
    expect(JSON.parse(encode(selection)).data.map((record: Record<string, string>) => record.名前)).toEqual(
      AWKWARD_TEXTS,
    );
  });

  it("has the fields in the requested order, in long blocks with shared columns too", () => {
    const rows = ["m", 'n "quoted"'].flatMap((metric, index) =>
      [0, 1, 2].map((step) => ({
        ...{ params: "4M", data: "Falcon+CC (QC 10%)", step, tokens: step * 2, compute: step / 3, metric },
        value: step + index,
      })),
    );
    const view = new LongView(evaluationsOf(rows).view);
    const cells = { range: null, last: null };
    const part = { rows: filterRows(view.segments, []), valueColumns: view.valueColumns, cells };
    const names = ["params", "data", "step", "tokens", "compute", "metric", "value"];
    const random = new SeededRandom(5);
    for (let round = 0; round < 300; round++) {
      const fields = round === 0 ? names : random.shuffle(names).slice(0, 1 + random.below(7));
      const sort = random.chance(0.3) ? [{ name: random.pick(names), isDescending: random.chance(0.5) }] : [];
      const options: SelectOptions = { fields, sort, offset: random.below(3), limit: null };
      const selection = selectLong(view, part, options);
      expectSameText(encode(selection), render(toRecords(selection)));
    }
  });

  it("has empty data for a selection of nothing", () => {
    expect(encode(whole(numberColumn("n", [])), { rows: 0 })).toBe('{"meta":{"rows":0},"data":[]}');
  });
});

describe("the chunks of a response", () => {
  it("are of one size where records are small, and none is empty", () => {
    const values = Array.from({ length: 50_000 }, (_, row) => row / 7);
    const chunks = chunksOf(whole(numberColumn("n", values)));
    expect(chunks.length).toBeGreaterThan(10);
    for (const chunk of chunks) {
      expect(chunk.length).toBeGreaterThan(0);
      expect(chunk.length).toBeLessThanOrEqual(64 * 1024);
    }
  });

  it("hold records that are longer than a chunk, whatever comes before and after", () => {
    const long = (character: string, length: number) => character.repeat(length);
    const texts = [
      "a",
      long("名", 100_000),
      "b",
      long("🙂", 40_000),
      long("c", 65_536),
      long("\n", 70_000),
      "d",
    ];
    const selection = whole(textColumn("t", texts), mixedColumn("x", texts.toReversed()));
    expectSameText(encode(selection), render(toRecords(selection)));
  });

  it("hold a meta that is longer than a chunk", () => {
    const meta = {
      filters: { metric: Array.from({ length: 9000 }, (_, index) => `metric number ${index}`) },
    };
    const selection = whole(numberColumn("n", [1, 2]));
    expectSameText(encode(selection, meta), render(toRecords(selection), meta));
  });

  it("break anywhere without a loss, for records of every length around the chunk's", () => {
    for (let length = 21_700; length < 21_900; length += 7) {
      const texts = Array.from({ length: 5 }, (_, row) => "é".repeat(length + row));
      const selection = whole(textColumn("t", texts));
      expectSameText(encode(selection), render(toRecords(selection)));
    }
  });

  it("do not change after they were handed out", () => {
    const values = Array.from({ length: 20_000 }, (_, row) => row);
    const selection = whole(numberColumn("n", values));
    const chunks: Uint8Array[] = [];
    const copies: string[] = [];
    for (const chunk of encodeChunks(jsonFormat, {
      selection,
      meta: "{}",
      textCache: NO_CACHE,
      buffer: null,
    })) {
      chunks.push(chunk);
      copies.push(Buffer.from(chunk).toString("latin1"));
    }
    expect(chunks.map((chunk) => Buffer.from(chunk).toString("latin1"))).toEqual(copies);
  });
});
