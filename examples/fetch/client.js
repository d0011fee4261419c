/** A small client of the API for browsers and Node.js; nothing but fetch is needed. */

/**
 * The body of a JSON answer, `{ meta, data }`. Several values of one parameter are an array. Throws with what the server
 * says is wrong with the query.
 */
export async function ask(base, path, parameters) {
  const pairs = Object.entries(parameters).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value]),
  );
  const response = await fetch(`${base}${path}?${new URLSearchParams(pairs)}`);
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail);
  return body;
}

/** The records of an NDJSON answer one by one as they arrive, however many there are. */
export async function* readRecords(base, path, parameters) {
  const response = await fetch(`${base}${path}.ndjson?${new URLSearchParams(parameters)}`);
  if (!response.ok) throw new Error((await response.json()).detail);
  const decoder = new TextDecoder();
  let rest = "";
  const reader = response.body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}
