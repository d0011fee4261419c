/**
 * Executes the opcodes of a pickle on a stack of inert objects; nothing that the file names is called. Opcodes that Python 3
 * does not write in protocols 2 to 5 are refused, as are references to objects outside the file.
 */
import { ByteReader } from "./byte-reader.js";
import { malformed, type PickleFault, refused } from "./fault.js";
import {
  checkItemCount,
  DICT_BYTES,
  type MemoryBudget,
  OBJECT_BYTES,
  SLOT_BYTES,
  TEXT_BYTES,
  VIEW_BYTES,
} from "./memory-budget.js";
import { call, decodeInteger, PythonObject, resolveName } from "./python-objects.js";

const STOP = 0x2e;

/** Reads the arguments of an opcode and executes it. */
type Operation = (machine: Machine) => void;

/**
 * Builds the object graph of a pickle: null, booleans, numbers, bigints beyond 2^53, text, bytes, arrays (lists and tuples),
 * Maps, Sets, names and calls. Throws PickleFault: damaged-pickle, refused-pickle, too-large.
 */
export function unpickle(bytes: Uint8Array, budget: MemoryBudget): unknown {
  const machine = new Machine(bytes, budget);
  const { reader } = machine;
  for (;;) {
    if (reader.remaining === 0) throw malformed(`it ends at byte ${bytes.length}, before its end mark`);
    const opcode = reader.uint8();
    if (opcode === STOP) break;
    const operation = OPERATIONS[opcode];
    if (operation === undefined) {
      const code = `0x${opcode.toString(16).padStart(2, "0")}`;
      const at = reader.position - 1;
      throw malformed(`byte ${at} (${code}) is no opcode that Python 3 writes from protocol 2 on`);
    }
    operation(machine);
  }
  if (reader.remaining > 0) {
    const bytesLeft = `${reader.remaining} ${reader.remaining === 1 ? "byte" : "bytes"}`;
    throw malformed(`it goes on for ${bytesLeft} after its end mark`);
  }
  return machine.pop();
}

class Machine {
  readonly reader: ByteReader;
  readonly #budget: MemoryBudget;
  readonly #memo: unknown[] = [];
  readonly #outerStacks: unknown[][] = [];
  #stack: unknown[] = [];

  constructor(bytes: Uint8Array, budget: MemoryBudget) {
    this.reader = new ByteReader(bytes);
    this.#budget = budget;
  }

  /** `sizeBytes` is the size of the value without its slot. */
  push(value: unknown, sizeBytes = 0): void {
    this.#budget.spend(SLOT_BYTES + sizeBytes);
    append(this.#stack, value);
  }

  pushText(length: number): void {
    const text = this.reader.text(length);
    // Other text than ASCII has two bytes per character.
    this.push(text, TEXT_BYTES + (text.length === length ? length : 2 * text.length));
  }

  pushInteger(length: number): void {
    this.push(decodeInteger(this.reader.bytes(length)), TEXT_BYTES);
  }

  pushBytes(length: number): void {
    this.push(this.reader.bytes(length), VIEW_BYTES);
  }

  pop(): unknown {
    if (this.#stack.length === 0) throw this.misfit();
    return this.#stack.pop();
  }

  peek(): unknown {
    if (this.#stack.length === 0) throw this.misfit();
    return this.#stack[this.#stack.length - 1];
  }

  mark(): void {
    this.#budget.spend(OBJECT_BYTES);
    append(this.#outerStacks, this.#stack);
    this.#stack = [];
  }

  /** Everything since the last mark. */
  popMark(): unknown[] {
    const items = this.#stack;
    const outer = this.#outerStacks.pop();
    if (outer === undefined) throw this.misfit();
    this.#stack = outer;
    return items;
  }

  remember(index: number): void {
    if (index > this.#memo.length)
      throw malformed(`it fills entry ${index} of a memo of ${this.#memo.length}`);
    this.#budget.spend(SLOT_BYTES);
    const value = this.peek();
    if (index === this.#memo.length) append(this.#memo, value);
    else this.#memo[index] = value;
  }

  rememberNext(): void {
    this.remember(this.#memo.length);
  }

  recall(index: number): void {
    if (index >= this.#memo.length)
      throw malformed(`it reads entry ${index} of a memo of ${this.#memo.length}`);
    this.push(this.#memo[index]);
  }

  pushTuple(length: number): void {
    const items = new Array<unknown>(length);
    for (let index = length - 1; index >= 0; index--) items[index] = this.pop();
    this.push(items, OBJECT_BYTES);
  }

  // Items of lists, sets and dicts were counted when they were pushed.
  extendList(items: readonly unknown[]): void {
    const list = this.peek();
    if (!Array.isArray(list)) throw this.misfit();
    for (const item of items) append(list, item);
  }

  extendSet(items: readonly unknown[]): void {
    const set = this.peek();
    if (!(set instanceof Set)) throw this.misfit();
    for (const item of items) set.add(item);
  }

  /** Keys and values alternate. */
  extendDict(items: readonly unknown[]): void {
    const dict = this.peek();
    if (!(dict instanceof Map) || items.length % 2 !== 0) throw this.misfit();
    for (let index = 0; index < items.length; index += 2) dict.set(items[index], items[index + 1]);
  }

  callFunction(): void {
    const args = this.pop();
    const pythonName = this.pop();
    if (!Array.isArray(args)) throw this.misfit();
    const result = call(pythonName, args);
    if (result === undefined) throw this.misfit();
    this.push(result, OBJECT_BYTES);
  }

  build(): void {
    const state = this.pop();
    const object = this.peek();
    if (!(object instanceof PythonObject)) throw this.misfit();
    object.build(state);
  }

  misfit(): PickleFault {
    return malformed(`its opcodes do not fit together before byte ${this.reader.position}`);
  }
}

function append(items: unknown[], item: unknown): void {
  checkItemCount(items.length + 1);
  items.push(item);
}

const refuse = (problem: string) => () => {
  throw refused(problem);
};
const OUTSIDE_OBJECT = refuse("it refers to an object outside the file (a persistent id)");
const EXTENSION = refuse("it uses the extension registry");
const OUTSIDE_BUFFER = refuse("its buffers are outside the file (buffer_callback)");

/** By opcode; the comments are the names in pickletools. */
const OPERATIONS: Readonly<Record<number, Operation>> = {
  // PROTO FRAME
  128: ({ reader }) => reader.skip(1),
  149: ({ reader }) => reader.skip(8),
  // MARK POP POP_MARK DUP
  40: (machine) => machine.mark(),
  48: (machine) => machine.pop(),
  49: (machine) => machine.popMark(),
  50: (machine) => machine.push(machine.peek()),
  // BINPUT LONG_BINPUT MEMOIZE BINGET LONG_BINGET
  113: (machine) => machine.remember(machine.reader.uint8()),
  114: (machine) => machine.remember(machine.reader.uint32()),
  148: (machine) => machine.rememberNext(),
  104: (machine) => machine.recall(machine.reader.uint8()),
  106: (machine) => machine.recall(machine.reader.uint32()),
  // NONE NEWTRUE NEWFALSE
  78: (machine) => machine.push(null),
  136: (machine) => machine.push(true),
  137: (machine) => machine.push(false),
  // BININT BININT1 BININT2 LONG1 LONG4 BINFLOAT
  74: (machine) => machine.push(machine.reader.int32()),
  75: (machine) => machine.push(machine.reader.uint8()),
  77: (machine) => machine.push(machine.reader.uint16()),
  138: (machine) => machine.pushInteger(machine.reader.uint8()),
  139: (machine) => machine.pushInteger(machine.reader.uint32()),
  71: (machine) => machine.push(machine.reader.float64()),
  // BINUNICODE SHORT_BINUNICODE BINUNICODE8
  88: (machine) => machine.pushText(machine.reader.uint32()),
  140: (machine) => machine.pushText(machine.reader.uint8()),
  141: (machine) => machine.pushText(machine.reader.uint64()),
  // BINBYTES SHORT_BINBYTES BINBYTES8 BYTEARRAY8
  66: (machine) => machine.pushBytes(machine.reader.uint32()),
  67: (machine) => machine.pushBytes(machine.reader.uint8()),
  142: (machine) => machine.pushBytes(machine.reader.uint64()),
  150: (machine) => machine.pushBytes(machine.reader.uint64()),
  // EMPTY_TUPLE TUPLE1 TUPLE2 TUPLE3 TUPLE
  41: (machine) => machine.pushTuple(0),
  133: (machine) => machine.pushTuple(1),
  134: (machine) => machine.pushTuple(2),
  135: (machine) => machine.pushTuple(3),
  116: (machine) => machine.push(machine.popMark(), OBJECT_BYTES),
  // EMPTY_LIST APPEND APPENDS
  93: (machine) => machine.push([], OBJECT_BYTES),
  97: (machine) => machine.extendList([machine.pop()]),
  101: (machine) => machine.extendList(machine.popMark()),
  // EMPTY_DICT SETITEM SETITEMS
  125: (machine) => machine.push(new Map(), DICT_BYTES),
  115: (machine) => machine.extendDict([machine.pop(), machine.pop()].reverse()),
  117: (machine) => machine.extendDict(machine.popMark()),
  // EMPTY_SET ADDITEMS FROZENSET
  143: (machine) => machine.push(new Set(), DICT_BYTES),
  144: (machine) => machine.extendSet(machine.popMark()),
  145: (machine) => {
    const items = machine.popMark();
    machine.push(new Set(), DICT_BYTES);
    machine.extendSet(items);
  },
  // GLOBAL STACK_GLOBAL REDUCE NEWOBJ BUILD
  99: (machine) => {
    const module = machine.reader.line();
    machine.push(resolveName(module, machine.reader.line()));
  },
  147: (machine) => {
    const name = machine.pop();
    machine.push(resolveName(machine.pop(), name));
  },
  82: (machine) => machine.callFunction(),
  129: (machine) => machine.callFunction(),
  98: (machine) => machine.build(),
  // PERSID BINPERSID EXT1 EXT2 EXT4 NEXT_BUFFER READONLY_BUFFER NEWOBJ_EX
  80: OUTSIDE_OBJECT,
  81: OUTSIDE_OBJECT,
  130: EXTENSION,
  131: EXTENSION,
  132: EXTENSION,
  151: OUTSIDE_BUFFER,
  152: OUTSIDE_BUFFER,
  146: refuse("it makes an object with keyword arguments"),
};
