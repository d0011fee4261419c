/** Builds table columns from interpreted values. */
import { buildListColumn, buildTextColumn } from "../../table/build-columns.js";
import { type Cell, type Column, formatTimestamp } from "../../table/column.js";
import type { ColumnContext, Elements } from "./array-elements.js";
import { CellParser, Timestamp, type Value } from "./values.js";

/** The common kind of the values of a column, without missing ones. */
export type ValueKind = "text" | "number" | "timestamp" | "doubles" | "mixed";

/** Builds the column of an array; booleans become a mixed column. Throws PickleFault: wrong-type, inexact-value, too-large. */
export function buildColumn(elements: Elements, context: ColumnContext): Column {
  switch (elements.kind) {
    case "doubles":
      return { kind: "number", name: context.column, values: elements.values };
    case "timestamps":
      return { kind: "timestamp", name: context.column, values: elements.values };
    default:
      return buildColumnOfValues(context.column, new CellParser(context).parseColumn(elements));
  }
}

/**
 * Builds a dictionary column for text, a list column for doubles; in a mixed column a timestamp becomes text. The default
 * kind is the common kind of all values, or mixed if there is none.
 */
export function buildColumnOfValues(
  name: string,
  values: readonly Value[],
  kind: ValueKind = findCommonKind(values),
): Column {
  switch (kind) {
    case "text":
      return buildTextColumn(name, values as readonly (string | null)[]);
    case "number":
      return {
        kind: "number",
        name,
        values: Float64Array.from(values, (value) => (value as number | null) ?? Number.NaN),
      };
    case "timestamp":
      return {
        kind: "timestamp",
        name,
        values: Float64Array.from(values, (value) => (value as Timestamp | null)?.epochMs ?? Number.NaN),
      };
    case "doubles":
      return buildListColumn(name, values as readonly (Float64Array | null)[]);
    case "mixed":
      return { kind: "mixed", name, values: values.map(toCell) };
  }
}

function findCommonKind(values: readonly Value[]): ValueKind {
  let common: ValueKind | undefined;
  for (const value of values) {
    if (value === null) continue;
    const kind = kindOf(value);
    if (kind === "mixed" || (common !== undefined && common !== kind)) return "mixed";
    common = kind;
  }
  return common ?? "mixed";
}

function kindOf(value: Value & {}): ValueKind {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (value instanceof Float64Array) return "doubles";
  return value instanceof Timestamp ? "timestamp" : "mixed";
}

function toCell(value: Value): Cell {
  if (value instanceof Timestamp) return formatTimestamp(value.epochMs);
  if (value instanceof Float64Array)
    return Array.from(value, (double) => (Number.isNaN(double) ? null : double));
  // Array.isArray does not narrow a readonly array.
  return typeof value === "object" && value !== null ? (value as readonly Value[]).map(toCell) : value;
}
