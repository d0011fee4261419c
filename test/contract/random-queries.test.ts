/**
 * Random query strings against an oracle that filters row objects the slow and obvious way. The generator knows what
 * it writes: each ingredient either says what it means or is a mistake, so the status is known in advance too.
 */
import { parse } from "node:querystring";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { getCell } from "../../src/table/column.js";
import { SeededRandom } from "../support/seeded-random.js";
import {
  type AnswerBody,
  buildServedApp,
  DATA,
  FT,
  type Row,
  readShippedDatasets,
  ready,
  SMALL,
  UNMELTED,
} from "../support/served-app.js";

const SEED = 20261122;
const QUERIES = 10_000;
const ID_COLUMNS = ["params", "data", "step", "tokens", "compute"];
const LONG_COLUMNS = [...ID_COLUMNS, "metric", "value"];
const BOUNDS = ["gte", "gt", "lte", "lt"] as const;
const FT_BASE_COLUMNS = ["run_id", "ckpt_params", "ckpt_data", "ft_tok", "lr", "seed", "timestamp"];

type Condition = (row: Row) => boolean;

/** What a query means, in the words of the contract. */
interface Meaning {
  readonly route: string;
  metrics: string[] | null;
  recipes: string[] | null;
  sizes: string[] | null;
  readonly conditions: Condition[];
  isFinalOnly: boolean;
  isWide: boolean;
  columns: string[] | null;
  sort: { name: string; isDescending: boolean } | null;
  limit: number | null;
  offset: number;
}

interface Query {
  readonly url: string;
  /** Null for a query with a mistake. */
  readonly meaning: Meaning | null;
}

let app: FastifyInstance;
/** The rows of a metric by recipe and size, each in the order of steps; a metric's are built when first asked for. */
let groupRows: (metric: string) => Map<string, Row[]>;
let comparisons: Row[];
let comparisonColumns: string[];
let nameIndex: {
  sizes: string[];
  recipes: string[];
  metrics: string[];
  asked: string[];
  steps: number[];
  ftMetrics: string[];
};

beforeAll(async () => {
  const datasets = await readShippedDatasets();
  ({ app } = await buildServedApp(ready(datasets)));
  const { view } = datasets.evaluations;
  const ids = Array.from({ length: view.table.rowCount }, (_, row) =>
    Object.fromEntries(view.idColumns.map((column) => [column.name, getCell(column, row)])),
  );
  const groupsByMetric = new Map<string, Map<string, Row[]>>();
  groupRows = (metric) => {
    const known = groupsByMetric.get(metric);
    if (known !== undefined) return known;
    const { values } = view.table.getOfKind(metric, "number");
    const rows: Row[] = ids.flatMap((id: Row, row): Row[] =>
      Number.isNaN(values[row]) ? [] : [{ ...id, metric, value: values[row] }],
    );
    rows.sort((a, b) => Number(a.step) - Number(b.step));
    const groups = groupByRecipeAndSize(rows);
    groupsByMetric.set(metric, groups);
    return groups;
  };
  const { table } = datasets.comparisons;
  comparisonColumns = table.columns.map(({ name }) => name);
  comparisons = Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(table.columns.map((column) => [column.name, getCell(column, row)])),
  );
  nameIndex = {
    sizes: [...new Set(ids.map((row) => String(row.params)))].sort((a, b) => toSize(a) - toSize(b)),
    recipes: [...new Set(ids.map((row) => String(row.data)))].sort(compareText),
    metrics: view.valueColumns.map(({ name }) => name),
    asked: view.valueColumns.map(({ name }) => name).filter((_, index) => index % 8 === 0),
    steps: [...new Set(ids.map((row) => Number(row.step)))],
    ftMetrics: comparisonColumns.filter((name) => name.startsWith("delta_")).map((name) => name.slice(6)),
  };
});

describe(`${QUERIES} random queries of seed ${SEED}`, () => {
  it("are answered as the oracle answers them, or refused by naming a parameter they contain", {
    timeout: 240_000,
  }, async () => {
    const random = new SeededRandom(SEED);
    const seen = { 200: 0, 400: 0, 414: 0, rows: 0, empty: 0 };
    for (let number = 0; number < QUERIES; number++) {
      const { url, meaning } = random.chance(0.75) ? buildValid(random) : buildHostile(random);
      const response = await app.inject(url);
      const label = `query ${number}: ${url.slice(0, 500)}`;
      const status = response.statusCode as 200 | 400 | 414;
      expect([200, 400, 414], label).toContain(status);
      seen[status]++;
      if (status === 414) {
        expect(url.length, label).toBeGreaterThan(32 * 1024);
        continue;
      }
      const body = response.json();
      if (status !== (meaning === null ? 400 : 200)) expect.fail(`${label} ${response.body.slice(0, 500)}`);
      if (meaning === null) checkRefusal(url, body, label);
      else checkAnswer(meaning, body, label);
      if (meaning !== null) seen.rows += body.data.length;
      if (meaning !== null && body.meta.total === 0) seen.empty++;
    }
    // The generator has not drifted into one corner.
    expect(seen[200]).toBeGreaterThan(QUERIES / 2);
    expect(seen[400]).toBeGreaterThan(QUERIES / 5);
    expect(seen[414]).toBeGreaterThan(0);
    expect(seen.rows).toBeGreaterThan(QUERIES);
    expect(seen.empty).toBeGreaterThan(10);
  });
});

function checkRefusal(
  url: string,
  body: { errors: { parameter: string; message: string }[] },
  label: string,
) {
  const given = new Set(Object.keys(parse(url.slice(url.indexOf("?") + 1), "&", "=", { maxKeys: 0 })));
  expect(body.errors.length, label).toBeGreaterThan(0);
  expect(body.errors.length, label).toBeLessThanOrEqual(20);
  for (const { parameter, message } of body.errors) {
    const isGiven = given.has(parameter) || BOUNDS.some((bound) => given.has(`${parameter}__${bound}`));
    expect(isGiven, `${label} names ${parameter}`).toBe(true);
    expect(message, label).toMatch(/^[a-z].*[^.]$/s);
  }
}

function checkAnswer(meaning: Meaning, { meta, data }: AnswerBody, label: string) {
  const selected = meaning.route === FT ? selectComparisons(meaning) : selectEvaluations(meaning);
  const { rows, columns } = selected;
  const ordered = meaning.sort === null ? rows : sortRows(rows, meaning.sort);
  const end = meaning.limit === null ? ordered.length : meaning.offset + meaning.limit;
  const expected = ordered
    .slice(meaning.offset, end)
    .map((row) => Object.fromEntries((meaning.columns ?? columns).map((name) => [name, row[name]])));
  expect(JSON.stringify(data), label).toBe(JSON.stringify(expected));
  const { total, rows: count, limit, offset } = meta;
  expect({ total, count, limit, offset }, label).toEqual({
    total: rows.length,
    count: expected.length,
    limit: meaning.limit,
    offset: meaning.offset,
  });
}

/** Metric in file order, then recipe, then size as a number, then step. */
function selectEvaluations(meaning: Meaning): { rows: Row[]; columns: string[] } {
  const metrics = nameIndex.metrics.filter((name) => meaning.metrics?.includes(name) ?? true);
  const recipes = nameIndex.recipes.filter((name) => meaning.recipes?.includes(name) ?? true);
  const sizes = nameIndex.sizes.filter((name) => meaning.sizes?.includes(name) ?? true);
  const long: Row[] = [];
  for (const metric of metrics) {
    for (const recipe of recipes) {
      for (const size of sizes) {
        const rows = groupRows(metric).get(`${recipe}|${size}`) ?? [];
        const wanted = meaning.isFinalOnly ? rows.slice(-1) : rows;
        long.push(...wanted.filter((row) => meaning.conditions.every((holds) => holds(row))));
      }
    }
  }
  if (!meaning.isWide) return { rows: long, columns: LONG_COLUMNS };
  const byCheckpoint = new Map<string, Record<string, unknown>>();
  for (const row of long) {
    const key = `${row.data}|${row.params}|${row.step}`;
    const ids = Object.fromEntries(ID_COLUMNS.map((name) => [name, row[name]]));
    const wide = byCheckpoint.get(key) ?? {
      ...ids,
      ...Object.fromEntries(metrics.map((name) => [name, null])),
    };
    wide[String(row.metric)] = row.value;
    byCheckpoint.set(key, wide);
  }
  const rows = [...byCheckpoint.values()].sort(
    (a, b) =>
      compareText(a.data, b.data) || toSize(a.params) - toSize(b.params) || Number(a.step) - Number(b.step),
  );
  return { rows, columns: [...ID_COLUMNS, ...metrics] };
}

function selectComparisons({ conditions, metrics }: Meaning): { rows: Row[]; columns: string[] } {
  const rows = comparisons.filter((row) => conditions.every((holds) => holds(row)));
  return { rows, columns: metrics === null ? comparisonColumns : comparisonColumnsOf(metrics) };
}

/** The base and group columns, and of the metrics `ft_…`, `pt_…`, `pt_…_list`, `delta_…`, `group_*_delta_…`. */
function comparisonColumnsOf(metrics: readonly string[]): string[] {
  const start = comparisonColumns.indexOf("ft_loss_list") + 1;
  const base = new Set([
    ...comparisonColumns.slice(0, start),
    ...comparisonColumns.filter((name) => name.startsWith("matched_group_") || name === "pt_ft_toks"),
  ]);
  const isOf = (name: string, metric: string) => {
    const score = metric.replace(/primary_metric$/, "primary_score");
    return [metric, score].some(
      (text) =>
        [`ft_${text}`, `pt_${text}`, `pt_${text}_list`, `delta_${text}`].includes(name) ||
        (name.startsWith("group_") && name.endsWith(`_delta_${text}`)),
    );
  };
  return comparisonColumns.filter((name) => base.has(name) || metrics.some((metric) => isOf(name, metric)));
}

/** Sorts by one key, equal keys in their order before, nulls last in both directions. */
function sortRows(
  rows: readonly Row[],
  { name, isDescending }: { name: string; isDescending: boolean },
): Row[] {
  const isSize = name === "params" || name === "ckpt_params";
  const isNumericText = name === "lr" || name === "seed";
  return rows.toSorted((a, b) => {
    const [x, y] = [a[name], b[name]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const ascending =
      name === "metric"
        ? nameIndex.metrics.indexOf(String(x)) - nameIndex.metrics.indexOf(String(y))
        : isSize
          ? toSize(x) - toSize(y)
          : typeof x === "number" || isNumericText
            ? Number(x) - Number(y)
            : compareText(x, y);
    return isDescending ? -ascending : ascending;
  });
}

function groupByRecipeAndSize(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.data}|${row.params}`;
    const group = groups.get(key) ?? [];
    if (group.push(row) === 1) groups.set(key, group);
  }
  return groups;
}

function compareText(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function toSize(text: unknown): number {
  return Number.parseFloat(String(text)) * (String(text).endsWith("B") ? 1e9 : 1e6);
}

/** A query that means something, or contradicts itself now and then. */
function buildValid(random: SeededRandom): Query {
  const route = random.pick([DATA, DATA, DATA, UNMELTED, SMALL, FT]);
  const pairs: [string, string][] = [];
  const meaning: Meaning = {
    route,
    metrics: null,
    recipes: null,
    sizes: null,
    conditions: [],
    isFinalOnly: false,
    isWide: route === UNMELTED,
    columns: null,
    sort: null,
    limit: null,
    offset: 0,
  };
  const isRefused =
    route === FT ? addComparisonFilters(random, meaning, pairs) : addFilters(random, meaning, pairs);
  const columns =
    route === FT
      ? FT_BASE_COLUMNS
      : meaning.isWide
        ? [...ID_COLUMNS, ...(meaning.metrics ?? nameIndex.metrics.slice(0, 3))]
        : LONG_COLUMNS;
  if (random.chance(0.3) || (route === FT && meaning.metrics === null && random.chance(0.9))) {
    meaning.columns = random.some(columns, 4);
    pairs.push(...spreadValues(random, "columns", meaning.columns));
  }
  if (random.chance(meaning.recipes === null && route !== FT ? 0.05 : 0.35)) {
    meaning.sort = {
      name: random.pick(columns.filter((name) => name !== "timestamp")),
      isDescending: random.chance(0.5),
    };
    pairs.push(["sort", `${meaning.sort.isDescending ? "-" : ""}${meaning.sort.name}`]);
  }
  const isSmall =
    route === SMALL ||
    (route === DATA && meaning.metrics !== null && meaning.recipes !== null && meaning.sizes !== null);
  if (!isSmall || random.chance(0.5)) {
    meaning.limit = random.below(route === FT && meaning.columns === null ? 2 : 6);
    pairs.push(["limit", String(meaning.limit)]);
  }
  if (random.chance(0.3)) {
    meaning.offset = random.pick([0, 1, 2, 3, 17, 150, 9_000_000]);
    pairs.push(["offset", String(meaning.offset)]);
  }
  const shuffled = pairs.toSorted(() => random.next() - 0.5);
  const place = (column: string) =>
    shuffled.findIndex(([name, value]) => name === "columns" && value.toLowerCase() === column.toLowerCase());
  meaning.columns?.sort((a, b) => place(a) - place(b));
  return { url: writeUrl(random, route, shuffled), meaning: isRefused ? null : meaning };
}

/** Adds filters of the evaluations; true if the query contradicts itself. */
function addFilters(random: SeededRandom, meaning: Meaning, pairs: [string, string][]): boolean {
  const { route, conditions } = meaning;
  let isRefused = false;
  if (route === SMALL) {
    meaning.metrics = ["pile-valppl"];
    meaning.recipes = ["Dolma1.7"];
    conditions.push((row) => row.step === 5000);
  } else {
    // Always some metric, as the oracle would have to look at all 1.8 million rows, and seldom a pattern.
    const isPattern = random.chance(0.03);
    const [pattern, regex] = random.pick([
      ["*-valppl", /-valppl$/],
      ["mmlu_average_acc*", /^mmlu_average_acc/],
      ["arc_*_margin_per_*", /^arc_.*_margin_per_/],
    ] as const);
    const metrics = random.some(nameIndex.asked, 3);
    meaning.metrics = isPattern ? nameIndex.metrics.filter((name) => regex.test(name)) : metrics;
    pairs.push(...spreadValues(random, "metric", isPattern ? [pattern] : metrics));
    if (random.chance(0.7)) {
      meaning.recipes = random.some(nameIndex.recipes, 3);
      pairs.push(...spreadValues(random, "data", meaning.recipes));
    }
    if (random.chance(0.2)) {
      const steps = random.some(nameIndex.steps, 2);
      conditions.push((row) => steps.includes(Number(row.step)));
      pairs.push(...spreadValues(random, "step", steps.map(String)));
    } else if (random.chance(0.3)) {
      const bounds = addBounds(random, "step", () => random.pick(nameIndex.steps), pairs);
      conditions.push((row) => bounds.every(({ holds }) => holds(Number(row.step))));
      isRefused ||= areContradictory(bounds);
    }
    if (random.chance(0.1)) {
      const bounds = addBounds(
        random,
        "value",
        () => random.pick([0, 0.25, 0.5, 3, 20, 1e3, -4, 1e-7]),
        pairs,
      );
      conditions.push((row) => bounds.every(({ holds }) => holds(Number(row.value))));
      isRefused ||= areContradictory(bounds);
    }
    if (random.chance(0.15)) {
      meaning.isFinalOnly = true;
      pairs.push(["checkpoint", random.pick(["final", "FINAL"])]);
    }
    if (route === DATA && random.chance(0.25)) {
      meaning.isWide = random.chance(0.8);
      pairs.push(["shape", meaning.isWide ? "wide" : "long"]);
    }
  }
  if (random.chance(0.5)) {
    meaning.sizes = random.some(nameIndex.sizes, 3);
    pairs.push(...spreadValues(random, "params", meaning.sizes));
  } else if (random.chance(0.2)) {
    const size = random.pick([...nameIndex.sizes, "151M", "0.5B"]);
    const bound = random.pick(BOUNDS);
    conditions.push((row) => holdsBound(bound, toSize(row.params), toSize(size)));
    pairs.push([`params__${bound}`, size]);
  }
  return isRefused;
}

function addComparisonFilters(random: SeededRandom, meaning: Meaning, pairs: [string, string][]): boolean {
  const { conditions } = meaning;
  for (const [parameter, column] of [
    ["params", "ckpt_params"],
    ["data", "ckpt_data"],
    ["comparison_model_size", "comparison_model_size"],
    ["seed", "seed"],
    ["ckpt_params", "ckpt_params"],
  ]) {
    if (!random.chance(0.25)) continue;
    const known = [...new Set(comparisons.map((row) => String(row[column])))];
    const values = random.some(known, 2);
    conditions.push((row) => values.includes(String(row[column])));
    pairs.push(...spreadValues(random, parameter, values));
  }
  if (random.chance(0.3)) {
    meaning.metrics = random.some(nameIndex.ftMetrics, 2);
    pairs.push(...spreadValues(random, "metric", meaning.metrics));
  }
  return false;
}

interface Bound {
  readonly bound: (typeof BOUNDS)[number];
  readonly value: number;
  readonly holds: (number: number) => boolean;
}

function addBounds(
  random: SeededRandom,
  name: string,
  choose: () => number,
  pairs: [string, string][],
): Bound[] {
  const bounds = random.some(BOUNDS, 2).map((bound): Bound => {
    const value = choose();
    return { bound, value, holds: (number) => holdsBound(bound, number, value) };
  });
  for (const { bound, value } of bounds) pairs.push([`${name}__${bound}`, String(value)]);
  return bounds;
}

function holdsBound(bound: (typeof BOUNDS)[number], number: number, limit: number): boolean {
  switch (bound) {
    case "gte":
      return number >= limit;
    case "gt":
      return number > limit;
    case "lte":
      return number <= limit;
    case "lt":
      return number < limit;
  }
}

/** Whether no number at all lies between the bounds; tried on the bounds themselves and halfway between them. */
function areContradictory(bounds: readonly Bound[]): boolean {
  const values = bounds.map(({ value }) => value);
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const tried = [...values, middle, -1e9, 1e9];
  return !tried.some((number) => bounds.every(({ holds }) => holds(number)));
}

/** One parameter for all values, or one for each. */
function spreadValues(
  random: SeededRandom,
  parameter: string,
  values: readonly string[],
): [string, string][] {
  const dressed = values.map((value) => (random.chance(0.1) ? value.toUpperCase() : value));
  return random.chance(0.5) ? [[parameter, dressed.join(",")]] : dressed.map((value) => [parameter, value]);
}

function writeUrl(
  random: SeededRandom,
  route: string,
  pairs: readonly (readonly [string, string])[],
): string {
  const style = random.below(3);
  const write = (text: string) =>
    style === 0
      ? encodeURIComponent(text)
      : style === 1
        ? new URLSearchParams({ n: text }).toString().slice(2)
        : text.replaceAll(" ", "+");
  return `${route}?${pairs.map(([name, value]) => `${name}=${write(value)}`).join("&")}`;
}

/** A query with at least one mistake, most of them meant badly. */
function buildHostile(random: SeededRandom): Query {
  const route = random.pick([DATA, UNMELTED, FT]);
  const harmless = random.some(["metric=*", "limit=1", "offset=2", "params=150M", "data=C4", "columns=*"], 3);
  const mistakes = Array.from({ length: 1 + random.below(2) }, () => buildMistake(random));
  const pairs = [
    ...harmless.filter((pair) => !mistakes.some((text) => text.startsWith(pair.slice(0, 4)))),
    ...mistakes,
  ];
  return { url: `${route}?${pairs.toSorted(() => random.next() - 0.5).join("&")}`, meaning: null };
}

function buildMistake(random: SeededRandom): string {
  const filter = random.pick(["metric", "data", "params", "columns", "sort", "limit", "offset"]);
  const number = random.pick(["limit", "offset"]);
  return random.pick([
    // Names that objects have by themselves.
    () => `${random.pick(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "length"])}=1`,
    () => `${filter}=${random.pick(["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"])}`,
    () => "__proto__[polluted]=1",
    () => `${filter}[]=1`,
    () => `${filter}[0][a][b]=${"[".repeat(random.below(50))}`,
    // Repeated, empty and misspelt.
    () => `${number}=1&${number}=1`,
    () => `${filter}=`,
    () => filter,
    () => `${filter}=%20`,
    () => `${filter}=,`,
    () => `=${filter}`,
    () => `${filter.slice(0, -1)}=1`,
    () => `${filter.toUpperCase()}=1`,
    () => `${filter}__gte=abc`,
    () => `${filter}%00=1`,
    // Numbers of all kinds that are none.
    () =>
      `${number}=${random.pick(["-1", "1.5", "1e3", "NaN", "Infinity", "0x10", "9007199254740993", "null", "true"])}`,
    () => `${number}=${"9".repeat(1 + random.below(400)).padStart(30, "9")}`,
    () => `sort=${random.pick(["--step", "+", "-", "step:desc", "step desc", "params,-", "(step)"])}`,
    () => `${filter}=${random.pick(["null", "undefined", "NaN", "[object Object]", "{}", "true"])}`,
    // Injection of all sorts.
    () =>
      `${filter}=${encodeURIComponent(random.pick(["' OR 1=1 --", "1; DROP TABLE evaluations", "#{7*7}", "{{7*7}}"]))}`,
    () =>
      `${filter}=${encodeURIComponent(random.pick(["../../etc/passwd", "<script>alert(1)</script>", "\r\nSet-Cookie: a=b"]))}`,
    () =>
      `${filter}=%${random.pick(["", "z", "zz", "0", "ff", "c0%80", "ed%a0%80", "00", "0d%0aX:y", "u0041"])}`,
    () => `${filter}=${encodeURIComponent(randomText(random))}`,
    () => `${encodeURIComponent(`x${randomText(random)}`)}=1`,
    // Long ones.
    () => `${filter}=${"a".repeat(random.below(20_000) + 1)}!`,
    () => `${filter}=${"x,".repeat(random.below(3_000))}x`,
    () => Array.from({ length: 1 + random.below(1_500) }, (_, index) => `p${index}=${index}`).join("&"),
    () => `metric=${"*a".repeat(random.below(200))}*no*such*`,
    () => `columns=${"*".repeat(random.below(300))}%23*`,
    () => (random.chance(0.1) ? `data=${"long".repeat(9_000)}` : "data=no*such*"),
  ])();
}

/** Characters that are rare in queries: controls, combining marks, right-to-left, emoji, whole planes. */
function randomText(random: SeededRandom): string {
  const ranges = [
    [0, 0x1f],
    [0x7f, 0xa0],
    [0x300, 0x36f],
    [0x590, 0x6ff],
    [0x2000, 0x206f],
    [0x4e00, 0x9fff],
    [0xfff0, 0xffff],
    [0x1f300, 0x1faff],
    [0x21, 0x2b],
  ];
  const length = 1 + random.below(30);
  const text = Array.from({ length }, () => {
    const [start, end] = random.pick(ranges);
    return String.fromCodePoint(start + random.below(end - start + 1));
  }).join("");
  // Neither a wildcard that matches nor blank.
  return `${text.replaceAll("*", "")}¤`;
}
