/** The data of the comparison view: the metrics that it can show, and the rows of the selected one. */
import { useMemo } from "preact/hooks";
import type { Datasets } from "../client/index.js";
import { DATASETS_PATH, formatComparisonsPath } from "./api-paths.js";
import { type ComparisonMetric, findComparisonMetrics, listTableColumns } from "./comparison-metrics.js";
import type { Failure } from "./fetch-json.js";
import { DEFAULT_COMPARISON, type PageState } from "./page-state.js";
import type { ComparisonsResponse } from "./rows.js";
import { useFetch } from "./use-fetch.js";

/** For a link whose metric has no comparison; suggests the metrics with the longest common prefix. */
function describeUnknownMetric(metric: string, metrics: readonly ComparisonMetric[]): Failure {
  const countCommon = (other: string) => {
    const end = [...other].findIndex((character, index) => character !== metric[index]);
    return end < 0 ? other.length : end;
  };
  const suggestions = metrics
    .map((each) => each.metric)
    .sort((a, b) => countCommon(b) - countCommon(a))
    .slice(0, 3);
  const message = "is not a metric with values before and after fine-tuning";
  return {
    kind: "problem",
    title: "The link has a mistake",
    detail: `compare=${metric} ${message}.`,
    errors: [{ parameter: "compare", value: metric, message, suggestions }],
  };
}

const NO_METRICS: Failure = {
  kind: "problem",
  title: "There is nothing to compare",
  detail: "No metric of this data has values before and after fine-tuning.",
  errors: [],
};

/** Makes no request while another view is shown. */
export function useComparison(state: PageState) {
  const isShown = state.view === "comparison";
  const datasets = useFetch<Datasets>(isShown ? DATASETS_PATH : null);
  const dataset = datasets.response?.data.find(({ name }) => name === "comparisons");
  const metrics = useMemo(() => findComparisonMetrics(dataset?.columns ?? []), [dataset]);
  const find = (name: string | undefined) => metrics.find(({ metric }) => metric === name);
  const [preferred] = state.metrics;
  const isReplaced = state.comparison === null && metrics.length > 0 && find(preferred) === undefined;
  const name = state.comparison ?? (isReplaced ? DEFAULT_COMPARISON : preferred);
  const metric = find(name) ?? (state.comparison === null ? metrics.at(0) : undefined) ?? null;
  const missing = metrics.length === 0 ? NO_METRICS : describeUnknownMetric(name, metrics);
  const path = useMemo(
    () =>
      isShown && metric !== null
        ? formatComparisonsPath(listTableColumns(dataset?.columns ?? [], metric))
        : null,
    [isShown, metric, dataset],
  );
  const rows = useFetch<ComparisonsResponse>(path);
  // While the rows of this metric load, the response is that of the one before.
  const isCurrent = metric !== null && rows.response !== null && metric.pretrained in rows.response.data;
  return {
    metrics,
    metric,
    /** The metric of the other views where another one replaces it, otherwise null. */
    replaced: isReplaced ? preferred : null,
    rowCount: dataset?.rows ?? 0,
    response: isCurrent ? rows.response : null,
    failure: datasets.failure ?? (metric === null && dataset !== undefined ? missing : rows.failure),
    isLoading: datasets.isLoading || rows.isLoading,
    retry: datasets.failure === null ? rows.retry : datasets.retry,
  };
}
