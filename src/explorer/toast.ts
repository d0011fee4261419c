/** Short messages: shown for a moment, and read out by screen readers. */
import { useEffect, useState } from "preact/hooks";

const SHOWN_MS = 2500;
const TOAST_EVENT = "explorer-toast";

interface Toast {
  readonly text: string;
  /** Whether it is for screen readers only, because everybody else sees what happened. */
  readonly isHidden: boolean;
}

const NO_TOAST: Toast = { text: "", isHidden: true };

/** Shows a message; `isHidden` leaves it to screen readers. */
export function showToast(text: string, isHidden = false): void {
  dispatchEvent(new CustomEvent<Toast>(TOAST_EVENT, { detail: { text, isHidden } }));
}

/** The current message; its text is empty while there is none. */
export function useToast(): Toast {
  const [toast, setToast] = useState(NO_TOAST);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (event: Event) => {
      setToast((event as CustomEvent<Toast>).detail);
      clearTimeout(timer);
      timer = setTimeout(() => setToast(NO_TOAST), SHOWN_MS);
    };
    addEventListener(TOAST_EVENT, show);
    return () => {
      clearTimeout(timer);
      removeEventListener(TOAST_EVENT, show);
    };
  }, []);
  return toast;
}
