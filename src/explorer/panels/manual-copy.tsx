/** Shows text that the browser did not let the page copy, selected for a manual copy. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { type BlockedCopy, useBlockedCopy } from "../clipboard.js";

export function ManualCopy() {
  const [blocked, close] = useBlockedCopy();
  return blocked === null ? null : <SelectedText key={blocked.text} {...blocked} onClose={close} />;
}

function SelectedText({ text, name, onClose }: BlockedCopy & { readonly onClose: () => void }) {
  const textRef = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    textRef.current?.focus();
    textRef.current?.select();
  }, []);
  return (
    <div
      class="manual-copy"
      role="dialog"
      aria-label={`Copy ${name} manually`}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <label>
        The browser blocked copying. {name}, selected to copy manually:
        <textarea ref={textRef} readOnly rows={text.includes("\n") ? 5 : 2} value={text} />
      </label>
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
    </div>
  );
}
