/** The OpenAPI document as the tests read it, and a check of what comes over HTTP against it. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { buildOpenApi } from "../../src/openapi/document.js";
import { ROOT } from "./served-app.js";

const { version } = createRequire(import.meta.url)("../../package.json");

/** The document of this state of the code, as a client gets it. */
export const DOCUMENT: OpenApiDocument = JSON.parse(JSON.stringify(buildOpenApi(version)));
export const DOCUMENT_FILE = join(ROOT, "docs/openapi.json");

export interface Example {
  readonly summary?: string;
  readonly value: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example>>;
}

export interface MediaType {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example>>;
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, Response>>;
}

export interface OpenApiDocument {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What came back from one request. */
export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The operation of a path with its references followed, schemas left as they are. */
export function getOperation(path: string): Operation {
  const { operationId, parameters = [], responses } = DOCUMENT.paths[path].get;
  return {
    operationId,
    parameters: parameters.map((parameter) => follow<Parameter>(parameter)),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, follow<Response>(response)]),
    ),
  };
}

/** The parameters of the query string of a path. */
export function getQueryParameters(path: string): Parameter[] {
  return getOperation(path).parameters.filter((parameter) => parameter.in === "query");
}

/** Describes what the document lacks of an exchange, in a sentence; null if it is complete. */
export function findUndocumented(path: string, { status, headers, body }: Exchange): string | null {
  const response = getOperation(path).responses[status];
  if (response === undefined) return `status ${status} is not documented`;
  for (const [name, { required }] of Object.entries(response.headers ?? {})) {
    if (required && headers[name.toLowerCase()] === undefined) return `the header ${name} is missing`;
  }
  if (response.content === undefined) return body === "" ? null : "there should be no body";
  const mediaType = String(headers["content-type"]).split(";")[0];
  const content = response.content[mediaType];
  if (content === undefined) return `${mediaType} is not documented for status ${status}`;
  if (!/[/+]json$/.test(mediaType)) return null;
  const validate = compile(content.schema);
  return validate(JSON.parse(body)) ? null : JSON.stringify(validate.errors?.slice(0, 3));
}

const ajv = new Ajv2020({ strict: false, allErrors: false });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi.json", ...DOCUMENT });
const compiled = new Map<string, ValidateFunction>();

/** A validator of a schema of the document, whose references are of the document. */
export function compile(schema: object): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/');
  const known = compiled.get(text) ?? ajv.compile(JSON.parse(text));
  compiled.set(text, known);
  return known;
}

function follow<T>(value: unknown): T {
  const { $ref } = value as { $ref?: string };
  if ($ref === undefined) return value as T;
  const [, , group, name] = $ref.split("/");
  return DOCUMENT.components[group][name] as T;
}
