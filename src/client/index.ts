/** A typed client of the HTTP API for browsers and Node, without dependencies. Its types come from the OpenAPI document. */
import type { components, operations } from "./api-types.js";
import { type ClientOptions, getJson } from "./requests.js";

export { buildUrl, type ClientOptions, getJson, ProblemError } from "./requests.js";

type Schemas = components["schemas"];
export type Meta = Schemas["Meta"];
export type LongRow = Schemas["LongRow"];
export type WideRow = Schemas["WideRow"];
export type ComparisonRow = Schemas["ComparisonRow"];
/** Evaluations and comparisons as `format=columns` has them: one list per column. */
export type LongLists = Schemas["LongLists"];
export type ComparisonLists = Schemas["ComparisonLists"];
export type Facets = Schemas["Facets"];
export type Dataset = Schemas["Dataset"];
export type Datasets = Schemas["Datasets"];
export type Health = Schemas["Health"];

/** Rows, with the metadata of the response. */
export interface Records<Row> {
  readonly meta: Meta;
  readonly data: Row[];
}

/** A parameter that takes a list also takes a single value. */
type Query<Name extends keyof operations> = {
  readonly [K in keyof QueryOf<Name>]: QueryOf<Name>[K] extends (infer T)[] | undefined
    ? T | readonly T[] | undefined
    : QueryOf<Name>[K];
};
type QueryOf<Name extends keyof operations> = NonNullable<operations[Name]["parameters"]["query"]>;

/** Parameters that each function sets itself. */
type FixedParameter = "format" | "download" | "shape";
export type EvaluationsQuery = Omit<Query<"getEvaluations">, FixedParameter>;
export type ComparisonsQuery = Omit<Query<"getComparisons">, FixedParameter>;
export type FacetsQuery = Query<"getFacets">;

type WithoutColumns<Q> = Omit<Q, "columns"> & { readonly columns?: never };

const DATA_PATH = "/api/visualize/data";

/** Evaluations, one row per checkpoint and metric. Every row has all columns unless `columns` selects some. */
export function getEvaluations(
  query?: WithoutColumns<EvaluationsQuery>,
  options?: ClientOptions,
): Promise<Records<Required<LongRow>>>;
export function getEvaluations(query: EvaluationsQuery, options?: ClientOptions): Promise<Records<LongRow>>;
export function getEvaluations(query: EvaluationsQuery = {}, options?: ClientOptions) {
  return getJson(DATA_PATH, { ...query, format: "json" }, options);
}

/** Evaluations, one row per checkpoint with a column per metric. */
export function getWideEvaluations(
  query: EvaluationsQuery = {},
  options?: ClientOptions,
): Promise<Records<WideRow>> {
  return getJson(DATA_PATH, { ...query, shape: "wide", format: "json" }, options);
}

/** Fine-tuning runs, each matched with the pretraining checkpoint that it started from. */
export function getComparisons(
  query: ComparisonsQuery = {},
  options?: ClientOptions,
): Promise<Records<ComparisonRow>> {
  return getJson(`${DATA_PATH}/ft`, { ...query, format: "json" }, options);
}

/** Every size, recipe and metric, with its row count under the filters. */
export function getFacets(query: FacetsQuery = {}, options?: ClientOptions): Promise<Facets> {
  return getJson("/api/visualize/facets", query, options);
}

/** The datasets: source, licence, file, columns. */
export async function getDatasets(options?: ClientOptions): Promise<readonly Dataset[]> {
  const { data } = await getJson<Datasets>("/api/visualize/datasets", {}, options);
  return data;
}

/** The row counts of the loaded datasets. Throws ProblemError with status 503 until all are loaded. */
export function getHealth(options?: ClientOptions): Promise<Health> {
  return getJson("/api/health", {}, options);
}
