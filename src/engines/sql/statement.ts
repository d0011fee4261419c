/** Builds statements: SQL whose values are all parameters. One builder, with the differences of the dialects in how values are bound. */
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

/** Collects the parameters of a statement in a dialect. */
export interface ParameterBinder {
  /** The SQL of a bound value. */
  bind(value: Parameter): string;
  /** A condition: the expression equals one of the values, of which there is one at least and which are all texts or all numbers. */
  isIn(expression: string, values: readonly Parameter[]): string;
  /** A condition: the number is neither missing nor infinite. */
  isFinite(expression: string): string;
}

/** The parameters of a statement for DuckDB. */
export class Parameters implements ParameterBinder {
  readonly values: Parameter[] = [];

  bind(value: Parameter): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  isIn(expression: string, values: readonly Parameter[]): string {
    return `${expression} IN (${values.map((value) => this.bind(value)).join(", ")})`;
  }

  isFinite(expression: string): string {
    return `isfinite(${expression})`;
  }
}

/** A condition for each predicate, as a WHERE clause; empty without predicates. */
export function buildWhere(
  predicates: readonly Predicate[],
  getColumn: (name: string) => ComparedColumn,
  parameters: ParameterBinder,
): string {
  const conditions = predicates.map((predicate) => {
    const column = getColumn(predicate.column);
    return predicate.kind === "in"
      ? buildList(column.comparable, predicate.names, parameters)
      : buildRange(column, predicate.range, parameters);
  });
  return conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
}

function buildList(expression: string, values: readonly Parameter[], parameters: ParameterBinder): string {
  return values.length === 0 ? "false" : parameters.isIn(expression, values);
}

/** An infinite or missing value is in no range. */
function buildRange(
  { comparable, isInteger }: ComparedColumn,
  range: NumberRange,
  parameters: ParameterBinder,
): string {
  const isBigInt = (value: number) => isInteger && Number.isInteger(value) && Math.abs(value) < 2 ** 63;
  const convert = (value: number) => (isBigInt(value) ? BigInt(value) : value);
  const conditions: string[] = [];
  if (range.min !== Number.NEGATIVE_INFINITY) {
    conditions.push(`${comparable} ${range.isMinOpen ? ">" : ">="} ${parameters.bind(convert(range.min))}`);
  }
  if (range.max !== Number.POSITIVE_INFINITY) {
    conditions.push(`${comparable} ${range.isMaxOpen ? "<" : "<="} ${parameters.bind(convert(range.max))}`);
  }
  if (range.exact !== null) {
    conditions.push(buildList(comparable, Array.from(range.exact, convert), parameters));
  } else if (!isInteger) {
    conditions.push(parameters.isFinite(comparable));
  }
  return conditions.length === 0 ? `${comparable} IS NOT NULL` : conditions.join(" AND ");
}
