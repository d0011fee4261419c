/**
 * Prepared files: the datasets in a form that loads in a fraction of the time. A prepared file contains the hashes of the raw
 * files; one that is stale, truncated or from another version is rejected with the reason.
 */
import { createHash } from "node:crypto";
import { StartupError } from "../errors.js";
import { Table } from "../table/table.js";
import { deserializeArrays, serializeArrays } from "./array-serializer.js";
import type { Comparisons } from "./comparisons.js";
import type { Evaluations } from "./evaluations.js";
import type { Datasets, Provenance } from "./read.js";
import { withRegularFile } from "./regular-file.js";

/** Incremented whenever the content or its meaning changes. */
const FORMAT_VERSION = 6;
const MAGIC = "datadecide-prepared";
const MAX_HEADER_BYTES = 4096;

/** The datasets without the properties of one loading. */
export interface DatasetContents {
  readonly evaluations: Evaluations & IgnoredColumns;
  readonly comparisons: Comparisons & IgnoredColumns;
}

interface IgnoredColumns {
  /** Unused columns of the file. */
  readonly ignoredColumns: readonly string[];
}

export interface SourceHashes {
  readonly evaluations: string;
  readonly comparisons: string;
}

interface Header {
  readonly magic: string;
  readonly version: number;
  /** The version of V8 that serialized the content. */
  readonly v8: string;
  readonly sources?: SourceHashes;
  readonly sizeBytes: number;
  readonly sha256: string;
}

interface HeaderLength {
  readonly lengthBytes: number;
}

/** Encodes a header line of JSON, then the serialized contents. */
export function encodePrepared({ evaluations, comparisons }: Datasets): Buffer {
  const contents: DatasetContents = {
    evaluations: dropProvenance(evaluations),
    comparisons: dropProvenance(comparisons),
  };
  const content = serializeArrays(normalize(contents));
  const header: Header = {
    magic: MAGIC,
    version: FORMAT_VERSION,
    v8: process.versions.v8,
    sources: { evaluations: evaluations.source.sha256, comparisons: comparisons.source.sha256 },
    sizeBytes: content.length,
    sha256: hash(content),
  };
  // Padded to align the arrays behind it, so that they can be used in place.
  const line = `${JSON.stringify(header)}\n`;
  return Buffer.concat([Buffer.from(line.padStart(Math.ceil(line.length / 8) * 8)), content]);
}

/** The contents of a prepared file, or the reason why they cannot be used. */
export type Prepared<Sources> =
  | { readonly contents: DatasetContents; readonly sources: Sources }
  | { readonly reason: string; readonly isMissing: boolean };

/**
 * Reads a prepared file if it was made from the current sources. The sources are hashed only if the file is from this runtime,
 * and its content is read only if they match.
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
      return { contents: restoreTables(deserializeArrays(content) as DatasetContents), sources };
    });
  } catch (error) {
    // A fault of the sources is met again where they are read.
    if (!(error instanceof StartupError) || error.subject !== path) throw error;
    return { reason: error.problem, isMissing: error.code === "file-missing" };
  }
}

/** The reason why the content cannot be used, if any. */
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

function restoreTables({ evaluations, comparisons }: DatasetContents): DatasetContents {
  const { view } = evaluations;
  return {
    evaluations: { ...evaluations, view: { ...view, table: Table.fromClone(view.table) } },
    comparisons: { ...comparisons, table: Table.fromClone(comparisons.table) },
  };
}

/**
 * Copies a value so that equal contents serialize to equal bytes: V8's representation of a number or an array depends on what
 * it has optimized. Shared objects stay shared.
 */
function normalize(value: unknown, copies = new Map<object, object>()): unknown {
  // Not for negative zero, which is no 32-bit integer.
  if (typeof value === "number") return Object.is(value, value | 0) ? value | 0 : value;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    copies.set(value, items);
    for (const item of value) items.push(normalize(item, copies));
    return items;
  }
  if (value instanceof Map) {
    const entries = new Map<unknown, unknown>();
    copies.set(value, entries);
    for (const [key, item] of value) entries.set(normalize(key, copies), normalize(item, copies));
    return entries;
  }
  // Without a prototype, the fields have no representation inherited from earlier objects.
  const fields: Record<string, unknown> = Object.create(null);
  copies.set(value, fields);
  for (const [name, item] of Object.entries(value)) fields[name] = normalize(item, copies);
  return fields;
}

function dropProvenance<T extends Provenance>(dataset: T): Omit<T, "source" | "loadMs"> {
  const { source: _, loadMs: __, ...content } = dataset;
  return content;
}

/** Parses the header in the first bytes of a file; a reason if it is from another format or runtime. */
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
