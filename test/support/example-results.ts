/** The expected results of examples, found by plain loops over the rows of a metric. */

export interface ExampleRow {
  readonly params: string;
  readonly data: string;
  readonly step: number;
  readonly metric: string;
  readonly value: number;
}

/** All rows of the metrics that a pattern names, in the usual order; null is any recipe. */
export async function findRows(
  origin: string,
  wanted: { metric: string; recipe: string | null },
): Promise<ExampleRow[]> {
  const response = await fetch(`${origin}/api/visualize/data?metric=${encodeURIComponent(wanted.metric)}`);
  const { data } = (await response.json()) as { data: ExampleRow[] };
  return data.filter((row) => wanted.recipe === null || row.data === wanted.recipe);
}

/** Of each size and recipe the row with the highest step. */
export async function findFinal(
  origin: string,
  wanted: { metric: string; recipe?: string; params?: string },
): Promise<ExampleRow[]> {
  const rows = await findRows(origin, { metric: wanted.metric, recipe: wanted.recipe ?? null });
  const lastOf = new Map<string, ExampleRow>();
  for (const row of rows) {
    if (wanted.params !== undefined && row.params !== wanted.params) continue;
    const key = `${row.params} ${row.data}`;
    if (row.step > (lastOf.get(key)?.step ?? -1)) lastOf.set(key, row);
  }
  return [...lastOf.values()];
}

/** Lines of CSV for rows whose cells need no quotes. */
export function expectedCsv(fields: readonly (keyof ExampleRow)[], rows: readonly ExampleRow[]): string {
  return [fields, ...rows.map((row) => fields.map((field) => row[field]))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}
