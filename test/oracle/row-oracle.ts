/** What the oracles share: filtering, sorting, cutting and rendering row objects, one at a time and by the book. */
import { writeNumber } from "../support/encoding.js";

export type Value = string | number | null | readonly Value[];
export type Row = Readonly<Record<string, Value>>;

export interface Bounds {
  readonly gte?: number;
  readonly gt?: number;
  readonly lte?: number;
  readonly lt?: number;
}

export interface SortBy {
  readonly name: string;
  readonly isDescending: boolean;
}

/** How the response is laid out; columns are names, in the requested order, with duplicates. */
export interface Layout {
  readonly columns: readonly string[] | null;
  readonly sort: readonly SortBy[];
  readonly offset: number | null;
  readonly limit: number | null;
}

/** Whether a finite number lies within the bounds. */
export function isWithin(bounds: Bounds, value: number): boolean {
  if (bounds.gte !== undefined && !(value >= bounds.gte)) return false;
  if (bounds.gt !== undefined && !(value > bounds.gt)) return false;
  if (bounds.lte !== undefined && !(value <= bounds.lte)) return false;
  return bounds.lt === undefined || value < bounds.lt;
}

/** Whether no number at all lies within the bounds. */
export function isImpossible(bounds: Bounds): boolean {
  const ends = [bounds.gte, bounds.gt, bounds.lte, bounds.lt].filter((end) => end !== undefined);
  const beyond = [Math.min(-1, ...ends) * 2, Math.max(1, ...ends) * 2];
  const between = ends.flatMap((a) => ends.map((b) => a + (b - a) / 2));
  return ![...ends, ...beyond, ...between].some((value) => isWithin(bounds, value));
}

/** The rows in the layout: rank gives what a column sorts by, null being last in both directions. */
export function arrange(
  rows: readonly Row[],
  columns: readonly string[],
  layout: Layout,
  rank: (row: Row, name: string) => number | string | null,
): { total: number; records: Row[] } {
  const sorted = rows.toSorted((rowA, rowB) => {
    for (const { name, isDescending } of layout.sort) {
      const a = rank(rowA, name);
      const b = rank(rowB, name);
      if (a === b) continue;
      if (a === null) return 1;
      if (b === null) return -1;
      return a < b !== isDescending ? -1 : 1;
    }
    return 0;
  });
  const start = layout.offset ?? 0;
  const cut = sorted.slice(start, layout.limit === null ? undefined : start + layout.limit);
  const names = [...new Set(layout.columns ?? columns)];
  const records = cut.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
  return { total: rows.length, records };
}

/** A record as JSON, a zero with its sign. */
export function renderRecord(record: Row): string {
  const fields = Object.entries(record).map(
    ([name, value]) => `${JSON.stringify(name)}:${renderValue(value)}`,
  );
  return `{${fields.join(",")}}`;
}

function renderValue(value: Value): string {
  if (typeof value === "object" && value !== null) return `[${value.map(renderValue).join(",")}]`;
  return typeof value === "number" ? writeNumber(value) : JSON.stringify(value);
}

/** The query string of parameters; several values are repeated, or joined by commas with `isJoined`. */
export function toQuery(
  pairs: readonly (readonly [string, readonly string[]])[],
  isJoined: () => boolean,
): string {
  return pairs
    .flatMap(([name, values]) =>
      isJoined() ? [[name, values.join(",")]] : values.map((value) => [name, value]),
    )
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
}

/** The parameters of bounds. */
export function boundPairs(name: string, bounds: Bounds, show: (value: number) => string = String) {
  return Object.entries(bounds).map(([bound, value]) => [`${name}__${bound}`, [show(value)]] as const);
}

/** The parameters of a layout. */
export function layoutPairs({
  columns,
  sort,
  offset,
  limit,
}: Layout): (readonly [string, readonly string[]])[] {
  const pairs: (readonly [string, readonly string[]])[] = [];
  if (columns !== null) pairs.push(["columns", columns]);
  if (sort.length > 0)
    pairs.push(["sort", sort.map(({ name, isDescending }) => (isDescending ? "-" : "") + name)]);
  if (offset !== null) pairs.push(["offset", [String(offset)]]);
  if (limit !== null) pairs.push(["limit", [String(limit)]]);
  return pairs;
}
