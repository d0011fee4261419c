/** A block of code that scrolls, also with the keyboard. */

interface CodeBlockProps {
  readonly label: string;
  readonly code: string;
  /** Whether long lines are broken instead of scrolled. */
  readonly isWrapped?: boolean;
}

export function CodeBlock({ label, code, isWrapped = false }: CodeBlockProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboards
    <section class={isWrapped ? "code wrapped" : "code"} tabIndex={0} aria-label={label}>
      <pre>{code}</pre>
    </section>
  );
}
