/** Parses the Arrow types that can be read, from the calls by which pyarrow pickles them. */
import { type Location, wrongType } from "./fault.js";
import type { Dtype } from "./numpy-arrays.js";
import { describe, isCallOf } from "./python-objects.js";

export type ArrowType =
  /** Values of a fixed width, with the dtype of numpy. */
  | { readonly kind: "fixed"; readonly dtype: Dtype }
  /** Days since 1970, 32 bits each. */
  | { readonly kind: "days" }
  | { readonly kind: "bits" }
  | { readonly kind: "text" | "list"; readonly offsetSize: 4 | 8 }
  /** `dtype` is the dtype of the codes. */
  | { readonly kind: "dictionary"; readonly dtype: Dtype }
  | { readonly kind: "null" };

const TYPE_BY_ALIAS: ReadonlyMap<unknown, ArrowType> = new Map<string, ArrowType>([
  ["int8", fixed("i", 1)],
  ["int16", fixed("i", 2)],
  ["int32", fixed("i", 4)],
  ["int64", fixed("i", 8)],
  ["uint8", fixed("u", 1)],
  ["uint16", fixed("u", 2)],
  ["uint32", fixed("u", 4)],
  ["uint64", fixed("u", 8)],
  ["halffloat", fixed("f", 2)],
  ["float", fixed("f", 4)],
  ["double", fixed("f", 8)],
  ["bool", { kind: "bits" }],
  ["string", { kind: "text", offsetSize: 4 }],
  ["large_string", { kind: "text", offsetSize: 8 }],
  ["date32[day]", { kind: "days" }],
  ["date64[ms]", fixed("M", 8, "ms")],
  ["null", { kind: "null" }],
]);

/** Parses a type. Throws PickleFault wrong-type for a type that is not read. */
export function parseArrowType(type: unknown, location: Location): ArrowType {
  if (isCallOf(type, "pyarrow.type_for_alias")) {
    const found = TYPE_BY_ALIAS.get(type.args[0]);
    if (found !== undefined) return found;
    throw unread(location, String(type.args[0]));
  }
  if (isCallOf(type, "pyarrow.timestamp")) {
    const [unit, zone] = type.args;
    if ((zone ?? null) !== null) {
      throw wrongType(location, "holds timestamps with a time zone (dt.tz_convert(None) makes them UTC)");
    }
    if (["s", "ms", "us", "ns"].includes(String(unit))) return fixed("M", 8, String(unit));
  }
  if (isCallOf(type, "pyarrow.dictionary")) {
    const codes = parseArrowType(type.args[0], location);
    if (codes.kind === "fixed") return { kind: "dictionary", dtype: codes.dtype };
  }
  // With a second argument, all lists have the same length.
  if (isCallOf(type, "pyarrow.list_") && type.args.length === 1) return { kind: "list", offsetSize: 4 };
  if (isCallOf(type, "pyarrow.large_list")) return { kind: "list", offsetSize: 8 };
  throw unread(location, describe(type));
}

function fixed(kind: string, itemSize: number, unit = ""): ArrowType {
  return { kind: "fixed", dtype: { kind, itemSize, isBigEndian: false, unit, unsupported: undefined } };
}

function unread(location: Location, type: string) {
  const noun = type.startsWith("duration") ? "durations" : "an Arrow array";
  return wrongType(location, `holds ${noun} (${type}), which no column can carry`);
}
