/** Encodes the whole long form in one of the ways that arrow-libraries.js compares, each time it is asked to. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageReader, tableFromIPC } from "apache-arrow";
import { readDatasets } from "../dist/datasets/read.js";
import { arrowFormat } from "../dist/formats/arrow.js";
import { EVALUATIONS_ROUTES } from "../dist/http/routes/data.js";
import { EvaluationsQuery } from "../dist/query/evaluations-query.js";
import { parseRawQuery } from "../dist/query/query-reader.js";

const [way, libraries] = process.argv.slice(2);
const data = join(import.meta.dirname, "..", "initial_data");
const { evaluations } = await readDatasets({
  evaluations: join(data, "mean_eval_melted.parquet"),
  comparisons: join(data, "combined_plotting_data_matched.pkl"),
  manifest: join(data, "manifest.json"),
});
const answer = new EvaluationsQuery(evaluations).parse(
  parseRawQuery(""),
  EVALUATIONS_ROUTES["/api/visualize/data"],
);
const library = (name) => import(pathToFileURL(createRequire(join(libraries, "package.json")).resolve(name)));
const END_BYTES = 8;

const ENCODERS = {
  own: async () => (selection) => arrowFormat.encode({ selection, meta: {}, texts: null }),
  "apache-arrow": async () => buildApacheArrow(await library("apache-arrow")),
  flechette: async () => buildFlechette(await library("@uwdata/flechette"), true),
  "flechette-whole": async () => buildFlechette(await library("@uwdata/flechette"), false),
};
const encode = await ENCODERS[way]();
const ANSWERS = { encode: measure, sum: () => sumCells(Buffer.concat([...encode(answer.select())])) };
process.on("message", (question) => process.send(ANSWERS[question]()));
process.send("ready");

/** One stream, its chunks dropped as they come; memory is what buffers hold that are not collected yet. */
function measure() {
  globalThis.gc();
  const heldBytes = process.memoryUsage().arrayBuffers;
  let highestBytes = 0;
  let bytes = 0;
  const start = process.cpuUsage();
  for (const chunk of encode(answer.select())) {
    bytes += chunk.length;
    highestBytes = Math.max(highestBytes, process.memoryUsage().arrayBuffers);
  }
  const { user, system } = process.cpuUsage(start);
  return { bytes, processorMs: (user + system) / 1000, riseBytes: highestBytes - heldBytes };
}

/** Rows, and the sum of the numbers of each column: what two streams of one table agree in. */
function sumCells(bytes) {
  const table = tableFromIPC(bytes);
  const sums = ["step", "tokens", "compute", "value"].map((name) =>
    [...table.getChild(name)].reduce((total, value) => total + value, 0),
  );
  const texts = ["params", "data", "metric"].map((name) => table.getChild(name).get(table.numRows - 1));
  return JSON.stringify([table.numRows, ...sums, ...texts]);
}

/** The values of a field in one block, as the array that both libraries take without copying. */
function gather({ rows, columns }, field, codes) {
  const column = columns[field];
  const count = rows.length;
  if (column.kind === "constant") return new Int32Array(count).fill(codes[field].get(column.value));
  const { from, values } =
    column.kind === "number"
      ? { from: column.values, values: new Float64Array(count) }
      : { from: column.codes, values: new Int32Array(count) };
  for (let index = 0; index < count; index++) values[index] = from[rows[index]];
  return values;
}

function codeTexts({ columns }) {
  return columns.map((column) => new Map(column.dictionary?.map((text, code) => [text, code])));
}

function buildApacheArrow(arrow) {
  const { Dictionary, Field, Float64, Int32, makeData, RecordBatch, Schema, Struct, Utf8 } = arrow;
  const { RecordBatchStreamWriter, vectorFromArray } = arrow;
  class Writer extends RecordBatchStreamWriter {
    parts = [];
    _write(chunk) {
      this.parts.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      return this;
    }
  }
  return function* (selection) {
    const codes = codeTexts(selection);
    const types = selection.columns.map(({ dictionary }, index) =>
      dictionary === undefined ? new Float64() : new Dictionary(new Utf8(), new Int32(), index),
    );
    const dictionaries = selection.columns.map(
      ({ dictionary }) => dictionary && vectorFromArray(dictionary, new Utf8()),
    );
    const schema = new Schema(selection.fields.map((name, index) => new Field(name, types[index], true)));
    const writer = new Writer({ autoDestroy: false });
    writer.reset(undefined, schema);
    for (const block of selection.blocks()) {
      const { length } = block.rows;
      const children = types.map((type, index) =>
        makeData({
          type,
          length,
          nullCount: 0,
          data: gather(block, index, codes),
          dictionary: dictionaries[index],
        }),
      );
      const type = new Struct(schema.fields);
      writer.write(new RecordBatch(schema, makeData({ type, length, nullCount: 0, children })));
      yield* writer.parts.splice(0);
    }
    writer.finish();
    yield* writer.parts.splice(0);
  };
}

/** flechette encodes tables, so a stream of batches has to be put together out of the streams of many tables. */
function buildFlechette(flechette, isByBlock) {
  const {
    batchType,
    Column,
    columnFromArray,
    dictionary,
    float64,
    int32,
    tableFromColumns,
    tableToIPC,
    utf8,
  } = flechette;
  const DictionaryBatch = batchType(dictionary(utf8(), int32()));
  const NumberBatch = batchType(float64());
  return function* (selection) {
    const codes = codeTexts(selection);
    const texts = selection.columns.map(
      (column) => column.dictionary && columnFromArray(column.dictionary, utf8()),
    );
    const types = texts.map((column) =>
      column === undefined ? float64() : dictionary(column.type, int32()),
    );
    const buildBatch = (block, index) => {
      const values = gather(block, index, codes);
      const content = {
        length: values.length,
        nullCount: 0,
        type: types[index],
        validity: new Uint8Array(0),
        values,
      };
      if (texts[index] === undefined) return new NumberBatch(content);
      const batch = new DictionaryBatch(content);
      batch.setDictionary(texts[index]);
      return batch;
    };
    const encodeBlocks = (blocks) => {
      const columns = selection.fields.map((name, index) => [
        name,
        new Column(
          blocks.map((block) => buildBatch(block, index)),
          types[index],
        ),
      ]);
      const parts = [];
      const sink = {
        write: (bytes) => parts.push(bytes),
        pad: (count) => parts.push(new Uint8Array(count)),
        finish: () => null,
      };
      tableToIPC(tableFromColumns(columns), { sink });
      return parts;
    };
    if (!isByBlock) return yield* encodeBlocks([...selection.blocks()]);
    let headBytes = 0;
    for (const block of selection.blocks()) {
      const stream = Buffer.concat(encodeBlocks([block]));
      // Schema and dictionaries are the same every time, and the mark of the end stands behind each.
      yield stream.subarray(headBytes, stream.length - END_BYTES);
      if (headBytes === 0) headBytes = measureHead(stream);
    }
    yield Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]);
  };
}

/** The bytes before the first record batch. */
function measureHead(stream) {
  const reader = new MessageReader(stream);
  let sizeBytes = 0;
  for (let message = reader.readMessage(); !message.isRecordBatch(); message = reader.readMessage()) {
    reader.readMessageBody(message.bodyLength);
    sizeBytes += 8 + stream.readUInt32LE(sizeBytes + 4) + message.bodyLength;
  }
  return sizeBytes;
}
