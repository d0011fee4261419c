/** The text that the browser did not let the page copy, selected, so that two keys do it. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { type RefusedCopy, useRefusedCopy } from "../announcements.js";

export function CopyByHand() {
  const [refused, close] = useRefusedCopy();
  return refused === null ? null : <SelectedText key={refused.text} {...refused} onClose={close} />;
}

function SelectedText({ text, name, onClose }: RefusedCopy & { readonly onClose: () => void }) {
  const textRef = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    textRef.current?.focus();
    textRef.current?.select();
  }, []);
  return (
    <div
      class="copy-by-hand"
      role="dialog"
      aria-label={`${name}, to be copied by hand`}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <label>
        The browser does not allow copying. {name}, selected to be copied by hand:
        <textarea ref={textRef} readOnly rows={text.includes("\n") ? 5 : 2} value={text} />
      </label>
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
    </div>
  );
}
