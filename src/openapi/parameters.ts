/**
 * The query parameters of every route, as zod schemas for the OpenAPI document only. src/query/ parses requests, because a
 * schema cannot suggest names; a test checks that both have the same parameters.
 */
import { z } from "zod";
import type { LongSchema } from "../catalog/schema.js";
import examples from "../datasets/shipped-examples.json" with { type: "json" };
import { FORMATS } from "../formats/registry.js";
import { FACET_COUNTS } from "../query/facets.js";
import type { FilterField } from "../query/filter-field.js";

const { comparisonFilters } = examples;

type Examples = Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;

const BOUNDS = {
  gte: "at least",
  gt: "more than",
  lte: "at most",
  lt: "less than",
} as const;

const SEVERAL =
  "Repeat the parameter for several values, or separate them with commas; a row has to match one.";

function names(description: string, examples: Examples) {
  const schema = z.array(z.string().min(1)).min(1).optional();
  return schema.meta({ param: { description: `${description} ${SEVERAL}`, examples } });
}

function numbers(description: string, example: number) {
  const schema = z.array(z.number()).min(1).optional();
  return schema.meta({
    param: { description: `${description} ${SEVERAL}`, examples: { one: { value: [example] } } },
  });
}

/** One of some words; the last is the example. */
function choice<T extends string>(words: readonly T[], description: string) {
  return z
    .enum(words)
    .optional()
    .meta({ param: { description, example: words[words.length - 1] } });
}

/** The four bounds of a parameter; `low` and `high` are examples of its lower and upper ones. */
function bounds<S extends z.ZodType, N extends string>(name: N, schema: S, low: unknown, high = low) {
  const entries = Object.entries(BOUNDS).map(([bound, words]) => {
    const param = { description: `${name} ${words} this.`, example: bound.startsWith("g") ? low : high };
    return [`${name}__${bound}`, schema.optional().meta({ param })];
  });
  return Object.fromEntries(entries) as Record<`${N}__${keyof typeof BOUNDS}`, z.ZodOptional<S>>;
}

/** The same parameters as shared components of the document, their names prefixed. */
function share<S extends z.ZodRawShape>(prefix: string, shape: S): S {
  const entries = Object.entries(shape).map(([name, schema]) => {
    const { param, ...rest } = (schema as z.ZodType).meta() ?? {};
    return [
      name,
      (schema as z.ZodType).meta({ ...rest, param: { ...(param as object), id: `${prefix}.${name}` } }),
    ];
  });
  return Object.fromEntries(entries);
}

const size = z.string().regex(/^\d+(?:\.\d+)?\s*[KMBTkmbt]?$/);
const timestamp = z.string().regex(/^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/);

const params = names("Model sizes. Case is ignored, `*` matches any characters.", examples.names.params);
const recipe = names(
  "Data recipes, by name or alias. Case is ignored, a space matches a plus, a value that is a name is never split at its commas, `*` matches any characters.",
  examples.names.data,
);
const metric = names("Metrics. Case is ignored, `*` matches any characters.", examples.names.metric);

const step = numbers("Training steps in the data.", 5000);
const tokens = numbers("Tokens seen, as in the data.", 1966080000);
const compute = numbers("FLOPs spent, as in the data.", 1.7918720999424e18);
const value = numbers("Values of the metric; any number is valid.", 0.25);
const checkpoint = choice(
  ["final", "common"],
  "`final`: the last step that has a value, for each size, recipe and metric. `common`: the last step that every requested recipe has, for each size and metric.",
);

export const evaluationsFilters = share("evaluations", {
  metric,
  params,
  ...bounds("params", size, "150M"),
  data: recipe,
  step,
  ...bounds("step", z.number(), 2500, 7500),
  tokens,
  ...bounds("tokens", z.number(), 1e9),
  compute,
  ...bounds("compute", z.number(), 1e18),
  value,
  ...bounds("value", z.number(), 0.5),
  checkpoint,
});

export const facetCounts = share("facets", {
  counts: choice(
    FACET_COUNTS,
    "`inclusive`, the default, counts every list under all filters. `exclusive` leaves out a list's own filter: sizes are counted without `params` and its bounds, recipes without `data`, metrics without `metric`. `meta.rows` has all filters either way.",
  ),
});

export const shape = share("evaluations", {
  shape: choice(
    ["long", "wide"],
    "`long` has a row for each checkpoint and metric, `wide` a row for each checkpoint and a column for each metric.",
  ),
});

function comparisonNumbers(name: string, example: number) {
  return { [name]: numbers(`Values of the column ${name}.`, example), ...bounds(name, z.number(), example) };
}

function comparisonSizes(name: string, column: string, example: string) {
  const filter = names(`Model sizes in the column ${column}.`, { one: { value: [example] } });
  return { [name]: filter, ...bounds(name, size, example) };
}

/** The filters of the shipped file. A file with other base columns has filters of those. */
export const comparisonsFilters: z.ZodRawShape = share("comparisons", {
  metric: names("Metrics; they choose columns. The name of a column of a metric selects that metric.", {
    one: { value: ["arc_challenge_acc_uncond"] },
    wildcard: { value: ["mmlu_average_acc_*"] },
  }),
  data: names("Data recipes in the column ckpt_data, by name or alias.", {
    plain: { value: ["C4"] },
    comma: { value: ["DCLM-Baseline (QC 7%, FW2)"] },
  }),
  ...comparisonSizes("params", "ckpt_params", "150M"),
  ...merge(comparisonFilters.sizes, (name, example) => comparisonSizes(name, name, example)),
  ...merge(comparisonFilters.names, (name, example) => ({
    [name]: names(`Values of the column ${name}.`, { one: { value: [example] } }),
  })),
  ...merge(comparisonFilters.numbers, comparisonNumbers),
  timestamp: z
    .array(timestamp)
    .min(1)
    .optional()
    .meta({
      param: { description: "Timestamps of the column timestamp.", example: ["2025-09-12 04:09:44"] },
    }),
  ...bounds("timestamp", timestamp, "2025-09-12"),
});

function merge<V>(columns: Readonly<Record<string, V>>, build: (name: string, example: V) => z.ZodRawShape) {
  return Object.assign({}, ...Object.entries(columns).map(([name, example]) => build(name, example)));
}

function listed(description: string, example: readonly string[]) {
  const schema = z.array(z.string().min(1)).min(1).optional();
  return schema.meta({ param: { description, examples: { usual: { value: example } } } });
}

const rows = z.int().min(0).optional();

/** The columns, sorting and paging of a kind of rows. */
export function selectOptions(kind: string, columns: readonly string[], sort: readonly string[]) {
  return share(kind, {
    columns: listed(
      "The columns of the result, in this order: names, lists, wildcards. By default all of them.",
      columns,
    ),
    sort: listed("Columns to sort by, with `-` for descending. Ties keep the default order.", sort),
    offset: rows.meta({ param: { description: "Rows to skip at the start.", example: 20 } }),
    limit: rows.meta({
      param: { description: "Maximum number of rows; by default unlimited.", example: 10 },
    }),
  });
}

export const outputOptions = share("output", {
  format: choice(
    FORMATS.map(({ name }) => name),
    "The format of the response. By default the extension of the path decides, then the `Accept` header.",
  ),
  download: choice(["0", "1"], "1 makes a browser save the response, under a file name that describes it."),
});

/** The extension of a path, which names a format. */
export const extension = z
  .enum(FORMATS.map((format) => format.extension))
  .meta({ param: { description: "The format of the response.", example: "csv" } });

export const datasetPath = z.object({
  dataset: z.string().meta({ param: { description: "The name of a dataset.", example: "evaluations" } }),
});

/** The parameters of a filter of a dataset of the catalog. */
export function filterParameters(field: FilterField): z.ZodRawShape {
  const { parameter, kind } = field;
  if (kind === "names" || kind === "sizes") {
    const [example] = field.nameIndex.names;
    const filter = names(`Values of the column ${field.column}.`, { one: { value: [example] } });
    return kind === "names"
      ? { [parameter]: filter }
      : { [parameter]: filter, ...bounds(parameter, size, example) };
  }
  if (kind === "timestamps") {
    const filter = z.array(timestamp).min(1).optional();
    return { [parameter]: filter, ...bounds(parameter, timestamp, "2025-01-01") };
  }
  const example = field.distinct?.[0] ?? 0;
  return {
    [parameter]: numbers(`Values of the column ${field.column}.`, example),
    ...bounds(parameter, z.number(), example),
  };
}

/** The parameters of a long dataset besides its filters, and the option of its result. */
export function longParameters({ value: valueName, measures }: LongSchema) {
  const filters: z.ZodRawShape = {
    metric: names("Metrics. Case is ignored, `*` matches any characters.", {
      one: { value: measures.slice(0, 1) },
    }),
    [valueName]: value,
    ...bounds(valueName, z.number(), 0.5),
    checkpoint,
  };
  return { filters, options: shape };
}

export const conditionalHeader = z.object({
  "If-None-Match": z
    .string()
    .optional()
    .meta({
      param: {
        id: "IfNoneMatch",
        description: "ETags of cached responses. If one of them is current, the response is a 304.",
      },
    }),
});
