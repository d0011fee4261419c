/** Thrift's compact protocol, as far as Parquet's metadata needs it. */
import type { ByteWriter } from "./byte-writer.js";

/** A value with the number of its type in the protocol. */
export interface ThriftValue {
  readonly type: number;
  write(out: ByteWriter): void;
}

const TYPES = { true: 1, false: 2, i16: 4, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 };
const MAX_SHORT_LIST = 14;
const LONG_LIST = 0xf0;

/** Non-negative integers are enough for Parquet's metadata; zigzag doubles them. */
export function i32(value: number): ThriftValue {
  return { type: TYPES.i32, write: (out) => out.writeVarint(2 * value) };
}

export function i16(value: number): ThriftValue {
  return { ...i32(value), type: TYPES.i16 };
}

/** As i32, up to 2^52. */
export function i64(value: number): ThriftValue {
  return { type: TYPES.i64, write: (out) => out.writeVarint(2 * value) };
}

/** The value of a boolean is its type. */
export function boolean(value: boolean): ThriftValue {
  return { type: value ? TYPES.true : TYPES.false, write: () => undefined };
}

export function binary(content: string | Uint8Array): ThriftValue {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return {
    type: TYPES.binary,
    write: (out) => {
      out.writeVarint(bytes.length);
      out.writeBytes(bytes);
    },
  };
}

/** A list of values of one type; an empty list needs `emptyType`. */
export function list(values: readonly ThriftValue[], emptyType: number = TYPES.struct): ThriftValue {
  const type = values.length === 0 ? emptyType : values[0].type;
  return {
    type: TYPES.list,
    write: (out) => {
      if (values.length <= MAX_SHORT_LIST) {
        out.writeByte((values.length << 4) | type);
      } else {
        out.writeByte(LONG_LIST | type);
        out.writeVarint(values.length);
      }
      for (const value of values) value.write(out);
    },
  };
}

/** A struct of fields by their ids, ascending and at most 15 apart; undefined is an absent field. */
export function struct(fields: Readonly<Record<number, ThriftValue | undefined>>): ThriftValue {
  return {
    type: TYPES.struct,
    write: (out) => {
      let last = 0;
      for (const [key, value] of Object.entries(fields)) {
        if (value === undefined) continue;
        const id = Number(key);
        out.writeByte(((id - last) << 4) | value.type);
        value.write(out);
        last = id;
      }
      out.writeByte(0);
    },
  };
}
