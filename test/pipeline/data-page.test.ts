/** Compares what docs/data.md lists of the pipeline with the code. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  MODEL_COLUMNS,
  SCHEDULE_COLUMNS,
  STEP_COLUMNS,
} from "../../src/pipeline/evaluations/model-columns.js";
import { RECIPE_FEATURE_COLUMNS } from "../../src/pipeline/recipe-features.js";
import { listSources } from "../../src/pipeline/sources.js";
import {
  DROPPED_METRICS,
  MMLU_TASKS,
  OLMES_TASKS,
  PPL_COLUMNS,
  SEED_NUMBERS,
  TASK_METRICS,
  TASKS_WITHOUT_UNCONDITIONED,
  UNCONDITIONED_METRICS,
} from "../../src/pipeline/suite.js";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/data.md"), "utf8");

/** The text of a heading, up to the next one. */
function section(title: string): string {
  return (PAGE.split(`\n${title}\n`)[1] ?? "").split(/\n##/)[0];
}

/** The row of the table of full_eval's columns that begins with these words. */
function row(start: string): string {
  return (
    section("### The tables in between")
      .split("\n")
      .find((line) => line.startsWith(`| ${start}`)) ?? ""
  );
}

const namesIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

describe("docs/data.md", () => {
  it("names the files of the raw tables", () => {
    const text = section("## Where the evaluations come from");
    const [first, last] = ["train-00000-of-00004", "train-00003-of-00004"];
    for (const { repository, path } of listSources(["macro_avg", "scaling_law_fit"])) {
      expect(text).toContain(`\`${repository}\``);
      if (!path.includes("of-00004") || path.includes(first) || path.includes(last))
        expect(text).toContain(path);
    }
  });

  it("names the dropped metrics, and nothing else as one", () => {
    expect(namesIn(section("### Dropped metrics"))).toEqual([...DROPPED_METRICS, "bits_per_byte_corr"]);
  });

  it("names the columns of the full table that are no metrics, in their order", () => {
    const names = (columns: readonly (readonly [string, ...unknown[]])[]) => columns.map(([name]) => name);
    expect(namesIn(row("6 of the schedule"))).toEqual([...names(SCHEDULE_COLUMNS), ...STEP_COLUMNS]);
    expect(namesIn(row("10 of the recipe"))).toEqual(names(RECIPE_FEATURE_COLUMNS));
    const model = [...namesIn(row("31 of the architecture")), ...namesIn(row("9 of the budget"))];
    expect(model).toEqual(names(MODEL_COLUMNS));
  });

  it("names the metrics of the tasks in their order", () => {
    expect(row("1,866 of tasks")).toContain(`in the order ${TASK_METRICS.join(", ")};`);
  });

  it("has the numbers of the seeds", () => {
    const seeds = Object.entries(SEED_NUMBERS).map(([name, number]) => `\`${name}\` ${number}`);
    expect(row("6 ids")).toContain(`(${seeds.join(", ")})`);
  });

  it("counts the columns of the full table and of the means as they are", () => {
    const tasks = OLMES_TASKS.length + MMLU_TASKS.length + 1;
    const unconditioned = UNCONDITIONED_METRICS.length;
    const ofTasks =
      tasks * (TASK_METRICS.length - unconditioned) +
      (tasks - TASKS_WITHOUT_UNCONDITIONED.length) * unconditioned;
    expect(ofTasks).toBe(1_866);
    const rest =
      SCHEDULE_COLUMNS.length + STEP_COLUMNS.length + PPL_COLUMNS.length + RECIPE_FEATURE_COLUMNS.length;
    expect(6 + rest + ofTasks + MODEL_COLUMNS.length).toBe(1_939);
    const numbers = MODEL_COLUMNS.filter(([, type]) => type === "BIGINT" || type === "DOUBLE");
    expect(5 + rest + ofTasks + numbers.length).toBe(1_924);
    for (const count of ["1,866 of tasks", "1,939", "1,924", "67 x 23", "65 x 5"])
      expect(PAGE).toContain(count);
  });
});
