/** Spellings that HTTP clients and languages produce by themselves. */
import { describe, expect, it } from "vitest";
import { NameIndex } from "../../src/query/name-index.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { parseTimestamp } from "../../src/query/range.js";
import { queryEvaluations } from "../support/dataset-queries.js";
import { evaluationsOf } from "../support/melted.js";
import { MELTED_ROWS } from "../support/small-files.js";

const ROUTE = { shape: null, fixedFilters: {}, defaultFilters: {} } as const;
const query = queryEvaluations(evaluationsOf(MELTED_ROWS));
const parse = (text: string) => query.parse(parseRawQuery(text), ROUTE);

describe("a number in exponential or decimal form", () => {
  it.each([
    ["limit=1e%2B05", "limit=100000"],
    ["limit=1e+05", "limit=100000"],
    ["limit=10.0", "limit=10"],
    ["limit=1E1", "limit=10"],
    ["offset=1e+02", "offset=100"],
    ["offset=0e0&limit=5.", "offset=0&limit=5"],
    ["params=1e+09", "params=1B"],
    ["params=1e%2B09", "params=1B"],
    ["params=1000000000", "params=1B"],
    ["params__gte=1e+09", "params__gte=1B"],
    ["step=1.25e+03", "step=1250"],
    ["step__gte=1.25e3", "step__gte=1250"],
    ["value=9.9e%2B01", "value=99"],
  ])("%s is read as %s", (given, plain) => {
    expect(parse(given).key).toBe(parse(plain).key);
  });

  it.each(["limit=1.5", "limit=-1", "limit=1e-2", "limit=0x10", "limit=1e", "offset=ten", "limit=1_000"])(
    "%s is no number of rows",
    (text) => {
      expect(() => parse(text)).toThrow("is not a whole number of rows, 0 or more");
    },
  );

  it("that no file could have as many rows as is refused", () => {
    expect(() => parse("limit=1e+20")).toThrow("limit=1e 20 is larger than any number of rows.");
  });
});

describe("an array as an HTTP client writes it", () => {
  it.each([
    ["data[]=C4&data[]=Dolma1.7", "data=C4&data=Dolma1.7"],
    ["data%5B%5D=C4&data%5B%5D=Dolma1.7", "data=C4&data=Dolma1.7"],
    ["data[0]=C4&data[1]=Dolma1.7", "data=C4&data=Dolma1.7"],
    ["data=C4&data[]=Dolma1.7", "data=C4&data=Dolma1.7"],
    ["columns[]=step&columns[]=value", "columns=step&columns=value"],
    ["step__gte[]=1250", "step__gte=1250"],
  ])("%s is read as %s", (given, plain) => {
    expect(parse(given).key).toBe(parse(plain).key);
  });

  it("of an unknown parameter is refused under its plain name", () => {
    expect(() => parse("metrics[]=pile-valppl")).toThrow(
      "metrics=pile-valppl is not a parameter of this route",
    );
    expect(() => parse("__proto__[]=1")).toThrow("__proto__=1 is not a parameter of this route");
  });
});

describe("a flag", () => {
  it.each([
    ["download=true", true],
    ["download=True", true],
    ["download=1", true],
    ["download=false", false],
    ["download=0", false],
  ])("%s is understood", (text, isDownload) => {
    expect(parse(text).isDownload).toBe(isDownload);
  });

  it("is refused in other words", () => {
    expect(() => parse("download=yes")).toThrow("download=yes is neither 1 nor 0 (did you mean 1 or 0?).");
  });
});

describe("a timestamp", () => {
  const noonMs = Date.UTC(2025, 8, 12, 12);
  it.each([
    ["2025-09-12T12:00:00.000Z", noonMs],
    ["2025-09-12T12:00:00Z", noonMs],
    ["2025-09-12t12:00:00z", noonMs],
    ["2025-09-12 12:00", noonMs],
    ["2025-09-12T14:00:00+02:00", noonMs],
    ["2025-09-12T14:00:00 02:00", noonMs],
    ["2025-09-12T17:30:00+0530", noonMs],
    ["2025-09-12T05:00:00-07:00", noonMs],
    ["2025-09-12T23:30:00.25-00:30", noonMs + 12 * 3_600_000 + 250],
    ["2025-09-12", noonMs - 12 * 3_600_000],
    ["2025-09-12T12:00:00.0005Z", noonMs + 0.5],
  ])("%s is converted to UTC", (text, epochMs) => {
    expect(parseTimestamp(text)).toBe(epochMs);
  });

  it.each([
    "2025-02-30",
    "2025-09-12T25:00",
    "2025-09-12T12:00:00+24:00",
    "2025-09-12Z",
    "12:00Z",
    "2025-09-12T12:00 CET",
  ])("%s is none", (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

describe("a misspelled name with commas", () => {
  const names = new NameIndex([
    "C4",
    "DCLM-Baseline",
    "DCLM-Baseline (QC 7%, FW2)",
    "Dolma1.7 (no math, code)",
  ]);

  it.each([
    ["DCLM-Baselin (QC 7%, FW2)", "DCLM-Baseline (QC 7%, FW2)"],
    ["DCLM-Baseline (QC 7%,FW3)", "DCLM-Baseline (QC 7%, FW2)"],
    ["Dolma1.7 (no maths, code)", "Dolma1.7 (no math, code)"],
  ])("%s is one mistake, and its first suggestion is %s", (text, name) => {
    const { names: found, unknown } = names.resolve(text);
    expect({ found, unknown }).toEqual({ found: [], unknown: [text] });
    expect(names.suggest(text)[0]).toBe(name);
  });

  it("does not hide the names of a list", () => {
    expect(names.resolve("C4,nonsense")).toEqual({ names: ["C4"], unknown: ["nonsense"] });
    expect(names.resolve("C5,DCLM-Baseline (QC 7%, FW2)")).toEqual({
      names: ["DCLM-Baseline (QC 7%, FW2)"],
      unknown: ["C5"],
    });
  });
});
