/**
 * A typed client of the HTTP interface, for browsers and Node, without dependencies. Its types are those of the OpenAPI
 * document.
 */
import type { components, operations } from "./api-types.js";
import { type ClientOptions, getJson } from "./requests.js";

export { buildUrl, type ClientOptions, ProblemError } from "./requests.js";

type Schemas = components["schemas"];
export type Meta = Schemas["Meta"];
export type LongRow = Schemas["LongRow"];
export type WideRow = Schemas["WideRow"];
export type ComparisonRow = Schemas["ComparisonRow"];
export type Facets = Schemas["Facets"];
export type Dataset = Schemas["Dataset"];
export type Health = Schemas["Health"];

/** Rows with what the server says of them. */
export interface Records<Row> {
  readonly meta: Meta;
  readonly data: Row[];
}

/** Where several values may stand, one may stand by itself. */
type Query<Name extends keyof operations> = {
  readonly [K in keyof QueryOf<Name>]: QueryOf<Name>[K] extends (infer T)[] | undefined
    ? T | readonly T[] | undefined
    : QueryOf<Name>[K];
};
type QueryOf<Name extends keyof operations> = NonNullable<operations[Name]["parameters"]["query"]>;

/** What the functions decide themselves. */
type Decided = "format" | "download" | "shape";
export type EvaluationsQuery = Omit<Query<"getEvaluations">, Decided>;
export type ComparisonsQuery = Omit<Query<"getComparisons">, Decided>;
export type FacetsQuery = Query<"getFacets">;

/** A query that leaves all columns in. */
type WithoutColumns<Q> = Omit<Q, "columns"> & { readonly columns?: never };

const DATA_PATH = "/api/visualize/data";

/** Evaluations, one row per checkpoint and metric; every row has all columns unless `columns` chooses. */
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

/** Fine-tuning runs beside the checkpoints that they began from. */
export function getComparisons(
  query: ComparisonsQuery = {},
  options?: ClientOptions,
): Promise<Records<ComparisonRow>> {
  return getJson(`${DATA_PATH}/ft`, { ...query, format: "json" }, options);
}

/** Every size, recipe and metric, with its rows under the filters. */
export function getFacets(query: FacetsQuery = {}, options?: ClientOptions): Promise<Facets> {
  return getJson("/api/visualize/facets", query, options);
}

/** What the two datasets are. */
export async function getDatasets(options?: ClientOptions): Promise<readonly Dataset[]> {
  const { data } = await getJson<Schemas["Datasets"]>("/api/visualize/datasets", {}, options);
  return data;
}

/** What is loaded. Throws ProblemError with status 503 until all data is. */
export function getHealth(options?: ClientOptions): Promise<Health> {
  return getJson("/api/health", {}, options);
}
