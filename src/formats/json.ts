/**
 * JSON records: `{"meta":…,"data":[{…},…]}` with every field in every record. Text is gathered into chunks, so that
 * memory depends on the chunk and not on the answer.
 */
import { type Cell, type Column, formatTimestamp } from "../table/column.js";
import type { Block, Selection } from "../table/selection.js";

const CHUNK_LENGTH = 64 * 1024;

/** The answer as UTF-8 chunks of about 64 kB; `meta` is written as it is. */
export function* encodeJson(selection: Selection, meta: object): Generator<Buffer> {
  let text = `{"meta":${JSON.stringify(meta)},"data":[`;
  let separator = "";
  const encoder = new RecordEncoder(selection);
  for (const block of selection.blocks()) {
    const encodeRow = encoder.prepare(block);
    for (const row of block.rows) {
      text += separator + encodeRow(row);
      separator = ",";
      if (text.length >= CHUNK_LENGTH) {
        yield Buffer.from(text);
        text = "";
      }
    }
  }
  yield Buffer.from(`${text}]}`);
}

type RowText = (row: number) => string;

/** Renders records block by block; what blocks share is rendered once per row. */
class RecordEncoder {
  readonly #names: readonly string[];
  readonly #hasSharedColumns: boolean;
  readonly #cellTexts = new Map<Column, RowText>();

  constructor({ fields, hasSharedColumns }: Selection) {
    this.#names = fields.map((field, index) => `${index === 0 ? "" : ","}${JSON.stringify(field)}:`);
    this.#hasSharedColumns = hasSharedColumns;
  }

  /** A function that renders the record of one row of the block. */
  prepare({ columns }: Block): RowText {
    const cells: RowText[] = [];
    let literal = "{";
    for (const [index, column] of columns.entries()) {
      literal += this.#names[index];
      if (column.kind === "constant") {
        literal += JSON.stringify(column.value);
        continue;
      }
      const lead = literal;
      const cell = this.#cellText(column);
      cells.push((row) => lead + cell(row));
      literal = "";
    }
    const tail = `${literal}}`;
    return (row) => {
      let text = "";
      for (const cell of cells) text += cell(row);
      return text + tail;
    };
  }

  #cellText(column: Column): RowText {
    const known = this.#cellTexts.get(column);
    if (known !== undefined) return known;
    const cell = buildCellText(column);
    if (!this.#hasSharedColumns) return cell;
    const remembered: string[] = [];
    const remembering: RowText = (row) => {
      remembered[row] ??= cell(row);
      return remembered[row];
    };
    this.#cellTexts.set(column, remembering);
    return remembering;
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

/** The shortest decimal that reads back as the same double, a zero's sign included; null for what JSON cannot say. */
function numberText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  return Number.isFinite(value) ? String(value) : "null";
}

function mixedText(cell: Cell): string {
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "bigint") return String(cell);
  if (Array.isArray(cell)) return `[${cell.map(mixedText).join(",")}]`;
  return JSON.stringify(cell);
}
