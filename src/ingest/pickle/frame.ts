/** Interprets the picture of a DataFrame: its labels, its blocks, and which block holds which column. */
import { type Column, getCell, getColumnLength } from "../../table/column.js";
import { Table } from "../../table/table.js";
import { decodeAxis } from "./array-elements.js";
import { buildColumn } from "./columns.js";
import { countRange, findBlockArray, parseColumn, parseIndex } from "./extension-arrays.js";
import { malformed, PickleFault, quote, refused } from "./fault.js";
import { isArray, type NdArray, parseArray } from "./numpy-arrays.js";
import { describe, getDict, getList, isCallOf, isPythonName, type PythonObject } from "./python-objects.js";
import { Budget } from "./values.js";

const MAX_COLUMNS = 100_000;
/** What small files may unfold to; a larger one may hold as much as it has bytes. */
const MIN_VALUES = 2 ** 24;
const MIN_CELLS = 2 ** 20;

/**
 * The frame's columns in order; the row index is left out. `sizeBytes` of the file bounds what it may unfold to.
 * Throws PickleFault: not-pickle, refused-pickle, wrong-type, bad-value, duplicate-key.
 */
export function parseFrame(root: unknown, sizeBytes: number): Table {
  const manager = getManager(root);
  const [blocksValue, axes] = manager.args;
  const blocks = getList(blocksValue, "a frame's blocks");
  const [labelIndex, rowIndex] = getList(axes, "a frame's axes");
  const budget = new Budget(Math.max(MIN_VALUES, sizeBytes));
  const labels = parseLabels(labelIndex);
  const builder = new ColumnBuilder(labels, budget, Math.max(MIN_CELLS, 2 * sizeBytes), findLength(rowIndex));
  for (const block of blocks) builder.add(block);
  return builder.build();
}

function getManager(root: unknown): PythonObject {
  if (root === undefined) throw malformed("it describes nothing");
  if (!isCallOf(root, "pandas.DataFrame"))
    throw refused(`it holds ${describe(root)}, not a pandas DataFrame`);
  const manager = getDict(root.state, "a frame's state").get("_mgr");
  if (!isCallOf(manager, "pandas.BlockManager")) throw malformed(`a frame's content is ${describe(manager)}`);
  return manager;
}

/** Column names: text as it is and integers as their digits; throws PickleFault for any other label. */
function parseLabels(index: unknown): readonly string[] {
  if (isCallOf(index, "pandas.new_Index") && isPythonName(index.args[0])) {
    const { pythonName } = index.args[0];
    if (pythonName === "pandas.MultiIndex") throw refused("its column labels are a MultiIndex");
  }
  const column = parseIndex(index, { column: "(the column labels)", budget: new Budget(10 * MAX_COLUMNS) });
  const count = getColumnLength(column);
  if (count > MAX_COLUMNS) throw refused(`it has ${count} columns, more than ${MAX_COLUMNS}`);
  const seen = new Set<string>();
  return Array.from({ length: count }, (_, position) => {
    const label = column.kind === "timestamp" ? undefined : getCell(column, position);
    const isDigits = typeof label === "bigint" || Number.isInteger(label);
    if (typeof label !== "string" && !isDigits) {
      throw refused(`the label of column ${position} is neither text nor an integer`);
    }
    const name = String(label);
    if (seen.has(name)) throw new PickleFault("duplicate-key", `has two columns ${quote(name)}`);
    seen.add(name);
    return name;
  });
}

/** The length of a row index where it is cheap to know; undefined where the columns have to tell. */
function findLength(index: unknown): number | undefined {
  if (!isCallOf(index, "pandas.new_Index")) return undefined;
  const [indexClass, stateValue] = index.args;
  const state = getDict(stateValue, "an index's state");
  if (isPythonName(indexClass) && indexClass.pythonName === "pandas.RangeIndex") return countRange(state);
  const data = state.get("data");
  return isArray(data) ? parseArray(data).shape[0] : undefined;
}

/** Puts the columns of one block after another in their places. */
class ColumnBuilder {
  readonly #labels: readonly string[];
  readonly #budget: Budget;
  readonly #maxCells: number;
  readonly #columns: (Column | undefined)[];
  #rowCount: number | undefined;

  constructor(labels: readonly string[], budget: Budget, maxCells: number, rowCount: number | undefined) {
    this.#labels = labels;
    this.#budget = budget;
    this.#maxCells = maxCells;
    this.#columns = new Array(labels.length);
    this.#rowCount = rowCount;
  }

  /** Takes `_unpickle_block(values, placement, dimensions)`: row i of the values is the column at `placement[i]`. */
  add(block: unknown): void {
    if (!isCallOf(block, "pandas.unpickle_block")) throw malformed(`a block is ${describe(block)}`);
    const [values, placementValue, dimensions] = block.args;
    if (dimensions !== 2) throw malformed("a block is not of two dimensions");
    const placement = parsePlacement(placementValue, this.#labels.length);
    if (placement.length === 0) return;
    const array = findBlockArray(values, this.#labels[placement[0]]);
    if (array !== undefined) {
      this.#addArray(array, placement);
      return;
    }
    if (placement.length !== 1)
      throw malformed(`an array of one column is placed at ${placement.length} columns`);
    this.#put(placement[0], parseColumn(values, this.#placeOf(placement[0])));
  }

  /** Throws PickleFault where a column is in no block. */
  build(): Table {
    const columns = this.#labels.map((label, position) => {
      const column = this.#columns[position];
      if (column === undefined) throw malformed(`column ${quote(label)} is in no block`);
      return column;
    });
    return new Table(columns, this.#rowCount ?? 0);
  }

  #addArray(array: NdArray, placement: readonly number[]): void {
    const { shape } = array;
    if (shape.length !== 2 || shape[0] !== placement.length) {
      throw malformed(`a block of shape (${shape.join(", ")}) is placed at ${placement.length} columns`);
    }
    this.#checkRows(shape[1]);
    this.#budget.spend(array.bytes.length / 8);
    for (const [line, position] of placement.entries()) {
      const place = this.#placeOf(position);
      const elements = decodeAxis(array, 1, line * (array.strides[0] ?? 0), place.column);
      this.#put(position, buildColumn(elements, place));
    }
  }

  #put(position: number, column: Column): void {
    if (this.#columns[position] !== undefined) {
      throw malformed(`column ${quote(this.#labels[position])} is in two blocks`);
    }
    this.#checkRows(getColumnLength(column));
    this.#columns[position] = column;
  }

  /** Called before a block is unfolded: many columns may share the bytes of one. */
  #checkRows(rowCount: number): void {
    this.#rowCount ??= rowCount;
    if (rowCount !== this.#rowCount)
      throw malformed(`a block has ${rowCount} rows, the frame ${this.#rowCount}`);
    const cellCount = rowCount * this.#labels.length;
    if (cellCount > this.#maxCells)
      throw malformed(`it claims ${cellCount} cells, more than its bytes can hold`);
  }

  #placeOf(position: number) {
    return { column: this.#labels[position], budget: this.#budget };
  }
}

/** Column positions out of a slice or an integer array, each within the frame. */
function parsePlacement(value: unknown, columnCount: number): readonly number[] {
  const positions = isCallOf(value, "slice") ? expandSlice(value, columnCount) : parsePositions(value);
  for (const position of positions) {
    if (!(Number.isSafeInteger(position) && position >= 0 && position < columnCount)) {
      throw malformed(`a block is placed at column ${position} of ${columnCount}`);
    }
  }
  return positions;
}

function expandSlice(slice: PythonObject, columnCount: number): readonly number[] {
  const [start, stop, step] = slice.args;
  const increment = step ?? 1;
  // A slice that runs down to column 0 has no stop that could be written.
  const end = stop ?? (typeof increment === "number" && increment < 0 ? -1 : columnCount);
  const bounds = new Map([
    ["start", start ?? 0],
    ["stop", end],
    ["step", increment],
  ]);
  const length = countRange(bounds);
  if (length > columnCount) throw malformed(`a block is placed at ${length} columns of ${columnCount}`);
  return Array.from(
    { length },
    (_, index) => (bounds.get("start") as number) + index * (increment as number),
  );
}

function parsePositions(value: unknown): readonly number[] {
  const array = parseArray(value);
  if (array.shape.length !== 1) throw malformed("a block's placement is not one list");
  const elements = decodeAxis(array, 0, 0, "(a block's placement)");
  if (elements.kind !== "doubles") throw malformed("a block's placement is not of integers");
  return Array.from(elements.values);
}
