/** A reader of RFC 4180 that forgives nothing: CRLF after every record, quotes where they belong, equal lengths. */

export interface CsvField {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** The records of the text, the header among them; throws at the first departure from the grammar. */
export function parseStrictCsv(text: string): CsvField[][] {
  const records: CsvField[][] = [];
  let record: CsvField[] = [];
  for (let at = 0; at < text.length; ) {
    const { field, end } = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    record.push(field);
    if (text[end] === ",") {
      at = end + 1;
      // A record may end with an empty field, the text may not end there.
      if (at === text.length) throw new Error("the text ends after a comma");
    } else if (text.startsWith("\r\n", end)) {
      at = end + 2;
      records.push(record);
      record = [];
    } else {
      throw new Error(`neither comma nor line end at ${end}: ${JSON.stringify(text.slice(end, end + 40))}`);
    }
  }
  for (const { length } of records) {
    if (length !== records[0].length)
      throw new Error(`a record has ${length} of ${records[0].length} fields`);
  }
  return records;
}

function readQuoted(text: string, start: number): { field: CsvField; end: number } {
  const parts: string[] = [];
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new Error(`a quote at ${start} is never closed`);
    parts.push(text.slice(at, quote));
    if (text[quote + 1] !== '"') return { field: { text: parts.join(""), isQuoted: true }, end: quote + 1 };
    parts.push('"');
    at = quote + 2;
  }
}

function readPlain(text: string, start: number): { field: CsvField; end: number } {
  let end = start;
  while (end < text.length && !',\r\n"'.includes(text[end])) end++;
  return { field: { text: text.slice(start, end), isQuoted: false }, end };
}
