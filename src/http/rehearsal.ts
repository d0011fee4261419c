/**
 * A rehearsal before the first client: one query is answered a few times, so that the runtime has compiled what every
 * answer needs. Nothing of it is kept.
 */
import type { Datasets } from "../datasets/read.js";
import { jsonFormat } from "../formats/json.js";
import { TextCache } from "../formats/text-cache.js";
import { EvaluationsQuery } from "../query/evaluations-query.js";

/** From the third on, answers take a fraction of the time of the first. */
const ROUNDS = 3;
/** Enough for the compiler to take notice, few enough to leave little behind. */
const ROWS = 2000;
const ROUTE = { shape: "long", preset: {}, unfiltered: {} } as const;

export function rehearse({ evaluations }: Datasets): void {
  const { table, valueColumns } = evaluations.view;
  const query = new EvaluationsQuery(evaluations);
  for (let round = 0; round < Math.min(ROUNDS, valueColumns.length); round++) {
    const raw = { metric: valueColumns[round].name, limit: String(ROWS) };
    const texts = new TextCache(table.columns, Number.MAX_SAFE_INTEGER);
    const selection = query.answer(raw, ROUTE).select();
    for (const _chunk of jsonFormat.encode({ selection, meta: {}, texts, space: null }));
  }
}
