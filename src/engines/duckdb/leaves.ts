/** The leaves of a relation: its columns and the fields of structs, and what one pass over the rows finds in each. */
import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import { quoteText } from "../sql/quoting.js";

/** Beyond this, a double may not hold an integer. */
const MAX_SAFE = "9007199254740992";
/** Up to this, every integer is a double of its own. */
const MAX_INTEGER = "9007199254740991";
const NUMBER_PATTERN = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";

/** A leaf of the relation: a column, or a field of a struct with its path as name. */
export interface Leaf {
  readonly name: string;
  readonly expression: string;
  readonly type: DuckDBType;
}

/** What one pass over a leaf finds. */
export interface LeafStatistics {
  /** Approximately, the different values. */
  readonly distinct: number;
  /** Of text, values that are no numbers; of integers, those that a double cannot hold; otherwise 0. */
  readonly exceptions: number;
  /** Of numbers and lists of them, values that the typed formats cannot have as integers. */
  readonly fractions: number;
  readonly present: number;
}

export const INTEGERS: readonly DuckDBTypeId[] = [
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
];
export const FLOATS: readonly DuckDBTypeId[] = [
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
];
export const TIMESTAMPS: readonly DuckDBTypeId[] = [
  DuckDBTypeId.DATE,
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
];

export const TEXTS: readonly DuckDBTypeId[] = [DuckDBTypeId.VARCHAR, DuckDBTypeId.ENUM, DuckDBTypeId.UUID];

/** The leaves of a column. */
export function listLeaves(name: string, expression: string, type: DuckDBType): Leaf[] {
  if (type.typeId !== DuckDBTypeId.STRUCT) return [{ name, expression, type }];
  return type.entryNames.flatMap((entry, index) =>
    listLeaves(
      `${name}.${entry}`,
      `struct_extract(${expression}, ${quoteText(entry)})`,
      type.entryTypes[index],
    ),
  );
}

/** Reads the statistics of all leaves in one pass. */
export async function readStatistics(
  connection: DuckDBConnection,
  from: string,
  leaves: readonly Leaf[],
): Promise<LeafStatistics[]> {
  const expressions = leaves.flatMap(({ expression, type }) => [
    isOneOf(type, FLOATS)
      ? `count(*) FILTER (WHERE isfinite(CAST(${expression} AS DOUBLE)))`
      : `count(${expression})`,
    isOneOf(type, [...INTEGERS, ...FLOATS, ...TIMESTAMPS, ...TEXTS])
      ? `approx_count_distinct(${expression})`
      : "0",
    `count(*) FILTER (WHERE ${findException(expression, type)})`,
    `count(*) FILTER (WHERE ${findFraction(expression, type)})`,
  ]);
  const reader = await connection.runAndReadAll(`SELECT ${expressions.join(", ")} FROM ${from}`);
  const [row] = reader.getRowsJS();
  return leaves.map((_, index) => {
    const [present, distinct, exceptions, fractions] = row.slice(4 * index, 4 * index + 4).map(Number);
    return { present, distinct, exceptions, fractions };
  });
}

function findException(expression: string, type: DuckDBType): string {
  if (type.typeId === DuckDBTypeId.VARCHAR) {
    return `${expression} IS NOT NULL AND NOT regexp_full_match(trim(${expression}), ${quoteText(NUMBER_PATTERN)})`;
  }
  if (!isOneOf(type, INTEGERS)) return "false";
  const isLarge = `${expression} NOT BETWEEN -${MAX_SAFE} AND ${MAX_SAFE}`;
  return `${isLarge} AND TRY_CAST(CAST(${expression} AS DOUBLE) AS HUGEINT) IS DISTINCT FROM ${expression}`;
}

/** As `markIntegers` has it for the columns in memory. */
function findFraction(expression: string, type: DuckDBType): string {
  if (isOneOf(type, INTEGERS)) return `${expression} NOT BETWEEN -${MAX_INTEGER} AND ${MAX_INTEGER}`;
  if (isOneOf(type, FLOATS)) {
    const double = `CAST(${expression} AS DOUBLE)`;
    const isLarge = `abs(${double}) > ${MAX_INTEGER}`;
    return `NOT isnan(${double}) AND (${isLarge} OR ${double} <> trunc(${double}) OR CAST(${double} AS VARCHAR) = '-0.0')`;
  }
  if (type.typeId !== DuckDBTypeId.LIST) return "false";
  if (!isOneOf(type.valueType, INTEGERS)) return "true";
  return `list_max(${expression}) > ${MAX_INTEGER} OR list_min(${expression}) < -${MAX_INTEGER}`;
}

/** Whether a type is one of some. */
export function isOneOf(type: DuckDBType, ids: readonly DuckDBTypeId[]): boolean {
  return ids.includes(type.typeId);
}
