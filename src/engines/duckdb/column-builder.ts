/** Builds the column of a leaf by its type: how its cells are stored, compared and sorted. */
import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import type { ColumnDeclaration } from "../../catalog/declaration.js";
import type { ColumnRole, ColumnSchema, ColumnType, FilterKind } from "../../catalog/schema.js";
import { compareSizes, parseSize } from "../../datasets/sizes.js";
import { quote, StartupError } from "../../errors.js";
import type { ColumnValues } from "../../query/row-query.js";
import { quoteText } from "../sql/quoting.js";
import {
  buildColumnSchema,
  buildMixedColumn,
  findNameKind,
  MAX_NAMES,
  MAX_NUMBERS,
  type ServedColumn,
} from "../sql/served-column.js";
import { FLOATS, INTEGERS, isOneOf, type Leaf, type LeafStatistics, TEXTS, TIMESTAMPS } from "./leaves.js";
import { qualify } from "./relation.js";

/** The rows of a dataset: names are listed of all, numbers only of those that are served. */
export interface ReadRows {
  readonly all: string;
  readonly served: string;
}

/** What a column is built from. */
export interface ColumnInput {
  readonly connection: DuckDBConnection;
  readonly rows: ReadRows;
  /** The name of the dataset, whose schema takes the types of columns. */
  readonly dataset: string;
  /** The source as errors name it. */
  readonly subject: string;
  /** The role of floats without a declared one. */
  readonly floatRole: ColumnRole;
  /** The position of the leaf in the relation. */
  readonly index: number;
  readonly leaf: Leaf;
  readonly statistics: LeafStatistics;
  readonly declared: ColumnDeclaration;
}

type ColumnContent = Omit<ServedColumn, "name" | "presentCount">;

/**
 * Builds a column. Throws StartupError inexact-value for integers that a double cannot hold, wrong-type and bad-value where
 * the type or a name does not fit the declared filter.
 */
export async function buildColumn(input: ColumnInput): Promise<ServedColumn> {
  const { leaf, statistics, declared, subject } = input;
  checkFilterType(leaf.type, leaf.name, declared, subject);
  return { name: leaf.name, presentCount: statistics.present, ...(await buildContent(input)) };
}

function buildContent(input: ColumnInput): ColumnContent | Promise<ColumnContent> {
  const { expression, type } = input.leaf;
  if (isOneOf(type, [...INTEGERS, ...FLOATS])) return buildNumbers(input);
  if (isOneOf(type, TIMESTAMPS)) return buildTimestamps(input);
  // Values of several types; its text is that of JSON.
  if (type.alias === "JSON") {
    const text = `CAST(${expression} AS VARCHAR)`;
    return { schema: buildSchema(input, "mixed", "attribute", "none"), ...buildMixedColumn(text) };
  }
  if (isOneOf(type, TEXTS)) return buildTexts(input);
  if (type.typeId === DuckDBTypeId.BOOLEAN) return buildBooleans(input);
  if (type.typeId === DuckDBTypeId.LIST && isOneOf(type.valueType, [...INTEGERS, ...FLOATS]))
    return buildLists(input);
  const json = `CAST(to_json(${expression}) AS VARCHAR)`;
  return { schema: buildSchema(input, "mixed", "attribute", "none"), ...buildMixedColumn(json) };
}

async function buildNumbers(input: ColumnInput): Promise<ColumnContent> {
  const { leaf, statistics, subject, floatRole } = input;
  const { expression } = leaf;
  const isInteger = isOneOf(leaf.type, INTEGERS);
  if (isInteger && statistics.exceptions > 0) {
    const problem = `column ${quote(leaf.name)} has ${statistics.exceptions} integers that a double cannot hold`;
    throw new StartupError("inexact-value", subject, problem);
  }
  const double = `CAST(${expression} AS DOUBLE)`;
  const schema = buildSchema(input, "number", isInteger ? "attribute" : floatRole, "values");
  const hasIntegers = statistics.present > 0 && statistics.fractions === 0;
  return {
    schema,
    // A measure has doubles, whatever values it happens to have.
    storage: { kind: "number", isInteger: schema.role !== "measure" && hasIntegers },
    selected: double,
    sortable: isInteger ? expression : `CASE WHEN isfinite(${double}) THEN ${double} END`,
    comparable: isInteger ? expression : double,
    isInteger,
    values: await readNumbers("numbers", double, input),
  };
}

async function buildTimestamps(input: ColumnInput): Promise<ColumnContent> {
  const timestamp = `CAST(${input.leaf.expression} AS TIMESTAMP)`;
  const milliseconds = `(epoch_us(${timestamp}) / 1000.0)`;
  return {
    schema: buildSchema(input, "timestamp", "attribute", "values"),
    storage: { kind: "timestamp" },
    selected: `CASE WHEN isfinite(${timestamp}) THEN ${milliseconds} END`,
    sortable: `CASE WHEN isfinite(${timestamp}) THEN ${timestamp} END`,
    comparable: milliseconds,
    isInteger: false,
    values: await readNumbers("timestamps", milliseconds, input),
  };
}

async function buildTexts(input: ColumnInput): Promise<ColumnContent> {
  const { connection, rows, subject, leaf, statistics, declared } = input;
  const { name, expression } = leaf;
  const isText = leaf.type.typeId === DuckDBTypeId.VARCHAR;
  const text = isText ? expression : `CAST(${expression} AS VARCHAR)`;
  const names = statistics.distinct <= 2 * MAX_NAMES ? await readNames(connection, rows.all, text) : null;
  if (names === null || names.length > MAX_NAMES) {
    return { schema: buildSchema(input, "text", "attribute", "none"), ...buildMixedColumn(text) };
  }
  const kind = declared.filter ?? findNameKind(name, names);
  if (kind === "sizes") checkSizes(names, name, subject);
  const schema = buildSchema(input, "text", "attribute", kind);
  if (names.length === 0) return { schema, ...buildMixedColumn("NULL::VARCHAR"), comparable: text };
  const isNumeric = isText && kind === "values" && statistics.present > 0 && statistics.exceptions === 0;
  const dictionary = sortNames(names, kind, isNumeric);
  const selected = `CAST(${text} AS ${await createEnum(input, dictionary)})`;
  return {
    schema,
    storage: { kind: "dictionary", dictionary },
    selected,
    sortable: selected,
    comparable: isNumeric ? `TRY_CAST(${text} AS DOUBLE)` : text,
    isInteger: false,
    values: declared.filter === "none" ? null : buildNameValues(dictionary, isNumeric),
  };
}

function sortNames(names: readonly string[], kind: FilterKind, isNumeric: boolean): readonly string[] {
  if (isNumeric) return names.toSorted((a, b) => Number(a) - Number(b));
  return kind === "sizes" ? names.toSorted(compareSizes) : names;
}

/** Creates the type of a column's names; returns its name. */
async function createEnum(
  { connection, dataset, index }: ColumnInput,
  names: readonly string[],
): Promise<string> {
  const enumType = qualify(dataset, `names of column ${index}`);
  await connection.run(`CREATE OR REPLACE TYPE ${enumType} AS ENUM (${names.map(quoteText).join(", ")})`);
  return enumType;
}

function buildNameValues(names: readonly string[], isNumeric: boolean): ColumnValues {
  if (!isNumeric) return { kind: "names", names };
  return { kind: "numbers", distinct: Float64Array.from(new Set(names.map(Number))).sort() };
}

function buildBooleans(input: ColumnInput): ColumnContent {
  const { expression } = input.leaf;
  const isFiltered = input.declared.filter !== "none" && input.statistics.present > 0;
  return {
    schema: buildSchema(input, "boolean", "attribute", "values"),
    storage: { kind: "mixed", isBoolean: true },
    selected: expression,
    sortable: expression,
    comparable: `CAST(${expression} AS VARCHAR)`,
    isInteger: false,
    values: isFiltered ? { kind: "names", names: ["false", "true"] } : null,
  };
}

function buildLists(input: ColumnInput): ColumnContent {
  const { present, fractions } = input.statistics;
  return {
    schema: buildSchema(input, "list", "attribute", "none"),
    storage: { kind: "list", isInteger: present > 0 && fractions === 0 },
    selected: `CAST(${input.leaf.expression} AS DOUBLE[])`,
    sortable: "NULL",
    comparable: "NULL",
    isInteger: false,
    values: null,
  };
}

function buildSchema(
  { leaf: { name }, declared }: ColumnInput,
  type: ColumnType,
  role: ColumnRole,
  filter: FilterKind,
): ColumnSchema {
  return buildColumnSchema(name, declared, { type, role, filter });
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

async function readNames(connection: DuckDBConnection, from: string, text: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT ${text} AS name FROM ${from} WHERE ${text} IS NOT NULL ORDER BY name LIMIT ${MAX_NAMES + 1}`,
  );
  return (reader.getColumnsJS()[0] ?? []) as string[];
}

/** The values of a column of numbers for its filter; null if it has none. */
async function readNumbers(
  kind: "numbers" | "timestamps",
  expression: string,
  { connection, rows, statistics, declared }: ColumnInput,
): Promise<ColumnValues | null> {
  if (declared.filter === "none") return null;
  const isListed = statistics.distinct <= MAX_NUMBERS;
  return { kind, distinct: isListed ? await readDistinct(connection, rows.served, expression) : null };
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
