/** HTTP requests of the client: queries to URLs, responses to JSON, problem details to errors. */
import type { components } from "./api-types.js";

export interface ClientOptions {
  /**
   * Where the server is, such as `https://api.example.org`, or a path of the page's own server; not needed in a page of the server,
   * nor with the module that it serves at `/client.js`.
   */
  readonly baseUrl?: string;
  readonly signal?: AbortSignal;
  /** Used instead of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * The address of the server that serves this module; scripts/build-pages.js defines it in the module at /client.js only, so that
 * the client asks that server by default.
 */
declare const OWN_SERVER: string;

const DEFAULT_BASE_URL = typeof OWN_SERVER === "undefined" ? "" : OWN_SERVER;

type Problem = components["schemas"]["Problem"];
type Value = string | number;

/** A response with an error status, with the fields of its problem details. */
export class ProblemError extends Error implements Omit<Problem, "type"> {
  override readonly name = "ProblemError";
  /** A URN that ends in the problem's code; `about:blank` where the response has no problem details, as of a proxy. */
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
 * A URL with every value of a query, a list as a repeated parameter; undefined values are left out. Throws TypeError for
 * an empty list, which would become a query for everything, and for a `baseUrl` without a scheme.
 */
export function buildUrl(
  path: string,
  query: object,
  { baseUrl = DEFAULT_BASE_URL }: ClientOptions = {},
): string {
  if (baseUrl !== "" && !/^(?:https?:\/\/|\/)/i.test(baseUrl))
    throw new TypeError(`baseUrl ${JSON.stringify(baseUrl)} has to begin with http:// or https://`);
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

/**
 * The JSON body of any route; `T` is not checked. Throws ProblemError for an error status, and TypeError without a `baseUrl` where
 * there is no page, and for a response of another kind.
 */
export async function getJson<T>(path: string, query: object, options: ClientOptions = {}): Promise<T> {
  const { fetch = globalThis.fetch, signal } = options;
  const headers = { accept: "application/json" };
  const url = buildUrl(path, query, options);
  if (
    url.startsWith("/") &&
    options.fetch === undefined &&
    (globalThis as { location?: unknown }).location === undefined
  )
    throw new TypeError(
      "baseUrl is missing; outside of a page it has to name the server, such as https://api.example.org",
    );
  const response = await fetch(url, { headers, ...(signal && { signal }) });
  if (!response.ok) throw await readProblem(response);
  const type = response.headers.get("content-type") ?? "";
  if (/html|xml/.test(type))
    throw new TypeError(`${url} is ${type}, not JSON; baseUrl has to name a server of the API`);
  return (await response.json()) as T;
}

/** Fields that the body does not have come from the status, as for the error page of a proxy. */
async function readProblem(response: Response): Promise<ProblemError> {
  const { status, statusText } = response;
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  const problem = isProblem ? parseProblem(await response.text()) : {};
  return new ProblemError({
    type: problem.type ?? "about:blank",
    title: problem.title ?? statusText,
    status,
    detail: problem.detail ?? `The response was ${status} ${statusText}`.trim(),
    instance: problem.instance ?? null,
    errors: Array.isArray(problem.errors) ? problem.errors : [],
  });
}

/** Nothing for a body that was cut off. */
function parseProblem(text: string): Partial<Problem> {
  try {
    return (JSON.parse(text) as Partial<Problem> | null) ?? {};
  } catch {
    return {};
  }
}
