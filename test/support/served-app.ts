/** The application as the tests need it: over given data or none, with its log lines kept. */
import { join } from "node:path";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { pino } from "pino";
import { expect } from "vitest";
import { buildApp } from "../../src/app.js";
import type { Datasets } from "../../src/datasets/read.js";
import { DatasetStore } from "../../src/engines/dataset-store.js";
import { PROBLEMS, type ProblemCode } from "../../src/errors.js";
import { FORMATS } from "../../src/formats/registry.js";

export const ROOT = join(import.meta.dirname, "../..");

export const DATA = "/api/visualize/data";
export const SMALL = "/api/visualize/data/small";
export const UNMELTED = "/api/visualize/data/unmelted";
export const FT = "/api/visualize/data/ft";
export const FACETS = "/api/visualize/facets";
export const DATASETS = "/api/visualize/datasets";
export const HEALTH = "/api/health";
export const DATA_PATHS = [DATA, SMALL, UNMELTED, FT];
/** The same with the ending of every format. */
export const DATA_PATHS_WITH_ENDINGS = DATA_PATHS.flatMap((path) =>
  FORMATS.map(({ extension }) => `${path}.${extension}`),
);
export const ALL_PATHS = [HEALTH, ...DATA_PATHS, FACETS, DATASETS];

/** Space for the text of the shipped data, and for the responses of a test. */
const CACHE_BYTES = 64e6;

export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly level: number };
export type Row = Readonly<Record<string, unknown>>;

export interface RowsBody {
  readonly meta: {
    readonly dataset: string;
    readonly version: string;
    readonly rows: number;
    readonly total: number;
    readonly offset: number;
    readonly limit: number | null;
    readonly filters: Readonly<Record<string, unknown>>;
    readonly provenance: string;
  };
  readonly data: readonly Row[];
}

export interface ServedApp {
  readonly app: FastifyInstance;
  /** Every log line so far. */
  readonly log: LogLine[];
}

/** A store with data. */
export function ready(datasets: Datasets, textCacheBytes = CACHE_BYTES): DatasetStore {
  const store = new DatasetStore(textCacheBytes);
  store.publish(datasets);
  return store;
}

/** The application around a store; without one, around data that never arrives. */
export async function buildServedApp(
  store = new DatasetStore(CACHE_BYTES),
  corsOrigins: readonly string[] = ["*"],
  responseCacheBytes = CACHE_BYTES,
  extend?: (app: FastifyInstance) => Promise<void>,
  clientTimeoutMs = 0,
): Promise<ServedApp> {
  const log: LogLine[] = [];
  const logger = pino({}, { write: (line: string) => log.push(JSON.parse(line)) });
  return {
    app: await buildApp({ corsOrigins, responseCacheBytes, clientTimeoutMs }, store, logger, extend),
    log,
  };
}

/** Asserts problem details: shape, code, status and the headers that every problem has. */
export function expectProblem(response: LightMyRequestResponse, code: ProblemCode, detail: RegExp | string) {
  const body = response.json();
  expect(Object.keys(body)).toEqual(["type", "title", "status", "detail", "instance", "errors"]);
  expect(body).toMatchObject({
    type: `urn:datadecide:problem:${code}`,
    title: PROBLEMS[code].title,
    status: PROBLEMS[code].status,
    detail: typeof detail === "string" ? detail : expect.stringMatching(detail),
  });
  expect(response.statusCode).toBe(PROBLEMS[code].status);
  expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(response.headers["content-length"]).toBe(String(Buffer.byteLength(response.body)));
  expect(response.headers["cache-control"]).toBe("no-store");
  expect(response.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  return body;
}
