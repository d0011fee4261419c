/** The URL as the only store: every choice is a new URL, and every URL is a state. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { formatPageState, type PageState, parsePageState } from "./page-state.js";

export type Navigate = (change: Partial<PageState>) => void;

export function usePageState(): [PageState, Navigate] {
  const [state, setState] = useState(() => parsePageState(location.search));
  useEffect(() => {
    const follow = () => setState(parsePageState(location.search));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const navigate = useCallback((change: Partial<PageState>) => {
    const next = { ...parsePageState(location.search), ...change };
    const url = formatPageState(next) || location.pathname;
    if (url !== (location.search || location.pathname)) history.pushState(null, "", url);
    setState(parsePageState(location.search));
  }, []);
  return [state, navigate];
}
