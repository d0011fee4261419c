import { describe, expect, it } from "vitest";
import { RECIPES } from "../../src/datasets/recipes.js";
import { NameIndex } from "../../src/query/name-index.js";
import { SeededRandom } from "../support/seeded-random.js";

const METRICS = ["pile-valppl", "c4_en-valppl", "mmlu_average_acc_raw", "mmlu_law_acc_raw", "boolq_acc_raw"];
const NAMES = RECIPES.map(({ name }) => name);
const recipes = new NameIndex(
  NAMES,
  RECIPES.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const)),
);
const metrics = new NameIndex(METRICS);

describe("a name is found", () => {
  it.each([
    ["in any case", "PILE-VALPPL", "pile-valppl"],
    ["with spaces around", "  pile-valppl ", "pile-valppl"],
  ])("%s", (_, text, name) => {
    expect(metrics.find(text)).toBe(name);
  });

  it.each([
    ["with its plus arrived as a space", "Falcon CC", "Falcon+CC"],
    ["with both pluses arrived as spaces", "Dolma1.6  ", "Dolma1.6++"],
    ["with its percent sign", "falcon cc (qc 10%)", "Falcon+CC (QC 10%)"],
    ["under another name", "dclm-baseline-25p-dolma1.7-75p", "DCLM-Baseline 25% / Dolma 75%"],
    ["under another name in capitals", "D17", "Dolma1.7"],
  ])("%s", (_, text, name) => {
    expect(recipes.resolve(text)).toEqual({ names: [name], unknown: [] });
  });

  it("not in a part of it, nor under a blank", () => {
    expect(metrics.find("pile")).toBeUndefined();
    expect(metrics.find("")).toBeUndefined();
    expect(recipes.find("+")).toBeUndefined();
  });

  it("not under an alias whose recipe is not there", () => {
    const few = new NameIndex(["C4"], [["d17", "Dolma1.7"] as const, ["common-crawl", "C4"] as const]);
    expect(few.find("d17")).toBeUndefined();
    expect(few.resolve("d17")).toEqual({ names: [], unknown: ["d17"] });
    expect(few.find("COMMON-crawl")).toBe("C4");
    expect(few.suggest("d17")).toEqual(["C4"]);
  });

  it("by its own spelling before any alias", () => {
    const both = new NameIndex(["a", "b"], [["b", "a"] as const]);
    expect(both.find("b")).toBe("b");
  });
});

it("is found among 125,000 others", () => {
  const names = Array.from({ length: 125_000 }, (_, index) => `name ${index}, of many`);
  const many = new NameIndex(names);
  expect(many.find("NAME 124999, of many")).toBe("name 124999, of many");
  expect(many.resolve("name 1, of many,name 2, of many").names).toEqual(names.slice(1, 3));
});

describe("a value with commas", () => {
  it.each(NAMES)("is never split when it is a known name: %s", (name) => {
    expect(recipes.resolve(name)).toEqual({ names: [name], unknown: [] });
  });

  it("is split otherwise, the longest known stretch counting as one", () => {
    expect(recipes.resolve("C4, Dolma1.7 (no math, code),DCLM-Baseline (QC 7%, FW2),falcon")).toEqual({
      names: ["C4", "Dolma1.7 (no math, code)", "DCLM-Baseline (QC 7%, FW2)", "Falcon"],
      unknown: [],
    });
  });

  it("resolves any list of any names", () => {
    const random = new SeededRandom(6);
    for (let round = 0; round < 300; round++) {
      const chosen = random.shuffle(NAMES).slice(0, 1 + random.below(6));
      expect(recipes.resolve(chosen.join(random.pick([",", ", "])))).toEqual({ names: chosen, unknown: [] });
    }
  });

  it("with a misspelled name in a list is one mistake for that name", () => {
    expect(recipes.resolve("C4,Dolma1.7 (no math, cde),Falcn")).toEqual({
      names: ["C4"],
      unknown: ["Dolma1.7 (no math, cde)", "Falcn"],
    });
    expect(recipes.suggest("Dolma1.7 (no math, cde)")[0]).toBe("Dolma1.7 (no math, code)");
  });

  it("names every part that is not known", () => {
    expect(recipes.resolve("C4,C5,,Dolma1.7 (no math")).toEqual({
      names: ["C4"],
      unknown: ["C5", "", "Dolma1.7 (no math"],
    });
  });
});

describe("a wildcard", () => {
  it("reaches over a comma only where it would mean nothing otherwise", () => {
    const apart = new Set([...recipes.match("*QC*"), ...recipes.match("*FW*")]);
    expect(new Set(recipes.resolve("*QC*,*FW*").names)).toEqual(apart);
    expect(recipes.resolve("*,*").names).toHaveLength(25);
    expect(recipes.resolve("DCLM-Baseline (QC 7%, FW*)").names).toEqual([
      "DCLM-Baseline (QC 7%, FW2)",
      "DCLM-Baseline (QC 7%, FW3)",
    ]);
  });

  it.each([
    ["*", METRICS],
    ["mmlu_*", ["mmlu_average_acc_raw", "mmlu_law_acc_raw"]],
    ["*-valppl", ["pile-valppl", "c4_en-valppl"]],
    ["*acc*", ["mmlu_average_acc_raw", "mmlu_law_acc_raw", "boolq_acc_raw"]],
    ["MMLU_*_RAW", ["mmlu_average_acc_raw", "mmlu_law_acc_raw"]],
    ["m*l*w", ["mmlu_average_acc_raw", "mmlu_law_acc_raw"]],
    ["**pile**", ["pile-valppl"]],
    ["pile-valppl*", ["pile-valppl"]],
    ["pile-valppl*l", []],
    ["*x*", []],
  ])("%s matches names, in their order", (pattern, names) => {
    expect(metrics.resolve(pattern)).toEqual({ names, unknown: names.length === 0 ? [pattern] : [] });
  });

  it("covers commas, pluses as spaces and percent signs", () => {
    expect(recipes.resolve("*(QC 7%, FW*").names).toEqual([
      "DCLM-Baseline (QC 7%, FW2)",
      "DCLM-Baseline (QC 7%, FW3)",
    ]);
    expect(recipes.resolve("falcon cc*").names).toHaveLength(5);
    expect(recipes.resolve("C4,DCLM-Baseline*").names).toHaveLength(1 + 7 + 3);
  });

  it("matches as a regular expression would, on random patterns", () => {
    const random = new SeededRandom(7);
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: random.below(9) }, () => random.pick(["a", "b"])).join("");
      const pattern = Array.from({ length: random.below(7) }, () => random.pick(["a", "b", "*"])).join("");
      const isMatch = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(text);
      expect(new NameIndex([text]).match(pattern), `${pattern} on ${text}`).toEqual(isMatch ? [text] : []);
    }
  });

  it("costs no more than its length times the text's, however it repeats", () => {
    // A backtracking matcher would take longer than the universe is old.
    const pathological = new NameIndex([`${"a".repeat(2000)}b`]);
    expect(pathological.match(`${"a*".repeat(500)}c`)).toEqual([]);
    expect(pathological.match(`${"*a".repeat(500)}*c*`)).toEqual([]);
    expect(pathological.match(`${"*a".repeat(500)}*b`)).toHaveLength(1);
  });
});

describe("suggestions", () => {
  it.each([
    ["pile-valpp", "pile-valppl"],
    ["c4-en-valppl", "c4_en-valppl"],
    ["boolq", "boolq_acc_raw"],
    ["LAW", "mmlu_law_acc_raw"],
    ["*average*", "mmlu_average_acc_raw"],
  ])("for %s begin with the nearest name", (text, name) => {
    expect(metrics.suggest(text)[0]).toBe(name);
  });

  it("are three different names at most", () => {
    expect(recipes.suggest("dclm_baseline_")).toHaveLength(3);
    expect(new Set(recipes.suggest("dclm")).size).toBe(3);
    expect(new NameIndex(["a"]).suggest("b")).toEqual(["a"]);
    expect(new NameIndex([]).suggest("b")).toEqual([]);
  });

  it("are names as they are served, also where an alias is nearest", () => {
    expect(recipes.suggest("prox_fineweb_pr")[0]).toBe("FineWeb-Pro");
  });

  it("come for a text of any length", () => {
    expect(metrics.suggest("x".repeat(30_000))).toHaveLength(3);
  });
});
