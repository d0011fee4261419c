/**
 * Reads every format back, with readers that share nothing with the encoders, into rows of cells; and lists what each
 * of them should hold for a selection.
 */
import { type DataType, tableFromIPC, type Vector } from "apache-arrow";
import { parseParquetFrame } from "../../src/ingest/parquet.js";
import { type Cell, type Column, getCell } from "../../src/table/column.js";
import type { Selection } from "../../src/table/selection.js";
import { writeNumber } from "./encoding.js";
import { toRecords } from "./selection-rows.js";
import { parseStrictCsv } from "./strict-csv.js";

export interface Decoded {
  readonly fields: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A reader by the format's name; the metadata of JSON is left out. */
export const DECODERS: Readonly<Record<string, (bytes: Buffer) => Decoded | Promise<Decoded>>> = {
  json: (bytes) => {
    const { data } = JSON.parse(decodeText(bytes)) as { data: Record<string, unknown>[] };
    return fromRecords(data);
  },
  ndjson: (bytes) => {
    const lines = decodeText(bytes).split("\n");
    if (lines.pop() !== "") throw new Error("the last line has no end");
    return fromRecords(lines.map((line) => JSON.parse(line)));
  },
  columns: (bytes) => {
    const { data } = JSON.parse(decodeText(bytes)) as { data: Record<string, unknown[]> };
    const columns = Object.values(data);
    const rows = Array.from(columns[0] ?? [], (_, row) => columns.map((column) => column[row]));
    for (const { length } of columns) if (length !== rows.length) throw new Error("a column is shorter");
    return { fields: Object.keys(data), rows };
  },
  csv: (bytes) => {
    const [head, ...records] = parseStrictCsv(decodeText(bytes));
    // A lone field is quoted where it is missing too, since an empty line would be no record to many readers.
    const isMissing = ({ text, isQuoted }: (typeof head)[number]) =>
      text === "" && (!isQuoted || head.length === 1);
    const rows = records.map((record) => record.map((field) => (isMissing(field) ? null : field.text)));
    return { fields: head.map(({ text }) => text), rows };
  },
  arrow: (bytes) => {
    const table = tableFromIPC(bytes);
    const columns = table.schema.fields.map((_, index) => readVector(table.getChildAt(index)));
    const rows = Array.from({ length: table.numRows }, (_, row) => columns.map((column) => column[row]));
    return { fields: table.schema.fields.map(({ name }) => name), rows };
  },
  // The project's own reader, which other tests hold to pyarrow's.
  parquet: async (bytes) => {
    const { columns, rowCount } = (await parseParquetFrame(bytes, "f")).table;
    const rows = Array.from({ length: rowCount }, (_, row) => columns.map((column) => readCell(column, row)));
    return { fields: columns.map(({ name }) => name), rows };
  },
};

/** What the reader of a format should find in a selection, made of its records. */
export function expectDecoded(format: string, selection: Selection): Decoded {
  const { fields } = selection;
  const records = toRecords(selection);
  const showers = selection.columns.map((column) => {
    if (format === "csv") return (cell: Cell) => showInCsv(cell, fields.length === 1);
    if (format !== "arrow" && format !== "parquet") return showInJson;
    if (column.kind === "timestamp")
      return (cell: Cell) => (cell === null ? null : toEpochMs(cell as string));
    if (column.kind !== "mixed") return (cell: Cell) => wellFormed(showInJson(cell));
    const isBoolean = column.values.every((cell) => cell === null || typeof cell === "boolean");
    return isBoolean ? showInJson : showAsText;
  });
  // JSON has no header: what has no records has no fields to read.
  const isHeadless = records.length === 0 && (format === "json" || format === "ndjson");
  return {
    fields: isHeadless ? [] : fields.map((name) => String(format === "csv" ? wellFormed(name) : name)),
    rows: records.map((record) => fields.map((name, index) => showers[index](record[name]))),
  };
}

function fromRecords(records: readonly Record<string, unknown>[]): Decoded {
  const fields = Object.keys(records[0] ?? {});
  for (const record of records) {
    if (Object.keys(record).join() !== fields.join()) throw new Error("a record has other fields");
  }
  return { fields, rows: records.map((record) => Object.values(record)) };
}

function decodeText(bytes: Buffer): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function readCell(column: Column, row: number): unknown {
  if (column.kind !== "timestamp") return getCell(column, row);
  return Number.isNaN(column.values[row]) ? null : Math.floor(column.values[row]);
}

function readVector(vector: Vector<DataType> | null): unknown[] {
  return Array.from(vector ?? [], (cell: unknown) =>
    cell !== null && typeof cell === "object" && Symbol.iterator in cell
      ? Array.from(cell as Iterable<unknown>, toNumber)
      : toNumber(cell),
  );
}

/** A column of integers has none beyond 2^53. */
function toNumber(cell: unknown): unknown {
  return typeof cell === "bigint" ? Number(cell) : cell;
}

function showInJson(cell: Cell): unknown {
  if (typeof cell === "object" && cell !== null) return cell.map(showInJson);
  return typeof cell === "number" && !Number.isFinite(cell) ? null : cell;
}

function showInCsv(cell: Cell, isLone: boolean): string | null {
  if (cell === null || (typeof cell === "number" && !Number.isFinite(cell))) return null;
  if (isLone && cell === "") return null;
  return wellFormed(showAsText(cell)) as string;
}

/** Text as it is, the rest as JSON. */
function showAsText(cell: Cell): string | null {
  if (cell === null || (typeof cell === "number" && !Number.isFinite(cell))) return null;
  return typeof cell === "string" ? wellFormed(cell) : writeJson(cell);
}

function writeJson(cell: Cell): string {
  if (cell === null) return "null";
  if (typeof cell === "number") return Number.isFinite(cell) ? writeNumber(cell) : "null";
  if (typeof cell === "object") return `[${cell.map(writeJson).join(",")}]`;
  return typeof cell === "string" ? JSON.stringify(cell) : String(cell);
}

function toEpochMs(text: string): number {
  return Date.parse(`${text.replace(" ", "T").slice(0, 23)}Z`);
}

/** UTF-8 has no half of a surrogate pair. */
function wellFormed<T>(value: T): T | string {
  return typeof value === "string" ? Buffer.from(value).toString() : value;
}
