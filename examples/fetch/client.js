/** A small client of the API for browsers and Node.js, with nothing but fetch. */

/**
 * Returns the body of a JSON response, `{ meta, data }`. Several values of one parameter are an array. Throws an Error with
 * the `detail` of a problem.
 */
export async function query(base, path, parameters) {
  const pairs = Object.entries(parameters).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value]),
  );
  const response = await fetch(`${base}${path}?${new URLSearchParams(pairs)}`);
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail);
  return body;
}

/** Yields the records of an NDJSON response as they arrive. */
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
