/**
 * The evaluations: one row per checkpoint (recipe, size, step) with one column of doubles per metric. The melted
 * file repeats each checkpoint once per metric; this is the same content without the repetition, and the long form
 * is a view of it.
 */
import { StartupError } from "../errors.js";
import type { WantedColumn } from "../ingest/parquet.js";
import { type DictionaryColumn, gatherRows, type NumberColumn } from "../table/column.js";
import { sortDictionary } from "../table/dictionary.js";
import type { LongLayout } from "../table/long-view.js";
import { buildSegments } from "../table/segments.js";
import { Table } from "../table/table.js";
import { compareSizes, parseSize } from "./sizes.js";

/** The columns of the melted file, in the order in which they are served. */
export const MELTED_COLUMNS: readonly WantedColumn[] = [
  { name: "params", kind: "text" },
  { name: "data", kind: "text" },
  { name: "step", kind: "number" },
  { name: "tokens", kind: "number" },
  { name: "compute", kind: "number" },
  { name: "metric", kind: "text" },
  { name: "value", kind: "number" },
];

export interface Evaluations {
  readonly view: LongLayout;
  /** Rows of the long form: values that are there. */
  readonly rowCount: number;
  /** Rows of the file whose value was null or NaN; they are not served. */
  readonly missingCount: number;
}

interface MeltedColumns {
  readonly params: DictionaryColumn;
  readonly recipe: DictionaryColumn;
  readonly step: Float64Array;
  readonly tokens: Float64Array;
  readonly compute: Float64Array;
  readonly metric: DictionaryColumn;
  readonly value: Float64Array;
}

/**
 * Turns the melted table into one row per checkpoint, sorted by recipe (code units), size (as a number) and step;
 * metrics keep the order in which the file first names them. `subject` names the file in errors.
 * Throws StartupError: bad-value for an id that is missing or not usable, duplicate-key.
 */
export function buildEvaluations(melted: Table, subject: string): Evaluations {
  const columns: MeltedColumns = {
    params: sortDictionary(melted.getOfKind("params", "dictionary"), compareSizes),
    recipe: sortDictionary(melted.getOfKind("data", "dictionary")),
    step: melted.getOfKind("step", "number").values,
    tokens: melted.getOfKind("tokens", "number").values,
    compute: melted.getOfKind("compute", "number").values,
    metric: melted.getOfKind("metric", "dictionary"),
    value: melted.getOfKind("value", "number").values,
  };
  checkIds(columns, melted.rowCount, subject);
  const { checkpointByRow, firstRows } = findCheckpoints(columns, melted.rowCount, subject);
  const order = sortCheckpoints(columns, firstRows);
  const rows = Uint32Array.from(order, (checkpoint) => firstRows[checkpoint]);
  const params = gatherRows(columns.params, rows);
  const recipe = gatherRows(columns.recipe, rows);
  const counts = (["step", "tokens", "compute"] as const).map((name) =>
    gatherRows(melted.getOfKind(name, "number"), rows),
  );
  const idColumns = [params, recipe, ...counts];
  const metrics = pivotValues(columns, checkpointByRow, order, subject);
  const table = new Table([...idColumns, ...metrics], order.length);
  const missingCount = checkpointByRow.reduce((count, checkpoint) => count + (checkpoint < 0 ? 1 : 0), 0);
  return {
    view: {
      table,
      segments: buildSegments([recipe, params], order.length),
      idColumns,
      valueColumns: metrics,
      orderColumn: counts[0],
      variableName: "metric",
      valueName: "value",
    },
    rowCount: melted.rowCount - missingCount,
    missingCount,
  };
}

function checkIds(columns: MeltedColumns, rowCount: number, subject: string): void {
  for (const { name } of MELTED_COLUMNS) {
    if (columns.metric.dictionary.includes(name)) {
      throw new StartupError(
        "bad-value",
        subject,
        `column "metric" holds "${name}", which is the name of a column`,
      );
    }
  }
  for (const size of columns.params.dictionary) {
    if (parseSize(size) === undefined) {
      const problem = `column "params" holds "${size}", which is no model size like 150M or 1B`;
      throw new StartupError("bad-value", subject, problem);
    }
  }
  const { params, recipe, metric } = columns;
  for (let row = 0; row < rowCount; row++) {
    let bad: string | undefined;
    if (params.codes[row] < 0) bad = "params";
    else if (recipe.codes[row] < 0) bad = "data";
    else if (metric.codes[row] < 0) bad = "metric";
    else if (!Number.isFinite(columns.step[row])) bad = "step";
    else if (!Number.isFinite(columns.tokens[row])) bad = "tokens";
    else if (!Number.isFinite(columns.compute[row])) bad = "compute";
    if (bad !== undefined) {
      throw new StartupError("bad-value", subject, `row ${row} has no ${bad}`);
    }
  }
}

/**
 * Numbers the checkpoints in order of first appearance: the number for every row (-1 where the value is missing),
 * and for every checkpoint the first row that has it.
 */
function findCheckpoints(columns: MeltedColumns, rowCount: number, subject: string) {
  const { params, recipe, step, tokens, compute, value } = columns;
  const checkpointByRow = new Int32Array(rowCount);
  const firstRows: number[] = [];
  const byStep: Map<number, number>[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (Number.isNaN(value[row])) {
      checkpointByRow[row] = -1;
      continue;
    }
    const pair = recipe.codes[row] * params.dictionary.length + params.codes[row];
    byStep[pair] ??= new Map();
    let checkpoint = byStep[pair].get(step[row]);
    if (checkpoint === undefined) {
      checkpoint = firstRows.length;
      byStep[pair].set(step[row], checkpoint);
      firstRows.push(row);
    }
    const first = firstRows[checkpoint];
    if (tokens[row] !== tokens[first] || compute[row] !== compute[first]) {
      const problem = `rows ${first} and ${row} are one checkpoint (${nameRow(columns, row)}) with different tokens or compute`;
      throw new StartupError("bad-value", subject, problem);
    }
    checkpointByRow[row] = checkpoint;
  }
  return { checkpointByRow, firstRows };
}

/** The checkpoints in their final order: by recipe, size and step. */
function sortCheckpoints({ params, recipe, step }: MeltedColumns, firstRows: readonly number[]): Uint32Array {
  return Uint32Array.from(firstRows.keys()).sort((a, b) => {
    const rowA = firstRows[a];
    const rowB = firstRows[b];
    return (
      recipe.codes[rowA] - recipe.codes[rowB] ||
      params.codes[rowA] - params.codes[rowB] ||
      step[rowA] - step[rowB]
    );
  });
}

function pivotValues(
  columns: MeltedColumns,
  checkpointByRow: Int32Array,
  order: Uint32Array,
  subject: string,
): NumberColumn[] {
  const rowByCheckpoint = new Uint32Array(order.length);
  for (const [row, checkpoint] of order.entries()) rowByCheckpoint[checkpoint] = row;
  // One block of memory for all metrics: many small ones would pin what is freed around them.
  const cells = new Float64Array(order.length * columns.metric.dictionary.length).fill(Number.NaN);
  const metrics = columns.metric.dictionary.map((name, index): NumberColumn => {
    const start = index * order.length;
    return { kind: "number", name, values: cells.subarray(start, start + order.length) };
  });
  for (let row = 0; row < checkpointByRow.length; row++) {
    if (checkpointByRow[row] < 0) continue;
    const { values } = metrics[columns.metric.codes[row]];
    const target = rowByCheckpoint[checkpointByRow[row]];
    if (!Number.isNaN(values[target])) {
      const problem = `row ${row} repeats the key ${nameRow(columns, row)}`;
      throw new StartupError("duplicate-key", subject, problem);
    }
    values[target] = columns.value[row];
  }
  return metrics;
}

function nameRow({ params, recipe, metric, step }: MeltedColumns, row: number): string {
  const parts = [params, recipe].map(({ codes, dictionary }) => dictionary[codes[row]]);
  return [...parts, `step ${step[row]}`, metric.dictionary[metric.codes[row]]].join(", ");
}
