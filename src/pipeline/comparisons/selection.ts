/** Selects the runs of an export for the table and reports why the others are left out. */
import type { Finding } from "../report.js";
import { buildRunFields, type CompatDate, type RunFields } from "../run-fields.js";
import { parseRunName } from "../run-names.js";
import { orderBaseColumns } from "./base-columns.js";
import type { BaseColumn } from "./columns.js";
import { isEvaluated } from "./evaluation-values.js";
import type { ExportedRun } from "./run-exports.js";

export interface SelectedRun {
  readonly exported: ExportedRun;
  readonly fields: RunFields;
}

export interface RunSelection {
  /** In ascending order of their names. */
  readonly runs: readonly SelectedRun[];
  /** The base columns in the order that the names of all matched runs lead to. */
  readonly baseColumns: readonly BaseColumn[];
  /** The number of runs whose name fits a shape. */
  readonly namedCount: number;
  readonly unnamed: readonly Finding[];
  readonly leftOut: readonly Finding[];
}

/**
 * Selects the finished and evaluated runs that are matched with a model. The others are reported: one finding for each run
 * whose name or evaluation is the reason, otherwise one for each reason.
 */
export function selectRuns(exported: readonly ExportedRun[], compat: CompatDate | null = null): RunSelection {
  const unnamed: Finding[] = [];
  const named = exported.flatMap((run) => {
    const id = findName(run);
    const name = parseRunName(id);
    if (name.pattern !== null) return [{ exported: run, id, name, config: run.config, summary: run.summary }];
    unnamed.push(describeRun(`name matches no pattern (type ${name.type})`, id));
    return [];
  });
  const allFields = buildRunFields(named, compat);
  const runs: SelectedRun[] = [];
  const withoutEvaluation: Finding[] = [];
  const idsByReason = new Map<string, string[]>();
  for (const [index, { exported: run }] of named.entries()) {
    const fields = allFields[index];
    const reason = findReason(fields, run);
    if (reason !== undefined) {
      idsByReason.set(reason, [...(idsByReason.get(reason) ?? []), fields.run_id]);
    } else if (!isEvaluated(run.summary)) {
      withoutEvaluation.push(describeRun("no evaluation in the summary", fields.run_id));
    } else {
      runs.push({ exported: run, fields });
    }
  }
  const others = Array.from(idsByReason, ([reason, ids]) => ({
    reason,
    count: ids.length,
    examples: ids,
  }));
  return {
    runs: runs.sort((a, b) => compareTexts(a.fields.run_id, b.fields.run_id)),
    baseColumns: orderBaseColumns(named.filter(({ name }) => name.type === "matched")),
    namedCount: named.length,
    unnamed,
    leftOut: [...others, ...withoutEvaluation],
  };
}

/** A finding about one run. */
export function describeRun(reason: string, id: string): Finding {
  return { reason, count: 1, examples: [id] };
}

/** Ascending by code unit, independent of the locale. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The run's id if it is a run name, as usual; otherwise the display name. */
function findName({ id, displayName }: ExportedRun): string {
  return parseRunName(id).pattern === null && parseRunName(displayName).pattern !== null ? displayName : id;
}

function findReason({ _run_type: type }: RunFields, { state }: ExportedRun): string | undefined {
  if (type !== "matched") return `type ${type}: not matched with a model`;
  return state === "finished" ? undefined : `state ${state ?? "unknown"}: not finished`;
}
