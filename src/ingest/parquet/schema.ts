/** The columns of a Parquet schema: where the values of each lie, and as which kind of a table's column it is read. */
import type { ArrowField } from "./arrow-schema.js";
import type { ValueBudget } from "./bounds.js";
import type { PhysicalType } from "./encodings.js";
import { malformed } from "./fault.js";
import { describeLeaf, findMeaning, type LeafKind } from "./leaf-types.js";
import type { SchemaElement } from "./metadata.js";
import { NullValues, type StoredValues } from "./stored-values.js";

/** `list` is a list of numbers, `nested` any other list of what can be read. */
export type StoredKind = LeafKind | "list" | "nested";

/** A column of the table: one at the top of the schema, or a field of a struct, named with a dot between. */
export interface StoredColumn {
  readonly name: string;
  /** The type in words of the format, for messages. */
  readonly type: string;
  /** Names from the top of the schema to the values. */
  readonly path: readonly string[];
  /** Null for what no kind of the table can carry. */
  readonly reading: ColumnReading | null;
}

/** How the values of a column are read. */
export interface ColumnReading {
  readonly kind: StoredKind;
  readonly levels: Levels;
  readonly physical: PhysicalType;
  /** Made anew for every reading, as it gathers the texts of a column. */
  readonly createValues: (budget: ValueBudget) => StoredValues;
}

/** The definition levels at which a part of a cell is there. */
export interface Levels {
  /** Only here a value; the greatest level. */
  readonly value: number;
  /**
   * For every list that a value is in, from the outside in: from here on the list is there, be it empty, and from the
   * next level on it has an element. None in a flat column. Their number is the greatest repetition level.
   */
  readonly lists: readonly number[];
}

const REPETITIONS = ["REQUIRED", "OPTIONAL", "REPEATED"];
const MAX_DEPTH = 64;

interface SchemaNode {
  readonly element: SchemaElement;
  readonly children: readonly SchemaNode[];
}

/** Where a node stands. */
interface Place {
  /** Of the column that the node is in or is; null at the top. */
  readonly name: string | null;
  readonly path: readonly string[];
  readonly level: number;
  readonly lists: readonly number[];
}

/**
 * The columns in file order, with what Arrow says of them. Throws ParquetFault not-parquet for a schema that
 * contradicts itself.
 */
export function listColumns(
  schema: readonly SchemaElement[],
  arrowFields: readonly ArrowField[],
): StoredColumn[] {
  const top: Place = { name: null, path: [], level: 0, lists: [] };
  return describeFields(buildNodes(schema.slice(1)), top, arrowFields);
}

/** A column of nothing but nulls as one of the kind that is needed. */
export function asKind(reading: ColumnReading, kind: "text" | "number"): ColumnReading {
  if (reading.kind !== "null") return reading;
  return { ...reading, createValues: () => new NullValues(kind === "text" ? "dictionary" : "number") };
}

/** The schema is stored flat, each element before its children. */
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

/** A node with its own repetition already counted in its place. */
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
 * A group marked as a list has a repeated field, which in most files is a group around the element, and in those of
 * older writers the element itself:
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
