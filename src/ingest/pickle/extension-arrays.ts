/** Parses the array classes of pandas. Each holds one column, or several in case of timestamps. */
import type { Column } from "../../table/column.js";
import type { AllowedName } from "./allow-list.js";
import { type ColumnContext, decodeAxis, type Elements } from "./array-elements.js";
import { parseArrowColumn } from "./arrow-arrays.js";
import type { ArrowType } from "./arrow-types.js";
import { buildColumn, buildColumnOfValues, type ValueKind } from "./columns.js";
import { malformed, type PickleFault, wrongType } from "./fault.js";
import { SLOT_BYTES } from "./memory-budget.js";
import { findInteger, getCount, isArray, type NdArray, parseArray } from "./numpy-arrays.js";
import { describe, getDict, getList, isCallOf, isName, PythonName, PythonObject } from "./python-objects.js";
import { CellParser } from "./values.js";

/** The content of array classes that are not read, for error messages. */
const OTHER_ARRAYS: Readonly<Partial<Record<AllowedName, string>>> = {
  "pandas.PeriodArray": "periods (pandas.PeriodArray)",
  "pandas.IntervalArray": "intervals (pandas.IntervalArray)",
  "pandas.unpickle_Interval": "intervals (pandas.IntervalArray)",
  "pandas.SparseArray": "sparse values (pandas.SparseArray)",
};

/** Parses an array of one dimension, of numpy or of pandas. */
export function parseColumn(values: unknown, context: ColumnContext): Column {
  if (isArray(values)) return buildColumn(decodeLine(parseArray(values), context), context);
  if (isCallOf(values, "pandas.unpickle_NDArrayBacked")) return parseBacked(values, context);
  if (isCallOf(values, "pandas.IntegerArray", "pandas.FloatingArray", "pandas.BooleanArray")) {
    return parseMasked(values, context);
  }
  const isArrow = isCallOf(
    values,
    "pandas.ArrowStringArray",
    "pandas.ArrowStringArrayNumpySemantics",
    "pandas.ArrowExtensionArray",
  );
  if (isArrow) return parseArrow(values, context);
  throw otherArray(values instanceof PythonObject ? values.name : undefined, values, context);
}

/**
 * Finds the numpy array of a block: the block itself, or the array of timestamps or durations. Undefined for classes that
 * hold one column. Durations are not read, but the error message has the unit of their array.
 */
export function findBlockArray(values: unknown, context: ColumnContext): NdArray | undefined {
  if (isArray(values)) return parseArray(values);
  if (!isCallOf(values, "pandas.unpickle_NDArrayBacked")) return undefined;
  switch (getBackedClass(values)) {
    case "pandas.DatetimeArray":
      return parseTimestamps(values, context);
    case "pandas.TimedeltaArray":
      return parseArray(getBackedState(values).array);
    default:
      return undefined;
  }
}

/** Parses the values of an index, such as categories or labels. */
export function parseIndex(index: unknown, context: ColumnContext): Column {
  if (!isCallOf(index, "pandas.new_Index", "pandas.new_DatetimeIndex", "pandas.new_IntervalIndex")) {
    throw malformed(`an index is ${describe(index)}`);
  }
  const [indexClass, stateValue] = index.args;
  const state = getDict(stateValue, "an index's state");
  if (isName(indexClass, "pandas.RangeIndex")) {
    const { start, step, length } = parseRange(state);
    context.budget.spend(SLOT_BYTES * length);
    const values = Float64Array.from({ length }, (_, row) => start + row * step);
    return buildColumn({ kind: "doubles", values }, context);
  }
  if (!state.has("data")) {
    const problem = `holds labels of ${describe(indexClass)}, which no column can carry`;
    throw wrongType({ column: context.column, row: null }, problem);
  }
  return parseColumn(state.get("data"), context);
}

/** Parses the bounds of a RangeIndex or a slice. */
export function parseRange(state: ReadonlyMap<unknown, unknown>) {
  const [start, stop, step] = ["start", "stop", "step"].map((key) => findInteger(state.get(key)));
  if (start === undefined || stop === undefined || step === undefined || step === 0) {
    throw malformed("a range has no bounds or no step");
  }
  return { start, step, length: Math.max(0, Math.ceil((stop - start) / step)) };
}

/** Finds the array with the values of an index; a RangeIndex has none. */
export function findIndexData(index: unknown): unknown {
  const state = isCallOf(index, "pandas.new_Index") ? index.args[1] : undefined;
  return state instanceof Map ? state.get("data") : undefined;
}

function isCategorical(values: unknown): boolean {
  return isCallOf(values, "pandas.unpickle_NDArrayBacked") && getBackedClass(values) === "pandas.Categorical";
}

function getBackedClass(values: PythonObject): AllowedName {
  const backedClass = values.args[0];
  if (!(backedClass instanceof PythonName)) throw malformed(`an array's class is ${describe(backedClass)}`);
  return backedClass.name;
}

/** `(dtype, array, attributes)`, or with the first two swapped. */
function getBackedState(values: PythonObject): { readonly dtype: unknown; readonly array: unknown } {
  const [first, second] = getList(values.state, "an array's state");
  return isArray(first) ? { dtype: second, array: first } : { dtype: first, array: second };
}

function parseBacked(values: PythonObject, context: ColumnContext): Column {
  const backedClass = getBackedClass(values);
  switch (backedClass) {
    case "pandas.DatetimeArray":
      return buildColumn(decodeLine(parseTimestamps(values, context), context), context);
    case "pandas.StringArray":
    case "pandas.StringArrayNumpySemantics":
      return parseTexts(getBackedState(values).array, context);
    case "pandas.Categorical":
      return parseCategorical(values, context);
    default:
      throw otherArray(backedClass, values, context);
  }
}

function otherArray(name: AllowedName | undefined, values: unknown, { column }: ColumnContext): PickleFault {
  const what = (name === undefined ? undefined : OTHER_ARRAYS[name]) ?? name ?? describe(values);
  return wrongType({ column, row: null }, `holds ${what}, which no column can carry`);
}

function parseTexts(array: unknown, context: ColumnContext): Column {
  const values = new CellParser(context).parseColumn(decodeLine(parseArray(array), context));
  if (!values.every((value) => value === null || typeof value === "string")) {
    throw malformed("a StringArray holds something else than text");
  }
  return buildColumnOfValues(context.column, values, "text");
}

function parseArrow(array: PythonObject, context: ColumnContext): Column {
  const { type, values } = parseArrowColumn(array, context);
  return buildColumnOfValues(context.column, values, kindOfArrow(type, values));
}

function kindOfArrow(type: ArrowType, values: readonly unknown[]): ValueKind {
  switch (type.kind) {
    case "fixed":
      return type.dtype.kind === "M" ? "timestamp" : "number";
    case "days":
      return "timestamp";
    case "list":
      // Lists of other values are cells of a mixed column.
      return values.every((value) => value === null || value instanceof Float64Array) ? "doubles" : "mixed";
    case "text":
      return "text";
    default:
      return "mixed";
  }
}

function parseTimestamps(values: PythonObject, { column }: ColumnContext): NdArray {
  const { dtype, array } = getBackedState(values);
  if (isCallOf(dtype, "pandas.DatetimeTZDtype")) {
    const problem = "holds timestamps with a time zone (dt.tz_convert(None) makes them UTC)";
    throw wrongType({ column, row: null }, problem);
  }
  const timestamps = parseArray(array);
  if (timestamps.dtype.kind !== "M") throw malformed(`a DatetimeArray holds dtype ${timestamps.dtype.kind}`);
  return timestamps;
}

/** `_mask` is true for missing values; their `_data` is arbitrary. */
function parseMasked(values: PythonObject, context: ColumnContext): Column {
  const state = getDict(values.state, "a masked array's state");
  const data = parseArray(state.get("_data"));
  const mask = decodeLine(parseArray(state.get("_mask")), context);
  if (mask.kind !== "plain" || mask.values.length !== data.shape[0] || data.dtype.kind === "O") {
    throw malformed("a masked array's mask does not fit its values");
  }
  const isMissing = (row: number) => mask.values[row] === true;
  const elements = decodeLine(data, context, isMissing);
  if (elements.kind === "doubles") {
    const present = elements.values.map((value, row) => (isMissing(row) ? Number.NaN : value));
    return buildColumn({ kind: "doubles", values: present }, context);
  }
  const present = new CellParser(context).parseColumn(elements);
  return buildColumnOfValues(
    context.column,
    present.map((value, row) => (isMissing(row) ? null : value)),
  );
}

function parseCategorical(values: PythonObject, context: ColumnContext): Column {
  const { dtype, array } = getBackedState(values);
  if (!isCallOf(dtype, "pandas.CategoricalDtype"))
    throw malformed(`a Categorical's dtype is ${describe(dtype)}`);
  const categories = getDict(dtype.state, "a Categorical's dtype").get("categories");
  const codes = decodeLine(parseArray(array), context);
  if (codes.kind !== "doubles") throw malformed("a Categorical's codes are no integers");
  const column = parseCategories(categories, context);
  const categoryCount = column.kind === "dictionary" ? column.codes.length : column.values.length;
  for (const code of codes.values) {
    if (code !== -1) checkCode(code, categoryCount);
  }
  context.budget.spend(SLOT_BYTES * codes.values.length);
  return takeRows(column, codes.values);
}

function checkCode(code: number, categoryCount: number): void {
  if (getCount(code, "a Categorical's code") >= categoryCount) {
    throw malformed(`a Categorical's code is ${code} of ${categoryCount}`);
  }
}

type CategoryColumn = Exclude<Column, { kind: "list" }>;

function parseCategories(categories: unknown, context: ColumnContext): CategoryColumn {
  // pandas never nests them; in a hostile file they could contain themselves.
  if (isCategorical(findIndexData(categories)))
    throw malformed("a Categorical's categories are a Categorical");
  const column = parseIndex(categories, context);
  // Lists are not hashable, so they cannot be categories in pandas.
  if (column.kind === "list") throw malformed("a Categorical's categories are lists");
  return column;
}

/** Gathers rows of a column; -1 is a missing value. */
function takeRows(source: CategoryColumn, rows: Float64Array): Column {
  switch (source.kind) {
    case "dictionary":
      return { ...source, codes: Int32Array.from(rows, (row) => (row < 0 ? -1 : source.codes[row])) };
    case "mixed":
      return { ...source, values: Array.from(rows, (row) => (row < 0 ? null : source.values[row])) };
    default:
      return { ...source, values: rows.map((row) => (row < 0 ? Number.NaN : source.values[row])) };
  }
}

function decodeLine(array: NdArray, context: ColumnContext, isMissing?: (row: number) => boolean): Elements {
  if (array.shape.length !== 1) throw malformed(`a column has an array of ${array.shape.length} dimensions`);
  return decodeAxis(array, 0, 0, { ...context, row: null }, isMissing);
}
