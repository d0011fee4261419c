/** Raw tables of one size, small enough to be made row by row. */
import { RAW_TASKS } from "../../../src/pipeline/suite.js";
import type { RawTables } from "./raw-from-sample.js";

export const BOOK = "eval/dolma_books-validation/Perplexity";
/** The raw names of the perplexities. */
export const PPL =
  "wikitext_103 pile m2d2_s2orc ice dolma_wiki dolma_stack dolma_reddit dolma_pes2o dolma_common-crawl dolma_books c4_en"
    .split(" ")
    .map((set) => `eval/${set}-validation/Perplexity`);

/** Two recipes at two steps with three seeds; the accuracy of a row identifies its seed and task. */
export function smallTables(): RawTables {
  const tables: RawTables = { evaluations: [], perplexities: [] };
  for (const data of ["C4", "Dolma1.7"]) {
    for (const [place, seed] of ["default", "small aux 2", "small aux 3"].entries()) {
      for (const step of [0, 1250]) {
        for (const [index, task] of RAW_TASKS.entries()) {
          const metrics = `{'acc_raw': ${(place + index) / 100}, 'primary_metric': 0.5}`;
          const counts = { tokens: step * 393_216, compute: step * 358_374_419_988_480 };
          tables.evaluations.push({
            params: "150M",
            data,
            task,
            chinchilla: "5xC",
            ...counts,
            step,
            seed,
            metrics,
          });
        }
        if (step === 0) continue;
        const values = Object.fromEntries(PPL.map((raw) => [raw, 20 + place]));
        tables.perplexities.push({ params: "150M", data, seed, step, ...values });
      }
    }
  }
  return tables;
}
