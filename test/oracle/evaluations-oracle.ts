/** The contract of the evaluations over an array of long rows: slow, obvious, and without a look at src/query. */
import type { MeltedRow } from "../support/melted.js";
import type { SeededRandom } from "../support/seeded-random.js";
import {
  arrange,
  type Bounds,
  boundPairs,
  isImpossible,
  isWithin,
  type Layout,
  layoutPairs,
  type Row,
  toQuery,
} from "./row-oracle.js";

const IDS = ["params", "data", "step", "tokens", "compute"] as const;
const NUMBERS = ["step", "tokens", "compute", "value"] as const;

type NumberName = (typeof NUMBERS)[number];

/** A question in the terms of the contract. */
export interface Question extends Layout {
  readonly metric: readonly string[] | null;
  readonly params: readonly string[] | null;
  readonly data: readonly string[] | null;
  readonly paramsBounds: Bounds;
  readonly exact: Partial<Record<NumberName, readonly number[]>>;
  readonly bounds: Partial<Record<NumberName, Bounds>>;
  readonly isFinal: boolean;
  readonly shape: "long" | "wide" | null;
}

export class EvaluationsOracle {
  /** Rows with a value in the order of every response: metric as in the file, recipe, size, step. */
  readonly rows: readonly MeltedRow[];
  readonly metrics: readonly string[];
  readonly #lastStep = new Map<string, number>();
  readonly #metricRank: ReadonlyMap<string, number>;

  constructor(file: readonly MeltedRow[]) {
    this.metrics = [...new Set(file.map(({ metric }) => String(metric)))];
    this.#metricRank = new Map(this.metrics.map((metric, rank) => [metric, rank]));
    this.rows = file
      .filter(({ value }) => Number.isFinite(value))
      .sort((a, b) => {
        if (a.metric !== b.metric) return this.#rank(a.metric) - this.#rank(b.metric);
        return compareCheckpoints(a, b);
      });
    for (const row of this.rows) {
      const key = runKey(row);
      this.#lastStep.set(key, Math.max(row.step, this.#lastStep.get(key) ?? Number.NEGATIVE_INFINITY));
    }
  }

  /** The response, or null if the bounds contradict each other or every requested value. */
  evaluate(question: Question): { total: number; records: Row[] } | null {
    if (isContradiction(question)) return null;
    const selected = this.rows.filter((row) => this.#isSelected(row, question));
    const chosen = this.metrics.filter(
      (metric) => question.metric === null || question.metric.includes(metric),
    );
    if (question.shape === "wide") {
      const columns = [...IDS, ...chosen];
      return arrange(pivot(selected, chosen), columns, question, (row, name) =>
        name === "params" ? sizeOf(String(row.params)) : (row[name] as string | number | null),
      );
    }
    const rows = selected.map((row): Row => ({ ...row, value: finite(row.value) }));
    return arrange(rows, [...IDS, "metric", "value"], question, (row, name) => {
      if (name === "params") return sizeOf(String(row.params));
      return name === "metric" ? this.#rank(String(row.metric)) : (row[name] as string | number | null);
    });
  }

  #isSelected(row: MeltedRow, question: Question): boolean {
    if (question.metric !== null && !question.metric.includes(String(row.metric))) return false;
    if (question.params !== null && !question.params.includes(String(row.params))) return false;
    if (question.data !== null && !question.data.includes(String(row.data))) return false;
    if (!isWithin(question.paramsBounds, sizeOf(String(row.params)))) return false;
    for (const name of NUMBERS) {
      const exact = question.exact[name];
      const bounds = question.bounds[name];
      if ((exact !== undefined || bounds !== undefined) && !Number.isFinite(row[name])) return false;
      if (exact !== undefined && !exact.includes(row[name])) return false;
      if (bounds !== undefined && !isWithin(bounds, row[name])) return false;
    }
    return !question.isFinal || this.#lastStep.get(runKey(row)) === row.step;
  }

  #rank(metric: string | null): number {
    return this.#metricRank.get(String(metric)) as number;
  }
}

function pivot(rows: readonly MeltedRow[], metrics: readonly string[]): Row[] {
  const byCheckpoint = new Map<string, Record<string, string | number | null>>();
  for (const row of rows.toSorted(compareCheckpoints)) {
    const key = JSON.stringify([row.params, row.data, row.step]);
    let wide = byCheckpoint.get(key);
    if (wide === undefined) {
      wide = Object.fromEntries([
        ...IDS.map((id) => [id, row[id]]),
        ...metrics.map((metric) => [metric, null]),
      ]);
      byCheckpoint.set(key, wide as Record<string, string | number | null>);
    }
    (wide as Record<string, string | number | null>)[String(row.metric)] = finite(row.value);
  }
  return [...byCheckpoint.values()];
}

function compareCheckpoints(a: MeltedRow, b: MeltedRow): number {
  if (a.data !== b.data) return String(a.data) < String(b.data) ? -1 : 1;
  return sizeOf(String(a.params)) - sizeOf(String(b.params)) || a.step - b.step;
}

function isContradiction(question: Question): boolean {
  if (isImpossible(question.paramsBounds)) return true;
  if (
    question.params !== null &&
    !question.params.some((size) => isWithin(question.paramsBounds, sizeOf(size)))
  )
    return true;
  return NUMBERS.some((name) => {
    const bounds = question.bounds[name] ?? {};
    return isImpossible(bounds) || question.exact[name]?.some((value) => isWithin(bounds, value)) === false;
  });
}

function runKey({ params, data, metric }: MeltedRow): string {
  return JSON.stringify([params, data, metric]);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function sizeOf(size: string): number {
  return Number.parseFloat(size) * { K: 1e3, M: 1e6, B: 1e9 }[size.slice(-1) as "K"];
}

/** A question about rows that are there, often enough about few of them. */
export function drawQuestion(random: SeededRandom, oracle: EvaluationsOracle, isNarrow = false): Question {
  const { rows, metrics } = oracle;
  const some = <T>(values: readonly T[]) => [
    ...new Set(random.shuffle(values).slice(0, 1 + random.below(3))),
  ];
  const valuesOf = <K extends keyof MeltedRow>(name: K) =>
    some(Array.from({ length: 3 }, () => random.pick(rows)[name]));
  const drawBounds = (name: NumberName): Bounds => {
    const draw = () => (finite(random.pick(rows)[name]) ?? 1) * (random.chance(0.8) ? 1 : 1.01);
    return drawEnds(random, draw);
  };
  const exact: Question["exact"] = {};
  const bounds: Question["bounds"] = {};
  const odds = rows.length === 0 ? 0 : 0.12;
  for (const name of NUMBERS) {
    const values = random.chance(odds) ? valuesOf(name).filter(Number.isFinite) : [];
    if (values.length > 0) exact[name] = values;
    if (random.chance(odds)) bounds[name] = drawBounds(name);
  }
  if (random.chance(odds / 3)) exact.value = [random.next()];
  const shape = random.pick([null, "long", "wide"] as const);
  const metric = isNarrow || random.chance(0.4) ? some(metrics) : null;
  const shown = shape === "wide" ? (metric ?? metrics) : ["metric", "value"];
  const columns = [...IDS, ...shown];
  return {
    metric,
    params: random.chance(odds * 2) ? (valuesOf("params") as string[]) : null,
    data: random.chance(odds * 3) ? (valuesOf("data") as string[]) : null,
    paramsBounds: random.chance(odds) ? drawEnds(random, () => sizeOf(String(random.pick(rows).params))) : {},
    exact,
    bounds,
    isFinal: random.chance(0.25),
    shape,
    columns: random.chance(0.3)
      ? Array.from({ length: 1 + random.below(4) }, () => random.pick(columns))
      : null,
    sort: random.chance(0.4)
      ? some(columns.filter((name) => !name.includes(","))).map((name) => ({
          name,
          isDescending: random.chance(0.5),
        }))
      : [],
    offset: random.chance(0.3) ? random.below(20) : null,
    limit: random.chance(0.3) ? random.below(20) : null,
  };
}

function drawEnds(random: SeededRandom, draw: () => number): Bounds {
  const names = random.shuffle(["gte", "gt", "lte", "lt"] as const).slice(0, 1 + random.below(2));
  return Object.fromEntries(names.map((name) => [name, draw()]));
}

/** The question as a query string, with names in any case. */
export function toQueryString(question: Question, random: SeededRandom): string {
  const inAnyCase = (text: string) => (random.chance(0.2) ? text.toUpperCase() : text);
  const pairs: (readonly [string, readonly string[]])[] = [];
  for (const name of ["metric", "params", "data"] as const) {
    const names = question[name];
    if (names !== null) pairs.push([name, names.map(inAnyCase)]);
  }
  for (const name of NUMBERS) {
    const exact = question.exact[name];
    if (exact !== undefined) pairs.push([name, exact.map(String)]);
    pairs.push(...boundPairs(name, question.bounds[name] ?? {}));
  }
  pairs.push(...boundPairs("params", question.paramsBounds, (size) => `${size / 1e6}M`));
  if (question.isFinal) pairs.push(["checkpoint", ["final"]]);
  if (question.shape !== null) pairs.push(["shape", [question.shape]]);
  pairs.push(...layoutPairs(question));
  return toQuery(random.shuffle(pairs), () => random.chance(0.5));
}
