/** The statements of a melted table, in its long and its wide form, with the total order of the evaluations in memory. */
import type { Conditions, RowQuery } from "../../query/row-query.js";
import { buildWhere, Parameters, type Statement } from "../sql/statement.js";
import type { StoredColumn } from "./block-builder.js";
import type { RelationColumn } from "./columns.js";
import type { LongRelation } from "./long-relation.js";
import { getColumn, type SelectStatement, type Statements, writeKey, writePage } from "./table-statements.js";

/** The column of the wide form that has the number of the measure. */
const MEASURE_CODE = '"code of the measure"';

/** A column of a result, with its expressions. */
interface SelectedColumn extends StoredColumn {
  readonly selected: string;
  readonly sortable: string;
}

/** The rows that meet conditions, as a table expression, and what the statement begins with. */
interface ConditionedRows {
  readonly prefix: string;
  readonly rows: string;
}

export class LongStatements implements Statements {
  readonly #relation: LongRelation;
  readonly #columns: ReadonlyMap<string, RelationColumn>;

  constructor(relation: LongRelation) {
    this.#relation = relation;
    this.#columns = new Map(relation.columns.map((column) => [column.name, column]));
  }

  select(query: RowQuery): SelectStatement {
    const { shape, fields, sort, offset, limit } = query;
    const { variable, keys, order } = this.#relation;
    const parameters = new Parameters();
    const isWide = shape === "wide";
    const get = (name: string) => (isWide ? this.#getWide(name) : getColumn(this.#columns, name));
    const columns = fields.map(get);
    const total = [...(isWide ? [] : [variable]), ...keys, order].map(({ name }) => get(name));
    const orderKeys = [
      ...sort.map(({ name, isDescending }) => writeKey(get(name).sortable, isDescending)),
      ...total.map(({ sortable }) => writeKey(sortable, false)),
    ];
    const { prefix, rows } = isWide
      ? this.#addCodes(this.#buildRows(query, parameters))
      : this.#buildRows(query, parameters);
    const selected = columns.map(({ selected: expression }, index) => `${expression} AS c${index}`);
    const group = isWide ? ` GROUP BY ${this.#checkpointKey}` : "";
    const sql = `${prefix}SELECT ${selected.join(", ")} FROM ${rows}${group} ORDER BY ${orderKeys.join(", ")}${writePage(offset, limit)}`;
    return { sql, parameters: parameters.values, columns };
  }

  countRows(query: Pick<RowQuery, "shape" | keyof Conditions>): Statement {
    const parameters = new Parameters();
    const { prefix, rows } = this.#buildRows(query, parameters);
    const counted = query.shape === "wide" ? `(SELECT 1 FROM ${rows} GROUP BY ${this.#checkpointKey})` : rows;
    return { sql: `${prefix}SELECT count(*) FROM ${counted}`, parameters: parameters.values };
  }

  countNames(conditions: Conditions, column: string): Statement {
    const parameters = new Parameters();
    const { prefix, rows } = this.#buildRows(conditions, parameters);
    const { comparable } = getColumn(this.#columns, column);
    const sql = `${prefix}SELECT ${comparable}, count(*) FROM ${rows} GROUP BY 1`;
    return { sql, parameters: parameters.values };
  }

  get #checkpointKey(): string {
    const { keys, order } = this.#relation;
    return [...keys, order].map(({ comparable }) => comparable).join(", ");
  }

  /** Adds the codes of the measures, once for each row instead of once for each measure. */
  #addCodes({ prefix, rows }: ConditionedRows): ConditionedRows {
    const { selected } = this.#relation.variable;
    const coded = `coded AS MATERIALIZED (SELECT *, enum_code(${selected}) AS ${MEASURE_CODE} FROM ${rows}) `;
    return { prefix: `${prefix === "" ? "WITH " : `${prefix.trimEnd()}, `}${coded}`, rows: "coded" };
  }

  /** A column of the wide form: all rows of a checkpoint agree in its own columns, and one has the value of a measure. */
  #getWide(name: string): SelectedColumn {
    const column = this.#columns.get(name);
    if (column !== undefined) {
      const { storage, selected, sortable } = column;
      return { name, storage, selected: `any_value(${selected})`, sortable: `any_value(${sortable})` };
    }
    const { variable, value } = this.#relation;
    // Codes are compared in a fraction of the time of names.
    const condition = ` FILTER (WHERE ${MEASURE_CODE} = ${variable.storage.dictionary.indexOf(name)})`;
    const select = (expression: string) => `any_value(${expression})${condition}`;
    return {
      name,
      storage: value.storage,
      selected: select(value.selected),
      sortable: select(value.sortable),
    };
  }

  #buildRows({ where, measures }: Conditions, parameters: Parameters): ConditionedRows {
    const { from, variable, value, keys, order } = this.#relation;
    const get = (name: string) => getColumn(this.#columns, name);
    const { names, range = null, checkpoint = null } = measures ?? {};
    const isChosen = names !== undefined && names.length < variable.storage.dictionary.length;
    const chosen = isChosen ? [{ kind: "in", column: variable.name, names } as const] : [];
    const values = range === null ? [] : [{ kind: "range", column: value.name, range } as const];
    if (checkpoint === null) {
      const condition = buildWhere([...chosen, ...where, ...values], get, parameters);
      return { prefix: "", rows: `${from}${condition}` };
    }
    // Only what chooses whole runs may be tested before the last step of each is found.
    const isOfRun = (name: string) => keys.some((key) => key.name === name);
    const runs = where.filter(({ column }) => isOfRun(column));
    const base = buildWhere([...chosen, ...runs], get, parameters);
    const [group, having] =
      checkpoint === "final" || keys.length === 0
        ? [keys, ""]
        : [keys.slice(1), ` HAVING count(DISTINCT ${keys[0].comparable}) = ${this.#countRecipes(where)}`];
    const columns = [variable, ...group].map(({ comparable }) => comparable);
    const listed = columns.map((expression, index) => `${expression} AS run${index}`).join(", ");
    const steps = `SELECT ${listed}, ${order.comparable} AS run_step FROM base GROUP BY ALL${having}`;
    const runKey = columns.map((_, index) => `run${index}`).join(", ");
    const last = `SELECT ${runKey}, max(run_step) AS run_step FROM (${steps}) GROUP BY ALL`;
    const isLast = [
      ...columns.map((expression, index) => `${expression} = last_steps.run${index}`),
      `${order.comparable} = last_steps.run_step`,
    ];
    const others = where.filter(({ column }) => !isOfRun(column));
    const condition = buildWhere([...others, ...values], get, parameters);
    return {
      prefix: `WITH base AS (SELECT * FROM ${from}${base}), last_steps AS (${last}) `,
      rows: `base SEMI JOIN last_steps ON ${isLast.join(" AND ")}${condition}`,
    };
  }

  /** The recipes that have to have a common checkpoint: those that are named, or all. */
  #countRecipes(where: Conditions["where"]): number {
    const [recipe] = this.#relation.keys;
    const predicate = where.find(({ column }) => column === recipe.name);
    if (predicate?.kind === "in") return predicate.names.length;
    return recipe.storage.kind === "dictionary" ? recipe.storage.dictionary.length : 1;
  }
}
