/** Copies text to the clipboard, or hands it to the reader where the browser does not allow that. */
import { useEffect, useState } from "preact/hooks";
import { showToast } from "./toast.js";

const BLOCKED_EVENT = "explorer-copy-blocked";

export interface BlockedCopy {
  readonly text: string;
  /** What the text is, such as `Link`. */
  readonly name: string;
}

/** Copies text and confirms it with a toast; a blocked copy reaches `useBlockedCopy`. */
export async function copyText(text: string, name: string): Promise<void> {
  try {
    // Without HTTPS there is no clipboard.
    await navigator.clipboard.writeText(text);
  } catch {
    dispatchEvent(new CustomEvent<BlockedCopy>(BLOCKED_EVENT, { detail: { text, name } }));
    return;
  }
  showToast(`${name} copied`);
}

/** The last text that could not be copied, or null, and a function that discards it. */
export function useBlockedCopy(): [BlockedCopy | null, () => void] {
  const [blocked, setBlocked] = useState<BlockedCopy | null>(null);
  useEffect(() => {
    const show = (event: Event) => setBlocked((event as CustomEvent<BlockedCopy>).detail);
    addEventListener(BLOCKED_EVENT, show);
    return () => removeEventListener(BLOCKED_EVENT, show);
  }, []);
  return [blocked, () => setBlocked(null)];
}
