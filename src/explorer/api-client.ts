/** The page's one door to the API: requests that can be given up, answers that are kept, failures with a reason. */

/** A failure as the page shows it: what a problem document says, or that there was no answer. */
export interface Failure {
  readonly kind: "problem" | "starting" | "unreachable";
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly ParameterError[];
}

export interface ParameterError {
  readonly parameter: string;
  readonly value: string;
  readonly message: string;
  readonly suggestions: readonly string[];
}

export class RequestFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

/** As many answers as going back and forth needs. */
const KEPT_ANSWERS = 40;
const kept = new Map<string, Promise<unknown>>();

/**
 * Fetches JSON of a path. The same path gives the same answer again. Throws RequestFailure, or an AbortError if
 * `signal` gave the request up.
 */
export function fetchJson<Body>(path: string, signal: AbortSignal): Promise<Body> {
  const known = kept.get(path);
  if (known !== undefined) return known as Promise<Body>;
  const answer = request<Body>(path, signal);
  kept.set(path, answer);
  const forget = () => {
    if (kept.get(path) === answer) kept.delete(path);
  };
  signal.addEventListener("abort", () => !isSettled.has(answer) && forget(), { once: true });
  answer.then(() => isSettled.add(answer), forget);
  if (kept.size > KEPT_ANSWERS) kept.delete(kept.keys().next().value as string);
  return answer;
}

const isSettled = new WeakSet<Promise<unknown>>();

async function request<Body>(path: string, signal: AbortSignal): Promise<Body> {
  let response: Response;
  try {
    // Asked anew at each load, since the server's data may be another by now; unchanged it answers with a bare 304.
    response = await fetch(path, { signal, cache: "no-cache", headers: { accept: "application/json" } });
    if (response.ok) return await response.json();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestFailure({
      kind: "unreachable",
      title: navigator.onLine ? "The server cannot be reached" : "You are offline",
      detail: navigator.onLine
        ? "There was no answer. It may be restarting; the page tries again by itself."
        : "The chart comes back as soon as there is a connection again.",
      errors: [],
    });
  }
  throw new RequestFailure(await readProblem(response));
}

async function readProblem(response: Response): Promise<Failure> {
  const problem = await response.json().catch(() => ({}));
  return {
    kind: response.status === 503 ? "starting" : "problem",
    title: problem.title ?? `The server answered ${response.status}`,
    detail: problem.detail ?? "It gave no reason.",
    errors: problem.errors ?? [],
  };
}
