/**
 * The datasets in a form that is read in a fraction of the time. The raw files stay the truth: a prepared file carries
 * their hashes, and one that is stale, cut short, or of another make is turned down with the reason.
 */
import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { Comparisons } from "./comparisons.js";
import type { Evaluations } from "./evaluations.js";
import type { Datasets, Provenance } from "./read.js";
import { reviveTable } from "./revive-table.js";

/** Raised whenever what is written changes, in content or meaning. */
const FORMAT_VERSION = 4;
const MAGIC = "datadecide-prepared";

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

/** The contents if the file was made of just these sources, or the reason why it cannot be used. */
export function decodePrepared(
  bytes: Buffer,
  sources: SourceHashes,
): { readonly contents: DatasetContents } | { readonly reason: string } {
  const end = bytes.indexOf("\n");
  const header = parseHeader(bytes.toString("utf8", 0, Math.max(end, 0)));
  if (header === undefined) return { reason: "it is no prepared file" };
  if (header.version !== FORMAT_VERSION)
    return { reason: `its format is version ${header.version}, not ${FORMAT_VERSION}` };
  if (header.v8 !== process.versions.v8) return { reason: "it was written by another version of Node" };
  for (const name of ["evaluations", "comparisons"] as const) {
    if (header.sources?.[name] !== sources[name])
      return { reason: `it was made of other ${name} than are there now` };
  }
  const content = bytes.subarray(end + 1);
  if (content.length !== header.sizeBytes)
    return { reason: `it has ${content.length} of ${header.sizeBytes} bytes` };
  if (hash(content) !== header.sha256) return { reason: "its bytes are not those that were written" };
  const { evaluations, comparisons } = deserialize(content) as DatasetContents;
  return {
    contents: {
      evaluations: {
        ...evaluations,
        view: { ...evaluations.view, table: reviveTable(evaluations.view.table) },
      },
      comparisons: { ...comparisons, table: reviveTable(comparisons.table) },
    },
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

function parseHeader(text: string): Header | undefined {
  try {
    const header = JSON.parse(text) as Header;
    return header.magic === MAGIC ? header : undefined;
  } catch {
    return undefined;
  }
}

function hash(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
