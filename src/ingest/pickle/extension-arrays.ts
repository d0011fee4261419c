/** pandas' own array classes, each holding one column or, for moments, the columns of a block. */
import { buildTextColumn } from "../../table/build-columns.js";
import type { Column } from "../../table/column.js";
import { decodeAxis, type Elements } from "./array-elements.js";
import { parseArrowTexts } from "./arrow-texts.js";
import { buildColumn, buildColumnOfValues } from "./columns.js";
import { malformed, wrongType } from "./fault.js";
import { isArray, type NdArray, parseArray } from "./numpy-arrays.js";
import {
  describe,
  getCount,
  getDict,
  getList,
  isCallOf,
  isPythonName,
  type PythonObject,
} from "./python-objects.js";
import { type Place, parseElements } from "./values.js";

/** The one column of an array that has one dimension; `values` is an array of numpy or of pandas. */
export function parseColumn(values: unknown, place: Place): Column {
  if (isArray(values)) return buildColumn(decodeLine(parseArray(values), place), place);
  if (isCallOf(values, "pandas.unpickle_NDArrayBacked")) return parseBacked(values, place);
  if (isCallOf(values, "pandas.IntegerArray", "pandas.FloatingArray", "pandas.BooleanArray")) {
    return parseMasked(values, place);
  }
  const isArrow = isCallOf(
    values,
    "pandas.ArrowStringArray",
    "pandas.ArrowStringArrayNumpySemantics",
    "pandas.ArrowExtensionArray",
  );
  if (isArrow) return buildTextColumn(place.column, parseArrowTexts(values, place));
  throw wrongType(place.column, `is ${describe(values)}, which is no column type`);
}

/** The array under a DatetimeArray, or the array itself; undefined for every array that holds just one column. */
export function findBlockArray(values: unknown, column: string): NdArray | undefined {
  if (isArray(values)) return parseArray(values);
  if (!isCallOf(values, "pandas.unpickle_NDArrayBacked")) return undefined;
  return getBackedClass(values) === "pandas.DatetimeArray" ? parseMoments(values, column) : undefined;
}

/** The column of an index's values: what a categorical's categories and a frame's labels are kept as. */
export function parseIndex(index: unknown, place: Place): Column {
  if (!isCallOf(index, "pandas.new_Index", "pandas.new_DatetimeIndex", "pandas.new_IntervalIndex")) {
    throw malformed(`an index is ${describe(index)}`);
  }
  const [indexClass, stateValue] = index.args;
  const state = getDict(stateValue, "an index's state");
  if (isPythonName(indexClass) && indexClass.pythonName === "pandas.RangeIndex") {
    const length = countRange(state);
    place.budget.spend(length);
    const start = state.get("start") as number;
    const step = state.get("step") as number;
    return buildColumn(
      { kind: "doubles", values: Float64Array.from({ length }, (_, row) => start + row * step) },
      place,
    );
  }
  if (!state.has("data"))
    throw wrongType(place.column, `has ${describe(indexClass)} where a plain index is needed`);
  return parseColumn(state.get("data"), place);
}

/** The number of steps of a RangeIndex. */
export function countRange(state: ReadonlyMap<unknown, unknown>): number {
  const [start, stop, step] = ["start", "stop", "step"].map((key) => state.get(key));
  const isWhole = [start, stop, step].every((bound) => Number.isSafeInteger(bound));
  if (!isWhole || step === 0) throw malformed("a RangeIndex has no bounds");
  return Math.max(0, Math.ceil(((stop as number) - (start as number)) / (step as number)));
}

function findIndexData(index: unknown): unknown {
  const state = isCallOf(index, "pandas.new_Index") ? index.args[1] : undefined;
  return state instanceof Map ? state.get("data") : undefined;
}

function isCategorical(values: unknown): boolean {
  return isCallOf(values, "pandas.unpickle_NDArrayBacked") && getBackedClass(values) === "pandas.Categorical";
}

function getBackedClass(values: PythonObject): string {
  const backedClass = values.args[0];
  if (!isPythonName(backedClass)) throw malformed(`an array's class is ${describe(backedClass)}`);
  return backedClass.pythonName;
}

/** `(dtype, array, attributes)`, where the first two also come the other way round. */
function getBackedState(values: PythonObject): { readonly dtype: unknown; readonly array: unknown } {
  const [first, second] = getList(values.state, "an array's state");
  return isArray(first) ? { dtype: second, array: first } : { dtype: first, array: second };
}

function parseBacked(values: PythonObject, place: Place): Column {
  const backedClass = getBackedClass(values);
  switch (backedClass) {
    case "pandas.DatetimeArray":
      return buildColumn(decodeLine(parseMoments(values, place.column), place), place);
    case "pandas.StringArray":
    case "pandas.StringArrayNumpySemantics":
      return parseTexts(getBackedState(values).array, place);
    case "pandas.Categorical":
      return parseCategorical(values, place);
    default:
      throw wrongType(place.column, `is a ${backedClass}, which is no column type`);
  }
}

function parseTexts(array: unknown, place: Place): Column {
  const values = parseElements(decodeLine(parseArray(array), place), place);
  if (!values.every((value) => value === null || typeof value === "string")) {
    throw malformed("a StringArray holds something else than text");
  }
  return buildTextColumn(place.column, values);
}

function parseMoments(values: PythonObject, column: string): NdArray {
  const { dtype, array } = getBackedState(values);
  if (isCallOf(dtype, "pandas.DatetimeTZDtype")) throw wrongType(column, "holds moments with a time zone");
  const moments = parseArray(array);
  if (moments.dtype.kind !== "M") throw malformed(`a DatetimeArray holds dtype ${moments.dtype.kind}`);
  return moments;
}

/** `_mask` is true where a value is missing, whatever `_data` holds there. */
function parseMasked(values: PythonObject, place: Place): Column {
  const state = getDict(values.state, "a masked array's state");
  const elements = decodeLine(parseArray(state.get("_data")), place);
  const mask = decodeLine(parseArray(state.get("_mask")), place);
  if (mask.kind !== "plain" || mask.values.length !== elements.values.length || elements.kind === "objects") {
    throw malformed("a masked array's mask does not fit its values");
  }
  if (elements.kind === "doubles") {
    const present = elements.values.map((value, row) => (mask.values[row] === true ? Number.NaN : value));
    return buildColumn({ kind: "doubles", values: present }, place);
  }
  const present = parseElements(elements, place).map((value, row) =>
    mask.values[row] === true ? null : value,
  );
  return buildColumnOfValues(place.column, present);
}

function parseCategorical(values: PythonObject, place: Place): Column {
  const { dtype, array } = getBackedState(values);
  if (!isCallOf(dtype, "pandas.CategoricalDtype"))
    throw malformed(`a Categorical's dtype is ${describe(dtype)}`);
  const categories = getDict(dtype.state, "a Categorical's dtype").get("categories");
  const codes = decodeLine(parseArray(array), place);
  if (codes.kind !== "doubles") throw malformed("a Categorical's codes are no integers");
  const column = parseCategories(categories, place);
  const categoryCount = column.kind === "dictionary" ? column.codes.length : column.values.length;
  for (const code of codes.values) {
    if (code !== -1) checkCode(code, categoryCount);
  }
  return takeRows(column, codes.values);
}

function checkCode(code: number, categoryCount: number): void {
  if (getCount(code, "a Categorical's code") >= categoryCount) {
    throw malformed(`a Categorical's code is ${code} of ${categoryCount}`);
  }
}

type CategoryColumn = Exclude<Column, { kind: "list" }>;

function parseCategories(categories: unknown, place: Place): CategoryColumn {
  // pandas never nests them, and a file could make them contain themselves.
  if (isCategorical(findIndexData(categories)))
    throw malformed("a Categorical's categories are a Categorical");
  const column = parseIndex(categories, place);
  // Lists are not hashable, so pandas makes no categories of them.
  if (column.kind === "list") throw malformed("a Categorical's categories are lists");
  return column;
}

/** The column with row `rows[i]` of the source as row i, and a missing value where that is -1. */
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

function decodeLine(array: NdArray, place: Place): Elements {
  if (array.shape.length !== 1) throw malformed(`a column has an array of ${array.shape.length} dimensions`);
  place.budget.spend(array.objects.length + array.bytes.length / 8);
  return decodeAxis(array, 0, 0, place.column);
}
