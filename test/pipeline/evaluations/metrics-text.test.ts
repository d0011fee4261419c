import { describe, expect, it } from "vitest";
import { buildTextBuffer } from "../../../src/pipeline/evaluations/chunk-values.js";
import { MetricsReader, MetricsTextError } from "../../../src/pipeline/evaluations/metrics-text.js";

const METRICS = ["acc_raw", "no_answer", "primary_metric"];

/** Reads texts one after the other. Returns the three metrics of each. */
function readAll(reader: MetricsReader, texts: readonly string[]) {
  return texts.map((text) => {
    // In the middle of a buffer, as the database has it.
    const buffer = buildTextBuffer(Buffer.from(`{'acc_raw': 1}${text}{'acc_raw': 2}`));
    reader.read(buffer, 14, 14 + Buffer.byteLength(text));
    return METRICS.map((name) => reader.values[reader.metrics.indexOf(name)]);
  });
}

/** The text alone, and as the second and third of its kind, when its keys are known. */
function readThrice(text: string) {
  const [first, second, third] = readAll(new MetricsReader(false), [text, text, text]);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  return first;
}

const NONE = Number.NaN;

describe("the metrics text", () => {
  it.each([
    ["a Python dict", "{'acc_raw': 0.25, 'no_answer': 0.0, 'primary_metric': 1e-05}", [0.25, 0, 1e-5]],
    ["JSON", '{"acc_raw": 0.25, "no_answer": 0, "primary_metric": null}', [0.25, 0, NONE]],
    ["JSON without spaces", '{"primary_metric":0.5,"acc_raw":-2}', [-2, NONE, 0.5]],
    ["JSON over several lines", '{\n  "acc_raw": 1E-5,\n  "no_answer": -0.5e+1\n}', [1e-5, -5, NONE]],
    ["nan and None", "{'acc_raw': nan, 'no_answer': None, 'primary_metric': 0.5}", [NONE, NONE, 0.5]],
    ["infinities", "{'acc_raw': inf, 'no_answer': -inf, 'primary_metric': 0.5}", [NONE, NONE, 0.5]],
    [
      "NaN and Infinity in JSON",
      '{"acc_raw": NaN, "no_answer": -Infinity, "primary_metric": 0.5}',
      [NONE, NONE, 0.5],
    ],
    ["an empty dict", "{}", [NONE, NONE, NONE]],
    ["an empty dict with a space", "{ }", [NONE, NONE, NONE]],
    ["no text", "", [NONE, NONE, NONE]],
    ["keys that are dropped", "{'predicted_index_raw': 1.5, 'acc_raw': 0.25}", [0.25, NONE, NONE]],
    ["dropped values of any kind", "{'predicted_index_raw': 'a, b', 'acc_raw': 0.25}", [0.25, NONE, NONE]],
    ["a repeated key", "{'acc_raw': 0.25, 'acc_raw': 0.5}", [0.5, NONE, NONE]],
    ["both kinds of quotes", `{"acc_raw": 0.25, "no_answer": 0}`, [0.25, 0, NONE]],
    ["keys that are not ASCII", '{"Genauigkeit für alle": 1, "acc_raw": 0.25}', [0.25, NONE, NONE]],
    ["escaped keys", '{"acc\\u005fraw": 0.25}', [0.25, NONE, NONE]],
  ])("is read as %s", (_, text, expected) => {
    expect(readThrice(text)).toEqual(expected);
  });

  it.each([
    ["5e-324", 5e-324],
    ["1e-320", 1e-320],
    ["1.7976931348623157e+308", Number.MAX_VALUE],
    ["2.2250738585072011e-308", 2.225073858507201e-308],
    ["1.00000000000000011102230246251565404236316680908203125", 1],
    ["123456789012345678901234567890.5", 1.2345678901234568e29],
    ["9007199254740993", 9007199254740992],
    ["0.30000000000000004", 0.1 + 0.2],
    ["-0.0", -0],
    ["0", 0],
    ["7", 7],
  ])("keeps every digit of %s", (text, value) => {
    expect(readThrice(`{'acc_raw': ${text}, 'no_answer': ${text}}`)).toEqual([value, value, NONE]);
  });

  it("is read alike whether or not its keys were seen before", () => {
    const texts = [
      "{'acc_raw': 0.1, 'no_answer': 0.2}",
      "{'acc_raw': 0.1, 'primary_metric': 0.2}",
      "{'acc_raw': 0.3, 'no_answer': 0.4}",
      "{}",
      "{'acc_raw': 0.5}",
      '{"acc_raw": 0.6, "no_answer": 0.7, "primary_metric": 0.8}',
      "{'acc_raw': 0.9, 'no_answer': nan, 'primary_metric': 1.0}",
      "{'acc_raw': 0.1, 'no_answers': 0.2}",
    ];
    const together = readAll(new MetricsReader(false), [...texts, ...texts]);
    const alone = texts.map((text) => readAll(new MetricsReader(false), [text])[0]);
    expect(together).toEqual([...alone, ...alone]);
  });

  it("is surveyed for names that are not known, and for those in no row", () => {
    const reader = new MetricsReader(false);
    readAll(reader, [
      "{'acc_raw': 0.5, 'acc_new': 1.0}",
      "{'acc_raw': 0.5, 'acc_new': nan}",
      '{"acc_raw": 1, "logits_per_byte_corr": -2}',
      "",
      "  ",
    ]);
    const { unknown, absent, dropped, shapeCount, rowsWithoutText } = reader.survey();
    expect([...unknown]).toEqual([["acc_new", 2]]);
    expect(absent).toHaveLength(27);
    expect(dropped).toEqual(["logits_per_byte_corr"]);
    expect(shapeCount).toBe(2);
    expect(rowsWithoutText).toBe(2);
    expect(reader.metrics).not.toContain("acc_new");
  });

  it("keeps unknown metrics where they are wanted, any number up to a thousand", () => {
    const reader = new MetricsReader(true);
    const names = Array.from({ length: 1000 }, (_, index) => `metric_${index}`);
    readAll(reader, [`{${names.map((name, index) => `'${name}': ${index}`).join(", ")}}`]);
    expect(reader.metrics).toHaveLength(1028);
    expect(reader.values[reader.metrics.indexOf("metric_999")]).toBe(999);
    expect(() => readAll(reader, ["{'metric_1000': 1}"])).toThrow(
      "with which more than 1000 metrics are unknown",
    );
  });

  it.each([
    ["a cut text", "{'acc_raw': 0.5", "that is neither a Python dict nor JSON"],
    ["a text cut behind a comma", "{'acc_raw': 0.5,", "that is neither"],
    ["a list", "[0.5]", "that is neither"],
    ["a number", "0.5", "that is neither"],
    ["a comma too many", "{'acc_raw': 0.5, , 'no_answer': 1}", "that is neither"],
    ["no comma", "{'acc_raw': 0.5 'no_answer': 1}", "that is neither"],
    ["a brace in the middle", "{'acc_raw': 0.5} , 'no_answer': 1}", "that is neither"],
    ["something behind it", "{'acc_raw': 0.5} {'acc_raw': 0.6}", "that is neither"],
    ["a Python truth value", "{'acc_raw': True}", "that is neither"],
    ["a number in hexadecimal", "{'acc_raw': 0x10}", "that is neither"],
    ["leading zeros", "{'acc_raw': 007}", "that is neither"],
    ["a negative number with leading zeros", "{'acc_raw': -007}", "that is neither"],
    ["an empty value", "{'acc_raw': , 'no_answer': 1}", "that is neither"],
    ["a text value", "{'acc_raw': 'high'}", 'in which "acc_raw" is not a number'],
    ["a number in quotes", "{'acc_raw': '0.5'}", 'in which "acc_raw" is not a number'],
    ["a nested value", "{'acc_raw': {'mean': 0.5}}", 'in which "acc_raw" is not a number'],
    ["a list of values", "{'acc_raw': [0.5, 0.6]}", 'in which "acc_raw" is not a number'],
    ["more than a double holds", "{'acc_raw': 1.8e308}", 'in which "acc_raw" is beyond the largest double'],
    ["less than a double holds", "{'acc_raw': -1e400}", 'in which "acc_raw" is beyond the largest double'],
  ])("is refused when it is %s", (_, text, message) => {
    const reader = new MetricsReader(false);
    expect(() => readAll(reader, [text])).toThrow(MetricsTextError);
    // When the keys are known, too.
    readAll(reader, ["{'acc_raw': 0.5}", "{'acc_raw': 0.5, 'no_answer': 1}"]);
    expect(() => readAll(reader, [text])).toThrow(message);
  });

  it("quotes and cuts text in its errors", () => {
    const name = `acc_${"x".repeat(1_000_000)}`;
    expect(() => readAll(new MetricsReader(true), [`{'${name}': 'high'}`])).toThrow(
      new MetricsTextError(`in which "acc_${"x".repeat(96)}…" is not a number`),
    );
  });
});
