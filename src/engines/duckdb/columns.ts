/** The columns of a relation: their types, what they are filtered by, and the SQL of each. */
import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import type { ColumnDeclaration, DatasetDeclaration } from "../../catalog/declaration.js";
import type { ColumnRole, ColumnSchema, ColumnType, FilterKind } from "../../catalog/schema.js";
import { showSource } from "../../catalog/source.js";
import { RECIPES } from "../../datasets/recipes.js";
import { compareSizes, parseSize } from "../../datasets/sizes.js";
import { quote, StartupError } from "../../errors.js";
import type { ColumnValues } from "../../query/row-query.js";
import { quoteName, quoteText } from "../sql/quoting.js";
import type { ComparedColumn } from "../sql/statement.js";
import type { StoredColumn } from "./block-builder.js";
import {
  FLOATS,
  INTEGERS,
  isOneOf,
  type Leaf,
  type LeafStatistics,
  listLeaves,
  readStatistics,
  TEXTS,
  TIMESTAMPS,
} from "./leaves.js";
import { qualify } from "./relation.js";

/** A column of more different texts than this is not filtered by names, and not encoded by a dictionary. */
const MAX_NAMES = 10_000;
/** A column of more different numbers than this accepts every number in a filter. */
const MAX_NUMBERS = 10_000;
export interface RelationColumn extends StoredColumn, ComparedColumn {
  readonly schema: ColumnSchema;
  /** An expression of the type that the storage names. */
  readonly selected: string;
  /** An expression that is null for what sorts last. */
  readonly sortable: string;
  /** Cells that are not served as null. */
  readonly presentCount: number;
  /** Null if the column cannot be filtered. */
  readonly values: ColumnValues | null;
}

/** The rows of a dataset: names are listed of all, numbers only of those that are served. */
export interface ReadRows {
  readonly all: string;
  readonly served: string;
}

interface ColumnContext {
  readonly connection: DuckDBConnection;
  readonly rows: ReadRows;
  readonly dataset: string;
  readonly subject: string;
  /** Of floats whose role is not declared. */
  readonly floatRole: ColumnRole;
  readonly index: number;
}

const RECIPE_NAMES = new Set(RECIPES.map(({ name }) => name));

/** The column that orders the checkpoints of a long dataset. */
export const ORDER_NAME = "step";

/** Columns that identify a row of DataDecide's tables. */
const KEY_NAMES = ["params", "data", "task", "metric", "recipe", "size", "step", "seed"];

/**
 * Reads the columns of a relation, in one pass over its rows and one more for each list of names. Throws StartupError
 * inexact-value for integers that a double cannot hold, missing-column for a declared column that is not there.
 */
export async function readColumns(
  connection: DuckDBConnection,
  rows: ReadRows,
  { name: dataset, source, columns: declared, long }: DatasetDeclaration,
): Promise<RelationColumn[]> {
  const subject = showSource(source);
  const empty = await connection.runAndReadAll(`SELECT * FROM ${rows.all} LIMIT 0`);
  const types = empty.columnTypes();
  const leaves = empty
    .columnNames()
    .flatMap((name, index) => listLeaves(name, quoteName(name), types[index]))
    .filter(({ name }) => !/^__index_level_\d+__$/.test(name));
  const named = long === null ? [] : [long.variable, long.value, ORDER_NAME];
  for (const name of [...Object.keys(declared), ...named]) {
    if (leaves.some((leaf) => leaf.name === name)) continue;
    const names = leaves.map((leaf) => leaf.name).join(", ");
    const reason = name === ORDER_NAME ? "which orders a long dataset" : "which is declared";
    throw new StartupError(
      "missing-column",
      subject,
      `has no column ${quote(name)}, ${reason}, only ${names}`,
    );
  }
  const statistics = await readStatistics(connection, rows.served, leaves);
  const columns: RelationColumn[] = [];
  for (const [index, leaf] of leaves.entries()) {
    // The other numbers of a long dataset describe its checkpoints.
    const floatRole: ColumnRole = long === null || leaf.name === long.value ? "measure" : "attribute";
    const context = { connection, rows, dataset, subject, floatRole, index };
    columns.push(await buildColumn(context, leaf, statistics[index], declared[leaf.name] ?? {}));
  }
  return columns;
}

async function buildColumn(
  { connection, rows, dataset, subject, floatRole, index }: ColumnContext,
  { name, expression, type }: Leaf,
  { distinct, exceptions, fractions, present }: LeafStatistics,
  declared: ColumnDeclaration,
): Promise<RelationColumn> {
  const describe = (columnType: ColumnType, role: ColumnRole, filter: FilterKind): ColumnSchema => ({
    name,
    type: columnType,
    role: declared.role ?? (KEY_NAMES.includes(name) ? "key" : role),
    filter: declared.filter ?? filter,
    parameter: null,
    metric: null,
    aliases: Object.entries(declared.aliases ?? {}).flatMap(([value, aliases]) =>
      aliases.map((alias) => [alias, value] as const),
    ),
    unit: declared.unit ?? null,
    description: declared.description ?? null,
  });
  const isHidden = declared.filter === "none";
  checkFilterType(type, name, declared, subject);
  if (isOneOf(type, [...INTEGERS, ...FLOATS])) {
    const isInteger = isOneOf(type, INTEGERS);
    if (isInteger && exceptions > 0) {
      const problem = `column ${quote(name)} has ${exceptions} integers that a double cannot hold`;
      throw new StartupError("inexact-value", subject, problem);
    }
    const double = `CAST(${expression} AS DOUBLE)`;
    const schema = describe("number", isInteger ? "attribute" : floatRole, "values");
    const isListed = distinct <= MAX_NUMBERS && !isHidden;
    return {
      name,
      presentCount: present,
      schema,
      // A measure has doubles, whatever values it happens to have.
      storage: { kind: "number", isInteger: schema.role !== "measure" && present > 0 && fractions === 0 },
      selected: double,
      sortable: isInteger ? expression : `CASE WHEN isfinite(${double}) THEN ${double} END`,
      comparable: isInteger ? expression : double,
      isInteger,
      values: isHidden
        ? null
        : {
            kind: "numbers",
            distinct: isListed ? await readDistinct(connection, rows.served, double) : null,
          },
    };
  }
  if (isOneOf(type, TIMESTAMPS)) {
    const timestamp = `CAST(${expression} AS TIMESTAMP)`;
    const milliseconds = `(epoch_us(${timestamp}) / 1000.0)`;
    const isListed = distinct <= MAX_NUMBERS && !isHidden;
    return {
      name,
      presentCount: present,
      schema: describe("timestamp", "attribute", "values"),
      storage: { kind: "timestamp" },
      selected: `CASE WHEN isfinite(${timestamp}) THEN ${milliseconds} END`,
      sortable: `CASE WHEN isfinite(${timestamp}) THEN ${timestamp} END`,
      comparable: milliseconds,
      isInteger: false,
      values: isHidden
        ? null
        : {
            kind: "timestamps",
            distinct: isListed ? await readDistinct(connection, rows.served, milliseconds) : null,
          },
    };
  }
  if (isOneOf(type, TEXTS)) {
    const text = type.typeId === DuckDBTypeId.VARCHAR ? expression : `CAST(${expression} AS VARCHAR)`;
    const names = distinct <= 2 * MAX_NAMES ? await readNames(connection, rows.all, text) : null;
    if (names === null || names.length > MAX_NAMES) {
      return {
        name,
        presentCount: present,
        schema: describe("text", "attribute", "none"),
        ...mixedColumn(text),
      };
    }
    const kind = declared.filter ?? findNameKind(name, names);
    if (kind === "sizes") checkSizes(names, name, subject);
    const ordered = kind === "sizes" ? names.toSorted(compareSizes) : names;
    const isNumeric =
      present > 0 && exceptions === 0 && type.typeId === DuckDBTypeId.VARCHAR && kind === "values";
    const dictionary = isNumeric ? names.toSorted((a, b) => Number(a) - Number(b)) : ordered;
    const enumType = qualify(dataset, `names of column ${index}`);
    if (dictionary.length > 0) {
      await connection.run(
        `CREATE OR REPLACE TYPE ${enumType} AS ENUM (${dictionary.map(quoteText).join(", ")})`,
      );
    }
    const selected = dictionary.length > 0 ? `CAST(${text} AS ${enumType})` : "NULL::VARCHAR";
    return {
      name,
      presentCount: present,
      schema: describe("text", "attribute", kind),
      storage:
        dictionary.length > 0 ? { kind: "dictionary", dictionary } : { kind: "mixed", isBoolean: false },
      selected,
      sortable: selected,
      comparable: isNumeric ? `TRY_CAST(${text} AS DOUBLE)` : text,
      isInteger: false,
      values:
        isHidden || dictionary.length === 0
          ? null
          : isNumeric
            ? { kind: "numbers", distinct: Float64Array.from(new Set(dictionary.map(Number))).sort() }
            : { kind: "names", names: dictionary },
    };
  }
  if (type.typeId === DuckDBTypeId.BOOLEAN) {
    const names = ["false", "true"];
    return {
      name,
      presentCount: present,
      schema: describe("boolean", "attribute", "values"),
      storage: { kind: "mixed", isBoolean: true },
      selected: expression,
      sortable: expression,
      comparable: `CAST(${expression} AS VARCHAR)`,
      isInteger: false,
      values: isHidden || present === 0 ? null : { kind: "names", names },
    };
  }
  if (type.typeId === DuckDBTypeId.LIST && isOneOf(type.valueType, [...INTEGERS, ...FLOATS])) {
    return {
      name,
      presentCount: present,
      schema: describe("list", "attribute", "none"),
      storage: { kind: "list", isInteger: present > 0 && fractions === 0 },
      selected: `CAST(${expression} AS DOUBLE[])`,
      sortable: "NULL",
      comparable: "NULL",
      isInteger: false,
      values: null,
    };
  }
  return {
    name,
    presentCount: present,
    schema: describe("mixed", "attribute", "none"),
    ...mixedColumn(`CAST(to_json(${expression}) AS VARCHAR)`),
  };
}

/** A column of text that is not filtered. */
function mixedColumn(selected: string) {
  return {
    storage: { kind: "mixed", isBoolean: false } as const,
    selected,
    sortable: selected,
    comparable: selected,
    isInteger: false,
    values: null,
  };
}

/** Throws StartupError wrong-type where a filter needs text and the column has none. */
function checkFilterType(
  type: DuckDBType,
  name: string,
  { filter }: ColumnDeclaration,
  subject: string,
): void {
  if (filter === undefined || !["sizes", "recipes", "names"].includes(filter)) return;
  if (isOneOf(type, TEXTS) || (filter === "names" && type.typeId === DuckDBTypeId.BOOLEAN)) return;
  const problem = `column ${quote(name)} is declared to be filtered as ${filter}, and has the type ${type}`;
  throw new StartupError("wrong-type", subject, problem);
}

function checkSizes(names: readonly string[], column: string, subject: string): void {
  const bad = names.find((name) => parseSize(name) === undefined);
  if (bad === undefined) return;
  const problem = `column ${quote(column)} is declared to hold sizes, and ${quote(bad)} is no model size like 150M or 1B`;
  throw new StartupError("bad-value", subject, problem);
}

/** What the names of a column are, by its name and by all of its names. */
function findNameKind(column: string, names: readonly string[]): FilterKind {
  const areAll = (test: (name: string) => boolean) => names.length > 0 && names.every(test);
  if (/params|size/i.test(column) && areAll((name) => parseSize(name) !== undefined && /[KMBT]$/i.test(name)))
    return "sizes";
  if (/data|recipe|mix/i.test(column) && areAll((name) => RECIPE_NAMES.has(name))) return "recipes";
  return "values";
}

async function readNames(connection: DuckDBConnection, from: string, text: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT ${text} AS name FROM ${from} WHERE ${text} IS NOT NULL ORDER BY name LIMIT ${MAX_NAMES + 1}`,
  );
  return (reader.getColumnsJS()[0] ?? []) as string[];
}

async function readDistinct(
  connection: DuckDBConnection,
  from: string,
  double: string,
): Promise<Float64Array | null> {
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT ${double} AS number FROM ${from} WHERE isfinite(${double}) ORDER BY number LIMIT ${MAX_NUMBERS + 1}`,
  );
  const numbers = (reader.getColumnsJS()[0] ?? []) as number[];
  return numbers.length > MAX_NUMBERS ? null : Float64Array.from(numbers);
}
