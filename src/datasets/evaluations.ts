/**
 * The evaluations: one row for each checkpoint (recipe, size, step), with one column of doubles for each metric. The melted
 * file repeats every checkpoint for each metric; its long form is a view here.
 */
import { quote, StartupError } from "../errors.js";
import type { WantedColumn } from "../ingest/parquet.js";
import { type DictionaryColumn, gatherRows, markIntegers, type NumberColumn } from "../table/column.js";
import { sortDictionary } from "../table/dictionary.js";
import type { LongLayout } from "../table/long-view.js";
import { buildSegments } from "../table/segments.js";
import { Table } from "../table/table.js";
import { identifyRecipe } from "./recipes.js";
import { compareSizes, parseSize } from "./sizes.js";
import { checkSpelling } from "./spelling.js";

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

/** The maximum of checkpoints times metrics, sixty times that of the whole suite. */
const MAX_CELLS = 2 ** 27;

export interface Evaluations {
  readonly view: LongLayout;
  /** Rows of the long form. */
  readonly rowCount: number;
  /** Rows of the file whose value was null, NaN or infinite; they are not served. */
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
 * Pivots the melted table to one row for each checkpoint, sorted by recipe (code units), size (as a number) and step. Metrics
 * are in order of first appearance. `subject` names the file in errors. Throws StartupError: bad-value for a missing or
 * invalid id, duplicate-key, too-many-values.
 */
export function buildEvaluations(melted: Table, subject: string): Evaluations {
  const unsorted: MeltedColumns = {
    params: melted.getOfKind("params", "dictionary"),
    recipe: melted.getOfKind("data", "dictionary"),
    step: melted.getOfKind("step", "number").values,
    tokens: melted.getOfKind("tokens", "number").values,
    compute: melted.getOfKind("compute", "number").values,
    metric: melted.getOfKind("metric", "dictionary"),
    value: melted.getOfKind("value", "number").values,
  };
  checkIds(unsorted, melted.rowCount, subject);
  const columns: MeltedColumns = {
    ...unsorted,
    params: sortDictionary(unsorted.params, compareSizes),
    recipe: sortDictionary(unsorted.recipe),
  };
  const { checkpointByRow, firstRows } = findCheckpoints(columns, melted.rowCount, subject);
  const order = sortCheckpoints(columns, firstRows);
  const rows = Uint32Array.from(order, (checkpoint) => firstRows[checkpoint]);
  const params = gatherRows(columns.params, rows);
  const recipe = gatherRows(columns.recipe, rows);
  const counts = (["step", "tokens", "compute"] as const).map((name) =>
    markIntegers(gatherRows(melted.getOfKind(name, "number"), rows)),
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
  const { params, recipe, metric, step, tokens, compute } = columns;
  for (let row = 0; row < rowCount; row++) {
    let missing: string | undefined;
    if (params.codes[row] < 0) missing = "params";
    else if (recipe.codes[row] < 0) missing = "data";
    else if (metric.codes[row] < 0) missing = "metric";
    else if (!Number.isFinite(step[row])) missing = "step";
    else if (!Number.isFinite(tokens[row])) missing = "tokens";
    else if (!Number.isFinite(compute[row])) missing = "compute";
    if (missing !== undefined) throw new StartupError("bad-value", subject, `row ${row} has no ${missing}`);
  }
  const columnNames = new Set(MELTED_COLUMNS.map(({ name }) => name));
  checkNames(metric, (name) => !columnNames.has(name), "the name of a column", subject);
  checkNames(params, (size) => parseSize(size) !== undefined, "no model size like 150M or 1B", subject);
  checkSpelling(params, "size", parseSize, subject);
  checkSpelling(recipe, "recipe", identifyRecipe, subject);
}

function checkNames(
  { name, codes, dictionary }: DictionaryColumn,
  isGood: (text: string) => boolean,
  what: string,
  subject: string,
): void {
  const bad = dictionary.findIndex((text) => !isGood(text));
  if (bad < 0) return;
  const problem = `row ${codes.indexOf(bad)}, column ${quote(name)} holds ${quote(dictionary[bad])}, which is ${what}`;
  throw new StartupError("bad-value", subject, problem);
}

/**
 * Numbers the checkpoints in order of first appearance. Returns the checkpoint of every row, -1 for a missing value, and the
 * first row of every checkpoint.
 */
function findCheckpoints(columns: MeltedColumns, rowCount: number, subject: string) {
  const { params, recipe, step, tokens, compute, value } = columns;
  const checkpointByRow = new Int32Array(rowCount);
  const firstRows: number[] = [];
  const checkpointsByModel = new Map<number, Map<number, number>>();
  for (let row = 0; row < rowCount; row++) {
    if (!Number.isFinite(value[row])) {
      checkpointByRow[row] = -1;
      continue;
    }
    const model = recipe.codes[row] * params.dictionary.length + params.codes[row];
    let checkpointByStep = checkpointsByModel.get(model);
    if (checkpointByStep === undefined) {
      checkpointByStep = new Map();
      checkpointsByModel.set(model, checkpointByStep);
    }
    let checkpoint = checkpointByStep.get(step[row]);
    if (checkpoint === undefined) {
      checkpoint = firstRows.length;
      checkpointByStep.set(step[row], checkpoint);
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
  const metricCount = columns.metric.dictionary.length;
  if (order.length * metricCount > MAX_CELLS) {
    const problem = `has ${order.length} checkpoints and ${metricCount} metrics, where ${MAX_CELLS} values are the most`;
    throw new StartupError("too-many-values", subject, problem);
  }
  const rowByCheckpoint = new Uint32Array(order.length);
  for (const [row, checkpoint] of order.entries()) rowByCheckpoint[checkpoint] = row;
  // One allocation for all metrics; many small ones would fragment the heap.
  const cells = new Float64Array(order.length * metricCount).fill(Number.NaN);
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
  const [size, data, name] = [params, recipe, metric].map(({ codes, dictionary }) =>
    cut(dictionary[codes[row]]),
  );
  return `${size}, ${data}, step ${step[row]}, ${name}`;
}

/** The text, quoted only if it has special characters. */
function cut(text: string): string {
  const quoted = quote(text);
  return quoted === `"${text}"` ? text : quoted;
}
