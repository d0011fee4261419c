/** Translates the errors of DuckDB into errors of a command. */
import { PipelineError } from "../errors.js";

/** The files that the statements of a database read and write. */
export interface DatabaseFiles {
  /** Parquet files that are read, in the order of opening. */
  readonly inputs: Set<string>;
  /** Final paths of unfinished files, by the temporary path that DuckDB writes. */
  readonly outputs: Map<string, string>;
}

export interface FailureContext extends DatabaseFiles {
  readonly memoryLimit: string;
  readonly spillFolder: string;
  /** Reads every value of a Parquet file; rejects if one cannot be read. */
  readonly readThrough: (path: string) => Promise<unknown>;
}

/**
 * Translates a caught error. Errors of DuckDB differ only in their text, and only some of them name the file, so the inputs
 * are read again to find out whether one of them is damaged. Other errors are returned unchanged.
 */
export async function explainFailure(error: unknown, context: FailureContext): Promise<unknown> {
  // DuckDB throws plain errors; subclasses are this program's own.
  if (!(error instanceof Error) || error.constructor !== Error) return error;
  return (
    explainOutput(error, context) ??
    explainSpill(error, context) ??
    explainMemory(error, context) ??
    (await explainInput(context)) ??
    error
  );
}

/** Translates a failure to open a database. */
export function explainOpening(error: unknown, { memoryLimit, threads }: Record<string, string>): Error {
  const problem = `cannot be opened with --memory ${memoryLimit} and --threads ${threads} (${firstLine(error)})`;
  return new PipelineError("database-unavailable", "the database", problem);
}

function explainOutput({ message }: Error, { outputs }: FailureContext): Error | undefined {
  for (const [temporaryPath, path] of outputs) {
    if (!message.startsWith("IO Error") || !message.includes(temporaryPath)) continue;
    const reason = /No space left/.test(message) ? "the disk is full" : message.split(": ").at(-1);
    return new PipelineError("cannot-write", path, `cannot be written (${reason?.split("\n")[0]})`);
  }
  return undefined;
}

function explainSpill({ message }: Error, { spillFolder }: FailureContext): Error | undefined {
  if (/^Out of Memory Error: failed to offload/.test(message)) {
    const problem = "has no space for the data that does not fit in memory";
    return new PipelineError("cannot-spill", spillFolder, problem);
  }
  if (!message.startsWith("IO Error") || !message.includes(spillFolder)) return undefined;
  const reason = message.slice(message.lastIndexOf(": ") + 2).split("\n")[0];
  return new PipelineError("cannot-spill", spillFolder, `cannot be written (${reason})`);
}

function explainMemory({ message }: Error, { memoryLimit }: FailureContext): Error | undefined {
  if (!/^Out of Memory|std::bad_alloc/.test(message)) return undefined;
  return new PipelineError("out-of-memory", "the database", `needs more than its limit of ${memoryLimit}`);
}

async function explainInput({ inputs, readThrough }: FailureContext): Promise<Error | undefined> {
  for (const path of inputs) {
    const damage = await readThrough(path).then(
      () => undefined,
      (error: Error) => error,
    );
    if (damage === undefined || /^Out of Memory/.test(damage.message)) continue;
    return new PipelineError(
      "input-not-parquet",
      path,
      `is not a complete Parquet file (${describe(damage, path)})`,
    );
  }
  return undefined;
}

const MAX_REASON_LENGTH = 300;

/** DuckDB's reason without the kind of error, the file name, and the content of the damaged page. */
export function describe(damage: Error, path: string): string {
  const reason = firstLine(damage)
    .split(': value "')[0]
    .replace(/^[\w ]+ Error: /, "")
    .replace(`Failed to read file "${path}": `, "")
    .replace(new RegExp(`(?: (?:of|in) file)? ?(["'])${escapePattern(path)}\\1`, "g"), "")
    .replaceAll(path, "the file")
    .replace(/[^\x20-\x7e]/g, "?");
  return reason.length > MAX_REASON_LENGTH ? `${reason.slice(0, MAX_REASON_LENGTH)}...` : reason;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function firstLine(error: unknown): string {
  return (error as Error).message.split("\n")[0];
}
