/** The bodies of successful responses, as zod schemas for the OpenAPI document only: no response is validated with them. */
import { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import { COLUMN_ROLES, COLUMN_TYPES } from "../catalog/schema.js";
import { COMPARISON_STATISTICS } from "../datasets/comparisons.js";
import { METRIC_KINDS } from "../datasets/metrics.js";
import { notModifiedHeaders } from "./headers.js";

const count = z.int().min(0);
const numberOrNull = z.number().nullable();
const text = z.string();
const provenance = text.meta({
  description: "The origin of the data file, from the manifest beside it.",
  examples: ["synthetic stand-in"],
});
const version = text
  .regex(/^[0-9a-f]{16}$/)
  .meta({ description: "The first 16 digits of the data file's SHA-256.", examples: ["f49cec17f801f1ce"] });

const filters = z
  .record(z.string(), z.union([z.array(z.union([text, z.number()])), z.looseObject({})]))
  .meta({
    id: "Filters",
    description:
      "The filters of the query in normal form, by parameter: a list of values, or an object of bounds, with `in` for values beside them.",
    examples: [{ metric: ["pile-valppl"], step: { gte: 1000 } }],
  });

export const meta = z
  .strictObject({
    dataset: text.meta({ examples: ["evaluations", "comparisons"] }),
    version,
    rows: count.meta({ description: "Rows of this response." }),
    total: count.meta({ description: "Rows before `offset` and `limit`." }),
    offset: count,
    limit: count.nullable(),
    filters,
    provenance,
  })
  .meta({ id: "Meta", description: "The dataset, the counts and the filters of a response." });

const longColumns = {
  params: text.meta({ description: "Model size.", examples: ["150M"] }),
  data: text.meta({ description: "Data recipe.", examples: ["DCLM-Baseline (QC 7%, FW2)"] }),
  step: z.number().meta({ description: "Training step." }),
  tokens: z.number().meta({ description: "Tokens seen by then." }),
  compute: z.number().meta({ description: "FLOPs spent by then." }),
};
const longCells = { ...longColumns, metric: text, value: z.number() };

const longRow = z.strictObject(longCells).partial().meta({
  id: "LongRow",
  description:
    "One metric of one checkpoint. Every row has the columns that `columns` lists, by default all of them.",
});
const wideRow = z.object(longColumns).partial().catchall(numberOrNull).meta({
  id: "WideRow",
  description: "One checkpoint, with a column for each metric.",
});

const list = z.array(numberOrNull).nullable();
const textOrNull = text.nullable();
const mixed = z.union([text, z.number(), z.boolean()]).nullable();
const baseCells = {
  run_id: text,
  timestamp: textOrNull.meta({ description: "`YYYY-MM-DD HH:MM:SS`, without a time zone." }),
  comparison_model_size: textOrNull,
  comparison_metric: textOrNull,
  comparison_model_recipe: textOrNull,
  ckpt_data: textOrNull,
  ckpt_params: textOrNull,
  ckpt_steps: mixed,
  seed: textOrNull,
  lr: textOrNull,
  ft_steps_list: list,
  ft_lrs_list: list,
  ft_toks_list: list,
  ft_loss_list: list,
  matched_group_name: textOrNull,
};
const anyCell = z.union([z.number(), text, z.boolean(), z.array(numberOrNull)]).nullable();
const comparisonRow = z.object(baseCells).partial().catchall(anyCell).meta({
  id: "ComparisonRow",
  description:
    "One fine-tuning run: base columns, and `ft_…`, `pt_…`, `delta_…` and `group_…_delta_…` of its metrics.",
});

/** The schema of the same cells with `format=columns`. */
function listColumns(id: string, cells: z.ZodRawShape, rest: z.ZodType | null) {
  const lists = Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [name, z.array(cell as z.ZodType)]),
  );
  const object =
    rest === null ? z.strictObject(lists).partial() : z.object(lists).partial().catchall(z.array(rest));
  return object.meta({ id, description: "One list for each column, all of the same length." });
}

const longColumnLists = listColumns("LongColumns", longCells, null);
const wideColumnLists = listColumns("WideColumns", longColumns, numberOrNull);
const comparisonColumnLists = listColumns("ComparisonColumns", baseCells, anyCell);

function buildResponse<S extends z.ZodType>(id: string, data: S) {
  return z.strictObject({ meta, data }).meta({ id });
}

const longRecords = buildResponse("LongRecords", z.array(longRow));
const longLists = buildResponse("LongLists", longColumnLists);
const wideRecords = buildResponse("WideRecords", z.array(wideRow));
const wideLists = buildResponse("WideLists", wideColumnLists);

/** The `application/json` bodies of row routes, by the shape of the rows: records, or lists with `format=columns`. */
export const rowResponses = {
  long: z.union([longRecords, longLists]),
  wide: z.union([wideRecords, wideLists]),
  either: z.union([longRecords, wideRecords, longLists, wideLists]),
  comparisons: z.union([
    buildResponse("ComparisonRecords", z.array(comparisonRow)),
    buildResponse("ComparisonLists", comparisonColumnLists),
  ]),
} as const;

const facet = {
  value: text,
  rows: count.meta({
    description:
      "Rows with this value under all filters; with `counts=exclusive` under the filters of the other parameters.",
  }),
};

/** Of a dataset of the catalog: records of its columns, or lists with `format=columns`. */
export const catalogRows = z.union([
  buildResponse("CatalogRecords", z.array(z.record(z.string(), anyCell))),
  buildResponse("CatalogLists", z.record(z.string(), z.array(anyCell))),
]);

export const catalogFacets = z
  .strictObject({
    meta: meta.omit({ total: true, offset: true, limit: true }),
    data: z.record(z.string(), z.array(z.looseObject(facet))),
  })
  .meta({ id: "CatalogFacets", description: "By parameter, every name with its number of rows." });

export const facetsResponse = z
  .strictObject({
    meta: meta.omit({ total: true, offset: true, limit: true }).meta({ id: "FacetsMeta" }),
    data: z.strictObject({
      params: z.array(z.strictObject({ ...facet, parameters: numberOrNull })),
      data: z.array(z.strictObject({ ...facet, family: textOrNull, aliases: z.array(text) })),
      metric: z.array(
        z.strictObject({
          ...facet,
          kind: z.enum(METRIC_KINDS),
          task: textOrNull,
          measure: text,
          unit: text,
          higherIsBetter: z.boolean().nullable(),
          chance: numberOrNull.meta({ description: "The share that guessing gets right." }),
        }),
      ),
    }),
  })
  .meta({
    id: "Facets",
    description: "Every size, recipe and metric, in their default order, including those without rows.",
  });

const dataset = z
  .strictObject({
    name: text,
    path: text,
    title: text,
    description: textOrNull,
    provenance,
    isSynthetic: z.boolean().meta({ description: "Whether the values are made up." }),
    source: text,
    licence: textOrNull.meta({
      description: "The licence of DataDecide, also for synthetic data; null if a catalog has none.",
    }),
    citation: textOrNull,
    engine: text.meta({ description: "What holds the rows.", examples: ["memory", "duckdb"] }),
    version,
    file: z.strictObject({ name: text, sha256: text.regex(/^[0-9a-f]{64}$/).nullable(), bytes: count }),
    rows: count,
    columns: z.array(
      z.strictObject({
        name: text,
        type: z.enum(COLUMN_TYPES),
        nulls: count.meta({ description: "Cells that are served as null." }),
        role: z.enum(COLUMN_ROLES).meta({
          description:
            "`key` columns name a row, `measure` columns hold measured values, `attribute` columns describe the row.",
        }),
        metric: textOrNull.meta({
          description: "The metric of a measure of the comparisons, otherwise null.",
          examples: ["arc_easy_primary_metric"],
        }),
        statistic: z
          .enum(COMPARISON_STATISTICS)
          .nullable()
          .meta({ description: "What such a column holds of its metric, otherwise null." }),
        unit: textOrNull,
        description: textOrNull,
      }),
    ),
    loadedAt: z.iso.datetime(),
  })
  .meta({ id: "Dataset" });

export const datasetsResponse = z.strictObject({ data: z.array(dataset) }).meta({ id: "Datasets" });
export const datasetResponse = z.strictObject({ data: dataset }).meta({ id: "DatasetByName" });

const loaded = z.strictObject({ rows: count, provenance });

export const healthResponse = z
  .strictObject({
    status: z.literal("ok"),
    message: text,
    datasets: z.object({ evaluations: loaded, comparisons: loaded }).catchall(loaded),
  })
  .meta({ id: "Health" });

/** A byte range of a response; the media type is that of the whole. */
export const PARTIAL_CONTENT: ZodOpenApiResponseObject = {
  id: "PartialContent",
  description: "The requested byte range of a response that is sent whole.",
};

export const NOT_MODIFIED: ZodOpenApiResponseObject = {
  id: "NotModified",
  description: "The client's copy is current.",
  headers: notModifiedHeaders,
};
