/** The columns of a table: what each is served as, what it is filtered by, and the SQL of each. */
import type { ColumnDeclaration, DatasetDeclaration } from "../../catalog/declaration.js";
import type { ColumnRole, ColumnType, FilterKind } from "../../catalog/schema.js";
import { compareSizes } from "../../datasets/sizes.js";
import { quote, StartupError } from "../../errors.js";
import { compareNumericTexts, parseNumber } from "../../table/numeric-text.js";
import { quoteName, quoteText } from "../sql/quoting.js";
import {
  buildColumnSchema,
  buildMixedColumn,
  checkDeclaredColumns,
  findNameKind,
  isPandasIndex,
  MAX_NAMES,
  MAX_NUMBERS,
  type ServedColumn,
} from "../sql/served-column.js";
import type { Session } from "./database.js";
import { BY_BYTES, type PostgresRelation, type SqlType, type TypedColumn } from "./relation.js";

export interface PostgresColumn extends ServedColumn {
  /** Whether it is text of numbers, whose ranges are lists of its names for the server. */
  readonly isNumericText: boolean;
}

export interface ReadColumns {
  readonly columns: readonly PostgresColumn[];
  readonly rowCount: number;
  /** The sum of the hashes of all rows with their places. */
  readonly contentHash: string;
}

type Kind = "integer" | "float" | "timestamp" | "text" | "boolean" | "list" | "other";

const KIND_BY_TYPE: Readonly<Record<string, Kind>> = {
  ...{ int2: "integer", int4: "integer", int8: "integer" },
  ...{ float4: "float", float8: "float", numeric: "float" },
  ...{ date: "timestamp", timestamp: "timestamp", timestamptz: "timestamp" },
  ...{ text: "text", varchar: "text", bpchar: "text", name: "text", citext: "text", uuid: "text" },
  bool: "boolean",
};

/** The largest integer that a double holds for certain. */
const MAX_INTEGER = "9007199254740991";
/** Beyond this, a double may not hold an integer. */
const MAX_SAFE = "9007199254740992";
/** The largest double below 2^63. */
const MAX_BIGINT_DOUBLE = "9223372036854774784";
const NOT_FINITE = "('NaN', 'Infinity', '-Infinity')";
/** A column whose first rows have more different values than are listed is not read to its end for them. */
const SAMPLE_ROWS = 10 * MAX_NAMES;

/** What one pass over a column finds. */
interface Statistics {
  readonly present: number;
  /** Values that a double cannot hold. */
  readonly inexact: number;
  /** Lists of lists. */
  readonly nested: number;
  /** Numbers, or lists with numbers, that are not served as integers. */
  readonly fractions: number;
}

interface ColumnContext {
  readonly session: Session;
  readonly from: string;
  readonly shown: string;
}

/**
 * Reads the columns of a table, in one pass over its rows and one more for each list of names or numbers. Throws StartupError
 * inexact-value for numbers that a double cannot hold, missing-column for a declared column that is not there.
 */
export async function readColumns(
  session: Session,
  relation: PostgresRelation,
  { columns: declared }: DatasetDeclaration,
  shown: string,
): Promise<ReadColumns> {
  const typed = relation.columns.filter(({ name }) => !isPandasIndex(name));
  const names = typed.map(({ name }) => name);
  checkDeclaredColumns(Object.keys(declared), names, shown);
  const { rowCount, contentHash, statistics } = await readStatistics(session, relation, typed);
  const columns: PostgresColumn[] = [];
  const context = { session, from: relation.from, shown };
  for (const [index, column] of typed.entries()) {
    columns.push(await buildColumn(context, column, statistics[index], declared[column.name] ?? {}));
  }
  return { columns, rowCount, contentHash };
}

async function readStatistics(
  session: Session,
  { from, order }: PostgresRelation,
  typed: readonly TypedColumn[],
) {
  const expressions = typed.flatMap(({ name, type }) => {
    const expression = quoteName(name);
    const isNested = findKind(type) === "list" ? `array_ndims(${expression}) > 1` : "false";
    return [
      `count(${expression}) FILTER (WHERE ${findPresent(expression, type)})`,
      `count(*) FILTER (WHERE ${findInexact(expression, type)})`,
      `count(*) FILTER (WHERE ${isNested})`,
      `count(*) FILTER (WHERE ${findFraction(expression, type)})`,
    ];
  });
  const hash = `sum(hashtextextended(ROW(t.*, ${order.join(", ")})::text, 0))`;
  const [row] = await session.rows(
    `SELECT count(*), coalesce(${hash}, 0), ${expressions.join(", ")} FROM ${from} t`,
  );
  const [rowCount, contentHash, ...counts] = row as readonly string[];
  const statistics = typed.map((_, index): Statistics => {
    const [present, inexact, nested, fractions] = counts.slice(4 * index, 4 * index + 4).map(Number);
    return { present, inexact, nested, fractions };
  });
  return { rowCount: Number(rowCount), contentHash, statistics };
}

function findKind({ name, isArray, isEnum }: SqlType): Kind {
  const kind = isEnum ? "text" : (KIND_BY_TYPE[name] ?? "other");
  if (!isArray) return kind;
  return kind === "integer" || kind === "float" ? "list" : "other";
}

/** Whether a value is served, and not as null. */
function findPresent(expression: string, type: SqlType): string {
  const kind = findKind(type);
  if (kind === "float") return `${expression}::text NOT IN ${NOT_FINITE}`;
  return kind === "timestamp" ? `isfinite(${expression})` : "true";
}

/** Whether a double cannot hold a number: an integer exactly, a decimal so that its digits come out of it again. */
function findInexact(expression: string, { name, isArray }: SqlType): string {
  if (isArray) {
    const isInexact = findInexact("element", {
      name,
      isArray: false,
      isEnum: false,
      hasLooseCollation: false,
    });
    return isInexact === "false"
      ? "false"
      : `EXISTS (SELECT FROM unnest(${expression}) element WHERE ${isInexact})`;
  }
  if (name === "int8") {
    return `CASE WHEN ${expression} BETWEEN -${MAX_SAFE} AND ${MAX_SAFE} THEN false
      WHEN ${expression} BETWEEN -${MAX_BIGINT_DOUBLE} AND ${MAX_BIGINT_DOUBLE} THEN ${expression}::float8::int8 <> ${expression}
      ELSE ${expression} IS NOT NULL END`;
  }
  if (name !== "numeric") return "false";
  return `CASE WHEN ${expression}::text IN ${NOT_FINITE} OR ${expression} = 0 THEN false
    WHEN abs(${expression}) > 1.7976931348623157e308 OR abs(${expression}) < 5e-324 THEN true
    ELSE ${expression}::float8::text::numeric <> ${expression} END`;
}

/** As `markIntegers` has it for the columns in memory. */
function findFraction(expression: string, { name, isArray }: SqlType): string {
  if (isArray) {
    if (!name.startsWith("int")) return "true";
    return `EXISTS (SELECT FROM unnest(${expression}) element WHERE element NOT BETWEEN -${MAX_INTEGER} AND ${MAX_INTEGER})`;
  }
  if (name.startsWith("int")) return `${expression} NOT BETWEEN -${MAX_INTEGER} AND ${MAX_INTEGER}`;
  const isFraction = `abs(${expression}) > ${MAX_INTEGER} OR ${expression} <> trunc(${expression})`;
  if (name === "numeric") return `${expression} <> 'NaN' AND (${isFraction})`;
  if (name !== "float4" && name !== "float8") return "false";
  return `${expression} <> 'NaN' AND (${isFraction} OR ${expression}::text = '-0')`;
}

async function buildColumn(
  context: ColumnContext,
  { name, type }: TypedColumn,
  { present, inexact, nested, fractions }: Statistics,
  declared: ColumnDeclaration,
): Promise<PostgresColumn> {
  if (inexact > 0) {
    const problem = `column ${quote(name)} has ${inexact} numbers that a double cannot hold`;
    throw new StartupError("inexact-value", context.shown, problem);
  }
  const kind = findKind(type);
  const expression = quoteName(name);
  const describe = (columnType: ColumnType, role: ColumnRole, filter: FilterKind) => ({
    name,
    presentCount: present,
    isNumericText: false,
    schema: buildColumnSchema(name, declared, { type: columnType, role, filter }),
  });
  const isHidden = declared.filter === "none";
  const list = async (number: string, where: string) =>
    isHidden ? null : await readNumbers(context, number, where);
  switch (kind) {
    case "integer":
    case "float": {
      const isInteger = kind === "integer";
      const double = `${expression}::float8`;
      const finite = `(${double} > '-Infinity' AND ${double} < 'Infinity')`;
      const described = describe("number", isInteger ? "attribute" : "measure", "values");
      const distinct = await list(double, isInteger ? `${expression} IS NOT NULL` : finite);
      return {
        ...described,
        storage: {
          kind: "number",
          isInteger: described.schema.role !== "measure" && present > 0 && fractions === 0,
        },
        selected: double,
        sortable: isInteger ? expression : `CASE WHEN ${finite} THEN ${double} END`,
        comparable: isInteger ? expression : double,
        isInteger,
        values: isHidden ? null : { kind: "numbers", distinct },
      };
    }
    case "timestamp": {
      const timestamp =
        type.name === "timestamptz" ? `(${expression} AT TIME ZONE 'UTC')` : `${expression}::timestamp`;
      const milliseconds = `(extract(epoch FROM ${timestamp}) * 1000)::float8`;
      const finite = `CASE WHEN isfinite(${timestamp}) THEN ${timestamp} END`;
      const distinct = await list(milliseconds, `isfinite(${timestamp})`);
      return {
        ...describe("timestamp", "attribute", "values"),
        storage: { kind: "timestamp" },
        selected: finite,
        sortable: finite,
        comparable: milliseconds,
        isInteger: false,
        values: isHidden ? null : { kind: "timestamps", distinct },
      };
    }
    case "text":
      return await buildTextColumn(context, { name, type }, declared, describe);
    case "boolean":
      return {
        ...describe("boolean", "attribute", "values"),
        storage: { kind: "mixed", isBoolean: true },
        selected: `${expression}::bool`,
        sortable: expression,
        comparable: `${expression}::text`,
        isInteger: false,
        values: isHidden || present === 0 ? null : { kind: "names", names: ["false", "true"] },
      };
    case "list":
      if (nested > 0) break;
      return {
        ...describe("list", "attribute", "none"),
        storage: { kind: "list", isInteger: present > 0 && fractions === 0 },
        selected: `${expression}::float8[]`,
        sortable: "NULL",
        comparable: "NULL",
        isInteger: false,
        values: null,
      };
  }
  const json = `to_json(${expression})::text ${BY_BYTES}`;
  return { ...describe("mixed", "attribute", "none"), ...buildMixedColumn(json) };
}

async function buildTextColumn(
  context: ColumnContext,
  { name, type }: TypedColumn,
  declared: ColumnDeclaration,
  describe: (
    type: ColumnType,
    role: ColumnRole,
    filter: FilterKind,
  ) => Pick<PostgresColumn, "name" | "presentCount" | "isNumericText" | "schema">,
): Promise<PostgresColumn> {
  const isPlain = type.name === "text" || type.name === "varchar";
  const text = isPlain ? quoteName(name) : `${quoteName(name)}::text`;
  const byBytes = `${text} ${BY_BYTES}`;
  const found = await readNames(context, byBytes);
  if (found === null) {
    return { ...describe("text", "attribute", "none"), ...buildMixedColumn(byBytes) };
  }
  const kind = declared.filter ?? findNameKind(name, found);
  const isNumericText =
    isPlain &&
    kind === "values" &&
    found.length > 0 &&
    found.every((each) => parseNumber(each) !== undefined);
  const isSizes = kind === "sizes";
  const names = isSizes
    ? found.toSorted(compareSizes)
    : isNumericText
      ? found.toSorted(compareNumericTexts)
      : found;
  const isHidden = declared.filter === "none" || names.length === 0;
  return {
    ...describe("text", "attribute", kind),
    isNumericText,
    storage: { kind: "dictionary", dictionary: names },
    selected: byBytes,
    sortable: isSizes || isNumericText ? buildRank(names, byBytes) : byBytes,
    comparable: type.hasLooseCollation ? byBytes : text,
    isInteger: false,
    values: isHidden
      ? null
      : isNumericText
        ? { kind: "numbers", distinct: Float64Array.from(new Set(names.map(Number))).sort() }
        : { kind: "names", names },
  };
}

/** The rank of a text among names in an order that is not that of their bytes. */
function buildRank(names: readonly string[], text: string): string {
  if (names.length === 0) return text;
  const ranks = names.map((each, index) => `${quoteJson(each)}:${index}`).join(",");
  // Looked up by a binary search.
  return `(${quoteText(`{${ranks}}`)}::jsonb ->> ${text})::int4`;
}

function quoteJson(text: string): string {
  return JSON.stringify(text);
}

/** All names in the order of their bytes; null if they are too many to list. */
async function readNames({ session, from }: ColumnContext, text: string): Promise<string[] | null> {
  if (await hasMany(session, from, text, MAX_NAMES)) return null;
  const rows = await session.rows(
    `SELECT DISTINCT ${text} FROM ${from} WHERE ${text} IS NOT NULL ORDER BY 1 LIMIT ${MAX_NAMES + 1}`,
  );
  return rows.length > MAX_NAMES ? null : rows.map(([name]) => name as string);
}

/** All numbers, ascending; null if they are too many to list. */
async function readNumbers(
  { session, from }: ColumnContext,
  number: string,
  where: string,
): Promise<Float64Array | null> {
  if (await hasMany(session, from, number, MAX_NUMBERS)) return null;
  const rows = await session.rows(
    `SELECT DISTINCT ${number} FROM ${from} WHERE ${where} ORDER BY 1 LIMIT ${MAX_NUMBERS + 1}`,
  );
  return rows.length > MAX_NUMBERS ? null : Float64Array.from(rows, ([value]) => Number(value));
}

/** Whether the first rows alone have more different values. */
async function hasMany(session: Session, from: string, expression: string, max: number): Promise<boolean> {
  const [[count]] = await session.rows(
    `SELECT count(DISTINCT value) FROM (SELECT ${expression} AS value FROM ${from} LIMIT ${SAMPLE_ROWS}) sample`,
  );
  return Number(count) > max;
}
