/** The dialect of PostgreSQL: lists are bound as arrays, and a statement that takes no parameters reads them from settings. */
import type { Parameter, ParameterBinder } from "../sql/statement.js";

const MAX_BIGINT = 2n ** 63n - 1n;

/** Where a statement finds its values: in its parameters, or, since COPY has none, in settings of the transaction. */
export type ParameterPlace = "parameter" | "setting";

/** The setting of a value, counted from 1. */
export function nameSetting(index: number): string {
  return `datadecide.p${index}`;
}

export class PostgresParameters implements ParameterBinder {
  /** In the syntax of PostgreSQL. */
  readonly values: string[] = [];
  readonly #place: ParameterPlace;

  constructor(place: ParameterPlace) {
    this.#place = place;
  }

  bind(value: Parameter): string {
    return this.#add(String(value), findType(value));
  }

  isIn(expression: string, values: readonly Parameter[]): string {
    const types = new Set(values.map(findType));
    // A value that is no bigint is in no column of them, but its list may have others.
    const [type] = types.size > 1 ? ["numeric"] : types;
    return `${expression} = ANY (${this.#add(`{${values.map(quoteElement).join(",")}}`, `${type}[]`)})`;
  }

  /** NaN is greater than infinity in PostgreSQL. */
  isFinite(expression: string): string {
    return `(${expression} > '-Infinity' AND ${expression} < 'Infinity')`;
  }

  #add(value: string, type: string): string {
    this.values.push(value);
    const { length } = this.values;
    if (this.#place === "parameter") return `$${length}::${type}`;
    // A subquery is evaluated once, and the cast keeps ANY from reading it as a set of rows.
    return `(SELECT current_setting('${nameSetting(length)}')::${type})::${type}`;
  }
}

function findType(value: Parameter): string {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "float8";
  return value > MAX_BIGINT || value < -MAX_BIGINT ? "numeric" : "int8";
}

function quoteElement(value: Parameter): string {
  return typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : String(value);
}
