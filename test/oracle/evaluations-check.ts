/** Comparisons of a response over the evaluations with the oracle's. */
import { createHash } from "node:crypto";
import { expect } from "vitest";
import { ProblemError } from "../../src/errors.js";
import { jsonFormat } from "../../src/formats/json.js";
import type { QueryRoute } from "../../src/query/dataset-query.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import type { LoadedQuery } from "../support/dataset-queries.js";
import { encodeChunks, encodeJsonText, NO_CACHE } from "../support/encoding.js";
import { expectSameText } from "../support/same-text.js";
import type { EvaluationsOracle, Question } from "./evaluations-oracle.js";
import { renderRecord } from "./row-oracle.js";

const ROUTE: QueryRoute = { shape: null, fixedFilters: {}, defaultFilters: {} };
/** Asserts that one response is the oracle's; false where both refuse. */
export function compareResponse(
  query: LoadedQuery,
  oracle: EvaluationsOracle,
  question: Question,
  text: string,
): boolean {
  const expected = oracle.evaluate(question);
  if (expected === null) {
    let refusal: unknown;
    try {
      query.parse(parseRawQuery(text), ROUTE);
    } catch (error) {
      refusal = error;
    }
    expect(refusal, text).toBeInstanceOf(ProblemError);
    expect((refusal as ProblemError).errors.map(({ message }) => message).join(), text).toMatch(
      /leaves no number together with|excludes every requested \w+|contradicts the bounds/,
    );
    return false;
  }
  const selection = query.parse(parseRawQuery(text), ROUTE).select();
  expect([selection.total, selection.rowCount], text).toEqual([expected.total, expected.records.length]);
  const response = encodeJsonText(selection);
  const data = expected.records.map(renderRecord).join(",");
  if (response !== `{"meta":{},"data":[${data}]}`) {
    expect(text, "the query whose response differs").toBe("");
    expectSameText(response, `{"meta":{},"data":[${data}]}`);
  }
  return true;
}

/** Asserts that the response to no filter at all has the bytes of the oracle's, without holding either as a whole. */
export function expectCompleteResponse(query: LoadedQuery, oracle: EvaluationsOracle): void {
  const selection = query.parse(parseRawQuery(""), ROUTE).select();
  expect(selection.total).toBe(oracle.rows.length);
  const expected = createHash("sha1").update('{"meta":{},"data":[');
  for (let start = 0; start < oracle.rows.length; start += 10_000) {
    const texts = oracle.rows.slice(start, start + 10_000).map((row) => renderRecord({ ...row }));
    expected.update((start === 0 ? "" : ",") + texts.join(","));
  }
  const actual = createHash("sha1");
  const chunks = encodeChunks(jsonFormat, { selection, meta: "{}", textCache: NO_CACHE, buffer: null });
  for (const chunk of chunks) actual.update(chunk);
  expect(actual.digest("hex")).toBe(expected.update("]}").digest("hex"));
}
