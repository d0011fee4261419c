/** Failures of PostgreSQL and of its driver: what a client gets of them, and what ends a start. */
import { ProblemError, StartupError } from "../../errors.js";

/** A failure with the code of the server (SQLSTATE) or of the network. */
type CodedError = Error & { readonly code?: string };

export const RETRY_AFTER_SECONDS = { busy: "1", unavailable: "5" } as const;

const QUERY_CANCELED = "57014";
/** A table, a column or an operator that is not there, or a type that is another one. */
const CHANGED_CODES = ["42P01", "42703", "42883", "42804", "42846", "3F000"];
/** Connections that fail, are refused or end; shutdowns and starts of the server, and conflicts of a standby. */
const CONNECTION_CODES = /^(?:08...|28...|25P0[34]|40001|53300|57P0[1-5]|E[A-Z]+)$/;
const CONNECTION_MESSAGES =
  /^(?:Connection terminated|Client (?:has encountered|was closed)|The server does not support SSL)/;

/** Whether all connections of the pool stayed in use. */
export function isPoolTimeout({ message }: Error): boolean {
  return message === "timeout exceeded when trying to connect";
}

export function isConnectionFailure({ code = "", message }: CodedError): boolean {
  return CONNECTION_CODES.test(code) || CONNECTION_MESSAGES.test(message);
}

/** The problem of a failed query; the error itself if it is none that can be foreseen. */
export function explainQueryFailure(error: CodedError, dataset: string): Error {
  if (error instanceof ProblemError) return error;
  if (error instanceof RangeError) return buildChanged(dataset);
  if (isPoolTimeout(error)) {
    const detail = `All connections to the database of ${dataset} are in use; try again shortly.`;
    return new ProblemError("engine-busy", detail, [], { "retry-after": RETRY_AFTER_SECONDS.busy });
  }
  if (isConnectionFailure(error)) {
    const detail = `The database of ${dataset} cannot be reached at the moment; try again shortly.`;
    return new ProblemError("engine-unavailable", detail, [], {
      "retry-after": RETRY_AFTER_SECONDS.unavailable,
    });
  }
  if (CHANGED_CODES.includes(error.code ?? "")) return buildChanged(dataset);
  if (error.code === QUERY_CANCELED) return buildTimeout(dataset);
  return error;
}

/** The problem of a query that exceeds its time limit. */
export function buildTimeout(dataset: string): ProblemError {
  return new ProblemError(
    "query-timeout",
    `The query takes the database of ${dataset} longer than a query may; add filters or a limit, or leave out the sorting.`,
  );
}

/** The problem of a table that is not what it was at the start. */
export function buildChanged(dataset: string): ProblemError {
  return new ProblemError(
    "source-changed",
    `The table of ${dataset} has changed since the server started; it is served again after a restart.`,
  );
}

/** Ends a start. The messages of server and driver name users and databases but no passwords. */
export function explainOpening(error: CodedError, shown: string): Error {
  if (error instanceof StartupError) return error;
  const reason = (error.message || error.code || "").split("\n")[0];
  if (isConnectionFailure(error) || /^3D000$/.test(error.code ?? "") || /password|SASL|SCRAM/.test(reason)) {
    return new StartupError("cannot-connect", shown, `cannot be connected to (${reason})`);
  }
  return new StartupError("unsupported-source", shown, `cannot be read (${reason})`);
}
