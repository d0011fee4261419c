import { describe, expect, it } from "vitest";
import { ProblemError } from "../../src/errors.js";
import { parseRawQuery, QueryReader } from "../../src/query/query-reader.js";
import { readSelectOptions } from "../../src/query/select-options.js";

const COLUMNS = ["params", "step", "ft_acc", "pt_acc", "pt_acc_list"];

function arrange(text: string) {
  const reader = new QueryReader(parseRawQuery(text));
  const options = readSelectOptions(reader, COLUMNS, new Set(["pt_acc_list"]));
  try {
    reader.finish();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { errors: error.errors.map(({ parameter, value, message }) => [parameter, value, message]) };
  }
  return options;
}

describe("the options of a response", () => {
  it("is all columns in their order, unsorted and whole, by default", () => {
    const usual = { fields: COLUMNS, sort: [], offset: 0, limit: null, key: "" };
    expect(arrange("")).toEqual(usual);
    expect(arrange("columns=*&offset=0")).toEqual(usual);
    expect(arrange(`columns=${COLUMNS.join(",")}`)).toEqual(usual);
  });

  it.each([
    ["columns=step,params", ["step", "params"]],
    ["columns=step&columns=params", ["step", "params"]],
    ["columns=STEP,step,params,step", ["step", "params"]],
    ["columns=pt_*,params", ["pt_acc", "pt_acc_list", "params"]],
    ["columns=step,*", ["step", "params", "ft_acc", "pt_acc", "pt_acc_list"]],
  ])("has the columns in the requested order, each once: %s", (text, fields) => {
    expect(arrange(text)).toMatchObject({ fields });
  });

  it.each([
    [
      "sort=params,-step",
      [
        ["params", false],
        ["step", true],
      ],
    ],
    [
      "sort=-step&sort=params",
      [
        ["step", true],
        ["params", false],
      ],
    ],
    [
      "sort= PARAMS , - step",
      [
        ["params", false],
        ["step", true],
      ],
    ],
  ])("is sorted: %s", (text, keys) => {
    const sort = keys.map(([name, isDescending]) => ({ name, isDescending }));
    expect(arrange(text)).toMatchObject({ sort });
  });

  it("has a key of its own for all that arranges the same columns otherwise", () => {
    const texts = ["", "columns=step", "columns=params", "columns=step,params", "columns=params,step"];
    texts.push("sort=step", "sort=-step", "sort=params", "offset=1", "offset=2", "limit=1", "limit=0");
    texts.push("offset=1&limit=1", "sort=step&limit=1");
    const keys = texts.map((text) => {
      const options = arrange(text);
      return "key" in options ? options.key : expect.fail(`${text} is refused`);
    });
    expect(new Set(keys).size).toBe(texts.length);
  });

  it.each([
    ["limit=0&offset=5", { limit: 0, offset: 5 }],
    ["limit=007", { limit: 7, offset: 0 }],
    ["limit=9007199254740991", { limit: Number.MAX_SAFE_INTEGER }],
  ])("is cut: %s", (text, cut) => {
    expect(arrange(text)).toMatchObject(cut);
  });

  it.each([
    ["columns=setp", [["columns", "setp", "is not a column of the result"]]],
    ["columns=step,", [["columns", "", "is not a column of the result"]]],
    ["sort=setp", [["sort", "setp", "is not a column of the result"]]],
    ["sort=--step", [["sort", "--step", "is not a column of the result"]]],
    ["sort=pt_acc_list", [["sort", "pt_acc_list", "holds lists, which have no order"]]],
    ["limit=1.5", [["limit", "1.5", "is not a whole number of rows, 0 or more"]]],
    ["limit=9007199254740993", [["limit", "9007199254740993", "is larger than any number of rows"]]],
    ["offset=-1", [["offset", "-1", "is not a whole number of rows, 0 or more"]]],
    ["offset=1&offset=2", [["offset", "1, 2", "is given more than once"]]],
    ["limit=", [["limit", "", "has no value; leave the parameter out or give it one"]]],
  ])("is refused: %s", (text, errors) => {
    expect(arrange(text)).toEqual({ errors });
  });
});
