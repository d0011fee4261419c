/**
 * The datasets in a form that is read in a fraction of the time. The raw files stay the truth: a prepared file carries
 * their hashes, and one that is stale, cut short, or of another make is turned down with the reason.
 */
import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { StartupError } from "../errors.js";
import type { Comparisons } from "./comparisons.js";
import type { Evaluations } from "./evaluations.js";
import type { Datasets, Provenance } from "./read.js";
import { withRegularFile } from "./regular-file.js";
import { reviveTable } from "./revive-table.js";

/** Raised whenever what is written changes, in content or meaning. */
const FORMAT_VERSION = 4;
const MAGIC = "datadecide-prepared";
const MAX_HEADER_BYTES = 4096;

/** The datasets without what belongs to one reading of the files. */
export interface DatasetContents {
  readonly evaluations: Evaluations & IgnoredColumns;
  readonly comparisons: Comparisons & IgnoredColumns;
}

interface IgnoredColumns {
  /** Columns of the file that are not needed. */
  readonly ignoredColumns: readonly string[];
}

export interface SourceHashes {
  readonly evaluations: string;
  readonly comparisons: string;
}

interface Header {
  readonly magic: string;
  readonly version: number;
  /** The writing runtime: its serialisation is read by the same or a newer one. */
  readonly v8: string;
  readonly sources?: SourceHashes;
  readonly sizeBytes: number;
  readonly sha256: string;
}

interface HeaderLength {
  readonly lengthBytes: number;
}

/** A line of JSON, then the contents as the runtime serialises them. */
export function encodePrepared({ evaluations, comparisons }: Datasets): Buffer {
  const contents: DatasetContents = {
    evaluations: withoutReading(evaluations),
    comparisons: withoutReading(comparisons),
  };
  const content = serialize(settle(contents));
  const header: Header = {
    magic: MAGIC,
    version: FORMAT_VERSION,
    v8: process.versions.v8,
    sources: { evaluations: evaluations.source.sha256, comparisons: comparisons.source.sha256 },
    sizeBytes: content.length,
    sha256: hash(content),
  };
  // Padded so that the arrays behind it can be used where they lie.
  const line = `${JSON.stringify(header)}\n`;
  return Buffer.concat([Buffer.from(line.padStart(Math.ceil(line.length / 8) * 8)), content]);
}

/** What a prepared file gives: its contents, or why they cannot be used. */
export type Prepared<Sources> =
  | { readonly contents: DatasetContents; readonly sources: Sources }
  | { readonly reason: string; readonly isMissing: boolean };

/**
 * Reads a prepared file if it was made of the sources that are there. These are looked for only where there is a file of this
 * runtime; all but its first bytes are read only where the sources are the same.
 */
export async function readPreparedFile<
  Sources extends Record<keyof SourceHashes, { readonly sha256: string }>,
>(path: string, findSources: () => Promise<Sources>): Promise<Prepared<Sources>> {
  const unusable = (reason: string) => ({ reason, isMissing: false });
  try {
    return await withRegularFile(path, async (file) => {
      const start = await file.readStart(MAX_HEADER_BYTES);
      const header = parseHeader(start);
      if ("reason" in header) return unusable(header.reason);
      const sources = await findSources();
      const reason = findMismatch(header, sources, file.sizeBytes);
      if (reason !== undefined) return unusable(reason);
      const content = await file.readFrom(header.lengthBytes);
      if (hash(content) !== header.sha256) return unusable("its bytes are not those that were written");
      return { contents: reviveContents(deserialize(content) as DatasetContents), sources };
    });
  } catch (error) {
    // A fault of the sources is met again where they are read.
    if (!(error instanceof StartupError) || error.subject !== path) throw error;
    return { reason: error.problem, isMissing: error.code === "file-missing" };
  }
}

/** Why the content behind a header is not to be used. */
function findMismatch(
  header: Header & HeaderLength,
  sources: Record<keyof SourceHashes, { readonly sha256: string }>,
  sizeBytes: number,
): string | undefined {
  for (const name of ["evaluations", "comparisons"] as const) {
    if (header.sources?.[name] !== sources[name].sha256)
      return `it was made of other ${name} than are there now`;
  }
  const contentBytes = sizeBytes - header.lengthBytes;
  return contentBytes === header.sizeBytes
    ? undefined
    : `it has ${contentBytes} of ${header.sizeBytes} bytes`;
}

function reviveContents({ evaluations, comparisons }: DatasetContents): DatasetContents {
  const { view } = evaluations;
  return {
    evaluations: { ...evaluations, view: { ...view, table: reviveTable(view.table) } },
    comparisons: { ...comparisons, table: reviveTable(comparisons.table) },
  };
}

/**
 * A copy that differs from others of the same content in nothing that serialising shows: whether a number is kept as an
 * integer and an array as one with holes depends on what the compiler has optimised by then. Shared parts stay shared.
 */
function settle(value: unknown, copies = new Map<object, object>()): unknown {
  // Negative zero is no such integer.
  if (typeof value === "number") return Object.is(value, value | 0) ? value | 0 : value;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    copies.set(value, items);
    for (const item of value) items.push(settle(item, copies));
    return items;
  }
  if (value instanceof Map) {
    const entries = new Map<unknown, unknown>();
    copies.set(value, entries);
    for (const [key, item] of value) entries.set(settle(key, copies), settle(item, copies));
    return entries;
  }
  // Without a prototype the fields have no types that earlier objects have left behind.
  const fields: Record<string, unknown> = Object.create(null);
  copies.set(value, fields);
  for (const [name, item] of Object.entries(value)) fields[name] = settle(item, copies);
  return fields;
}

function withoutReading<T extends Provenance>(dataset: T): Omit<T, "source" | "loadMs"> {
  const { source: _, loadMs: __, ...content } = dataset;
  return content;
}

/** The header in the first bytes of a file, where it is one of this make and runtime. */
function parseHeader(start: Buffer): (Header & HeaderLength) | { readonly reason: string } {
  const end = start.indexOf("\n");
  const header = parseJson(start.toString("utf8", 0, Math.max(end, 0))) as Header | null | undefined;
  if (header?.magic !== MAGIC) return { reason: "it is no prepared file" };
  if (header.version !== FORMAT_VERSION)
    return { reason: `its format is version ${header.version}, not ${FORMAT_VERSION}` };
  if (header.v8 !== process.versions.v8) return { reason: "it was written by another version of Node" };
  return { ...header, lengthBytes: end + 1 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hash(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
