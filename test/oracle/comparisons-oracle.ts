/** The contract of the comparisons over an array of rows: slow, obvious, and without a look at src/query. */
import { expect } from "vitest";
import type { Comparisons } from "../../src/datasets/comparisons.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { getCell } from "../../src/table/column.js";
import { type LoadedQuery, queryComparisons } from "../support/dataset-queries.js";
import { encodeJsonText } from "../support/encoding.js";
import { expectSameText } from "../support/same-text.js";
import { SeededRandom } from "../support/seeded-random.js";
import {
  arrange,
  type Bounds,
  boundPairs,
  isImpossible,
  isWithin,
  type Layout,
  layoutPairs,
  type Row,
  renderRecord,
  toQuery,
  type Value,
} from "./row-oracle.js";

/** Base columns that filter by equality, with the parameter that also means them. */
const TEXTS = { data: "ckpt_data", comparison_model_recipe: "comparison_model_recipe", run_id: "run_id" };
const SIZES = { params: "ckpt_params", comparison_model_size: "comparison_model_size" };
const NUMBERS = ["ckpt_steps", "seed", "lr", "ft_epochs", "ft_tok", "pt_ft_toks", "matched_group_id"];
const REFUSALS = /leaves no number together with|excludes every requested \w+|contradicts the bounds/;
const TASKS = ["arc_challenge", "boolq", "hellaswag"];
const MEASURES = ["acc_uncond", "correct_prob", "primary_metric", "acc_raw", "no_answer"];

interface Question extends Layout {
  /** By parameter, the requested values of a column. */
  readonly equal: Readonly<Record<string, readonly Value[]>>;
  readonly bounds: Readonly<Record<string, Bounds>>;
  readonly metrics: readonly string[] | null;
}

/** Asserts that `rounds` random queries, and the one without any parameter, have the results of the oracle. */
export function checkComparisons(comparisons: Comparisons, seed: number, rounds: number): void {
  const query = queryComparisons(comparisons);
  const oracle = new ComparisonsOracle(comparisons);
  const random = new SeededRandom(seed);
  let filled = 0;
  for (let round = 0; round < rounds; round++) {
    const question = oracle.drawQuestion(random);
    const text = toQueryString(question, random);
    const expected = oracle.evaluate(question);
    if (expected === null) {
      expect(() => query.parse(parseRawQuery(text)), text).toThrow(REFUSALS);
      continue;
    }
    if (expected.records.length > 0) filled++;
    expectResponse(query, text, expected);
  }
  expect(filled).toBeGreaterThan(rounds / 3);
  expectResponse(query, "", { total: oracle.rows.length, records: oracle.rows });
}

function expectResponse(
  query: LoadedQuery,
  text: string,
  expected: { total: number; records: readonly Row[] },
) {
  const selection = query.parse(parseRawQuery(text)).select();
  expect([selection.total, selection.rowCount], text).toEqual([expected.total, expected.records.length]);
  const actual = encodeJsonText(selection);
  const rendered = `{"meta":{},"data":[${expected.records.map(renderRecord).join(",")}]}`;
  if (actual !== rendered) {
    expect(text, "the query whose response differs").toBe("");
    expectSameText(actual, rendered);
  }
}

class ComparisonsOracle {
  readonly rows: readonly Row[];
  readonly #names: readonly string[];
  readonly #lists: ReadonlySet<string>;
  /** Columns of numbers, as such or as text. */
  readonly #numeric: ReadonlySet<string>;
  readonly #metricNames: readonly string[];

  constructor({ table }: Comparisons) {
    const names = table.columns.map(({ name }) => name);
    const rows = Array.from({ length: table.rowCount }, (_, row): Row => {
      return Object.fromEntries(table.columns.map((column) => [column.name, getCell(column, row) as Value]));
    });
    this.rows = rows;
    this.#names = names;
    this.#lists = new Set(names.filter((name) => rows.some((row) => Array.isArray(row[name]))));
    this.#numeric = new Set(
      names.filter((name) => rows.every((row) => row[name] === null || isNumeric(row[name]))),
    );
    this.#metricNames = TASKS.flatMap((task) => MEASURES.map((measure) => `${task}_${measure}`)).filter(
      (metric) => names.some((name) => isColumnOf(name, metric)),
    );
  }

  drawQuestion(random: SeededRandom): Question {
    const equal: Record<string, Value[]> = {};
    const bounds: Record<string, Bounds> = {};
    for (const parameter of [...Object.keys(TEXTS), ...Object.keys(SIZES), ...NUMBERS]) {
      const drawValue = () => random.pick(this.rows)[columnOf(parameter)];
      if (random.chance(0.05)) {
        const values = [drawValue(), drawValue(), drawValue()].filter((value) => value !== null);
        if (values.length > 0) equal[parameter] = [...new Set(values)];
      }
      if (random.chance(0.05) && !(parameter in TEXTS)) {
        const value = numberOf(parameter, drawValue());
        if (value !== null) bounds[parameter] = { [random.pick(["gte", "gt", "lte", "lt"])]: value };
      }
    }
    const metrics = random.chance(0.5)
      ? random.shuffle(this.#metricNames).slice(0, 1 + random.below(3))
      : null;
    const columns = this.#names.filter((name) => metrics === null || isShown(name, metrics));
    const sortable = columns.filter((name) => !this.#lists.has(name) && !name.endsWith("_list"));
    return {
      ...{ equal, bounds, metrics },
      // Whole records of 923 columns are the next test's.
      columns:
        metrics === null || random.chance(0.6)
          ? Array.from({ length: 1 + random.below(5) }, () => random.pick(columns))
          : null,
      sort: random.chance(0.5)
        ? [random.pick(sortable), random.pick([...NUMBERS.slice(0, 1), "timestamp", "ckpt_params"])].map(
            (name) => ({ name, isDescending: random.chance(0.5) }),
          )
        : [],
      offset: random.chance(0.3) ? random.below(30) : null,
      limit: random.chance(0.5) ? random.below(30) : null,
    };
  }

  evaluate(question: Question): { total: number; records: Row[] } | null {
    for (const [parameter, bounds] of Object.entries(question.bounds)) {
      const isAnyWithin = question.equal[parameter]?.some((value) => isInBounds(parameter, bounds, value));
      if (isImpossible(bounds) || isAnyWithin === false) return null;
    }
    const selected = this.rows.filter(
      (row) =>
        Object.entries(question.equal).every(([parameter, values]) =>
          values.some((value) => isEqual(parameter, value, row[columnOf(parameter)])),
        ) &&
        Object.entries(question.bounds).every(([parameter, bounds]) =>
          isInBounds(parameter, bounds, row[columnOf(parameter)]),
        ),
    );
    const { metrics } = question;
    const columns = metrics === null ? this.#names : this.#names.filter((name) => isShown(name, metrics));
    return arrange(selected, columns, question, (row, name) => {
      const isSize = Object.values(SIZES).includes(name);
      const isNumber = isSize || this.#numeric.has(name);
      return isNumber ? numberOf(name, row[name]) : (row[name] as string | number | null);
    });
  }
}

function columnOf(parameter: string): string {
  return { ...TEXTS, ...SIZES }[parameter as "data"] ?? parameter;
}

function isEqual(parameter: string, requested: Value, value: Value): boolean {
  if (!NUMBERS.includes(parameter)) return requested === value;
  return value !== null && numberOf(parameter, requested) === numberOf(parameter, value);
}

function isInBounds(parameter: string, bounds: Bounds, value: Value): boolean {
  const number = numberOf(parameter, value);
  return number !== null && isWithin(bounds, number);
}

function isShown(name: string, metrics: readonly string[]): boolean {
  return isBase(name) || metrics.some((metric) => isColumnOf(name, metric));
}

function toQueryString(question: Question, random: SeededRandom): string {
  const pairs: (readonly [string, readonly string[]])[] = [];
  for (const [name, values] of Object.entries(question.equal)) pairs.push([name, values.map(String)]);
  for (const [name, bounds] of Object.entries(question.bounds)) pairs.push(...boundPairs(name, bounds));
  if (question.metrics !== null) {
    const isOther = random.chance(0.3);
    const named = question.metrics.map((name) =>
      isOther ? name.replace("primary_metric", "primary_score") : name,
    );
    pairs.push(["metric", named]);
  }
  pairs.push(...layoutPairs(question));
  return toQuery(random.shuffle(pairs), () => random.chance(0.5));
}

/** Sizes and numeric text as numbers. */
function numberOf(parameter: string, value: Value): number | null {
  if (value === null) return null;
  const isSize = parameter in SIZES || Object.values(SIZES).includes(parameter);
  if (!isSize) return Number(value);
  const text = String(value);
  return Number.parseFloat(text) * { M: 1e6, B: 1e9 }[text.slice(-1) as "M"];
}

function isNumeric(value: Value): boolean {
  if (typeof value !== "string") return typeof value === "number";
  return value.trim() !== "" && Number.isFinite(Number(value));
}

function isColumnOf(name: string, metric: string): boolean {
  const score = metric.replace(/_primary_metric$/, "_primary_score");
  return [metric, score].some((bare) =>
    [
      ...[`ft_${bare}`, `pt_${bare}`, `pt_${bare}_list`, `delta_${bare}`],
      ...["avg", "med", "std", "mad"].map((statistic) => `group_${statistic}_delta_${bare}`),
    ].includes(name),
  );
}

function isBase(name: string): boolean {
  return (
    !/^(ft|pt|delta|group)_/.test(name) ||
    /^ft_(tok_per_epoch|epochs|tok|tok_real|(steps|lrs|toks|loss)_list)$/.test(name) ||
    name === "pt_ft_toks"
  );
}
