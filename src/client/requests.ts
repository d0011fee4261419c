/** Requests of the client: URLs out of queries, JSON out of answers, errors out of problems. */
import type { components } from "./api-types.js";

export interface ClientOptions {
  /** Where the server is, such as `https://api.example.org`; in a page of the server itself it may be left out. */
  readonly baseUrl?: string;
  readonly signal?: AbortSignal;
  /** Takes the place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

type Problem = components["schemas"]["Problem"];
type Value = string | number;

/** An answer that is no success, with the fields of its problem details. */
export class ProblemError extends Error implements Omit<Problem, "type"> {
  override readonly name = "ProblemError";
  /** A URN that ends in the code; `about:blank` for an answer that came from elsewhere, such as a proxy. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string | null;
  readonly errors: Problem["errors"];

  constructor({ type, title, status, detail, instance, errors }: Omit<Problem, "type"> & { type: string }) {
    super(detail);
    this.type = type;
    this.title = title;
    this.status = status;
    this.detail = detail;
    this.instance = instance;
    this.errors = errors;
  }
}

/**
 * A URL with every value of a query, lists as repeated parameters; undefined values are left out. Throws TypeError for an
 * empty list, which would ask for everything where a choice of nothing is meant.
 */
export function buildUrl(path: string, query: object, { baseUrl = "" }: ClientOptions = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, Value | readonly Value[] | undefined][]) {
    if (value === undefined) continue;
    if (Array.isArray(value) && value.length === 0)
      throw new TypeError(`${name} is an empty list; leave it out to ask for all`);
    for (const item of [value].flat()) parameters.append(name, String(item));
  }
  const text = parameters.toString();
  return `${baseUrl.replace(/\/$/, "")}${path}${text === "" ? "" : `?${text}`}`;
}

/** The JSON body of an answer. Throws ProblemError for every status that is no success. */
export async function getJson<T>(path: string, query: object, options: ClientOptions = {}): Promise<T> {
  const { fetch = globalThis.fetch, signal } = options;
  const headers = { accept: "application/json" };
  const response = await fetch(buildUrl(path, query, options), { headers, ...(signal && { signal }) });
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as T;
}

async function readProblem(response: Response): Promise<ProblemError> {
  const { status, statusText } = response;
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  if (isProblem) return new ProblemError((await response.json()) as Problem);
  const detail = `The answer was ${status} ${statusText}`.trim();
  return new ProblemError({
    type: "about:blank",
    title: statusText,
    status,
    detail,
    instance: null,
    errors: [],
  });
}
