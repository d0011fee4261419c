/** Builds a table from the object graph of a DataFrame: labels, blocks, and the placement of blocks. */
import { quote } from "../../errors.js";
import { type Column, getCell, getColumnLength } from "../../table/column.js";
import { Table } from "../../table/table.js";
import { type ColumnContext, decodeAxis } from "./array-elements.js";
import { buildColumn } from "./columns.js";
import { findBlockArray, findIndexData, parseColumn, parseIndex, parseRange } from "./extension-arrays.js";
import { malformed, PickleFault, refused } from "./fault.js";
import { checkItemCount, type MemoryBudget } from "./memory-budget.js";
import {
  decodeNumpyInteger,
  findInteger,
  isArray,
  isInteger,
  type NdArray,
  parseArray,
} from "./numpy-arrays.js";
import { describe, getDict, getList, isCallOf, isName, type PythonObject } from "./python-objects.js";

const MAX_COLUMNS = 100_000;

/**
 * Builds the columns of a frame, in their order; the row index is left out.
 * Throws PickleFault: damaged-pickle, refused-pickle, old-pickle, too-large, wrong-type, inexact-value, duplicate-key.
 */
export function parseFrame(root: unknown, budget: MemoryBudget): Table {
  const manager = getManager(root);
  const [blocksValue, axes] = manager.args;
  const blocks = getList(blocksValue, "a frame's blocks");
  const [labelIndex, rowIndex] = getList(axes, "a frame's axes");
  const builder = new ColumnBuilder(parseLabels(labelIndex, budget), budget, findLength(rowIndex));
  for (const block of blocks) builder.add(block);
  return builder.build();
}

function getManager(root: unknown): PythonObject {
  if (root === undefined) throw malformed("it describes nothing");
  if (!isCallOf(root, "pandas.DataFrame"))
    throw refused(`it holds ${describe(root)}, not a pandas DataFrame`);
  const manager = getDict(root.state, "a frame's state").get("_mgr");
  if (!isCallOf(manager, "pandas.BlockManager")) throw malformed(`a frame's content is ${describe(manager)}`);
  if (manager.args.length === 0 && Array.isArray(manager.state)) {
    throw new PickleFault("old-pickle", "was written by a pandas before 1.3");
  }
  return manager;
}

/** Parses column names, which are text or integers. Throws PickleFault: refused-pickle, duplicate-key. */
function parseLabels(index: unknown, budget: MemoryBudget): readonly string[] {
  if (isCallOf(index, "pandas.new_Index") && isName(index.args[0], "pandas.MultiIndex")) {
    throw refused("its column labels are a MultiIndex");
  }
  const count = findLength(index) ?? 0;
  if (count > MAX_COLUMNS) throw refused(`it has ${count} columns, more than ${MAX_COLUMNS}`);
  const seen = new Set<string>();
  for (const [position, label] of readLabels(index, budget).entries()) {
    const isInteger = typeof label === "bigint" || Number.isInteger(label);
    if (typeof label !== "string" && !isInteger) {
      throw refused(`the label of column ${position} is neither text nor an integer`);
    }
    const name = String(label);
    if (seen.has(name)) throw new PickleFault("duplicate-key", `has two columns ${quote(name)}`);
    seen.add(name);
  }
  return [...seen];
}

/** Reads labels of any type; integers beyond 2^53 are bigints. */
function readLabels(index: unknown, budget: MemoryBudget): readonly unknown[] {
  const data = findIndexData(index);
  const array = isArray(data) ? parseArray(data) : undefined;
  // Not as a column: labels may be integers that no double equals.
  if (array?.dtype.kind === "O") return array.objects.map((label) => findInteger(label) ?? label);
  if (array !== undefined && array.shape.length === 1 && isInteger(array.dtype)) {
    const { itemSize } = array.dtype;
    return Array.from({ length: array.shape[0] }, (_, position) => {
      const bytes = array.bytes.subarray(position * itemSize, (position + 1) * itemSize);
      return decodeNumpyInteger(array.dtype, bytes);
    });
  }
  const column = parseIndex(index, { column: "(the column labels)", budget });
  const hasText = column.kind !== "timestamp" && column.kind !== "list";
  return Array.from({ length: getColumnLength(column) }, (_, row) =>
    hasText ? getCell(column, row) : undefined,
  );
}

/** Finds the length of an index if that is cheap. */
function findLength(index: unknown): number | undefined {
  if (!isCallOf(index, "pandas.new_Index")) return undefined;
  const [indexClass, stateValue] = index.args;
  const state = getDict(stateValue, "an index's state");
  if (isName(indexClass, "pandas.RangeIndex")) return parseRange(state).length;
  const data = findIndexData(index);
  return isArray(data) ? parseArray(data).shape[0] : undefined;
}

/** Collects the columns of all blocks. */
class ColumnBuilder {
  readonly #labels: readonly string[];
  readonly #budget: MemoryBudget;
  readonly #columns: (Column | undefined)[];
  #rowCount: number | undefined;

  constructor(labels: readonly string[], budget: MemoryBudget, rowCount: number | undefined) {
    this.#labels = labels;
    this.#budget = budget;
    this.#columns = new Array(labels.length);
    this.#rowCount = rowCount;
  }

  /** Adds `_unpickle_block(values, placement, dimensions)`: row i of the values is the column at `placement[i]`. */
  add(block: unknown): void {
    if (!isCallOf(block, "pandas.unpickle_block")) throw malformed(`a block is ${describe(block)}`);
    const [values, placementValue, dimensions] = block.args;
    if (dimensions !== 2) throw malformed("a block is not of two dimensions");
    const placement = parsePlacement(placementValue, this.#labels.length, this.#budget);
    if (placement.length === 0) return;
    const array = findBlockArray(values, this.#contextOf(placement[0]));
    if (array !== undefined) {
      this.#addArray(array, placement);
      return;
    }
    if (placement.length !== 1)
      throw malformed(`an array of one column is placed at ${placement.length} columns`);
    this.#put(placement[0], parseColumn(values, this.#contextOf(placement[0])));
  }

  /** Throws PickleFault if a column is in no block. */
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
    for (const [line, position] of placement.entries()) {
      const context = this.#contextOf(position);
      const elements = decodeAxis(array, 1, line * (array.strides[0] ?? 0), { ...context, row: null });
      this.#put(position, buildColumn(elements, context));
    }
  }

  #put(position: number, column: Column): void {
    if (this.#columns[position] !== undefined) {
      throw malformed(`column ${quote(this.#labels[position])} is in two blocks`);
    }
    this.#checkRows(getColumnLength(column));
    this.#columns[position] = column;
  }

  /** Called before a block is decoded. */
  #checkRows(rowCount: number): void {
    checkItemCount(rowCount);
    this.#rowCount ??= rowCount;
    if (rowCount !== this.#rowCount)
      throw malformed(`a block has ${rowCount} rows, the frame ${this.#rowCount}`);
  }

  #contextOf(position: number): ColumnContext {
    return { column: this.#labels[position], budget: this.#budget };
  }
}

/** Parses column positions from a slice or an integer array. Throws PickleFault for positions outside the frame. */
function parsePlacement(value: unknown, columnCount: number, budget: MemoryBudget): readonly number[] {
  const positions = isCallOf(value, "slice")
    ? expandSlice(value, columnCount)
    : parsePositions(value, budget);
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
  // A slice that descends to column 0 has no stop.
  const end = stop ?? (typeof increment === "number" && increment < 0 ? -1 : columnCount);
  const range = parseRange(
    new Map([
      ["start", start ?? 0],
      ["stop", end],
      ["step", increment],
    ]),
  );
  if (range.length > columnCount)
    throw malformed(`a block is placed at ${range.length} columns of ${columnCount}`);
  return Array.from({ length: range.length }, (_, index) => range.start + index * range.step);
}

function parsePositions(value: unknown, budget: MemoryBudget): readonly number[] {
  const array = parseArray(value);
  if (array.shape.length !== 1) throw malformed("a block's placement is not one list");
  const elements = decodeAxis(array, 0, 0, { column: "(a block's placement)", budget, row: null });
  if (elements.kind !== "doubles") throw malformed("a block's placement is not of integers");
  return Array.from(elements.values);
}
