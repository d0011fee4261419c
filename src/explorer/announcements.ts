/** What the page says in passing, to the eye for a moment and to a screen reader: one line, and who listens to it. */
import { useEffect, useState } from "preact/hooks";

const SHOWN_MS = 2500;
const LIVE_EVENT = "explorer-announcement";
const SILENCE = { text: "", isSpokenOnly: true };

interface Announcement {
  readonly text: string;
  /** Whether it is only for who cannot see what happened. */
  readonly isSpokenOnly: boolean;
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

/** Copies text and says so; false where the browser does not let a page do that. */
export async function copyText(text: string, name: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${name} copied`);
    return true;
  } catch {
    announce(`The browser does not allow copying; the text is shown to be copied by hand`);
    return false;
  }
}
