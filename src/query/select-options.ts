/** Columns, sorting and paging of a query: `columns`, `sort`, `limit` and `offset`. */
import { parseNumber } from "../table/numeric-text.js";
import type { SelectOptions } from "../table/selection.js";
import { NameIndex } from "./name-index.js";
import type { QueryReader } from "./query-reader.js";

/** Pairs of alias and column name. */
type Aliases = readonly (readonly [string, string])[];

export interface KeyedSelectOptions extends SelectOptions {
  /** Equal for all spellings of the same options; empty for the default ones. */
  readonly key: string;
}

/** Reads the options. `columns` are the available columns in their default order, `unsortable` those that have no order. */
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
  const isDefault = fields === columns && sort.length === 0 && offset === 0 && limit === null;
  return { fields, sort, offset, limit, key: isDefault ? "" : JSON.stringify([fields, sort, offset, limit]) };
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
      reader.fail("columns", text, "is not a column of the result", () => nameIndex.suggest(text));
    }
  }
  const chosen = [...fields];
  const isDefault =
    chosen.length === columns.length && chosen.every((name, index) => name === columns[index]);
  return isDefault ? columns : chosen;
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
      reader.fail("sort", text, "is not a column of the result", () => nameIndex.suggest(text));
      return [];
    }
    if (unsortable.has(name)) {
      reader.fail("sort", text, "holds lists, which have no order", []);
      return [];
    }
    // Only the first key of a column counts: it leaves no ties for another.
    if (seen.has(name)) return [];
    seen.add(name);
    return [{ name, isDescending }];
  });
}

function readCount(reader: QueryReader, parameter: string): number | undefined {
  const text = reader.readOne(parameter);
  if (text === undefined) return undefined;
  const count = parseNumber(text);
  if (count !== undefined && count >= 0 && Number.isSafeInteger(count)) return count;
  const isTooLarge = (count ?? Number(text)) > Number.MAX_SAFE_INTEGER;
  const message = isTooLarge
    ? "is larger than any number of rows"
    : "is not a whole number of rows, 0 or more";
  reader.fail(parameter, text, message, []);
  return undefined;
}
