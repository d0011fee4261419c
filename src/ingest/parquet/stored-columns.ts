/** What the schema of a Parquet file says of its columns: which of the table's kinds each can be read as. */

/** How a column is stored; a list is one of numbers. */
export type StoredKind = "text" | "number" | "boolean" | "json" | "timestamp" | "list";

export interface StoredColumn {
  readonly name: string;
  /** Undefined for what no kind can carry. */
  readonly kind: StoredKind | undefined;
  /** The type in words of the format, for messages. */
  readonly type: string;
  /** Names from the top of the schema to the values. */
  readonly path: readonly string[];
  /** How many units of a timestamp make a millisecond. */
  readonly unitsPerMs: number;
}

/** The parts that are read of an element of the schema, as the format defines them. */
export interface SchemaElement {
  readonly name: string;
  readonly num_children?: number | null;
  readonly repetition_type?: number | null;
  readonly converted_type?: number | null;
  readonly logicalType?: {
    readonly LIST?: object | null;
    readonly TIMESTAMP?: { readonly unit?: TimeUnit | null } | null;
  } | null;
}

interface TimeUnit {
  readonly MILLIS?: object | null;
  readonly MICROS?: object | null;
  readonly NANOS?: object | null;
}

/** The type of a leaf in the words of the format. */
export interface LeafType {
  readonly primitiveType?: string;
  /** The annotation of older writers, which newer ones repeat. */
  readonly originalType?: string;
}

const REPEATED = 2;
const CONVERTED_LIST = 3;
const NUMBER_PRIMITIVES = new Set(["INT32", "INT64", "FLOAT", "DOUBLE"]);
const INTEGER_ANNOTATIONS = /^U?INT_(8|16|32|64)$/;

interface SchemaNode {
  readonly element: SchemaElement;
  readonly children: readonly SchemaNode[];
}

/** The columns in file order. `findLeaf` gives the type at a path; `elements` is the schema without its root. */
export function listStoredColumns(
  elements: readonly SchemaElement[],
  findLeaf: (path: readonly string[]) => LeafType | undefined,
): StoredColumn[] {
  return buildNodes(elements).map((node) => {
    const { name } = node.element;
    if (node.children.length === 0 && node.element.repetition_type !== REPEATED) {
      return describeLeaf(name, [name], findLeaf([name]) ?? {}, node.element);
    }
    const path = findListPath(node);
    const leaf = path === undefined ? undefined : findLeaf(path);
    const isNumbers = leaf !== undefined && describeLeaf(name, [name], leaf, node.element).kind === "number";
    const kind = isNumbers ? "list" : undefined;
    return { name, kind, type: "a group", path: path ?? [name], unitsPerMs: 1 };
  });
}

function describeLeaf(
  name: string,
  path: readonly string[],
  leaf: LeafType,
  element: SchemaElement,
): StoredColumn {
  const { primitiveType, originalType } = leaf;
  const unitsPerMs = findUnitsPerMs(leaf, element);
  const kind = unitsPerMs === undefined ? findKind(leaf) : "timestamp";
  return { name, kind, type: originalType ?? primitiveType ?? "a group", path, unitsPerMs: unitsPerMs ?? 1 };
}

function findKind({ primitiveType = "", originalType }: LeafType): StoredKind | undefined {
  if (primitiveType === "BYTE_ARRAY") {
    if (originalType === "JSON") return "json";
    return originalType === undefined || /^(UTF8|ENUM)$/.test(originalType) ? "text" : undefined;
  }
  if (primitiveType === "BOOLEAN") return "boolean";
  const isNumber = NUMBER_PRIMITIVES.has(primitiveType);
  return isNumber && (originalType === undefined || INTEGER_ANNOTATIONS.test(originalType))
    ? "number"
    : undefined;
}

/** Undefined for what is no timestamp. Nanoseconds are known to the newer annotation only. */
function findUnitsPerMs(
  { primitiveType, originalType }: LeafType,
  element: SchemaElement,
): number | undefined {
  if (primitiveType !== "INT64") return undefined;
  const unit = element.logicalType?.TIMESTAMP?.unit;
  if (originalType === "TIMESTAMP_MILLIS" || unit?.MILLIS) return 1;
  if (originalType === "TIMESTAMP_MICROS" || unit?.MICROS) return 1e3;
  return unit?.NANOS ? 1e6 : undefined;
}

/**
 * The path to the values of a list: a group marked as a list, in it a repeated group, in that the element; or, as
 * older writers have it, a repeated element right in the marked group.
 */
function findListPath({ element, children }: SchemaNode): string[] | undefined {
  const isList = element.converted_type === CONVERTED_LIST || element.logicalType?.LIST != null;
  if (!isList || children.length !== 1) return undefined;
  const [repeated] = children;
  if (repeated.element.repetition_type !== REPEATED || repeated.children.length > 1) return undefined;
  const path = [element.name, repeated.element.name];
  if (repeated.children.length === 0) return path;
  const [item] = repeated.children;
  const isLeaf = item.children.length === 0 && item.element.repetition_type !== REPEATED;
  return isLeaf ? [...path, item.element.name] : undefined;
}

/** The schema is stored flat, each element before its children. */
function buildNodes(elements: readonly SchemaElement[]): SchemaNode[] {
  let next = 0;
  const take = (): SchemaNode => {
    const element = elements[next++];
    const children: SchemaNode[] = [];
    for (let left = element.num_children ?? 0; left > 0 && next < elements.length; left--)
      children.push(take());
    return { element, children };
  };
  const nodes: SchemaNode[] = [];
  while (next < elements.length) nodes.push(take());
  return nodes;
}
