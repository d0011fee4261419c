import { describe, expect, it } from "vitest";
import { RECIPES } from "../../src/datasets/recipes.js";
import { ProblemError } from "../../src/errors.js";
import { NameIndex } from "../../src/query/name-index.js";
import { parseRawQuery, QueryReader } from "../../src/query/query-reader.js";

const NAMES = RECIPES.map(({ name }) => name);
const nameIndex = new NameIndex(NAMES);

function finish(reader: QueryReader): ProblemError {
  try {
    reader.finish();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error("the query was accepted");
}

describe("a query string", () => {
  it.each([
    ["", {}],
    ["a=1&b=2&a=3", { a: ["1", "3"], b: "2" }],
    ["a", { a: "" }],
    ["a=b=c", { a: "b=c" }],
    ["data=QC 10%", { data: "QC 10%" }],
    ["data=QC+10%25&x=%zz", { data: "QC 10%", x: "%zz" }],
    ["data=%F0%9F%99%82", { data: "🙂" }],
    ["__proto__=1&constructor=2", JSON.parse('{"__proto__":"1","constructor":"2"}')],
  ])("is taken apart: %s", (text, raw) => {
    expect(Object.entries(parseRawQuery(text))).toEqual(Object.entries(raw));
  });

  it("loses no parameter, however many there are", () => {
    const text = Array.from({ length: 5000 }, (_, index) => `step=${index}`).join("&");
    expect(parseRawQuery(text).step).toHaveLength(5000);
  });

  it.each(NAMES)("carries %s unencoded, percent-encoded, and as URLSearchParams write it", (name) => {
    for (const text of [
      `data=${name}`,
      `data=${name.replaceAll(" ", "+")}`,
      `data=${name.replaceAll(" ", "%20")}`,
      `data=${encodeURIComponent(name)}`,
      `data=${encodeURI(name)}`,
      new URLSearchParams({ data: name }).toString(),
      `data=${name}&data=${name}`,
    ]) {
      const values = new QueryReader(parseRawQuery(text)).readAll("data");
      const names = values.flatMap((value) => {
        const resolved = nameIndex.resolve(value);
        expect(resolved.unknown, text).toEqual([]);
        return resolved.names;
      });
      expect([...new Set(names)], text).toEqual([name]);
    }
  });

  it("carries all recipes in one value, separated by commas", () => {
    const [value] = new QueryReader(parseRawQuery(`data=${NAMES.join(",")}`)).readAll("data");
    expect(nameIndex.resolve(value)).toEqual({ names: NAMES, unknown: [] });
  });
});

describe("a query that is read", () => {
  it("gives the values of each parameter, and none for one that is not there", () => {
    const reader = new QueryReader({ a: ["1", "2"], b: "3" });
    expect(reader.readAll("a")).toEqual(["1", "2"]);
    expect(reader.readOne("b")).toBe("3");
    expect(reader.readAll("c")).toEqual([]);
    expect(reader.readOne("d")).toBeUndefined();
    expect(() => reader.finish()).not.toThrow();
  });

  it("does not take what every object has for a parameter", () => {
    const reader = new QueryReader({});
    expect(reader.readAll("constructor")).toEqual([]);
    expect(reader.readAll("__proto__")).toEqual([]);
  });

  it("refuses a parameter that was not read, with the nearest that was", () => {
    const reader = new QueryReader({ metrc: "x", limit: "1" });
    reader.readAll("metric");
    reader.readOne("limit");
    const error = finish(reader);
    expect(error.code).toBe("invalid-query");
    expect(error.message).toBe("metrc=x is not a parameter of this route (did you mean metric or limit?).");
    expect(error.errors).toEqual([
      {
        parameter: "metrc",
        value: "x",
        message: "is not a parameter of this route",
        suggestions: ["metric", "limit"],
      },
    ]);
  });

  it("refuses a second value where one is meant", () => {
    const reader = new QueryReader({ limit: ["1", "2"] });
    expect(reader.readOne("limit")).toBe("1");
    expect(finish(reader).errors).toEqual([
      { parameter: "limit", value: "1, 2", message: "is given more than once", suggestions: [] },
    ]);
  });

  it.each(["", " ", ["", "C4"], ["C4", "  "]])("refuses a blank value: %o", (value) => {
    const reader = new QueryReader({ data: value });
    expect(reader.readAll("data")).toEqual(typeof value === "string" ? [] : ["C4"]);
    expect(finish(reader).errors).toEqual([
      {
        parameter: "data",
        value: "",
        message: "has no value; leave the parameter out or give it one",
        suggestions: [],
      },
    ]);
  });

  it("gives the route's own values, and refuses the client's beside them", () => {
    const fixedFilters = { step: ["5000"], data: ["C4", "Falcon"] };
    const quiet = new QueryReader({}, fixedFilters);
    expect(quiet.readAll("step")).toEqual(["5000"]);
    expect(quiet.isFixed("step")).toBe(true);
    expect(quiet.isFixed("metric")).toBe(false);
    expect(() => quiet.finish()).not.toThrow();
    const reader = new QueryReader({ data: "Dolma1.7" }, fixedFilters);
    expect(reader.readAll("data")).toEqual(["C4", "Falcon"]);
    expect(finish(reader).errors).toEqual([
      {
        parameter: "data",
        value: "Dolma1.7",
        message: "is fixed to C4, Falcon on this route",
        suggestions: [],
      },
    ]);
  });

  it("reports every mistake, and lists twenty of them", () => {
    const reader = new QueryReader({});
    let suggestedCount = 0;
    for (let index = 0; index < 25; index++) {
      reader.fail("a", `v${index}`, "is wrong", () => {
        suggestedCount++;
        return ["near"];
      });
    }
    const error = finish(reader);
    expect(error.errors).toHaveLength(20);
    expect(suggestedCount).toBe(20);
    expect(error.message).toBe("a=v0 is wrong (did you mean near?); and 24 more, 20 of 25 are listed.");
  });
});
