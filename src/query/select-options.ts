/** How an answer is laid out: `columns`, `sort`, `limit` and `offset`. */
import type { SelectOptions } from "../table/selection.js";
import { NameIndex } from "./name-index.js";
import type { QueryReader } from "./query-reader.js";

/** Pairs of another name for a column, and its name. */
type Aliases = readonly (readonly [string, string])[];

export interface KeyedSelectOptions extends SelectOptions {
  /** The same for all spellings, different for what arranges the same columns differently; empty for the usual one. */
  readonly key: string;
}

/**
 * Reads the options. `columns` are the answer's columns in their usual order, `unsortable` those among them that
 * have no order.
 */
export function readSelectOptions(
  reader: QueryReader,
  columns: readonly string[],
  unsortable: ReadonlySet<string>,
  aliases: Aliases = [],
): KeyedSelectOptions {
  const fields = readColumns(reader, columns, aliases);
  const sort = readSort(reader, columns, unsortable, aliases);
  const offset = readCount(reader, "offset") ?? 0;
  const limit = readCount(reader, "limit") ?? null;
  const isUsual = fields === columns && sort.length === 0 && offset === 0 && limit === null;
  return { fields, sort, offset, limit, key: isUsual ? "" : JSON.stringify([fields, sort, offset, limit]) };
}

function readColumns(reader: QueryReader, columns: readonly string[], aliases: Aliases): readonly string[] {
  const values = reader.readAll("columns");
  if (values.length === 0) return columns;
  const nameIndex = new NameIndex(columns, aliases);
  const fields = new Set<string>();
  for (const value of values) {
    const { names, unknown } = nameIndex.resolve(value);
    for (const name of names) fields.add(name);
    for (const text of unknown) {
      reader.fail("columns", text, "is not a column of this answer", () => nameIndex.suggest(text));
    }
  }
  const chosen = [...fields];
  const isUsual = chosen.length === columns.length && chosen.every((name, index) => name === columns[index]);
  return isUsual ? columns : chosen;
}

function readSort(
  reader: QueryReader,
  columns: readonly string[],
  unsortable: ReadonlySet<string>,
  aliases: Aliases,
): SelectOptions["sort"] {
  const values = reader.readAll("sort");
  if (values.length === 0) return [];
  const keys = values.flatMap((value) => value.split(","));
  const nameIndex = new NameIndex(columns, aliases);
  const seen = new Set<string>();
  return keys.flatMap((key) => {
    const text = key.trim();
    const isDescending = text.startsWith("-");
    const name = nameIndex.find(isDescending ? text.slice(1) : text);
    if (name === undefined) {
      reader.fail("sort", text, "is not a column of this answer", () => nameIndex.suggest(text));
      return [];
    }
    if (unsortable.has(name)) {
      reader.fail("sort", text, "holds lists, which have no order", []);
      return [];
    }
    // A column sorts once: what comes later would find no ties left.
    if (seen.has(name)) return [];
    seen.add(name);
    return [{ name, isDescending }];
  });
}

function readCount(reader: QueryReader, parameter: string): number | undefined {
  const text = reader.readOne(parameter);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text.trim()) && Number.isSafeInteger(count)) return count;
  const isTooLarge = /^\d+$/.test(text.trim());
  const message = isTooLarge
    ? "is larger than any number of rows"
    : "is not a whole number of rows, 0 or more";
  reader.fail(parameter, text, message, []);
  return undefined;
}
