/** Makes table columns of interpreted values: the kind of a column follows from what its cells hold. */
import { buildListColumn, buildTextColumn } from "../../table/build-columns.js";
import { type Cell, type Column, formatTimestamp } from "../../table/column.js";
import type { Elements } from "./array-elements.js";
import { checkCalendar, Moment, type Place, parseElements, type Value } from "./values.js";

/**
 * The column of a whole array. Booleans become a mixed column, as do integers where one is beyond 2^53.
 * Throws PickleFault: wrong-type, bad-value.
 */
export function buildColumn(elements: Elements, place: Place): Column {
  switch (elements.kind) {
    case "doubles":
      return { kind: "number", name: place.column, values: elements.values };
    case "moments":
      for (const epochMs of elements.values) checkCalendar(epochMs, place.column);
      return { kind: "timestamp", name: place.column, values: elements.values };
    default:
      return buildColumnOfValues(place.column, parseElements(elements, place));
  }
}

/**
 * Dictionary, number, timestamp or list where all values that are not missing are text, numbers, moments or lists of
 * numbers; else mixed, where a moment is its text. A column without any value is mixed.
 */
export function buildColumnOfValues(name: string, values: readonly Value[]): Column {
  switch (findCommonKind(values)) {
    case "text":
      return buildTextColumn(name, values as readonly (string | null)[]);
    case "number":
      return {
        kind: "number",
        name,
        values: Float64Array.from(values, (value) => (value as number) ?? Number.NaN),
      };
    case "moment":
      return {
        kind: "timestamp",
        name,
        values: Float64Array.from(values, (value) => (value as Moment | null)?.epochMs ?? Number.NaN),
      };
    case "doubles":
      return buildListColumn(name, values as readonly (Float64Array | null)[]);
    default:
      return { kind: "mixed", name, values: values.map(toCell) };
  }
}

type ValueKind = "text" | "number" | "moment" | "doubles" | "other";

/** The kind of all values that are not null; undefined where there are none or they differ. */
function findCommonKind(values: readonly Value[]): ValueKind | undefined {
  let common: ValueKind | undefined;
  for (const value of values) {
    if (value === null) continue;
    const kind = kindOf(value);
    if (common !== undefined && common !== kind) return undefined;
    common = kind;
  }
  return common;
}

function kindOf(value: Value & {}): ValueKind {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (value instanceof Float64Array) return "doubles";
  return value instanceof Moment ? "moment" : "other";
}

function toCell(value: Value): Cell {
  if (value instanceof Moment) return formatTimestamp(value.epochMs);
  if (value instanceof Float64Array)
    return Array.from(value, (double) => (Number.isNaN(double) ? null : double));
  // Array.isArray does not narrow a readonly array.
  return typeof value === "object" && value !== null ? (value as readonly Value[]).map(toCell) : value;
}
