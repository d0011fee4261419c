/** The whole page: its requests and its layout. */
import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary, useMemo, useState } from "preact/hooks";
import { formatEvaluationsPath } from "./api-paths.js";
import { buildRecipeColors, type RecipeColors } from "./charts/recipe-colors.js";
import { copyText } from "./clipboard.js";
import { ComparisonPickers } from "./controls/comparison-pickers.js";
import { Pickers } from "./controls/pickers.js";
import { type Facets, useFacets } from "./facets.js";
import type { ParameterError } from "./fetch-json.js";
import { findIgnoredParameters } from "./ignored-parameters.js";
import { formatCount } from "./number-format.js";
import { changeView, formatPageState, type PageState, type View } from "./page-state.js";
import { ManualCopy } from "./panels/manual-copy.js";
import { FailureNotice, LoadingChart, ProvenanceBanner } from "./panels/notices.js";
import type { EvaluationsResponse } from "./rows.js";
import { showToast, useToast } from "./toast.js";
import { type TrainingTokens, useTraining } from "./training.js";
import { type ColorScheme, useColorScheme } from "./use-color-scheme.js";
import { useComparison } from "./use-comparison.js";
import { useFetch } from "./use-fetch.js";
import { type Navigate, usePageState } from "./use-page-state.js";
import { ComparisonView } from "./views/comparison-view.js";
import { EvaluationsView } from "./views/evaluations-view.js";

/** The short names are for phones. */
const VIEW_NAMES: readonly (readonly [View, name: string, shortName: string])[] = [
  ["scaling", "Scaling", "Scaling"],
  ["curves", "Training curves", "Training curves"],
  ["comparison", "Fine-tuned vs pre-trained", "Fine-tuning"],
];

interface SharedProps {
  readonly state: PageState;
  readonly facets: Facets;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly ignored: readonly string[];
  readonly navigate: Navigate;
}

export function Page() {
  const [state, navigate] = usePageState();
  const scheme = useColorScheme();
  const facets = useFacets(state);
  const colors = useMemo(() => buildRecipeColors(facets.recipes, scheme), [facets.recipes, scheme]);
  const isComparison = state.view === "comparison";
  const evaluations = useFetch<EvaluationsResponse>(isComparison ? null : formatEvaluationsPath(state));
  const training = useTraining(!isComparison);
  const comparison = useComparison(state);
  const { response, isLoading, ...rows } = isComparison ? comparison : evaluations;
  const { failure, retry } = [rows, training].find((each) => each.failure !== null) ?? facets;
  const ignored = useMemo(() => findIgnoredParameters(location.search), [state]);
  const shared = { state, facets, colors, scheme, ignored, navigate };
  useEffect(() => {
    if (!isLoading && failure === null && response !== null)
      showToast(
        `${formatCount(response.meta.rows)} ${response.meta.rows === 1 ? "row" : "rows"} loaded`,
        true,
      );
  }, [response, failure, isLoading]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the chart
      </a>
      <Header state={state} navigate={navigate} />
      <ProvenanceBanner
        provenance={evaluations.response?.meta.provenance ?? comparison.response?.meta.provenance ?? null}
      />
      <div class="layout">
        <Sidebar>
          {isComparison ? (
            <ComparisonPickers
              {...shared}
              metrics={comparison.metrics}
              metric={comparison.metric}
              rowCount={comparison.rowCount}
              response={comparison.response}
            />
          ) : (
            <Pickers {...shared} />
          )}
        </Sidebar>
        <main id="main" class={isLoading ? "is-loading" : ""} aria-busy={isLoading} tabIndex={-1}>
          <ErrorBoundary state={state}>
            {failure !== null ? (
              <FailureNotice
                failure={failure}
                onRetry={retry}
                onReplace={(error, text) => navigate(replaceName(state, error, text))}
              />
            ) : (
              <ShownView
                {...shared}
                evaluations={evaluations.response}
                training={training.tokens}
                comparison={comparison}
              />
            )}
          </ErrorBoundary>
        </main>
      </div>
      <Footer />
      <ManualCopy />
      <Toast />
    </>
  );
}

interface ShownViewProps extends SharedProps {
  readonly evaluations: EvaluationsResponse | null;
  readonly training: TrainingTokens | null;
  readonly comparison: ReturnType<typeof useComparison>;
}

/** The view of the state once its data is loaded. */
function ShownView({ evaluations, training, comparison, ...shared }: ShownViewProps) {
  if (shared.facets.isLoading) return <LoadingChart />;
  if (shared.state.view === "comparison") {
    const { response, metric, replaced } = comparison;
    return response === null || metric === null ? (
      <LoadingChart />
    ) : (
      <ComparisonView {...shared} response={response} metric={metric} replaced={replaced} />
    );
  }
  if (evaluations === null || training === null) return <LoadingChart />;
  return <EvaluationsView {...shared} response={evaluations} training={training} />;
}

/** Shows an error of the page itself instead of the view, until the state changes. */
function ErrorBoundary({
  state,
  children,
}: {
  readonly state: PageState;
  readonly children: ComponentChildren;
}) {
  const [error, reset] = useErrorBoundary();
  useEffect(reset, [state]);
  if (error === undefined) return <>{children}</>;
  const detail = error instanceof Error ? error.message : String(error);
  const failure = {
    kind: "problem",
    title: "Something went wrong on this page",
    detail,
    errors: [],
  } as const;
  return <FailureNotice failure={failure} onRetry={reset} onReplace={() => {}} />;
}

function Header({ state, navigate }: { readonly state: PageState; readonly navigate: Navigate }) {
  return (
    <header class="header">
      <h1 class="brand">
        <a href="/">
          <span class="brand-mark" aria-hidden="true" />
          <span>
            <strong>DataDecide</strong> <span class="for-wide">explorer</span>
          </span>
        </a>
      </h1>
      <nav aria-label="Views">
        {VIEW_NAMES.map(([view, name, shortName]) => (
          <a
            key={view}
            href={formatPageState(changeView(state, view)) || "/"}
            aria-current={view === state.view ? "page" : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
              event.preventDefault();
              if (view !== state.view) navigate(changeView(state, view));
            }}
          >
            <span class="for-wide">{name}</span>
            <span class="for-narrow">{shortName}</span>
          </a>
        ))}
      </nav>
      <div class="header-actions">
        <a class="button" href="/api/docs">
          API docs
        </a>
        <button type="button" class="button button-main" onClick={() => void copyText(location.href, "Link")}>
          Copy link
        </button>
      </div>
    </header>
  );
}

/** Beside the chart; on a narrow screen a button opens it. */
function Sidebar({ children }: { readonly children: ComponentChildren }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div class={`sidebar${isOpen ? " is-open" : ""}`}>
      <button
        type="button"
        class="button sidebar-toggle"
        aria-expanded={isOpen}
        aria-controls="choices"
        onClick={() => setIsOpen(!isOpen)}
      >
        {isOpen ? "Close the lists" : "Choose metrics, recipes, sizes"}
      </button>
      <search id="choices" class="choices" aria-label="Choose what is shown">
        {children}
      </search>
    </div>
  );
}

function Footer() {
  return (
    <footer class="footer">
      <p>
        DataDecide is by AllenAI (ODC-BY 1.0): Magnusson et al. 2025,{" "}
        <cite>How to Predict Best Pretraining Data with Small Experiments</cite>, arXiv:2504.11393.
      </p>
      <p>
        Every number here comes from the public API: <a href="/api/docs">documentation</a>,{" "}
        <a href="/api/visualize/datasets">datasets</a>.
      </p>
    </footer>
  );
}

function Toast() {
  const { text, isHidden } = useToast();
  return (
    <div class={`toast${isHidden ? "" : " is-shown"}`} role="status" aria-live="polite">
      {text}
    </div>
  );
}

/** Replaces an unknown name of the state by a suggestion. */
function replaceName(
  state: PageState,
  { parameter, value }: ParameterError,
  suggestion: string,
): Partial<PageState> {
  const swap = (names: readonly string[]) => names.map((name) => (name === value ? suggestion : name));
  if (parameter === "metric") return { metrics: swap(state.metrics) };
  if (parameter === "data") return { recipes: swap(state.recipes) };
  if (parameter === "compare") return { comparison: suggestion };
  if (parameter === "params") return { sizes: swap(state.sizes) };
  return {};
}
