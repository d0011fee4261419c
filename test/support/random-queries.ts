/** Random query strings whose meaning is known, since each is put together of ingredients that have one. */
import { ID_COLUMNS, LONG_COLUMNS, type Meaning, type QueryOracle, toSize } from "./query-oracle.js";
import type { SeededRandom } from "./seeded-random.js";
import { DATA, FT, SMALL, UNMELTED } from "./served-app.js";

export const BOUNDS = ["gte", "gt", "lte", "lt"] as const;
const COMPARISON_COLUMNS = ["run_id", "ckpt_params", "ckpt_data", "ft_tok", "lr", "seed", "timestamp"];

export interface DrawnQuery {
  readonly url: string;
  /** Null for a query that has to be refused. */
  readonly meaning: Meaning | null;
}

/** A query that means something, or contradicts itself now and then. */
export function drawQuery(random: SeededRandom, oracle: QueryOracle): DrawnQuery {
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
    route === FT
      ? addComparisonFilters(random, oracle, meaning, pairs)
      : addFilters(random, oracle, meaning, pairs);
  const columns =
    route === FT
      ? COMPARISON_COLUMNS
      : meaning.isWide
        ? [...ID_COLUMNS, ...(meaning.metrics ?? oracle.names.metrics.slice(0, 3))]
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
function addFilters(
  random: SeededRandom,
  { names }: QueryOracle,
  meaning: Meaning,
  pairs: [string, string][],
): boolean {
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
    const metrics = random.some(names.metrics, 3);
    meaning.metrics = isPattern ? names.metrics.filter((name) => regex.test(name)) : metrics;
    pairs.push(...spreadValues(random, "metric", isPattern ? [pattern] : metrics));
    if (random.chance(0.7)) {
      meaning.recipes = random.some(names.recipes, 3);
      pairs.push(...spreadValues(random, "data", meaning.recipes));
    }
    if (random.chance(0.2)) {
      const steps = random.some(names.steps, 2);
      conditions.push((row) => steps.includes(Number(row.step)));
      pairs.push(...spreadValues(random, "step", steps.map(String)));
    } else if (random.chance(0.3)) {
      const bounds = addBounds(random, "step", () => random.pick(names.steps), pairs);
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
    meaning.sizes = random.some(names.sizes, 3);
    pairs.push(...spreadValues(random, "params", meaning.sizes));
  } else if (random.chance(0.2)) {
    const size = random.pick([...names.sizes, "151M", "0.5B"]);
    const bound = random.pick(BOUNDS);
    conditions.push((row) => holdsBound(bound, toSize(row.params), toSize(size)));
    pairs.push([`params__${bound}`, size]);
  }
  return isRefused;
}
function addComparisonFilters(
  random: SeededRandom,
  { names, comparisons }: QueryOracle,
  meaning: Meaning,
  pairs: [string, string][],
): boolean {
  const { conditions } = meaning;
  for (const [parameter, column] of [
    ["params", "ckpt_params"],
    ["data", "ckpt_data"],
    ["comparison_model_size", "comparison_model_size"],
    ["seed", "seed"],
    ["ckpt_params", "ckpt_params"],
  ]) {
    if (!random.chance(0.25)) continue;
    const cells = comparisons.map((row) => row[column]).filter((cell) => cell !== null);
    const known = [...new Set(cells.map(String))];
    const values = random.some(known, 2);
    conditions.push((row) => values.includes(String(row[column])));
    pairs.push(...spreadValues(random, parameter, values));
  }
  if (random.chance(0.3)) {
    meaning.metrics = random.some(names.comparedMetrics, 2);
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
