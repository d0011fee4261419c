/** An answer in the `columns` format, and its rows as the charts take them. */

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

export interface ColumnsAnswer {
  readonly meta: {
    readonly version: string;
    readonly rows: number;
    readonly provenance: string;
  };
  readonly data: Readonly<Record<string, readonly Cell[]>>;
}

/** A row of the evaluations. */
export type Evaluation = {
  readonly params: string;
  readonly data: string;
  readonly step: number;
  readonly tokens: number;
  readonly compute: number;
  readonly metric: string;
  readonly value: number;
};

/** One object per row, with every column; for the thousands of rows that a chart can show. */
export function buildRows({ data }: ColumnsAnswer): Row[] {
  const columns = Object.entries(data);
  const rowCount = columns[0]?.[1].length ?? 0;
  return Array.from({ length: rowCount }, (_, index) =>
    Object.fromEntries(columns.map(([name, cells]) => [name, cells[index]])),
  );
}

/** The rows as evaluations; those whose value is infinite, which is null here, are left out. */
export function buildEvaluations(answer: ColumnsAnswer): Evaluation[] {
  return buildRows(answer).filter(isEvaluation);
}

function isEvaluation(row: Row): row is Evaluation {
  return row.value !== null;
}
