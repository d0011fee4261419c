/** The requests that are measured. Fixed, so that every run asks for the same bytes; nothing here is random. */

/** Small to large; each is answered from one of the two datasets. */
export const QUERIES = [
  {
    name: "one metric, one recipe",
    path: "/api/visualize/data",
    query: "metric=pile-valppl&data=Dolma1.7",
  },
  {
    name: "one metric, all recipes",
    path: "/api/visualize/data",
    query: "metric=pile-valppl",
  },
  {
    name: "one recipe, five sizes, all metrics",
    path: "/api/visualize/data",
    query: "data=Dolma1.7&params=10M&params=60M&params=150M&params=530M&params=1B",
  },
  {
    name: "one comparison metric",
    path: "/api/visualize/data/ft",
    query: "metric=arc_challenge_acc_uncond",
  },
];

/** The evaluations without any filter. */
export const WHOLE_TABLE_PATH = "/api/visualize/data";
