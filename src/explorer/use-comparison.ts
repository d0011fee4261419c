/** The rows of the comparison view: which metrics can be compared, and the columns of the chosen one. */
import { useMemo } from "preact/hooks";
import type { ColumnsAnswer } from "./answer-rows.js";
import type { Failure } from "./api-client.js";
import {
  type ComparisonPair,
  chooseComparisonColumns,
  DATASETS_PATH,
  findComparisonPairs,
  formatComparisonsPath,
} from "./page-query.js";
import { FIRST_COMPARISON, type PageState } from "./page-state.js";
import { useAnswer } from "./use-answer.js";

interface DatasetsAnswer {
  readonly data: readonly {
    readonly name: string;
    readonly rows: number;
    readonly columns: readonly { readonly name: string; readonly type: string; readonly nulls: number }[];
  }[];
}

/** The failure of an address whose metric cannot be compared, with those that begin most like it. */
function describeUnknown(metric: string, pairs: readonly ComparisonPair[]): Failure {
  const countCommon = (other: string) => {
    const end = [...other].findIndex((character, index) => character !== metric[index]);
    return end < 0 ? other.length : end;
  };
  const suggestions = pairs
    .map((pair) => pair.metric)
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

/** Asks for nothing while another view is shown. */
export function useComparison(state: PageState) {
  const isShown = state.view === "comparison";
  const datasets = useAnswer<DatasetsAnswer>(isShown ? DATASETS_PATH : null);
  const dataset = datasets.answer?.data.find(({ name }) => name === "comparisons");
  const pairs = useMemo(() => findComparisonPairs(dataset?.columns ?? []), [dataset]);
  const find = (name: string | undefined) => pairs.find(({ metric }) => metric === name);
  const [wished] = state.metrics;
  const isReplaced = state.comparison === null && pairs.length > 0 && find(wished) === undefined;
  const name = state.comparison ?? (isReplaced ? FIRST_COMPARISON : wished);
  const pair = find(name) ?? (state.comparison === null ? pairs.at(0) : undefined) ?? null;
  const unknown = pair === null && pairs.length > 0 ? describeUnknown(name, pairs) : null;
  const path = useMemo(() => {
    if (!isShown || pair === null) return null;
    const names = (dataset?.columns ?? []).map(({ name }) => name);
    return formatComparisonsPath(chooseComparisonColumns(names, pair));
  }, [isShown, pair, dataset]);
  const rows = useAnswer<ColumnsAnswer>(path);
  // The answer of the metric before has no column of this one.
  const hasPair = pair !== null && rows.answer !== null && pair.preTrained in rows.answer.data;
  return {
    pairs,
    pair,
    /** The metric in whose place another is compared, null where none is. */
    replaced: isReplaced ? wished : null,
    rowCount: dataset?.rows ?? 0,
    answer: hasPair ? rows.answer : null,
    failure: datasets.failure ?? unknown ?? rows.failure,
    isLoading: datasets.isLoading || rows.isLoading,
    retry: datasets.failure === null ? rows.retry : datasets.retry,
  };
}
