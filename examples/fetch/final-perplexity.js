/** The final perplexity on the Pile of each size trained on C4, as CSV; and how many rows the whole metric has. */
import { query, readRecords } from "./client.js";

const base = process.env.BASE_URL ?? "http://localhost:3000";

const { data } = await query(base, "/api/visualize/data", {
  metric: "pile-valppl",
  data: "C4",
  checkpoint: "final",
  columns: ["params", "step", "value"],
});
console.log("params,step,value");
for (const { params, step, value } of data) console.log(`${params},${step},${value}`);

let count = 0;
for await (const _record of readRecords(base, "/api/visualize/data", { metric: "pile-valppl" })) count++;
console.log(`${count} rows of pile-valppl`);

try {
  await query(base, "/api/visualize/data", { metric: "pile-vallppl" });
} catch (error) {
  console.log(error.message);
}
