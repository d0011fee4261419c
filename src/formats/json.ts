/**
 * JSON records: `{"meta":…,"data":[{…},…]}` with every field in every record. Text is gathered into chunks, so that
 * memory depends on the chunk and not on the answer.
 */
import { type Cell, type Column, formatTimestamp } from "../table/column.js";
import type { Block, BlockColumn, Selection } from "../table/selection.js";

const CHUNK_BYTES = 64 * 1024;
/** The most UTF-8 bytes that one UTF-16 unit of a string can take. */
const MOST_BYTES_PER_UNIT = 3;

/** The answer as UTF-8 chunks of about 64 kB; `meta` is written as it is. */
export function* encodeJson(selection: Selection, meta: object): Generator<Buffer> {
  const head = `{"meta":${JSON.stringify(meta)},"data":[`;
  let chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, head.length * MOST_BYTES_PER_UNIT));
  let length = chunk.write(head);
  let separator = "";
  const encoder = new RecordEncoder(selection);
  for (const block of selection.blocks()) {
    const encodeRow = encoder.prepare(block);
    for (const row of block.rows) {
      const text = separator + encodeRow(row);
      separator = ",";
      // Row by row into bytes: long strings are what makes the collector fall behind.
      if (length + text.length * MOST_BYTES_PER_UNIT > CHUNK_BYTES) {
        yield chunk.subarray(0, length);
        chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, text.length * MOST_BYTES_PER_UNIT));
        length = 0;
      }
      length += chunk.write(text, length);
    }
  }
  yield chunk.subarray(0, length);
  yield Buffer.from("]}");
}

type RowText = (row: number) => string;

/** Renders records block by block; what blocks share is rendered once per row. */
class RecordEncoder {
  readonly #names: readonly string[];
  readonly #sharedColumns: ReadonlySet<BlockColumn>;
  /** Rendered text of neighbouring shared columns, by the place of the first among the fields. */
  readonly #sharedTexts = new Map<number, RowText>();

  constructor({ fields, sharedColumns }: Selection) {
    this.#names = fields.map((field, index) => `${index === 0 ? "" : ","}${JSON.stringify(field)}:`);
    this.#sharedColumns = sharedColumns;
  }

  /** A function that renders the record of one row of the block. */
  prepare({ columns }: Block): RowText {
    const parts: RowText[] = [];
    let literal = "{";
    for (let index = 0; index < columns.length; ) {
      const column = columns[index];
      if (column.kind === "constant") {
        literal += this.#names[index++] + JSON.stringify(column.value);
        continue;
      }
      const lead = literal;
      const end = this.#findSharedEnd(columns, index);
      const part = end > index ? this.#shareText(columns, index, end) : this.#cellText(column, index);
      parts.push(lead === "" ? part : (row) => lead + part(row));
      literal = "";
      index = Math.max(end, index + 1);
    }
    const tail = `${literal}}`;
    return (row) => {
      let text = "";
      for (const part of parts) text += part(row);
      return text + tail;
    };
  }

  #findSharedEnd(columns: readonly BlockColumn[], start: number): number {
    let end = start;
    while (end < columns.length && this.#sharedColumns.has(columns[end])) end++;
    return end;
  }

  #shareText(columns: readonly BlockColumn[], start: number, end: number): RowText {
    const known = this.#sharedTexts.get(start);
    if (known !== undefined) return known;
    const cells = columns
      .slice(start, end)
      .map((column, index) => this.#cellText(column as Column, start + index));
    const texts: string[] = [];
    const shared: RowText = (row) => {
      texts[row] ??= cells.map((cell) => cell(row)).join("");
      return texts[row];
    };
    this.#sharedTexts.set(start, shared);
    return shared;
  }

  #cellText(column: Column, index: number): RowText {
    const name = this.#names[index];
    const cell = buildCellText(column);
    return (row) => name + cell(row);
  }
}

function buildCellText(column: Column): RowText {
  switch (column.kind) {
    case "number": {
      const { values } = column;
      return (row) => numberText(values[row]);
    }
    case "dictionary": {
      const { codes } = column;
      const texts = column.dictionary.map((text) => JSON.stringify(text));
      return (row) => (codes[row] < 0 ? "null" : texts[codes[row]]);
    }
    case "timestamp": {
      const { values } = column;
      return (row) => JSON.stringify(formatTimestamp(values[row]));
    }
    case "list":
      return (row) => {
        if (column.isPresent[row] === 0) return "null";
        const list = column.values.subarray(column.offsets[row], column.offsets[row + 1]);
        return `[${Array.from(list, numberText).join(",")}]`;
      };
    case "mixed":
      return (row) => mixedText(column.values[row]);
  }
}

/**
 * The shortest decimal that reads back as the same double, a zero's sign included; null for what JSON cannot say.
 * The same text as `String(value)`, whose cache of strings keeps millions of them alive for a while.
 */
function numberText(value: number): string {
  return value === 0 && Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

function mixedText(cell: Cell): string {
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "bigint") return String(cell);
  if (Array.isArray(cell)) return `[${cell.map(mixedText).join(",")}]`;
  return JSON.stringify(cell);
}
