/** The OpenAPI document as the page shows it: operations with their references followed, their parameters in groups. */

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export interface Example {
  readonly summary?: string;
  readonly value: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example>>;
}

export interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, { schema?: Schema; examples?: Record<string, Example> }>>;
}

type Reference = { readonly $ref: string };

interface RawOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly responses: Readonly<Record<string, Response | Reference>>;
}

export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, { readonly get?: RawOperation }>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Operation {
  readonly id: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** Of the path and the query. */
  readonly parameters: readonly Parameter[];
  readonly headers: readonly Parameter[];
  readonly responses: readonly (readonly [status: string, Response])[];
  /** Of the formats that the path may end with. */
  readonly extensions: readonly string[];
}

/** A parameter with those that bound it. */
export interface Field {
  readonly name: string;
  readonly exact: Parameter | null;
  readonly bounds: readonly Parameter[];
}

export interface ParameterGroups {
  /** The filters that are always shown. */
  readonly filters: readonly Field[];
  /** Further filters, of a dataset with many columns. */
  readonly moreFilters: readonly Field[];
  /** Shape, order, pages and format of the result. */
  readonly result: readonly Field[];
}

const EXTENSION = ".{extension}";
const BOUND = /^(.+)__(?:gte|gt|lte|lt)$/;
const RESULT_PARAMETERS = ["columns", "sort", "limit", "offset", "shape", "counts", "format", "download"];
const MAX_FILTERS = 10;
/** Of a dataset with more than `MAX_FILTERS`. */
const SHOWN_FILTERS = 3;

/** The operations of each tag; a path with an extension is part of the operation without. */
export function listOperations(document: OpenApiDocument): Map<string, Operation[]> {
  const operations = new Map(document.tags.map(({ name }) => [name, [] as Operation[]]));
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (get === undefined || path.endsWith(EXTENSION)) continue;
    const [tag = ""] = get.tags;
    operations.set(tag, [...(operations.get(tag) ?? []), buildOperation(document, path, get)]);
  }
  return operations;
}

function buildOperation(document: OpenApiDocument, path: string, raw: RawOperation): Operation {
  const parameters = listParameters(document, raw);
  const inExtended = document.paths[path + EXTENSION]?.get;
  const extension = inExtended && listParameters(document, inExtended).find((each) => each.in === "path");
  return {
    id: raw.operationId,
    path,
    summary: raw.summary,
    description: raw.description,
    parameters: ["path", "query"].flatMap((place) => parameters.filter((each) => each.in === place)),
    headers: parameters.filter((each) => each.in === "header"),
    responses: Object.entries(raw.responses).map(([status, response]) => [
      status,
      follow<Response>(document, response),
    ]),
    extensions: (extension?.schema.enum ?? []).map(String),
  };
}

function listParameters(document: OpenApiDocument, { parameters = [] }: RawOperation): Parameter[] {
  return parameters.map((parameter) => follow<Parameter>(document, parameter));
}

/** What a reference leads to, or the value itself. Throws where the document does not have it. */
export function follow<T>({ components }: OpenApiDocument, value: T | Reference): T {
  if (typeof value !== "object" || value === null || !("$ref" in value) || !value.$ref) return value as T;
  const [, , kind, name] = value.$ref.split("/");
  const target = components[kind]?.[name];
  if (target === undefined) throw new Error(`the OpenAPI document has no ${value.$ref}`);
  return target as T;
}

/** The parameters of an operation: bounds with what they bound, and a long list of filters cut. */
export function groupParameters(parameters: readonly Parameter[]): ParameterGroups {
  const names = [...new Set(parameters.map(({ name }) => BOUND.exec(name)?.[1] ?? name))];
  const fields = names.map((name) => ({
    name,
    exact: parameters.find((each) => each.name === name) ?? null,
    bounds: parameters.filter((each) => BOUND.exec(each.name)?.[1] === name),
  }));
  const filters = fields.filter(({ name }) => !RESULT_PARAMETERS.includes(name));
  const shownCount = filters.length > MAX_FILTERS ? SHOWN_FILTERS : filters.length;
  return {
    filters: putBoundedLast(filters.slice(0, shownCount)),
    moreFilters: putBoundedLast(filters.slice(shownCount)),
    result: fields.filter(({ name }) => RESULT_PARAMETERS.includes(name)),
  };
}

/** Those without bounds stand beside each other, each of the others is a line. */
function putBoundedLast(fields: readonly Field[]): Field[] {
  return fields.toSorted((a, b) => Math.min(a.bounds.length, 1) - Math.min(b.bounds.length, 1));
}

/** The first example of a parameter as text, lists joined by commas. */
export function formatExample({ example, examples = {} }: Parameter): string {
  const value = example ?? Object.values(examples)[0]?.value;
  return value === undefined ? "" : String(value);
}
