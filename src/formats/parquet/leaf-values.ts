/**
 * The values of a column in one row group: the present ones alone, with the definition and repetition levels that place
 * them in rows (https://parquet.apache.org/docs/file-format/nestedencoding/).
 */
import {
  type BlockColumn,
  type Column,
  getCell,
  type ListColumn,
  type MixedColumn,
  toEpochMicros,
} from "../../table/column.js";
import { buildTextRenderer } from "../mixed-cells.js";

/** The rows of a block, for one of its columns. */
export interface ColumnSlice {
  readonly rows: Uint32Array;
  readonly column: BlockColumn;
}

export type Values =
  | { readonly kind: "double" | "int64"; readonly numbers: Float64Array }
  | { readonly kind: "timestamp"; readonly micros: BigInt64Array }
  | { readonly kind: "dictionary"; readonly codes: Int32Array; readonly dictionary: readonly string[] }
  | { readonly kind: "boolean"; readonly flags: Uint8Array }
  | { readonly kind: "text"; readonly texts: readonly Buffer[] };

export interface LeafValues {
  /** Rows, or for lists their elements and one for each list without any. */
  readonly entryCount: number;
  /** Null for a column without nesting. */
  readonly repetitionLevels: Uint8Array | null;
  /** Null if every entry has a value. */
  readonly definitionLevels: Uint8Array | null;
  readonly values: Values;
}

/** Collects the slices of a column, which have `rowCount` rows in total. */
export type Collect = (slices: readonly ColumnSlice[], rowCount: number) => LeafValues;

type ColumnOf<Kind extends Column["kind"]> = Extract<Column, { kind: Kind }>;

/** The levels of a list: its own absence, its emptiness, the absence of an element, and a value. */
const LIST_LEVELS = { missing: 0, empty: 1, missingElement: 2, element: 3 };

/** Non-finite numbers are missing. */
export function buildNumberCollector(kind: "double" | "int64"): Collect {
  return (slices, rowCount) => {
    const numbers = new Float64Array(rowCount);
    let count = 0;
    let isComplete = true;
    for (const { rows, column } of slices) {
      const { values } = column as ColumnOf<"number">;
      for (let index = 0; index < rows.length; index++) {
        const value = values[rows[index]];
        numbers[count++] = value;
        // Only for finite numbers is the difference 0.
        if (value - value !== 0) isComplete = false;
      }
    }
    if (isComplete) return { ...FLAT, entryCount: rowCount, values: { kind, numbers } };
    const levels = Uint8Array.from(numbers, (value) => (Number.isFinite(value) ? 1 : 0));
    return {
      ...FLAT,
      entryCount: rowCount,
      definitionLevels: levels,
      values: { kind, numbers: numbers.filter(Number.isFinite) },
    };
  };
}

/** Collects codes of `dictionary`, that of all slices. */
export function buildCodeCollector(dictionary: readonly string[]): Collect {
  const codeByText = new Map(dictionary.map((text, code) => [text, code]));
  return (slices, rowCount) => {
    const codes = new Int32Array(rowCount);
    let count = 0;
    let isComplete = true;
    for (const { rows, column } of slices) {
      if (column.kind === "constant") {
        codes.fill(codeByText.get(column.value) as number, count, count + rows.length);
        count += rows.length;
        continue;
      }
      const { codes: from } = column as ColumnOf<"dictionary">;
      for (let index = 0; index < rows.length; index++) {
        const code = from[rows[index]];
        codes[count++] = code;
        if (code < 0) isComplete = false;
      }
    }
    if (isComplete)
      return { ...FLAT, entryCount: rowCount, values: { kind: "dictionary", codes, dictionary } };
    return {
      ...FLAT,
      entryCount: rowCount,
      definitionLevels: Uint8Array.from(codes, (code) => (code < 0 ? 0 : 1)),
      values: { kind: "dictionary", codes: codes.filter((code) => code >= 0), dictionary },
    };
  };
}

export const collectTimestamps: Collect = (slices, rowCount) => {
  const present = collectPresent(slices, rowCount, (column, row) => {
    const epochMs = (column as ColumnOf<"timestamp">).values[row];
    return Number.isNaN(epochMs) ? null : toEpochMicros(epochMs);
  });
  return { ...present.levels, values: { kind: "timestamp", micros: BigInt64Array.from(present.cells) } };
};

export const collectBooleans: Collect = (slices, rowCount) => {
  const present = collectPresent(slices, rowCount, (column, row) => {
    const cell = getCell(column, row);
    return cell === null ? null : Number(cell);
  });
  return { ...present.levels, values: { kind: "boolean", flags: Uint8Array.from(present.cells) } };
};

/** Text as it is, other cells as JSON. */
export const collectTexts: Collect = (slices, rowCount) => {
  const renderers = new Map<Column, (row: number) => string | null>();
  const present = collectPresent(slices, rowCount, (column, row) => {
    let render = renderers.get(column);
    if (render === undefined) {
      render = buildTextRenderer(column as MixedColumn);
      renderers.set(column, render);
    }
    return render(row);
  });
  const texts = present.cells.map((text) => Buffer.from(text));
  return { ...present.levels, values: { kind: "text", texts } };
};

/** Elements that are not finite are missing. */
export function buildListCollector(kind: "double" | "int64"): Collect {
  return (slices) => {
    const numbers: number[] = [];
    const definition: number[] = [];
    const repetition: number[] = [];
    for (const { rows, column } of slices) {
      const { offsets, values, isPresent } = column as ListColumn;
      for (const row of rows) {
        const [start, end] = [offsets[row], offsets[row + 1]];
        if (start === end) {
          definition.push(isPresent[row] === 0 ? LIST_LEVELS.missing : LIST_LEVELS.empty);
          repetition.push(0);
        }
        for (let index = start; index < end; index++) {
          const isNumber = Number.isFinite(values[index]);
          definition.push(isNumber ? LIST_LEVELS.element : LIST_LEVELS.missingElement);
          repetition.push(index === start ? 0 : 1);
          if (isNumber) numbers.push(values[index]);
        }
      }
    }
    return {
      entryCount: definition.length,
      repetitionLevels: Uint8Array.from(repetition),
      definitionLevels: numbers.length === definition.length ? null : Uint8Array.from(definition),
      values: { kind, numbers: Float64Array.from(numbers) },
    };
  };
}

const FLAT = { repetitionLevels: null, definitionLevels: null };

/** The cells that `read` returns for the rows in turn, without nulls, and their levels. */
function collectPresent<Cell>(
  slices: readonly ColumnSlice[],
  rowCount: number,
  read: (column: Column, row: number) => Cell | null,
): { readonly cells: Cell[]; readonly levels: Omit<LeafValues, "values"> } {
  const cells: Cell[] = [];
  const definition = new Uint8Array(rowCount);
  let count = 0;
  for (const { rows, column } of slices) {
    for (const row of rows) {
      const cell = read(column as Column, row);
      if (cell !== null) {
        cells.push(cell);
        definition[count] = 1;
      }
      count++;
    }
  }
  const definitionLevels = cells.length === rowCount ? null : definition;
  return { cells, levels: { ...FLAT, entryCount: rowCount, definitionLevels } };
}
