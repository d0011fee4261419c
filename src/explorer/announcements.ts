/** What the page says in passing, to the eye for a moment and to a screen reader: one line, and who listens to it. */
import { useEffect, useState } from "preact/hooks";

const SHOWN_MS = 2500;
const LIVE_EVENT = "explorer-announcement";

export function announce(text: string): void {
  dispatchEvent(new CustomEvent(LIVE_EVENT, { detail: text }));
}

/** The line of the moment, empty when it has been there long enough. */
export function useAnnouncement(): string {
  const [text, setText] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (event: Event) => {
      setText((event as CustomEvent<string>).detail);
      clearTimeout(timer);
      timer = setTimeout(() => setText(""), SHOWN_MS);
    };
    addEventListener(LIVE_EVENT, show);
    return () => {
      clearTimeout(timer);
      removeEventListener(LIVE_EVENT, show);
    };
  }, []);
  return text;
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
