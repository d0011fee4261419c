/** Requests to the API: shared between components, cached, cancelled when no component needs them any more. */
import { getJson, ProblemError } from "../client/index.js";

/** Why there is no response, as the page shows it. */
export interface Failure {
  /** `starting` and `unreachable` may pass by themselves, a `problem` does not. */
  readonly kind: "problem" | "starting" | "unreachable";
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly ParameterError[];
}

export type ParameterError = ProblemError["errors"][number];

export class RequestFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

/** A pending request, or the response of a finished one. */
interface SharedRequest {
  readonly response: Promise<unknown>;
  readonly controller: AbortController;
  isPending: boolean;
  /** Callers that wait for the response. */
  callerCount: number;
}

/** Enough to go back and forth between views without a request. */
const MAX_CACHED = 40;
const requests = new Map<string, SharedRequest>();

/**
 * Fetches JSON. Callers of the same path share one request and its response. An abort rejects the promise of its caller
 * alone, with the reason of the signal; the request itself is aborted when its last caller aborts. Any other rejection
 * is a RequestFailure.
 */
export function fetchJson<Body>(path: string, signal: AbortSignal): Promise<Body> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const request = requests.get(path) ?? startRequest(path);
  request.callerCount++;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      leaveRequest(path, request);
    };
    signal.addEventListener("abort", abort, { once: true });
    request.response
      .then((body) => resolve(body as Body), reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}

function startRequest(path: string): SharedRequest {
  const controller = new AbortController();
  const response = load(path, controller.signal);
  const request: SharedRequest = { response, controller, isPending: true, callerCount: 0 };
  requests.set(path, request);
  response.then(
    () => {
      request.isPending = false;
    },
    () => {
      request.isPending = false;
      forgetRequest(path, request);
    },
  );
  if (requests.size > MAX_CACHED) requests.delete(requests.keys().next().value as string);
  return request;
}

function leaveRequest(path: string, request: SharedRequest): void {
  request.callerCount--;
  if (request.callerCount > 0 || !request.isPending) return;
  forgetRequest(path, request);
  request.controller.abort();
}

/** A later request for the same path stays. */
function forgetRequest(path: string, request: SharedRequest): void {
  if (requests.get(path) === request) requests.delete(path);
}

async function load(path: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await getJson(path, {}, { signal, fetch: fetchRevalidated });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestFailure(describeFailure(error));
  }
}

/** The browser may hold a response of earlier data; the server confirms an unchanged one with a 304. */
const fetchRevalidated: typeof fetch = (url, init) => fetch(url, { ...init, cache: "no-cache" });

function describeFailure(error: unknown): Failure {
  if (error instanceof ProblemError) {
    const { status, title, detail, errors } = error;
    const kind = status === 503 ? "starting" : "problem";
    return { kind, title: title || `The server responded with status ${status}`, detail, errors };
  }
  if (error instanceof SyntaxError) {
    const detail = "It is not JSON. A proxy or a sign-in page may have replaced it.";
    return { kind: "problem", title: "The response is not from this API", detail, errors: [] };
  }
  if (!navigator.onLine) {
    const detail = "The chart will load when you are back online.";
    return { kind: "unreachable", title: "You are offline", detail, errors: [] };
  }
  return {
    kind: "unreachable",
    title: "The server cannot be reached",
    detail: "It did not respond. It may be restarting; the page retries automatically.",
    errors: [],
  };
}
