/** The address bar as the page's only store: every choice is a new address, and every address is a state. */
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
    const address = formatPageState(next) || location.pathname;
    if (address !== (location.search || location.pathname)) history.pushState(null, "", address);
    setState(parsePageState(location.search));
  }, []);
  return [state, navigate];
}
