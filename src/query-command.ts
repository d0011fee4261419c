/** The command `query`: parses, loads and encodes as the server does, and writes the same bytes. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { extname, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readCatalogFile } from "./catalog/catalog-file.js";
import { findFileFaultInThread } from "./datasets/check-thread.js";
import { type LoadLog, loadDatasets } from "./datasets/load.js";
import { openCatalog } from "./engines/catalog-datasets.js";
import { DatasetStore, type ServedDataset } from "./engines/dataset-store.js";
import { PipelineError, ProblemError } from "./errors.js";
import type { Format } from "./formats/format.js";
import { FORMATS } from "./formats/registry.js";
import { streamChunks } from "./http/response/chunk-stream.js";
import { buildMeta } from "./http/response/row-response.js";
import { writeAtomically } from "./pipeline/atomic-file.js";
import type { Effects, Progress } from "./pipeline/effects.js";
import { checkOutputs } from "./pipeline/output-places.js";
import { formatCount } from "./pipeline/report.js";
import { fetchServedSources, nameSettings, parseServedSources } from "./pipeline/served-sources.js";
import type { QueryPlan } from "./query/query-plan.js";
import { parseRawQuery } from "./query/query-reader.js";

export interface QueryRequest {
  readonly dataset: string;
  /** A query string; a question mark before it is left out. */
  readonly text: string;
  /** The name of a format. */
  readonly format?: string;
  readonly out?: string;
}

interface QueryEffects extends Effects {
  readonly stdout: NodeJS.WriteStream;
}

/**
 * Writes the rows to a file or to standard output, at the pace of its reader. Throws ProblemError for all mistakes of the
 * query, StartupError as `loadDatasets`, and PipelineError: cannot-write, and of a download.
 */
export async function printQuery(request: QueryRequest, effects: QueryEffects): Promise<void> {
  checkEnding(request);
  const path = request.out === undefined ? null : resolve(effects.root, request.out);
  if (path !== null) await checkOutputs([path]);
  const store = await loadStore(request.dataset, effects);
  try {
    await writeRows(request, path, store.getDataset(request.dataset), effects);
  } finally {
    for (const { engine } of store.get().served.values()) await engine.close();
  }
}

async function writeRows(
  request: QueryRequest,
  path: string | null,
  dataset: ServedDataset,
  effects: QueryEffects,
): Promise<void> {
  const text = request.text.replace(/^\?/, "");
  if (text !== "" && !text.includes("=")) {
    const detail = `${JSON.stringify(text)} is no query; a query is one or more name=value, such as metric=${text}`;
    throw new ProblemError("invalid-query", detail);
  }
  const plan = dataset.query.parse(parseRawQuery(text));
  const format = chooseFormat(request, plan);
  if (path === null && effects.stdout.isTTY && !isText(format)) {
    const detail = `the format ${format.name} is not text; name a file with --out, or redirect the output`;
    throw new ProblemError("invalid-query", detail);
  }
  const selection = await dataset.engine.query(plan.query, { signal: effects.signal });
  const meta = buildMeta(plan, dataset, selection);
  const encoded = format.encode({ selection, meta, textCache: dataset.textCache, buffer: null });
  const chunks = streamChunks(Buffer.alloc(0), encoded[Symbol.iterator]());
  if (path === null) return await writeToStream(chunks, effects.stdout, effects.signal);
  const { sizeBytes } = await writeToFile(chunks, path, effects.signal);
  effects.progress.note(
    `${formatCount(selection.rowCount)} rows, ${formatCount(sizeBytes)} bytes in ${path}`,
  );
}

async function loadStore(name: string, effects: Effects): Promise<DatasetStore> {
  const config = effects.readConfig();
  const catalog = config.catalogPath === null ? [] : await readCatalogFile(config.catalogPath);
  const store = new DatasetStore(
    config.textCacheBytes,
    catalog.map((each) => each.name),
  );
  if (!store.names.includes(name)) {
    throw new ProblemError(
      "invalid-query",
      `--dataset ${JSON.stringify(name)} is none of ${store.names.join(", ")}`,
    );
  }
  const sources = parseServedSources(config);
  const paths = await fetchServedSources(sources, config.cacheFolder, effects, findFileFaultInThread);
  const log = buildWarningLog(effects.progress);
  const datasets = await nameSettings(paths, () => loadDatasets(paths, config.preparedPath, log));
  store.publish(datasets, await openCatalog(catalog, config.duckDb, log, config.postgres));
  effects.signal.throwIfAborted();
  return store;
}

/** What is as expected needs no line. */
function buildWarningLog(progress: Progress): LoadLog {
  return {
    info() {},
    warn(details, message) {
      const { path, preparedPath = path, reason } = details as Readonly<Record<string, string | undefined>>;
      const parts = [preparedPath, message, reason].filter((part) => part !== undefined);
      progress.note(`warning: ${parts.join(": ")}`);
    },
  };
}

/** The option, the query, the ending of the file, and at last the server's own choice. */
function chooseFormat({ format: name, out }: QueryRequest, { format: named }: QueryPlan): Format {
  const option = FORMATS.find((format) => format.name === name);
  if (option !== undefined && named !== null && option !== named) {
    const message = `contradicts --format ${option.name}`;
    const mistake = { parameter: "format", value: named.name, message, suggestions: [] };
    throw new ProblemError("invalid-query", `format=${named.name} ${message}`, [mistake]);
  }
  const ending = getEnding(out);
  return option ?? named ?? FORMATS.find(({ extension }) => extension === ending) ?? FORMATS[0];
}

/** The extension of a path without the dot; empty without one. */
function getEnding(path: string | undefined): string {
  return path === undefined ? "" : extname(path).slice(1).toLowerCase();
}

/** Throws ProblemError invalid-query for an ending that is of no format, or of another than the option. */
function checkEnding({ format, out }: QueryRequest): void {
  const ending = getEnding(out);
  if (ending === "" || ending === format) return;
  const named = FORMATS.find(({ extension }) => extension === ending);
  if (named === undefined && format === undefined) {
    const endings = FORMATS.map(({ extension }) => `.${extension}`).join(", ");
    throw new ProblemError(
      "invalid-query",
      `--out ${out} ends in none of ${endings}; name a format with --format`,
    );
  }
  if (named !== undefined && format !== undefined) {
    throw new ProblemError("invalid-query", `--out ${out} contradicts --format ${format}`);
  }
}

function isText({ contentType }: Format): boolean {
  return /json|text/.test(contentType);
}

async function writeToStream(
  chunks: Readable,
  stream: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of chunks) {
    // Signals and a reader that leaves are noticed between two chunks.
    signal.throwIfAborted();
    if (!stream.write(chunk)) await once(stream, "drain", { signal });
  }
}

async function writeToFile(chunks: Readable, path: string, signal: AbortSignal) {
  return await writeAtomically(path, async (temporaryPath) => {
    try {
      await pipeline(chunks, createWriteStream(temporaryPath), { signal });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new PipelineError("cannot-write", path, `cannot be written (${(error as Error).message})`);
    }
  });
}
