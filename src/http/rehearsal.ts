/**
 * A rehearsal before the first client: a made-up table is queried a few times, so that the runtime has compiled what
 * the first answers need. Nothing of it is kept.
 */
import type { Evaluations } from "../datasets/evaluations.js";
import { jsonFormat } from "../formats/json.js";
import { TextCache } from "../formats/text-cache.js";
import { EvaluationsQuery } from "../query/evaluations-query.js";
import type { DictionaryColumn, NumberColumn } from "../table/column.js";
import { buildSegments } from "../table/segments.js";
import { Table } from "../table/table.js";

/** Together as many rows as three answers of all recipes. */
const ROUNDS = 40;
const ROWS = 500;
const METRIC = "metric";
const ROUTE = { shape: "long", fixedFilters: {}, defaultFilters: {} } as const;

export function rehearse(): void {
  const evaluations = buildMadeUp();
  const query = new EvaluationsQuery(evaluations);
  for (let round = 0; round < ROUNDS; round++) {
    const texts = new TextCache(evaluations.view.table.columns, Number.MAX_SAFE_INTEGER);
    const selection = query.parse({ metric: METRIC }, ROUTE).select();
    for (const _chunk of jsonFormat.encode({ selection, meta: "{}", texts, space: null }));
  }
}

/** Numbers of the kinds that are served: small and large whole ones, fractions, and some that are missing. */
function buildMadeUp(): Evaluations {
  const name = (column: string, text: string): DictionaryColumn => ({
    kind: "dictionary",
    name: column,
    codes: new Int32Array(ROWS),
    dictionary: [text],
  });
  const number = (column: string, at: (row: number) => number): NumberColumn => ({
    kind: "number",
    name: column,
    values: Float64Array.from({ length: ROWS }, (_, row) => at(row)),
  });
  const params = name("params", "150M");
  const recipe = name("data", "made-up");
  const counts = [
    number("step", (row) => row * 1250),
    number("tokens", (row) => row * 1250 * 393_216),
    number("compute", (row) => (row + 1) * 1.2345e18),
  ];
  const metric = number(METRIC, (row) => (row % 20 === 0 ? Number.NaN : Math.sqrt(row)));
  const idColumns = [params, recipe, ...counts];
  return {
    view: {
      table: new Table([...idColumns, metric], ROWS),
      segments: buildSegments([recipe, params], ROWS),
      idColumns,
      valueColumns: [metric],
      variableName: "metric",
      valueName: "value",
    },
    rowCount: ROWS,
    missingCount: 0,
  };
}
