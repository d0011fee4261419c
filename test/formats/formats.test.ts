/** One selection in every format: read back by other readers, all of them hold the same cells. */
import { DataType, RecordBatchReader, tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { arrowFormat } from "../../src/formats/arrow.js";
import { csvFormat } from "../../src/formats/csv.js";
import { EVALUATIONS_ROUTES } from "../../src/http/routes/data.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
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
import { queryComparisons, queryEvaluations } from "../support/dataset-queries.js";
import { encodeBytes, encodeChunks, NO_CACHE } from "../support/encoding.js";
import { evaluationsOf } from "../support/melted.js";
import { SeededRandom } from "../support/seeded-random.js";
import { buildSmallDatasets } from "../support/small-datasets.js";
import { checkRandomTables, compareFormats } from "./format-check.js";

function whole(...columns: Parameters<typeof tableOf>): Selection {
  const table = tableOf(...columns);
  const fields = columns.map(({ name }) => name);
  return selectWide(table, [], table.allRows(), { fields, sort: [], offset: 0, limit: null });
}

describe("every format holds the same cells", () => {
  it.each([1, 2])("of random selections of random tables, seed %d", async (seed) => {
    await checkRandomTables(seed, 200);
  });

  it("of random selections of the long view", async () => {
    const random = new SeededRandom(7);
    const rows = ["m", "n,n", 'o"o'].flatMap((metric) =>
      ["C4", "DCLM-Baseline (QC 7%, FW2)"].flatMap((data) =>
        [0, 1250, 5000].map((step) => ({
          ...{ params: "4M", data, step, tokens: step * 2, compute: step * 1e18, metric },
          value: random.pick([1.5, Number.NaN, -0, Number.POSITIVE_INFINITY, random.next()]),
        })),
      ),
    );
    const view = new LongView(evaluationsOf(rows).view);
    const names = ["params", "data", "step", "tokens", "compute", "metric", "value"];
    for (let round = 0; round < 60; round++) {
      const options: SelectOptions = {
        fields: random.shuffle(names).slice(0, 1 + random.below(7)),
        sort: random.chance(0.5) ? [{ name: random.pick(names), isDescending: random.chance(0.5) }] : [],
        offset: random.below(3),
        limit: random.chance(0.3) ? random.below(9) : null,
      };
      const cells = { range: null, last: random.chance(0.3) ? ({ kind: "final" } as const) : null };
      const valueColumns = view.valueColumns.slice(random.below(3));
      const part = { rows: filterRows(view.segments, []), valueColumns, cells };
      await compareFormats(selectLong(view, part, options), JSON.stringify(options));
    }
  });
});

describe("every format holds the same cells of the small suite", () => {
  const { evaluations, comparisons } = buildSmallDatasets();
  const long = queryEvaluations(evaluations);
  const wide = queryComparisons(comparisons);

  it.each([
    "metric=pile-valppl",
    "metric=pile-valppl,arc_easy_acc_raw&data=C4&sort=-value",
    "metric=mmlu_average*&params=1B&sort=data,-step&columns=value,metric,data",
    "data=C4&params=4M",
    "data=C4&params=4M&shape=wide",
    "shape=wide&metric=*-valppl&sort=-pile-valppl&limit=500&offset=100",
    "shape=wide&value__gte=100&params=4M,6M",
    "checkpoint=final&params=1B&limit=5000",
    "metric=pile-valppl&limit=0",
    "metric=pile-valppl&value__gte=1e9",
    "shape=wide&value__gte=1e9&columns=step,pile-valppl",
    "metric=pile-valppl&columns=compute",
  ])("evaluations: %s", async (text) => {
    const response = long.parse(parseRawQuery(text), EVALUATIONS_ROUTES["/api/visualize/data"]);
    await compareFormats(response.select(), text);
  });

  it.each([
    "",
    "metric=arc_challenge_acc_uncond",
    "columns=pt_*_list,timestamp&limit=7",
    "sort=-timestamp,lr&metric=boolq_acc_raw",
    "limit=0",
    "seed=2&lr__gte=1&metric=boolq_acc_raw",
  ])("comparisons: %s", async (text) => {
    await compareFormats(wide.parse(parseRawQuery(text)).select(), text);
  });
});

describe("CSV", () => {
  const encode = (selection: Selection) => encodeBytes(csvFormat, selection).toString("utf8");

  it("distinguishes empty text from a missing cell, and quotes only where it must", () => {
    const selection = whole(
      textColumn("t,t", ["", null, "a b", 'say "hi"', "1,5", "\r"]),
      numberColumn("n", [Number.NaN, 1, -0, 2 ** 53, 5000, 0.1]),
    );
    expect(encode(selection)).toBe(
      '"t,t",n\r\n"",\r\n,1\r\na b,-0\r\n"say ""hi""",9.007199254740992e+15\r\n"1,5",5000\r\n"\r",0.1\r\n',
    );
  });

  it("has lists as JSON text", () => {
    const selection = whole(
      listColumn("l", [[1, Number.NaN], [], null, [2]]),
      mixedColumn("x", [["a", [true]], null, "b", 1]),
    );
    expect(encode(selection)).toBe('l,x\r\n"[1,null]","[""a"",[true]]"\r\n[],\r\n,b\r\n[2],1\r\n');
  });

  it("has no empty line, which many readers skip: a lone missing cell is quoted", () => {
    expect(encode(whole(numberColumn("n", [1, Number.NaN, 2])))).toBe('n\r\n1\r\n""\r\n2\r\n');
    expect(encode(whole(textColumn("t", ["a", null, ""])))).toBe('t\r\na\r\n""\r\n""\r\n');
    expect(encode(whole(listColumn("l", [null, [1]])))).toBe('l\r\n""\r\n[1]\r\n');
  });

  it("has its header also without rows", () => {
    expect(encode(whole(numberColumn("a", []), textColumn("b", [])))).toBe("a,b\r\n");
  });
});

describe("Arrow", () => {
  const mixed = whole(
    textColumn("text", ["a", null, "b"]),
    numberColumn("number", [1, Number.NaN, Number.POSITIVE_INFINITY]),
    timestampColumn("timestamp", [0, Number.NaN, Date.UTC(2025, 8, 12)]),
    listColumn("list", [[1, Number.NaN], null, []]),
    mixedColumn("flag", [true, null, false]),
    mixedColumn("any", ["a", 1, [1, "b"]]),
  );

  function expectTypes(bytes: Buffer) {
    const { fields } = tableFromIPC(bytes).schema;
    expect(fields.map(({ name, type, nullable }) => [name, String(type), nullable])).toEqual([
      ["text", "Dictionary<Int32, Utf8>", true],
      ["number", "Float64", true],
      ["timestamp", "Timestamp<MICROSECOND>", true],
      ["list", "List<Float64>", true],
      ["flag", "Bool", true],
      ["any", "Utf8", true],
    ]);
    const [{ type }] = fields.filter(({ name }) => name === "timestamp");
    expect(DataType.isTimestamp(type) && type.timezone).toBeNull();
  }

  it("has the types that readers expect, also without rows", () => {
    expectTypes(encodeBytes(arrowFormat, mixed));
    const none = { ...mixed, rowCount: 0, total: 0, blocks: () => [] };
    expectTypes(encodeBytes(arrowFormat, none));
    expect(tableFromIPC(encodeBytes(arrowFormat, none)).numRows).toBe(0);
  });

  it("has params, data and metric as dictionaries, in their order, and steps and tokens as integers", () => {
    const query = queryEvaluations(buildSmallDatasets().evaluations);
    for (const text of [
      "metric=pile-valppl,boolq_acc_raw&data=C4",
      "metric=pile-valppl,boolq_acc_raw&limit=0",
    ]) {
      const response = query.parse(parseRawQuery(text), EVALUATIONS_ROUTES["/api/visualize/data"]);
      const { schema } = tableFromIPC(encodeBytes(arrowFormat, response.select()));
      const text64 = "Dictionary<Int32, Utf8>";
      expect(schema.fields.map(({ name, type }) => [name, String(type)])).toEqual([
        ...[
          ["params", text64],
          ["data", text64],
          ["step", "Int64"],
          ["tokens", "Int64"],
        ],
        ...[
          ["compute", "Float64"],
          ["metric", text64],
          ["value", "Float64"],
        ],
      ]);
    }
  });

  it("has the same bytes every time", () => {
    expect(encodeBytes(arrowFormat, mixed).equals(encodeBytes(arrowFormat, mixed))).toBe(true);
    const texts = whole(textColumn("a", ["x", "y"]), textColumn("b", ["y", null]));
    expect(encodeBytes(arrowFormat, texts).equals(encodeBytes(arrowFormat, texts))).toBe(true);
  });

  it("comes in batches of about 8192 rows with each dictionary once, and the last one is not empty", () => {
    const rows = Array.from({ length: 9 }, (_, index) => `metric ${index}`).flatMap((metric) =>
      Array.from({ length: 3000 }, (_, step) => ({
        ...{ params: "4M", data: "C4", step, tokens: step, compute: step, metric, value: step / 3 },
      })),
    );
    const view = new LongView(evaluationsOf(rows).view);
    const part = {
      rows: filterRows(view.segments, []),
      valueColumns: view.valueColumns,
      cells: { range: null, last: null },
    };
    const fields = ["metric", "value"];
    const selection = selectLong(view, part, { fields, sort: [], offset: 0, limit: null });
    const chunks = [
      ...encodeChunks(arrowFormat, { selection, meta: "{}", textCache: NO_CACHE, buffer: null }),
    ];
    const batches = [...RecordBatchReader.from(Buffer.concat(chunks))];
    expect(batches.map(({ numRows }) => numRows)).toEqual([9000, 9000, 9000]);
    expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
    expect(chunks).toHaveLength(4);
    const dictionaryMark = Buffer.concat(chunks).toString("latin1").split("metric 8").length - 1;
    expect(dictionaryMark).toBe(1);
  });
});
