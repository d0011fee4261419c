import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { arrowFormat } from "../../src/formats/arrow.js";
import { selectWide } from "../../src/table/selection.js";
import { tableOf, textColumn } from "../support/columns.js";
import { encodeBytes } from "../support/encoding.js";

describe("an Arrow answer", () => {
  it("has codes that exist also for missing texts, because readers may look them up", () => {
    const table = tableOf(textColumn("lr", ["a", null, "b", null]));
    const arrangement = { fields: ["lr"], sort: [], offset: 0, limit: null };
    const bytes = encodeBytes(arrowFormat, selectWide(table, [], table.allRows(), arrangement));
    const column = tableFromIPC(bytes).getChild("lr");
    expect(column?.toJSON()).toEqual(["a", null, "b", null]);
    expect(Array.from(column?.data[0]?.values ?? [])).toEqual([0, 0, 1, 0]);
  });
});
