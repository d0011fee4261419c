/** What the page says in passing, to the eye for a moment and to a screen reader: one line, and who listens to it. */
import { useEffect, useState } from "preact/hooks";

const SHOWN_MS = 2500;
const LIVE_EVENT = "explorer-announcement";
const REFUSAL_EVENT = "explorer-refused-copy";
const SILENCE = { text: "", isSpokenOnly: true };

interface Announcement {
  readonly text: string;
  /** Whether it is only for who cannot see what happened. */
  readonly isSpokenOnly: boolean;
}

export interface RefusedCopy {
  readonly text: string;
  readonly name: string;
}

export function announce(text: string, isSpokenOnly = false): void {
  dispatchEvent(new CustomEvent<Announcement>(LIVE_EVENT, { detail: { text, isSpokenOnly } }));
}

/** The line of the moment, empty when it has been there long enough. */
export function useAnnouncement(): Announcement {
  const [announcement, setAnnouncement] = useState(SILENCE);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (event: Event) => {
      setAnnouncement((event as CustomEvent<Announcement>).detail);
      clearTimeout(timer);
      timer = setTimeout(() => setAnnouncement(SILENCE), SHOWN_MS);
    };
    addEventListener(LIVE_EVENT, show);
    return () => {
      clearTimeout(timer);
      removeEventListener(LIVE_EVENT, show);
    };
  }, []);
  return announcement;
}

/** Copies text and says so; where the browser does not let a page do that, the text is shown to be copied by hand. */
export async function copyText(text: string, name: string): Promise<void> {
  try {
    // Pages that were not fetched over HTTPS have no clipboard.
    await navigator.clipboard.writeText(text);
  } catch {
    dispatchEvent(new CustomEvent<RefusedCopy>(REFUSAL_EVENT, { detail: { text, name } }));
    return;
  }
  announce(`${name} copied`);
}

/** The text that could not be copied last, null when there is none, and what forgets it. */
export function useRefusedCopy(): [RefusedCopy | null, () => void] {
  const [refused, setRefused] = useState<RefusedCopy | null>(null);
  useEffect(() => {
    const show = (event: Event) => setRefused((event as CustomEvent<RefusedCopy>).detail);
    addEventListener(REFUSAL_EVENT, show);
    return () => removeEventListener(REFUSAL_EVENT, show);
  }, []);
  return [refused, () => setRefused(null)];
}
