/**
 * Every error that the project throws on purpose. A ProblemError becomes an HTTP response; a StartupError or PipelineError
 * ends the process with one line on standard error and exit code 1. A test compares docs/errors.md with the codes.
 */

/** HTTP status and title of each problem. */
export const PROBLEMS = {
  "invalid-query": {
    status: 400,
    title: "The query has a mistake",
    cause:
      "The query has a mistake: an unknown parameter or value, or a range that is malformed or contradicts itself. The response lists all mistakes, with similar valid values.",
  },
  "not-found": {
    status: 404,
    title: "There is no such route",
    cause: "No route has this path.",
  },
  "method-not-allowed": {
    status: 405,
    title: "This route is read-only",
    cause: "The method is neither GET, HEAD nor OPTIONS.",
  },
  "not-acceptable": {
    status: 406,
    title: "No format on offer is acceptable",
    cause: "The `Accept` header allows none of the formats.",
  },
  "range-not-satisfiable": {
    status: 416,
    title: "The range is outside the response",
    cause: "The `Range` header has none of the bytes of the response; `Content-Range` has their number.",
  },
  "url-too-long": {
    status: 414,
    title: "The URL is too long",
    cause: "The URL has more than 32 KiB.",
  },
  "malformed-request": {
    status: 400,
    title: "The request is not valid HTTP",
    cause: "The request is not valid HTTP/1.1, or is incomplete after the time allowed.",
  },
  "headers-too-large": {
    status: 431,
    title: "The request headers are too large",
    cause: "The request line and the headers have more than 256 KiB.",
  },
  "limit-required": {
    status: 400,
    title: "The response would have too many rows",
    cause:
      "The query selects more rows than one response may have. The detail has the largest `limit`, for pages of that size.",
  },
  "source-changed": {
    status: 503,
    title: "The source of the dataset has changed",
    cause:
      "The source of the dataset was changed, replaced or removed while the server ran. A response under way is cut off; the server has to be started again.",
  },
  "query-timeout": {
    status: 504,
    title: "The query took too long",
    cause:
      "The query was still running after the time that the server allows. Select fewer rows or metrics, or ask for a page.",
  },
  "internal-error": {
    status: 500,
    title: "The server failed",
    cause: "The server failed. The log has the cause under the request id.",
  },
  "not-ready": {
    status: 503,
    title: "The data is still loading",
    cause: "The data is still loading; try again after `Retry-After` seconds.",
  },
  "engine-busy": {
    status: 503,
    title: "The database is busy",
    cause:
      "All connections to the database of the dataset are in use; try again after `Retry-After` seconds.",
  },
  "engine-unavailable": {
    status: 503,
    title: "The database cannot be reached",
    cause: "The database of the dataset cannot be reached; try again after `Retry-After` seconds.",
  },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** One mistake in a query: the parameter, the value as sent, what is wrong with it, and similar valid values. */
export interface ParameterError {
  readonly parameter: string;
  readonly value: string | null;
  readonly message: string;
  readonly suggestions: readonly string[];
}

/** An error that is sent to the client as problem details. */
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

/** The cure of each startup error, which ends its message. */
export const STARTUP_ERRORS = {
  "bad-setting": "correct the environment variable and start again",
  "address-in-use": "stop the other process or set PORT to a free one",
  "address-unavailable": "set HOST and PORT to an address of this machine that may be listened on",
  "file-missing": "put the file there, or correct the path in the setting",
  "not-a-file": "set the path to the data file itself",
  "file-unreadable": "give the user that runs this program the right to read it",
  "file-changed": "start again when nothing writes to the file any more",
  "bad-manifest": "correct it or remove it; docs/data.md shows its form",
  "bad-catalog": "correct the entry; docs/catalog.md shows the form of a catalog",
  "unsupported-source":
    "name Parquet, CSV, JSON, Arrow or a table of a DuckDB file; docs/catalog.md lists the sources",
  "source-unavailable": "check the address, the network, and the settings of its credentials",
  "missing-extension":
    "unpack the wheel of the extension into a folder and name that in DUCKDB_EXTENSION_DIR; docs/catalog.md has the commands",
  "not-arrow":
    "replace it with a whole file in the Arrow IPC format (Feather version 2), or write it as Parquet",
  "unsupported-arrow": "leave out the column, or write the file as Parquet",
  "missing-table": "correct the name of the table in the source",
  "bad-source":
    "write it like postgres://user@host:5432/database?table=schema.name; docs/catalog.md has the details",
  "cannot-connect":
    "check that the server runs and that host, port, database, user and password (PGPASSWORD) are right",
  "placeholder-file":
    "replace it with the data file itself: run `git lfs pull` for a pointer, or save the download link instead of the page",
  "not-parquet": "replace it with a whole Parquet file; a truncated copy must be copied again",
  "unsupported-parquet": "write it again in a way that docs/data.md names",
  "not-pickle": "name a pickle of a pandas DataFrame or a Parquet file; docs/data.md lists what is read",
  "damaged-pickle": "copy it again; if that does not help, write it again with DataFrame.to_pickle",
  "old-pickle": "write it again with DataFrame.to_pickle of pandas 1.5 or later, or as Parquet",
  "refused-pickle": "write it again as a plain pandas DataFrame; nothing else is unpickled",
  "missing-column": "add the column; docs/data.md lists those that are needed",
  "wrong-type": "store the column with the type named in docs/data.md",
  "bad-value": "correct the row in the source of the file",
  "inexact-value": "store the column as text, or numbers as doubles if they may be rounded",
  "too-large":
    "give Node more memory (NODE_OPTIONS=--max-old-space-size=8192), or leave out rows or columns; docs/data.md names the bounds",
  "too-many-values": "leave out rows or columns; docs/data.md names the bounds",
  "duplicate-key": "remove one of the two rows; keys are unique",
} as const;

export type StartupErrorCode = keyof typeof STARTUP_ERRORS;

const MAX_PROBLEM_LENGTH = 1000;

/** Ends a start. `subject` is a file or a setting, `problem` what is wrong with it. */
export class StartupError extends Error {
  override readonly name = "StartupError";
  constructor(
    readonly code: StartupErrorCode,
    readonly subject: string,
    readonly problem: string,
  ) {
    const isLong = problem.length > MAX_PROBLEM_LENGTH;
    const shown = isLong ? `${problem.slice(0, MAX_PROBLEM_LENGTH)}…` : problem;
    super(escapeControls(`${subject}: ${shown}; ${STARTUP_ERRORS[code]}`.replace(/\s+/g, " ")));
  }
}

/** The cure of each pipeline error, which ends its message. */
export const PIPELINE_ERRORS = {
  "input-missing": "put the file there, or correct the path",
  "raw-table-missing":
    "run `datadecide download` for it, or name with --raw the folder that `download --out` was given",
  "raw-table-changed":
    "run `datadecide download` for a fresh copy; a file of your own belongs in a folder without the manifest",
  "full-table-missing":
    "build it with `datadecide build evaluations --keep`, or pass its path with --full-table",
  "input-unreadable": "name a file that may be read, and check its permissions",
  "input-placeholder":
    "replace it with the data file itself: run `git lfs pull` for a pointer, or save the download link instead of the page",
  "input-not-parquet": "replace it with a whole copy: download, build or export it again, whichever made it",
  "input-column-missing": "use a file that has the column; docs/data.md lists those that are needed",
  "input-wrong-type": "use a file with the types that docs/data.md names",
  "input-bad-value": "correct the row in the source of the file",
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
  "bad-proxy": "set it to an address like http://proxy.example:3128, or leave it out",
  "bad-token": "set HF_TOKEN to the token alone, as the hub shows it",
  "source-refused": "set HF_TOKEN to a token that may read it, or correct the address",
  "source-missing": "correct the repository, the revision or the path",
  "download-failed": "check the network and try again; what has arrived is kept",
  "proxy-failed": "correct HTTPS_PROXY or HTTP_PROXY, or name the host in NO_PROXY, and try again",
  "source-unusable": "correct the address or the file behind it; an earlier copy was not replaced",
  "download-damaged": "try again; the damaged copy was not kept",
  "bad-target": "write --to like postgres://user@host:5432/database, and --table like name or schema.name",
  "table-taken": "choose another name with --table, or drop the table yourself",
  "cannot-load": "correct that and run the command again; the table is as it was",
  interrupted: "run the command again; no half-written file was left",
} as const;

export type PipelineErrorCode = keyof typeof PIPELINE_ERRORS;

/** Ends a data command. `subject` is a file or an address, `problem` what is wrong with it. */
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

/** Text out of a file, fit for the line of an error: in quotation marks, cut, and escaped where it does not print. */
export function quote(text: string): string {
  return `"${printable(text)}"`;
}

/** As quote, without the quotation marks. */
export function printable(text: string): string {
  const cut = text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text;
  return escapeControls(JSON.stringify(cut).slice(1, -1));
}

/** Escapes what moves the cursor, starts a line or cannot be seen. */
function escapeControls(text: string): string {
  return text.replace(/[\p{C}\p{Z}]/gu, (character) => {
    if (character === " ") return character;
    const code = (character.codePointAt(0) as number).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** A bug: one module broke its contract with another. A client gets a 500. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}
