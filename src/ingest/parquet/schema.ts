/** The columns at the top of a Parquet schema, and whether they can be read as text or as numbers. */
import { malformed, ParquetFault } from "./fault.js";
import { NumberValues, type PlainValues, TextValues } from "./plain-values.js";

/** One node of the schema as the footer lists it, depth first. */
export interface SchemaElement {
  readonly name: string;
  readonly type?: number | null;
  readonly repetition_type?: number | null;
  readonly num_children?: number | null;
  readonly converted_type?: number | null;
  readonly logicalType?: object | null;
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

/** The columns by name; a name that stands twice has two. Nested columns are one each. */
export function findColumns(schema: readonly SchemaElement[]): Map<string, SchemaElement[]> {
  const columns = new Map<string, SchemaElement[]>();
  for (let index = 1; index < schema.length; index = skipElement(schema, index)) {
    const element = schema[index];
    columns.set(element.name, [...(columns.get(element.name) ?? []), element]);
  }
  return columns;
}

/** The index after an element and all that is nested in it. */
function skipElement(schema: readonly SchemaElement[], index: number): number {
  let end = index + 1;
  for (let open = schema[index].num_children ?? 0; open > 0; open--) {
    if (end >= schema.length) throw malformed("has a schema that ends within a group");
    open += schema[end++].num_children ?? 0;
  }
  return end;
}

export function isOptional({ repetition_type }: SchemaElement): boolean {
  return REPETITIONS[repetition_type ?? 0] === "OPTIONAL";
}

/** The reader of a column's values. Throws ParquetFault wrong-type when it holds something else than is wanted. */
export function chooseValues(element: SchemaElement, kind: "text" | "number"): PlainValues {
  const type = TYPES[element.type ?? -1];
  const annotation = findAnnotation(element);
  if (!element.num_children && REPETITIONS[element.repetition_type ?? 0] !== "REPEATED") {
    const isText = type === "BYTE_ARRAY" && [undefined, "UTF8", "ENUM"].includes(annotation);
    if (kind === "text" && isText) return new TextValues();
    if (kind === "number" && (annotation === undefined || /^U?INT_/.test(annotation))) {
      const isUnsigned = annotation?.startsWith("UINT") ?? false;
      if (type === "INT32" || type === "INT64") return new NumberValues(isUnsigned ? `U${type}` : type);
      if (type === "FLOAT" || type === "DOUBLE") return new NumberValues(type);
    }
  }
  const stored = annotation ?? type ?? "a group";
  throw new ParquetFault("wrong-type", `column "${element.name}" is ${stored}, where ${kind} is needed`);
}

/** What the stored type stands for. Newer meanings, nanoseconds for one, have no converted type. */
function findAnnotation({ converted_type, logicalType }: SchemaElement): string | undefined {
  if (converted_type != null) return CONVERTED_TYPES[converted_type] ?? `annotation ${converted_type}`;
  const meanings = Object.entries(logicalType ?? {}).filter(([, meaning]) => meaning != null);
  return meanings.map(([name]) => name).find((name) => !PLAIN_LOGICAL_TYPES.has(name));
}
