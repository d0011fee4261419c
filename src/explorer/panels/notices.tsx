/** Notices above the chart and instead of it: provenance, ignored parameters, loading, no rows, failures. */
import type { Failure, ParameterError } from "../fetch-json.js";

/** Shown for data that is not DataDecide's own. */
export function ProvenanceBanner({ provenance }: { readonly provenance: string | null }) {
  if (provenance === null || provenance === "DataDecide") return null;
  const isSynthetic = provenance.startsWith("synthetic");
  return (
    <aside class={`provenance${isSynthetic ? " is-synthetic" : ""}`} aria-label="Where the data comes from">
      <strong>{isSynthetic ? "Synthetic stand-in data" : "Unverified data"}</strong>
      <span>
        {isSynthetic
          ? "These numbers are placeholders to try the page with, not DataDecide’s results. Do not draw conclusions from them."
          : `The server describes its data as “${provenance}”.`}
      </span>
    </aside>
  );
}

const MAX_LISTED = 4;

/** Lists the parameters of a link that have no effect. */
export function IgnoredParameters({ parameters }: { readonly parameters: readonly string[] }) {
  if (parameters.length === 0) return null;
  const more = parameters.length - MAX_LISTED;
  return (
    <p class="ignored-parameters">
      Ignored in the link:{" "}
      {parameters.slice(0, MAX_LISTED).map((parameter, index) => (
        <span key={parameter}>
          {index > 0 && ", "}
          <code>{parameter}</code>
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

interface EmptyChartProps {
  /** Whether the view needs a step that all recipes have. */
  readonly isCommon?: boolean;
  readonly onReset: () => void;
}

export function EmptyChart({ isCommon = false, onReset }: EmptyChartProps) {
  return (
    <div class="state">
      <p class="state-sign" aria-hidden="true">
        ∅
      </p>
      <h3>No rows match this selection</h3>
      <p>
        {isCommon
          ? "The metric has no step with a result of every one of these recipes at these sizes. Select fewer recipes, or see the training curves."
          : "The metric has no results for these recipes and sizes."}
      </p>
      <button type="button" class="button" onClick={onReset}>
        Show all recipes and sizes
      </button>
    </div>
  );
}

interface FailureNoticeProps {
  readonly failure: Failure;
  readonly onRetry: () => void;
  /** Replaces the wrong value in the state by a suggestion. */
  readonly onReplace: (error: ParameterError, suggestion: string) => void;
}

export function FailureNotice({ failure, onRetry, onReplace }: FailureNoticeProps) {
  const { kind, title, detail, errors } = failure;
  const isPermanent = kind === "problem";
  return (
    <div class={`state state-${kind}`} role="alert">
      <p class="state-sign" aria-hidden="true">
        {kind === "starting" ? "…" : kind === "unreachable" ? "⌁" : "!"}
      </p>
      <h3>{kind === "starting" ? "The server is still loading its data" : title}</h3>
      {errors.length === 0 && <p>{detail}</p>}
      {errors.map((error) => (
        <p key={`${error.parameter}=${error.value}`}>
          <code>
            {error.parameter}
            {error.value !== null && `=${error.value}`}
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
        {/* A retry does not correct a name. */}
        <button type="button" class={`button${errors.length === 0 ? " button-main" : ""}`} onClick={onRetry}>
          Try again
        </button>
        {isPermanent && (
          <a class={`button${errors.length === 0 ? "" : " button-main"}`} href="/">
            Start over
          </a>
        )}
      </p>
    </div>
  );
}
