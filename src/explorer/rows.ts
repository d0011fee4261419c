/** Responses in the `columns` format, as rows for charts and tables. */
import type { ComparisonLists, ComparisonRow, LongLists, LongRow } from "../client/index.js";

export type Cell = ComparisonRow[string];
export type Row = Readonly<Record<string, Cell>>;

export type Evaluation = Readonly<Required<LongRow>>;

export type EvaluationsResponse = LongLists;
export type ComparisonsResponse = ComparisonLists;

/** One object per row with every column; meant for thousands of rows, not millions. */
export function buildRows({ data }: { readonly data: ComparisonLists["data"] | LongLists["data"] }): Row[] {
  const columns = Object.entries(data);
  const rowCount = columns[0]?.[1].length ?? 0;
  return Array.from({ length: rowCount }, (_, index) =>
    Object.fromEntries(columns.map(([name, cells]) => [name, cells[index]])),
  );
}

/** The evaluations of a response with all columns. */
export function buildEvaluations(response: Pick<EvaluationsResponse, "data">): Evaluation[] {
  return buildRows(response) as (Row & Evaluation)[];
}
