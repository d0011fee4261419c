/** The columns of a Parquet schema: which of the table's kinds each can be read as, and how its cells are stored. */
import { malformed } from "./fault.js";
import {
  BooleanValues,
  JsonValues,
  NumberValues,
  type StoredValues,
  TextValues,
  TimestampValues,
} from "./stored-values.js";

/** One node of the schema as the footer lists it, depth first. */
export interface SchemaElement {
  readonly name: string;
  readonly type?: number | null;
  readonly repetition_type?: number | null;
  readonly num_children?: number | null;
  readonly converted_type?: number | null;
  readonly logicalType?: LogicalType | null;
}

interface LogicalType {
  readonly TIMESTAMP?: { readonly unit?: object | null } | null;
}

/** A list is one of numbers. */
export type StoredKind = "text" | "number" | "boolean" | "json" | "timestamp" | "list";

/** A column at the top of the schema. */
export interface StoredColumn {
  readonly name: string;
  /** Undefined for what no kind of the table can carry. */
  readonly kind: StoredKind | undefined;
  /** The type in words of the format, for messages. */
  readonly type: string;
  /** Names from the top of the schema to the values. */
  readonly path: readonly string[];
  readonly levels: Levels;
  /** Made anew for every reading, as it gathers the texts of a column. */
  readonly createValues: () => StoredValues;
}

/** The definition levels at which a part of a cell is there; a flat column has but one. */
export interface Levels {
  /** From here on the cell, be it an empty list. */
  readonly present: number;
  /** From here on an element of a list. */
  readonly element: number;
  /** Only here a value; the greatest level. */
  readonly value: number;
  /** 1 for a list, where level 0 begins a row; else 0. */
  readonly repetition: 0 | 1;
}

/** Names by number in the Parquet format. */
const TYPES = ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"];
const CONVERTED_TYPES = [
  ...["UTF8", "MAP", "MAP_KEY_VALUE", "LIST", "ENUM", "DECIMAL", "DATE", "TIME_MILLIS", "TIME_MICROS"],
  ...["TIMESTAMP_MILLIS", "TIMESTAMP_MICROS", "UINT_8", "UINT_16", "UINT_32", "UINT_64"],
  ...["INT_8", "INT_16", "INT_32", "INT_64", "JSON", "BSON", "INTERVAL"],
];
const REPETITIONS = ["REQUIRED", "OPTIONAL", "REPEATED"];
/** Logical types that say no more than the type itself. */
const PLAIN_LOGICAL_TYPES = new Set(["STRING", "ENUM", "INTEGER"]);
const UNITS_PER_MS: Readonly<Record<string, number>> = { MILLIS: 1, MICROS: 1e3, NANOS: 1e6 };

interface SchemaNode {
  readonly element: SchemaElement;
  readonly children: readonly SchemaNode[];
}

/** The columns in file order. Throws ParquetFault not-parquet for a schema that ends within a group. */
export function listColumns(schema: readonly SchemaElement[]): StoredColumn[] {
  return buildNodes(schema.slice(1)).map(describeColumn);
}

/** The schema is stored flat, each element before its children. */
function buildNodes(elements: readonly SchemaElement[]): SchemaNode[] {
  let next = 0;
  const take = (): SchemaNode => {
    if (next >= elements.length) throw malformed("has a schema that ends within a group");
    const element = elements[next++];
    const children: SchemaNode[] = [];
    for (let left = element.num_children ?? 0; left > 0; left--) children.push(take());
    return { element, children };
  };
  const nodes: SchemaNode[] = [];
  while (next < elements.length) nodes.push(take());
  return nodes;
}

function describeColumn(node: SchemaNode): StoredColumn {
  const { element, children } = node;
  const { name } = element;
  const type = findAnnotation(element) ?? TYPES[element.type ?? -1] ?? "a group";
  const list = findList(node);
  if (list !== undefined) return { name, type, ...list };
  const level = isOptional(element) ? 1 : 0;
  const levels = { present: level, element: level, value: level, repetition: 0 } as const;
  const isLeaf = children.length === 0 && !isRepeated(element);
  const values = isLeaf ? chooseValues(element) : undefined;
  return { name, type, path: [name], levels, ...(values ?? NOTHING) };
}

type Described = Pick<StoredColumn, "kind" | "createValues">;

/** Stands for what is never read. */
const NOTHING: Described = { kind: undefined, createValues: () => new TextValues() };

/**
 * A list of numbers: a group marked as a list, in it a repeated group, in that the element; or, as older writers have
 * it, a repeated element right in the marked group.
 */
function findList({ element, children }: SchemaNode): Omit<StoredColumn, "name" | "type"> | undefined {
  if (findAnnotation(element) !== "LIST" || isRepeated(element) || children.length !== 1) return undefined;
  const [repeated] = children;
  if (!isRepeated(repeated.element) || repeated.children.length > 1) return undefined;
  const item = repeated.children.at(0);
  if (item !== undefined && (item.children.length > 0 || isRepeated(item.element))) return undefined;
  const values = chooseValues((item ?? repeated).element);
  if (values?.kind !== "number") return undefined;
  const present = isOptional(element) ? 1 : 0;
  const value = present + (item !== undefined && isOptional(item.element) ? 2 : 1);
  return {
    kind: "list",
    createValues: values.createValues,
    path: [element.name, repeated.element.name, ...(item === undefined ? [] : [item.element.name])],
    levels: { present, element: present + 1, value, repetition: 1 },
  };
}

/** How the values of a leaf are read; undefined where no column can carry them. */
function chooseValues(element: SchemaElement): Described | undefined {
  const type = TYPES[element.type ?? -1];
  const annotation = findAnnotation(element);
  if (type === "BYTE_ARRAY") {
    if (annotation === "JSON") return { kind: "json", createValues: () => new JsonValues() };
    const isText = annotation === undefined || annotation === "UTF8" || annotation === "ENUM";
    return isText ? { kind: "text", createValues: () => new TextValues() } : undefined;
  }
  if (type === "BOOLEAN") return { kind: "boolean", createValues: () => new BooleanValues() };
  const unitsPerMs = type === "INT64" ? findUnitsPerMs(element, annotation) : undefined;
  if (unitsPerMs !== undefined) {
    return { kind: "timestamp", createValues: () => new TimestampValues(unitsPerMs) };
  }
  const isUnsigned = annotation?.startsWith("UINT_") ?? false;
  if (annotation !== undefined && !isUnsigned && !annotation.startsWith("INT_")) return undefined;
  if (type === "INT32" || type === "INT64") {
    return { kind: "number", createValues: () => new NumberValues(isUnsigned ? `U${type}` : type) };
  }
  if (type === "FLOAT" || type === "DOUBLE") {
    return { kind: "number", createValues: () => new NumberValues(type) };
  }
  return undefined;
}

/**
 * Undefined for what is no timestamp. Moments that are adjusted to UTC are read like those without a zone: as what a
 * clock in UTC shows.
 */
function findUnitsPerMs({ logicalType }: SchemaElement, annotation: string | undefined): number | undefined {
  if (annotation === "TIMESTAMP_MILLIS") return UNITS_PER_MS.MILLIS;
  if (annotation === "TIMESTAMP_MICROS") return UNITS_PER_MS.MICROS;
  const units = Object.entries(logicalType?.TIMESTAMP?.unit ?? {});
  return units.filter(([, unit]) => unit != null).map(([name]) => UNITS_PER_MS[name])[0];
}

/** What the stored type stands for. Newer meanings, nanoseconds for one, have no converted type. */
function findAnnotation({ converted_type, logicalType }: SchemaElement): string | undefined {
  if (converted_type != null) return CONVERTED_TYPES[converted_type] ?? `annotation ${converted_type}`;
  const meanings = Object.entries(logicalType ?? {}).filter(([, meaning]) => meaning != null);
  return meanings.map(([name]) => name).find((name) => !PLAIN_LOGICAL_TYPES.has(name));
}

function isOptional({ repetition_type }: SchemaElement): boolean {
  return REPETITIONS[repetition_type ?? 0] === "OPTIONAL";
}

function isRepeated({ repetition_type }: SchemaElement): boolean {
  return REPETITIONS[repetition_type ?? 0] === "REPEATED";
}
