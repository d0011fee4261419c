/** Responses of the API as component state: one request at a time, retried while the server may come back. */
import { useEffect, useState } from "preact/hooks";
import { type Failure, fetchJson, RequestFailure } from "./fetch-json.js";

export interface FetchState<Body> {
  /** The last response; while `isLoading` it may belong to an earlier path. */
  readonly response: Body | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
}

export type Fetched<Body> = FetchState<Body> & { readonly retry: () => void };

/** Pause between a failure that may pass and the next attempt. */
const RETRY_MS = 3000;
const UNEXPECTED = { kind: "problem", title: "Something went wrong on this page", errors: [] } as const;

/** Fetches `path` and fetches again when it changes; null fetches nothing. A change aborts the pending request. */
export function useFetch<Body>(path: string | null): Fetched<Body> {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<FetchState<Body> & { path: string | null }>({
    response: null,
    failure: null,
    isLoading: true,
    path: null,
  });
  const retry = () => setAttempt((count) => count + 1);
  useEffect(() => {
    if (path === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    setState((last) => ({ ...last, isLoading: true }));
    fetchJson<Body>(path, signal).then(
      (response) => {
        if (!signal.aborted) setState({ response, failure: null, isLoading: false, path });
      },
      (error) => {
        if (signal.aborted) return;
        const failure =
          error instanceof RequestFailure ? error.failure : { ...UNEXPECTED, detail: String(error) };
        setState((last) => ({ ...last, failure, isLoading: false, path }));
      },
    );
    return () => controller.abort();
  }, [path, attempt]);

  const isCurrent = state.path === path;
  const failure = isCurrent ? state.failure : null;
  const isLoading = path !== null && (!isCurrent || state.isLoading);
  useEffect(() => {
    // A retry must not abort an attempt that the server is slow to respond to.
    if (failure === null || failure.kind === "problem" || isLoading) return;
    const timer = setTimeout(retry, RETRY_MS);
    addEventListener("online", retry);
    return () => {
      clearTimeout(timer);
      removeEventListener("online", retry);
    };
  }, [failure, isLoading]);

  return { response: state.response, failure, isLoading, retry };
}
