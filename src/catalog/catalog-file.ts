/**
 * The catalog file, in YAML or JSON: datasets of one's own by name. A dataset is its source, or an object with a source and
 * what is to be declared besides:
 *
 *     datasets:
 *       scores: scores.parquet
 *       runs:
 *         source: runs/*.csv
 *         columns:
 *           loss: { role: measure, unit: nats }
 */
import { readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { parse, stringify, YAMLParseError } from "yaml";
import { z } from "zod";
import { StartupError } from "../errors.js";
import { type DatasetDeclaration, type DatasetOptions, defineDataset } from "./declaration.js";
import { COLUMN_ROLES, FILTER_KINDS } from "./schema.js";
import { getSourcePath } from "./source.js";

/** Names of routes beside datasets, and of the datasets that are always there. */
export const RESERVED_NAMES: readonly string[] = ["small", "unmelted", "ft", "evaluations", "comparisons"];

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;
const text = z.string().min(1);

const columnSchema = z.strictObject({
  role: z.enum(COLUMN_ROLES).optional(),
  filter: z.enum(FILTER_KINDS).optional(),
  unit: text.optional(),
  description: text.optional(),
  aliases: z.record(z.string(), z.array(text)).optional(),
});

const datasetSchema = z.strictObject({
  source: text,
  title: text.optional(),
  description: text.optional(),
  licence: text.optional(),
  citation: text.optional(),
  provenance: text.optional(),
  columns: z.record(z.string(), columnSchema).optional(),
  long: z.strictObject({ variable: text, value: text }).optional(),
  max_rows: z.int().min(1).optional(),
});

const catalogSchema = z.strictObject({
  datasets: z.record(
    z
      .string()
      .regex(NAME, "is no name of a dataset: lower-case letters, digits, _ and -, a letter first")
      .refine((name) => !RESERVED_NAMES.includes(name), "is the name of a route that is always there"),
    z.preprocess((given) => (typeof given === "string" ? { source: given } : given), datasetSchema),
  ),
});

/**
 * Reads a catalog file. A relative source starts at the folder of the file. Throws StartupError file-missing, file-unreadable,
 * bad-catalog with the entry that is at fault.
 */
export async function readCatalogFile(path: string): Promise<DatasetDeclaration[]> {
  const result = catalogSchema.safeParse(parseYaml(await readText(path), path), { reportInput: true });
  if (!result.success) throw new StartupError("bad-catalog", path, describeIssue(result.error.issues[0]));
  return Object.entries(result.data.datasets).map(([name, { max_rows: maxRows, ...options }]) =>
    defineDataset(name, { ...options, maxRows, source: resolveSource(options.source, dirname(path)) }),
  );
}

/** The lines of a catalog that declare one dataset. */
export function renderCatalog(name: string, options: DatasetOptions): string {
  return stringify({ datasets: { [name]: options } }, { collectionStyle: "any", lineWidth: 0 });
}

/** A name for a dataset that a catalog may have, out of the path of its source. */
export function nameDataset(source: string): string {
  const [stem] = basename(getSourcePath(source.replace(/\?table=.*$/, "")).replace(/\/+$/, "")).split(".");
  const name = stem
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, 60);
  return name === "" || RESERVED_NAMES.includes(name) ? `${name}_rows`.replace(/^_/, "") : name;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new StartupError("file-missing", path, "does not exist");
    throw new StartupError("file-unreadable", path, `cannot be read (${message})`);
  }
}

function parseYaml(content: string, path: string): unknown {
  try {
    return parse(content);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [message] = error.message.split("\n");
    throw new StartupError("bad-catalog", path, `is neither YAML nor JSON: ${message.replace(/:$/, "")}`);
  }
}

/** The path of the entry, and what is wrong with it. */
function describeIssue(issue: z.core.$ZodIssue): string {
  const nested = issue.code === "invalid_key" ? issue.issues[0] : issue;
  const place = [...issue.path].map(String).join(".");
  return `has a mistake at ${place === "" ? "its top" : place}: ${nested.message}`;
}

/** A source whose relative path starts at a folder. */
export function resolveSource(source: string, folder: string): string {
  const prefix = /^duckdb:/i.exec(source)?.[0] ?? "";
  const path = source.slice(prefix.length);
  const isResolved = isAbsolute(path) || /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
  return isResolved ? source : prefix + join(folder, path);
}
