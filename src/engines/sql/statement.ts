/** Builds statements: SQL whose values are all parameters. */
import type { Predicate } from "../../query/row-query.js";
import type { NumberRange } from "../../table/row-filter.js";

export type Parameter = string | number | bigint;

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** A column as conditions compare it. */
export interface ComparedColumn {
  /** An expression of text, or of a number; of a timestamp in milliseconds since 1970. */
  readonly comparable: string;
  /** Whether the expression is of integers, which are compared with integers. */
  readonly isInteger: boolean;
}

/** Collects the parameters of a statement. */
export class Parameters {
  readonly values: Parameter[] = [];

  /** Adds a value; returns its place in the SQL. */
  add(value: Parameter): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** A condition for each predicate, as a WHERE clause; empty without predicates. */
export function buildWhere(
  predicates: readonly Predicate[],
  getColumn: (name: string) => ComparedColumn,
  parameters: Parameters,
): string {
  const conditions = predicates.map((predicate) => {
    const column = getColumn(predicate.column);
    return predicate.kind === "in"
      ? buildList(column.comparable, predicate.names, parameters)
      : buildRange(column, predicate.range, parameters);
  });
  return conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
}

function buildList(expression: string, values: Iterable<Parameter>, parameters: Parameters): string {
  const places = Array.from(values, (value) => parameters.add(value));
  return places.length === 0 ? "false" : `${expression} IN (${places.join(", ")})`;
}

/** An infinite or missing value is in no range. */
function buildRange(
  { comparable, isInteger }: ComparedColumn,
  range: NumberRange,
  parameters: Parameters,
): string {
  const bind = (value: number) =>
    parameters.add(isInteger && Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? BigInt(value) : value);
  const conditions: string[] = [];
  if (range.min !== Number.NEGATIVE_INFINITY) {
    conditions.push(`${comparable} ${range.isMinOpen ? ">" : ">="} ${bind(range.min)}`);
  }
  if (range.max !== Number.POSITIVE_INFINITY) {
    conditions.push(`${comparable} ${range.isMaxOpen ? "<" : "<="} ${bind(range.max)}`);
  }
  if (range.exact !== null) {
    const places = Array.from(range.exact, bind);
    conditions.push(places.length === 0 ? "false" : `${comparable} IN (${places.join(", ")})`);
  } else if (!isInteger) {
    conditions.push(`isfinite(${comparable})`);
  }
  return conditions.length === 0 ? `${comparable} IS NOT NULL` : conditions.join(" AND ");
}
