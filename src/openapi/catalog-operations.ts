/** The OpenAPI operations of datasets by name: one for all, and one for each dataset of the catalog with its parameters. */
import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import type { DatasetSchema } from "../catalog/schema.js";
import { FORMATS } from "../formats/registry.js";
import type { DatasetQuery } from "../query/dataset-query.js";
import { dataHeaders, documentHeaders } from "./headers.js";
import {
  conditionalHeader,
  datasetPath,
  facetCounts,
  filterParameters,
  longParameters,
  outputOptions,
  selectOptions,
} from "./parameters.js";
import { ENGINE_PROBLEMS, listProblems, QUERY_PROBLEMS, ROW_PROBLEMS } from "./problems.js";
import { catalogFacets, catalogRows, NOT_MODIFIED, PARTIAL_CONTENT } from "./responses.js";

export interface DocumentedDataset {
  readonly schema: DatasetSchema;
  readonly query: DatasetQuery;
  readonly title: string;
}

/** The paths of datasets by name, and those of the datasets of a catalog. */
export function buildCatalogPaths(datasets: readonly DocumentedDataset[]): ZodOpenApiPathsObject {
  return Object.fromEntries([...BY_NAME, ...datasets.flatMap(buildDatasetPaths)]);
}

const BY_NAME: [path: string, item: { get: ZodOpenApiOperationObject }][] = [
  [
    "/api/visualize/data/{dataset}",
    {
      get: buildOperation(
        "getRows",
        "Rows of any dataset",
        "The rows of a dataset by its name; `evaluations` is `/api/visualize/data`, `comparisons` is `/api/visualize/data/ft`. The columns of the dataset are filters: names by value, numbers and timestamps by value and bounds.",
        catalogRows,
        { ...selectOptions("dataset", ["*"], ["params"]), ...outputOptions },
        true,
        true,
      ),
    },
  ],
  [
    "/api/visualize/facets/{dataset}",
    {
      get: buildOperation(
        "getFacetsOfDataset",
        "The names of any dataset, with their rows",
        "What the filters of a dataset can be set to, and how many rows each value has under those that are set.",
        catalogFacets,
        facetCounts,
        false,
        true,
      ),
    },
  ],
];

function buildDatasetPaths({ schema, query, title }: DocumentedDataset) {
  const { name, columns } = schema;
  const long = schema.long === null ? null : longParameters(schema.long);
  const filters: z.ZodRawShape = Object.assign({}, ...query.fields.map(filterParameters), long?.filters);
  const [first] = columns;
  const options = selectOptions(name, [first.name], [first.name]);
  const id = name.replaceAll("-", "_");
  return [
    [
      `/api/visualize/data/${name}`,
      {
        get: buildOperation(
          `getRowsOf_${id}`,
          title,
          `The rows of the dataset ${name}.`,
          catalogRows,
          { ...filters, ...long?.options, ...options, ...outputOptions },
          true,
          false,
        ),
      },
    ],
    [
      `/api/visualize/facets/${name}`,
      {
        get: buildOperation(
          `getFacetsOf_${id}`,
          `${title}: the names of its filters`,
          `The names of the dataset ${name}, with their rows under the given filters.`,
          catalogFacets,
          { ...filters, ...facetCounts },
          false,
          false,
        ),
      },
    ],
  ] as const;
}

function buildOperation(
  operationId: string,
  summary: string,
  description: string,
  schema: z.ZodType,
  query: z.ZodRawShape,
  isRows: boolean,
  isByName: boolean,
): ZodOpenApiOperationObject {
  const mediaTypes = isRows ? [...new Set(FORMATS.map(({ mediaType }) => mediaType))] : ["application/json"];
  const content = mediaTypes.map((mediaType) => [
    mediaType,
    { schema: mediaType === "application/json" ? schema : z.string() },
  ]);
  const problems = [
    ...(isRows ? ROW_PROBLEMS : QUERY_PROBLEMS),
    ...ENGINE_PROBLEMS,
    "range-not-satisfiable",
  ] as const;
  return {
    operationId,
    summary,
    description,
    tags: [isRows ? "data" : "metadata"],
    requestParams: {
      ...(isByName && { path: datasetPath }),
      query: z.object(query),
      header: conditionalHeader,
    },
    responses: {
      "200": {
        description: summary,
        headers: isRows ? dataHeaders : documentHeaders,
        content: Object.fromEntries(content),
      },
      "206": PARTIAL_CONTENT,
      "304": NOT_MODIFIED,
      ...listProblems(isByName ? [...problems, "not-found"] : problems),
    },
  };
}
