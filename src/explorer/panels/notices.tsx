/** What is shown in place of a chart, and above it: provenance, loading, nothing found, failures. */
import type { Failure, ParameterError } from "../api-client.js";

/** Said of every answer whose data is not DataDecide's own; nothing of genuine data. */
export function ProvenanceBanner({ provenance }: { readonly provenance: string | null }) {
  if (provenance === null || provenance === "DataDecide") return null;
  const isSynthetic = provenance.startsWith("synthetic");
  return (
    <aside class={`provenance${isSynthetic ? " is-synthetic" : ""}`} aria-label="Where the data comes from">
      <strong>{isSynthetic ? "Synthetic stand-in data" : "Unverified data"}</strong>
      <span>
        {isSynthetic
          ? "These numbers were made up to try this page out. They are not DataDecide’s results: draw no conclusions from them."
          : `The server knows its data only as “${provenance}”.`}
      </span>
    </aside>
  );
}

/** More of them would be longer than the chart. */
const MOST_PARTS = 4;

/** Says which parts of the address change nothing, and nothing if all do. */
export function IgnoredParts({ parts }: { readonly parts: readonly string[] }) {
  if (parts.length === 0) return null;
  const more = parts.length - MOST_PARTS;
  return (
    <p class="ignored-parts">
      Ignored from the link:{" "}
      {parts.slice(0, MOST_PARTS).map((part, index) => (
        <span key={part}>
          {index > 0 && ", "}
          <code>{part}</code>
        </span>
      ))}
      {more > 0 && ` and ${more} more`}
    </p>
  );
}

export function LoadingChart() {
  return (
    <div class="state state-loading">
      <div class="skeleton" aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
      </div>
      <p>Loading the chart…</p>
    </div>
  );
}

export function EmptyChart({ onReset }: { readonly onReset: () => void }) {
  return (
    <div class="state">
      <p class="state-sign" aria-hidden="true">
        ∅
      </p>
      <h3>No rows fit this choice</h3>
      <p>The metric was not measured for these recipes and sizes.</p>
      <button type="button" class="button" onClick={onReset}>
        Show all recipes and sizes
      </button>
    </div>
  );
}

interface FailureNoticeProps {
  readonly failure: Failure;
  readonly onRetry: () => void;
  /** Puts a suggestion in the place of what was not understood. */
  readonly onReplace: (error: ParameterError, suggestion: string) => void;
}

export function FailureNotice({ failure, onRetry, onReplace }: FailureNoticeProps) {
  const { kind, title, detail, errors } = failure;
  const isOurs = kind === "problem";
  return (
    <div class={`state state-${kind}`} role="alert">
      <p class="state-sign" aria-hidden="true">
        {kind === "starting" ? "…" : kind === "unreachable" ? "⌁" : "!"}
      </p>
      <h3>{kind === "starting" ? "The server is still reading its data" : title}</h3>
      {errors.length === 0 && <p>{detail}</p>}
      {errors.map((error) => (
        <p key={`${error.parameter}=${error.value}`}>
          <code>
            {error.parameter}={error.value}
          </code>{" "}
          {error.message}.{" "}
          {error.suggestions.length > 0 && (
            <span class="suggestions">
              Did you mean{" "}
              {error.suggestions.map((suggestion) => (
                <button
                  type="button"
                  class="button"
                  key={suggestion}
                  onClick={() => onReplace(error, suggestion)}
                >
                  {suggestion}
                </button>
              ))}
            </span>
          )}
        </p>
      ))}
      <p class="state-actions">
        {/* Asking again does not mend a name. */}
        <button type="button" class={`button${errors.length === 0 ? " button-main" : ""}`} onClick={onRetry}>
          Try again
        </button>
        {isOurs && (
          <a class={`button${errors.length === 0 ? "" : " button-main"}`} href="/">
            Start over
          </a>
        )}
      </p>
    </div>
  );
}
