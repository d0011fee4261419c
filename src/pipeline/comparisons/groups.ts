/** Groups of runs that are matched with the same model on the same perplexity, with statistics of their results. */
import { COMPARED_RECIPE } from "../run-fields.js";
import { DELTA_COLUMNS, GROUP_STATISTICS } from "./columns.js";
import { mean, median, medianAbsoluteDeviation, sampleDeviation } from "./statistics.js";

/** The values of a run that its group needs; NaN for missing numbers. */
export interface GroupMember {
  readonly comparedSize: string | null;
  /** The perplexity used for matching, such as `pile-valppl`. */
  readonly metric: string | null;
  /** The values of `pt_c4_en-valppl` and `pt_pile-valppl`. */
  readonly c4: number;
  readonly pile: number;
  /** Fine-tuned minus pre-trained, in the order of DELTA_COLUMNS. */
  readonly deltas: readonly number[];
}

export interface Group {
  readonly name: string;
  /** From 1, in the order of the groups. */
  readonly id: number;
  readonly median: number;
  readonly mean: number;
  /** Under `group_{statistic}_{delta}`. */
  readonly statistics: ReadonlyMap<string, number>;
}

const STATISTICS: Readonly<Record<(typeof GROUP_STATISTICS)[number], (values: readonly number[]) => number>> =
  {
    avg: mean,
    med: median,
    std: sampleDeviation,
    mad: medianAbsoluteDeviation,
  };

/** Sorts groups; both perplexities share the order. */
export type SortGroups = <G extends { readonly median: number }>(groups: readonly G[]) => G[];

/** Groups in ascending order of their median, missing ones last and equal ones in order of appearance. */
export const sortByMedian: SortGroups = (groups) =>
  groups.toSorted((a, b) => compareMissingLast(a.median, b.median));

/** The group of every member, in the order given. */
export function buildGroups(members: readonly GroupMember[], sortGroups = sortByMedian): Group[] {
  const membersByName = new Map<string, GroupMember[]>();
  for (const member of members) {
    const own = membersByName.get(nameGroup(member));
    if (own === undefined) membersByName.set(nameGroup(member), [member]);
    else own.push(member);
  }
  const groups = Array.from(membersByName, ([name, own]) => ({
    name,
    median: median(own.map(getMatched)),
    mean: mean(own.map(getMatched)),
    statistics: describeDeltas(own),
  }));
  const groupByName = new Map(
    sortGroups(groups).map((group, index) => [group.name, { ...group, id: index + 1 }]),
  );
  return members.map((member) => groupByName.get(nameGroup(member)) as Group);
}

/**
 * Groups in the order of Python's `sorted`, for fewer than 64. A missing median compares as neither less nor greater, so
 * the result is not sorted across it: the initial sorted run is kept, and each further group is inserted by binary search.
 */
export const sortLikePython: SortGroups = (groups) => {
  const sorted = [...groups];
  const isLess = (a: number, b: number) => sorted[a].median < sorted[b].median;
  let end = Math.min(2, sorted.length);
  if (sorted.length > 1 && isLess(1, 0)) {
    while (end < sorted.length && isLess(end, end - 1)) end++;
    sorted.splice(0, end, ...sorted.slice(0, end).reverse());
  } else {
    while (end < sorted.length && !isLess(end, end - 1)) end++;
  }
  for (; end < sorted.length; end++) {
    let [low, high] = [0, end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLess(end, middle)) high = middle;
      else low = middle + 1;
    }
    sorted.splice(low, 0, ...sorted.splice(end, 1));
  }
  return sorted;
};

function compareMissingLast(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : a - b;
}

function nameGroup({ comparedSize, metric }: GroupMember): string {
  return `${comparedSize}_${metric}_${COMPARED_RECIPE}`;
}

/** The value of the matching perplexity at the run's own checkpoint. */
function getMatched({ metric, c4, pile }: GroupMember): number {
  return metric?.toLowerCase().includes("c4") ? c4 : pile;
}

function describeDeltas(members: readonly GroupMember[]): ReadonlyMap<string, number> {
  return new Map(
    DELTA_COLUMNS.flatMap((delta, index) => {
      const values = members.map(({ deltas }) => deltas[index]);
      return GROUP_STATISTICS.map((statistic): [string, number] => [
        `group_${statistic}_${delta}`,
        STATISTICS[statistic](values),
      ]);
    }),
  );
}
