/** The types of values: their storage, their meaning, and the kind of table column that they become. */
import type { ValueBudget } from "./bounds.js";
import type { PhysicalType } from "./encodings.js";
import { JsonValues } from "./json-values.js";
import type { SchemaElement } from "./metadata.js";
import {
  DecimalValues,
  MAX_DECIMAL_BYTES,
  MAX_DECIMAL_SCALE,
  type NumberStorage,
  NumberValues,
} from "./number-values.js";
import { BooleanValues, NullValues, type StoredValues } from "./stored-values.js";
import { TextValues } from "./text-values.js";
import { type TimestampStorage, TimestampValues } from "./timestamp-values.js";

export type LeafKind = "text" | "number" | "boolean" | "json" | "timestamp" | "null";

export interface LeafType {
  /** The type for messages. */
  readonly name: string;
  readonly physical: PhysicalType;
  /** Null for types that no table column can hold. */
  readonly reading: Reading | null;
}

/** How the values of a type are read. */
export interface Reading {
  readonly kind: LeafKind;
  /** Creates the state of one reading, such as the dictionary. */
  readonly createValues: (budget: ValueBudget) => StoredValues;
}

/** Names by number in the Parquet format. */
const TYPES = ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"];
const TYPE_SIZE_BYTES: Readonly<Record<string, number>> = {
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
};
const CONVERTED_TYPES = [
  ...["UTF8", "MAP", "MAP_KEY_VALUE", "LIST", "ENUM", "DECIMAL", "DATE", "TIME_MILLIS", "TIME_MICROS"],
  ...["TIMESTAMP_MILLIS", "TIMESTAMP_MICROS", "UINT_8", "UINT_16", "UINT_32", "UINT_64"],
  ...["INT_8", "INT_16", "INT_32", "INT_64", "JSON", "BSON", "INTERVAL"],
];
const TIMESTAMP_UNITS = ["MILLIS", "MICROS", "NANOS"] as const;

export function describeLeaf(element: SchemaElement): LeafType {
  const type = TYPES[element.type ?? -1] ?? "a group";
  const meaning = findMeaning(element);
  const sizeBytes = type === "FIXED_LEN_BYTE_ARRAY" ? (element.type_length ?? 0) : TYPE_SIZE_BYTES[type];
  return {
    name: meaning ?? type,
    physical: { name: type, sizeBytes: sizeBytes ?? null },
    reading: chooseReading(type, sizeBytes ?? null, meaning, element),
  };
}

/**
 * The logical type of a stored type, by the name of its converted type if it has one; undefined for a plain stored type.
 */
export function findMeaning({ converted_type, logicalType }: SchemaElement): string | undefined {
  const found = Object.entries(logicalType ?? {}).find(([, details]) => details != null);
  if (found === undefined) {
    return converted_type == null ? undefined : (CONVERTED_TYPES[converted_type] ?? `type ${converted_type}`);
  }
  const [name] = found;
  switch (name) {
    case "STRING":
      return "UTF8";
    case "INTEGER": {
      const { bitWidth, isSigned } = logicalType?.INTEGER ?? { bitWidth: 0, isSigned: true };
      return `${isSigned ? "INT" : "UINT"}_${bitWidth}`;
    }
    case "TIMESTAMP":
    case "TIME":
      return `${name}_${findUnit(logicalType?.TIMESTAMP ?? (logicalType as { TIME?: Timed }).TIME)}`;
    default:
      return name;
  }
}

interface Timed {
  readonly unit?: object | null;
}

function findUnit(timed: Timed | null | undefined): string {
  const units = Object.entries(timed?.unit ?? {}).filter(([, unit]) => unit != null);
  return units[0]?.[0] ?? "UNKNOWN";
}

function chooseReading(
  type: string,
  sizeBytes: number | null,
  meaning: string | undefined,
  element: SchemaElement,
): Reading | null {
  if (meaning === "UNKNOWN") return { kind: "null", createValues: () => new NullValues("mixed") };
  if (meaning === "DECIMAL") return chooseDecimal(type, sizeBytes, element);
  switch (type) {
    case "BYTE_ARRAY":
      if (meaning === "JSON") return { kind: "json", createValues: (budget) => new JsonValues(budget) };
      return meaning === undefined || meaning === "UTF8" || meaning === "ENUM"
        ? { kind: "text", createValues: (budget) => new TextValues(budget) }
        : null;
    case "BOOLEAN":
      return { kind: "boolean", createValues: () => new BooleanValues() };
    case "INT96":
      return timestamps("INT96");
    case "FLOAT":
    case "DOUBLE":
      return meaning === undefined ? numbers(type) : null;
    case "FIXED_LEN_BYTE_ARRAY":
      return meaning === "FLOAT16" && sizeBytes === 2 ? numbers("FLOAT16") : null;
    case "INT32":
    case "INT64": {
      if (meaning === "DATE" && type === "INT32") return timestamps("DATE");
      const unit = TIMESTAMP_UNITS.find((name) => meaning === `TIMESTAMP_${name}`);
      if (unit !== undefined && type === "INT64") return timestamps(unit);
      if (meaning?.startsWith("UINT_")) return numbers(`U${type}`);
      return meaning === undefined || meaning.startsWith("INT_") ? numbers(type) : null;
    }
    default:
      return null;
  }
}

function numbers(storage: NumberStorage): Reading {
  return { kind: "number", createValues: () => new NumberValues(storage) };
}

function timestamps(storage: TimestampStorage): Reading {
  return { kind: "timestamp", createValues: () => new TimestampValues(storage) };
}

function chooseDecimal(type: string, sizeBytes: number | null, element: SchemaElement): Reading | null {
  const scale = element.scale ?? element.logicalType?.DECIMAL?.scale ?? 0;
  const isInteger = type === "INT32" || type === "INT64";
  const isBytes = type === "BYTE_ARRAY" || (type === "FIXED_LEN_BYTE_ARRAY" && isDecimalSize(sizeBytes));
  if (scale < 0 || scale > MAX_DECIMAL_SCALE || !(isInteger || isBytes)) return null;
  return { kind: "number", createValues: () => new DecimalValues(sizeBytes, isBytes, scale) };
}

function isDecimalSize(sizeBytes: number | null): boolean {
  return sizeBytes !== null && sizeBytes > 0 && sizeBytes <= MAX_DECIMAL_BYTES;
}
