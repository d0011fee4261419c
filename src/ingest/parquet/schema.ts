/** The columns of a Parquet schema: where their values are, and which kind of table column they become. */
import type { ArrowField } from "./arrow-schema.js";
import type { ValueBudget } from "./bounds.js";
import type { PhysicalType } from "./encodings.js";
import { malformed } from "./fault.js";
import { describeLeaf, findMeaning, type LeafKind } from "./leaf-types.js";
import type { SchemaElement } from "./metadata.js";
import { NullValues, type StoredValues } from "./stored-values.js";

/** `list` is a list of numbers, `nested` any other list of readable values. */
export type StoredKind = LeafKind | "list" | "nested";

/** A column at the top of the schema, or a field of a struct, named `struct.field`. */
export interface StoredColumn {
  readonly name: string;
  /** The type for messages. */
  readonly type: string;
  /** The names from the top of the schema to the values. */
  readonly path: readonly string[];
  /** Null for types that no table column can hold. */
  readonly reading: ColumnReading | null;
}

/** How the values of a column are read. */
export interface ColumnReading {
  readonly kind: StoredKind;
  readonly levels: Levels;
  readonly physical: PhysicalType;
  /** Creates the state of one reading, such as the dictionary. */
  readonly createValues: (budget: ValueBudget) => StoredValues;
}

/** The definition levels of the parts of a cell. */
export interface Levels {
  /** The level of a value, which is the maximum. */
  readonly value: number;
  /**
   * For each list around a value, from the outside in, the level from which the list is present; from the next level it has an
   * element. Empty for a flat column. The length is the maximum repetition level.
   */
  readonly lists: readonly number[];
}

const REPETITIONS = ["REQUIRED", "OPTIONAL", "REPEATED"];
const MAX_DEPTH = 64;

interface SchemaNode {
  readonly element: SchemaElement;
  readonly children: readonly SchemaNode[];
}

/** The position of a node. */
interface Place {
  /** The column name so far, null at the top. */
  readonly name: string | null;
  readonly path: readonly string[];
  readonly level: number;
  readonly lists: readonly number[];
}

/**
 * Lists the columns in file order; `arrowFields` refine their types. Throws ParquetFault not-parquet for an inconsistent
 * schema.
 */
export function listColumns(
  schema: readonly SchemaElement[],
  arrowFields: readonly ArrowField[],
): StoredColumn[] {
  const top: Place = { name: null, path: [], level: 0, lists: [] };
  return describeFields(buildNodes(schema.slice(1)), top, arrowFields);
}

/** Reads a column of the null type as one of the needed kind. */
export function asKind(reading: ColumnReading, kind: "text" | "number"): ColumnReading {
  if (reading.kind !== "null") return reading;
  return { ...reading, createValues: () => new NullValues(kind === "text" ? "dictionary" : "number") };
}

/** Builds the tree of a schema, which is stored depth first. */
function buildNodes(elements: readonly SchemaElement[]): SchemaNode[] {
  let next = 0;
  const take = (depth: number): SchemaNode => {
    const element = elements[next++];
    if (element === undefined) throw malformed("has a schema that ends within a group");
    if (typeof element.name !== "string") throw malformed("has a column without a name");
    if (depth > MAX_DEPTH) throw malformed(`has columns nested more than ${MAX_DEPTH} deep`);
    const children: SchemaNode[] = [];
    for (let left = element.num_children ?? 0; left > 0; left--) children.push(take(depth + 1));
    return { element, children };
  };
  const nodes: SchemaNode[] = [];
  while (next < elements.length) nodes.push(take(0));
  return nodes;
}

function describeFields(
  nodes: readonly SchemaNode[],
  parent: Place,
  arrowFields: readonly ArrowField[],
): StoredColumn[] {
  const arrowByName = new Map(arrowFields.map((field) => [field.name, field]));
  return nodes.flatMap((node) => {
    const { name } = node.element;
    const place: Place = {
      name: parent.name === null ? name : `${parent.name}.${name}`,
      path: [...parent.path, name],
      level: parent.level + (isRequired(node.element) ? 0 : 1),
      lists: isRepeated(node.element) ? [...parent.lists, parent.level] : parent.lists,
    };
    return describeNode(node, place, arrowByName.get(name));
  });
}

/** Describes a node whose own repetition is already part of `place`. */
function describeNode(node: SchemaNode, place: Place, arrow: ArrowField | undefined): StoredColumn[] {
  const { element, children } = node;
  if (arrow?.isDuration) return [refuse(place, "a duration")];
  if (arrow?.extension === "pandas.period") return [refuse(place, "a period of pandas")];
  if (arrow?.extension === "pandas.interval") return [refuse(place, "an interval of pandas")];
  if (children.length === 0) return [describeValues(element, place)];
  const meaning = findMeaning(element);
  if (meaning === "LIST" && !isRepeated(element)) return describeList(node, place, arrow);
  if (meaning !== undefined) return [refuse(place, meaning)];
  if (place.lists.length > 0) return [refuse(place, "a list of groups")];
  return describeFields(children, place, arrow?.children ?? []);
}

/**
 * Describes a list. Its repeated field is a group around the element, or in files of older writers the element itself:
 * https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#backward-compatibility-rules
 */
function describeList(
  { element, children }: SchemaNode,
  place: Place,
  arrow: ArrowField | undefined,
): StoredColumn[] {
  const [repeated] = children;
  if (children.length !== 1 || !isRepeated(repeated.element)) return [refuse(place, "LIST")];
  const { name } = repeated.element;
  const inList: Place = {
    ...place,
    path: [...place.path, name],
    level: place.level + 1,
    lists: [...place.lists, place.level],
  };
  const item = repeated.children.at(0);
  const isElement =
    item === undefined ||
    repeated.children.length > 1 ||
    isRepeated(item.element) ||
    name === "array" ||
    name === `${element.name}_tuple`;
  if (isElement) return describeNode(repeated, inList, arrow?.children[0]);
  const inItem: Place = {
    ...inList,
    path: [...inList.path, item.element.name],
    level: inList.level + (isRequired(item.element) ? 0 : 1),
  };
  return describeNode(item, inItem, arrow?.children[0]);
}

function describeValues(element: SchemaElement, place: Place): StoredColumn {
  const { name, physical, reading } = describeLeaf(element);
  const { path, level, lists } = place;
  const type = lists.length === 0 ? name : "LIST";
  if (reading === null) return refuse(place, lists.length === 0 ? name : `a list of ${name}`);
  const isOfNumbers = reading.kind === "number" || reading.kind === "null";
  const kindOfLists = lists.length === 1 && isOfNumbers ? "list" : "nested";
  return {
    name: place.name ?? "",
    type,
    path,
    reading: {
      kind: lists.length === 0 ? reading.kind : kindOfLists,
      levels: { value: level, lists },
      physical,
      createValues: reading.createValues,
    },
  };
}

function refuse({ name, path }: Place, type: string): StoredColumn {
  return { name: name ?? "", type, path, reading: null };
}

function isRequired({ repetition_type }: SchemaElement): boolean {
  return (REPETITIONS[repetition_type ?? 0] ?? "REQUIRED") === "REQUIRED";
}

function isRepeated({ repetition_type }: SchemaElement): boolean {
  return REPETITIONS[repetition_type ?? 0] === "REPEATED";
}
