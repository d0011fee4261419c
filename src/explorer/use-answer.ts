/** Answers of the API as state of a component: the stale request is given up, the last answer stays until the next. */
import { useEffect, useState } from "preact/hooks";
import { type Failure, fetchJson, RequestFailure } from "./api-client.js";

export interface Awaited<Body> {
  /** The last answer, which may be that of an earlier path while `isLoading`. */
  readonly answer: Body | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
}

/** How long until a server that did not answer, or is not ready, is asked again. */
const RETRY_MS = 3000;
const UNEXPECTED = { kind: "problem", title: "The page met an error of its own", errors: [] } as const;

/** Fetches `path`, again when it changes and when an unreachable server may be back; null fetches nothing. */
export function useAnswer<Body>(path: string | null): Awaited<Body> & { retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Awaited<Body> & { path: string | null }>({
    answer: null,
    failure: null,
    isLoading: true,
    path: null,
  });
  useEffect(() => {
    if (path === null) return;
    const abandonment = new AbortController();
    setState((last) => ({ ...last, isLoading: true }));
    fetchJson<Body>(path, abandonment.signal).then(
      (answer) => {
        if (!abandonment.signal.aborted) setState({ answer, failure: null, isLoading: false, path });
      },
      (error) => {
        if (abandonment.signal.aborted) return;
        const failure =
          error instanceof RequestFailure ? error.failure : { ...UNEXPECTED, detail: String(error) };
        setState((last) => ({ ...last, failure, isLoading: false, path }));
      },
    );
    return () => abandonment.abort();
  }, [path, attempt]);

  const canRecover = state.failure !== null && state.failure.kind !== "problem";
  useEffect(() => {
    if (!canRecover) return;
    const again = () => setAttempt((count) => count + 1);
    const timer = setInterval(again, RETRY_MS);
    addEventListener("online", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [canRecover]);

  const isCurrent = state.path === path;
  return {
    answer: state.answer,
    failure: isCurrent ? state.failure : null,
    isLoading: path !== null && (!isCurrent || state.isLoading),
    retry: () => setAttempt((count) => count + 1),
  };
}
