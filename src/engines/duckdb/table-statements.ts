/** The statements of a table: its rows as they are. */
import type { Conditions, Predicate, RowQuery } from "../../query/row-query.js";
import { buildWhere, Parameters, type Statement } from "../sql/statement.js";
import type { StoredColumn } from "./block-builder.js";
import type { RelationColumn } from "./columns.js";

/** A statement with the columns of its result. */
export interface SelectStatement extends Statement {
  readonly columns: readonly StoredColumn[];
}

/** The statements that answer the queries of a dataset. */
export interface Statements {
  /** The rows before offset and limit. */
  select(query: RowQuery): SelectStatement;
  /** The number of rows of a query without offset and limit. */
  countRows(query: Pick<RowQuery, "shape" | keyof Conditions>): Statement;
  /** The rows of each name of a column: pairs of name and number. */
  countNames(conditions: Conditions, column: string): Statement;
}

/** Selects rows of a table expression, in its order unless sorted. */
export class TableStatements implements Statements {
  readonly #from: string;
  readonly #order: readonly string[];
  readonly #columns: ReadonlyMap<string, RelationColumn>;

  constructor(from: string, order: readonly string[], columns: readonly RelationColumn[]) {
    this.#from = from;
    this.#order = order;
    this.#columns = new Map(columns.map((column) => [column.name, column]));
  }

  select({ fields, where, sort, offset, limit }: RowQuery): SelectStatement {
    const parameters = new Parameters();
    const columns = fields.map((field) => this.#get(field));
    const keys = sort.map(({ name, isDescending }) => writeKey(this.#get(name).sortable, isDescending));
    const selected = columns.map(({ selected: expression }, index) => `${expression} AS c${index}`);
    const condition = buildWhere(
      orderPredicates(where, this.#columns),
      (name) => this.#get(name),
      parameters,
    );
    // Without keys, DuckDB keeps the order of the source.
    const order = keys.length === 0 ? "" : ` ORDER BY ${[...keys, ...this.#order].join(", ")}`;
    const sql = `SELECT ${selected.join(", ")} FROM ${this.#from}${condition}${order}${writePage(offset, limit)}`;
    return { sql, parameters: parameters.values, columns };
  }

  countRows({ where }: Conditions): Statement {
    const parameters = new Parameters();
    const condition = buildWhere(
      orderPredicates(where, this.#columns),
      (name) => this.#get(name),
      parameters,
    );
    return { sql: `SELECT count(*) FROM ${this.#from}${condition}`, parameters: parameters.values };
  }

  countNames({ where }: Conditions, column: string): Statement {
    const parameters = new Parameters();
    const { comparable } = this.#get(column);
    const condition = buildWhere(
      orderPredicates(where, this.#columns),
      (name) => this.#get(name),
      parameters,
    );
    const sql = `SELECT ${comparable}, count(*) FROM ${this.#from}${condition} GROUP BY 1`;
    return { sql, parameters: parameters.values };
  }

  #get(name: string): RelationColumn {
    return getColumn(this.#columns, name);
  }
}

/** The most selective predicates first, as DuckDB skips row groups and rows by them. */
export function orderPredicates(
  predicates: readonly Predicate[],
  columns: ReadonlyMap<string, RelationColumn>,
): Predicate[] {
  const estimate = (predicate: Predicate): number => {
    const values = columns.get(predicate.column)?.values;
    if (predicate.kind === "in") {
      return values?.kind === "names" ? predicate.names.length / values.names.length : 1;
    }
    const { exact } = predicate.range;
    const distinct = values?.kind === "names" ? null : values?.distinct;
    return exact === null || distinct == null ? 1 : exact.size / distinct.length;
  };
  return predicates.toSorted((a, b) => estimate(a) - estimate(b));
}

export function getColumn(columns: ReadonlyMap<string, RelationColumn>, name: string): RelationColumn {
  const column = columns.get(name);
  if (column === undefined) throw new TypeError(`there is no column "${name}"`);
  return column;
}

export function writeKey(expression: string, isDescending: boolean): string {
  return `${expression} ${isDescending ? "DESC" : "ASC"} NULLS LAST`;
}

export function writePage(offset: number, limit: number | null): string {
  return `${limit === null ? "" : ` LIMIT ${limit}`}${offset === 0 ? "" : ` OFFSET ${offset}`}`;
}
