/**
 * A page that ranks recipes by perplexity at a model size, with the typed client. `?api=` is the address of the server, by default
 * http://localhost:3000.
 */
import { getEvaluations, getFacets, ProblemError } from "../../src/client/dist/index.js";

/** The sizes that have final perplexities, smallest first, and the provenance of the data. */
export async function loadSizes(options) {
  const { meta, data } = await getFacets({ metric: "pile-valppl", checkpoint: "final" }, options);
  const sizes = data.params.filter(({ rows }) => rows > 0).map(({ value }) => value);
  return { sizes, provenance: meta.provenance };
}

/** Recipe, step and perplexity at the last step of every recipe, the lowest perplexity first. */
export async function loadRanking(size, options) {
  const query = { metric: "pile-valppl", params: size, checkpoint: "final", sort: "value" };
  const { data } = await getEvaluations(query, options);
  return data.map(({ data: recipe, step, value }) => [recipe, step, value]);
}

function showRanking(ranking) {
  const rows = ranking.map(([recipe, step, value]) => {
    const row = document.createElement("tr");
    for (const text of [recipe, step, value.toFixed(2)]) row.insertCell().textContent = text;
    return row;
  });
  document.querySelector("#rows").replaceChildren(...rows);
  document.querySelector("#status").textContent = `${rows.length} recipes`;
}

function showFailure(error) {
  const text =
    error instanceof ProblemError ? `${error.title}: ${error.detail}` : `No response (${error.message})`;
  document.querySelector("#status").textContent = text;
}

async function start() {
  const options = { baseUrl: new URLSearchParams(location.search).get("api") ?? "http://localhost:3000" };
  const select = document.querySelector("#size");
  const choose = () => loadRanking(select.value, options).then(showRanking).catch(showFailure);
  const { sizes, provenance } = await loadSizes(options);
  document.querySelector("#provenance").textContent = `Data: ${provenance}`;
  select.replaceChildren(...sizes.map((size) => new Option(size)));
  select.value = sizes.at(-1);
  select.addEventListener("change", choose);
  await choose();
}

// Tests import the functions without a page.
if (globalThis.document !== undefined) start().catch(showFailure);
