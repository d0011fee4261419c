/** Groups of runs that are matched with the same model on the same perplexity, and how their results lie. */
import { COMPARED_RECIPE } from "../run-fields.js";
import { DELTA_COLUMNS, GROUP_STATISTICS } from "./columns.js";
import { mean, median, medianAbsoluteDeviation, sampleDeviation } from "./statistics.js";

/** A run as far as its group asks; NaN where a number is missing. */
export interface GroupMember {
  readonly comparedSize: string | null;
  /** The perplexity that is matched, such as `pile-valppl`. */
  readonly metric: string | null;
  /** The values of `pt_c4_en-valppl` and `pt_pile-valppl`. */
  readonly c4: number;
  readonly pile: number;
  /** Fine-tuned minus pre-trained, in the order of DELTA_COLUMNS. */
  readonly deltas: readonly number[];
}

export interface Group {
  readonly name: string;
  /** From 1, groups in ascending order of their median, a missing median last and equal ones as they first appear. */
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

/** The group of every member, in the order given. Medians of both perplexities share one order. */
export function buildGroups(members: readonly GroupMember[]): Group[] {
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
  groups.sort((a, b) => compareMissingLast(a.median, b.median));
  const groupByName = new Map(groups.map((group, index) => [group.name, { ...group, id: index + 1 }]));
  return members.map((member) => groupByName.get(nameGroup(member)) as Group);
}

function compareMissingLast(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : a - b;
}

function nameGroup({ comparedSize, metric }: GroupMember): string {
  return `${comparedSize}_${metric}_${COMPARED_RECIPE}`;
}

/** The perplexity that the run is matched on, of its own checkpoint. */
function getMatched({ metric, c4, pile }: GroupMember): number {
  return metric?.includes("c4") ? c4 : pile;
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
