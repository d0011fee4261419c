/**
 * Every error that the project throws on purpose. Three kinds leave the process: a problem (an HTTP answer), a
 * startup error and a pipeline error (one line on standard error and exit code 1). docs/errors.md lists them; a test
 * compares.
 */

/** What a problem code means to a client: HTTP status and short title. */
export const PROBLEMS = {
  "invalid-query": { status: 400, title: "The query has a mistake" },
  "not-found": { status: 404, title: "There is no such route" },
  "method-not-allowed": { status: 405, title: "This route is read-only" },
  "not-acceptable": { status: 406, title: "No format on offer is acceptable" },
  "url-too-long": { status: 414, title: "The URL is too long" },
  "malformed-request": { status: 400, title: "The request is not valid HTTP" },
  "headers-too-large": { status: 431, title: "The request headers are too large" },
  "internal-error": { status: 500, title: "The server failed" },
  "not-ready": { status: 503, title: "The data is still loading" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** One mistake in a query: the parameter, the value as the client sent it, what is wrong, and near-by good values. */
export interface ParameterError {
  readonly parameter: string;
  readonly value: string | null;
  readonly message: string;
  readonly suggestions: readonly string[];
}

/** An error with an HTTP answer. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly errors: readonly ParameterError[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** What ends a start: each code with the cure that its line closes with. */
export const STARTUP_ERRORS = {
  "bad-setting": "correct the environment variable and start again",
  "address-in-use": "stop the other process or set PORT to a free one",
  "address-unavailable": "set HOST and PORT to an address of this machine that may be listened on",
  "file-missing": "put the file there, or name its place in the setting",
  "file-unreadable": "check the file's permissions and that it is a regular file",
  "bad-manifest": "mend it or remove it; docs/data.md shows its form",
  "not-parquet": "replace it with a whole Parquet file; a truncated copy must be copied again",
  "unsupported-parquet": "write it again in a way that docs/data.md names",
  "not-pickle": "replace it with a whole pickle file; a truncated copy must be copied again",
  "refused-pickle": "write it again as a plain pandas DataFrame; nothing else is unpickled",
  "missing-column": "add the column; docs/data.md lists those that are needed",
  "wrong-type": "store the column with the type named in docs/data.md",
  "bad-value": "mend the row in the source of the file",
  "inexact-value": "store the column as text, or numbers as doubles if they may be rounded",
  "too-large": "leave out rows or columns; docs/data.md names the bounds",
  "duplicate-key": "remove one of the two rows; a key may stand once",
} as const;

export type StartupErrorCode = keyof typeof STARTUP_ERRORS;

/** Ends the start: `subject` (a file or a setting), what is wrong with it, and the cure of its code. */
export class StartupError extends Error {
  override readonly name = "StartupError";
  constructor(
    readonly code: StartupErrorCode,
    readonly subject: string,
    readonly problem: string,
  ) {
    super(`${subject}: ${problem}; ${STARTUP_ERRORS[code]}`.replace(/\s+/g, " "));
  }
}

/** What ends a data command: each code with the cure that its line closes with. */
export const PIPELINE_ERRORS = {
  "input-missing": "put the file there, or correct the path",
  "raw-table-missing":
    "run `npm run data -- download` for it, or name with --raw the folder that `download --out` was given",
  "raw-table-changed":
    "run `npm run data -- download` for a fresh copy; a file of your own belongs in a folder without the manifest",
  "full-table-missing":
    "make it with `npm run data -- build evaluations --keep`, or name its place with --full-table",
  "input-unreadable": "name a file that may be read, and check its permissions",
  "input-not-parquet": "replace it with a whole copy: download, build or export it again, whichever made it",
  "input-column-missing": "use a file that has the column; docs/data.md lists those that are needed",
  "input-wrong-type": "use a file with the types that docs/data.md names",
  "input-bad-value": "mend the row in the source of the file",
  "unknown-name": "correct the source, or pass --allow-unknown to keep it and have it reported",
  "duplicate-rows": "remove all but one of the rows that share a key",
  "out-of-memory": "pass a larger --memory, or fewer --threads",
  "cannot-spill": "free space there, or choose another folder with --spill",
  "spill-folder-missing": "make the folder, or choose another with --spill",
  "database-unavailable": "correct --memory and --threads",
  "cannot-write":
    "check the folder's permissions and the free space, or choose another (--out, CACHE_DIR or PREPARED_PATH)",
  "cannot-print": "free space there, or send it somewhere else",
  "bad-address":
    "give a path, an https:// address without credentials, or hf://datasets/{org}/{repo}[@revision]/{path}",
  "bad-endpoint":
    "set HF_ENDPOINT to an https:// address without credentials, or leave it out for the public hub",
  "bad-token": "set HF_TOKEN to the token alone, as the hub shows it",
  "source-refused": "set HF_TOKEN to a token that may read it, or correct the address",
  "source-missing": "correct the repository, the revision or the path",
  "download-failed": "check the network and try again; what has arrived is kept",
  "download-damaged": "try again; the damaged copy was not kept",
  interrupted: "run the command again; no half-written file was left",
} as const;

export type PipelineErrorCode = keyof typeof PIPELINE_ERRORS;

/** Ends a command: `subject` (a file or an address), what is wrong with it, and the cure of its code. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  constructor(
    readonly code: PipelineErrorCode,
    readonly subject: string,
    readonly problem: string,
  ) {
    super(`${subject}: ${problem}; ${PIPELINE_ERRORS[code]}`.replace(/\s+/g, " "));
  }
}

const MAX_QUOTED_LENGTH = 100;

/** Text out of a file, no longer than a line can take. */
export function cutText(text: string): string {
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text;
}

/** Text out of a file, fit for the line of an error: in quotation marks, cut, and escaped where it does not print. */
export function quote(text: string): string {
  return JSON.stringify(cutText(text)).replace(/[\p{C}\p{Z}]/gu, (character) => {
    if (character === " ") return character;
    const code = (character.codePointAt(0) as number).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** A promise between two parts of this program was broken; a client sees a 500. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}
