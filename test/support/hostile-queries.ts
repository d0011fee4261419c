/** Random query strings with mistakes, most of them meant badly. */
import type { DrawnQuery } from "./random-queries.js";
import type { SeededRandom } from "./seeded-random.js";
import { DATA, FT, UNMELTED } from "./served-app.js";

/** A query with at least one mistake, most of them meant badly. */
export function drawHostileQuery(random: SeededRandom): DrawnQuery {
  const route = random.pick([DATA, UNMELTED, FT]);
  const harmless = random.some(["metric=*", "limit=1", "offset=2", "params=150M", "data=C4", "columns=*"], 3);
  const mistakes = Array.from({ length: 1 + random.below(2) }, () => buildMistake(random));
  const pairs = [
    ...harmless.filter((pair) => !mistakes.some((text) => text.startsWith(pair.slice(0, 4)))),
    ...mistakes,
  ];
  return { url: `${route}?${pairs.toSorted(() => random.next() - 0.5).join("&")}`, meaning: null };
}

function buildMistake(random: SeededRandom): string {
  const filter = random.pick(["metric", "data", "params", "columns", "sort", "limit", "offset"]);
  const number = random.pick(["limit", "offset"]);
  return random.pick([
    // Names that objects have by themselves.
    () => `${random.pick(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "length"])}=1`,
    () => `${filter}=${random.pick(["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"])}`,
    () => "__proto__[polluted]=1",
    () => `${random.pick(["metric", "data", "params", "columns", "sort"])}[]=1`,
    () => `${filter}[0][a][b]=${"[".repeat(random.below(50))}`,
    // Repeated, empty and misspelt.
    () => `${number}=1&${number}=1`,
    () => `${filter}=`,
    () => filter,
    () => `${filter}=%20`,
    () => `${filter}=,`,
    () => `=${filter}`,
    () => `${filter.slice(0, -1)}=1`,
    () => `${filter.toUpperCase()}=1`,
    () => `${filter}__gte=abc`,
    () => `${filter}%00=1`,
    // Numbers of all kinds that are none.
    () =>
      `${number}=${random.pick(["-1", "1.5", "1e-3", "NaN", "Infinity", "0x10", "9007199254740993", "null", "true"])}`,
    () => `${number}=${"9".repeat(1 + random.below(400)).padStart(30, "9")}`,
    () => `sort=${random.pick(["--step", "+", "-", "step:desc", "step desc", "params,-", "(step)"])}`,
    () => `${filter}=${random.pick(["null", "undefined", "NaN", "[object Object]", "{}", "true"])}`,
    // Injection of all sorts.
    () =>
      `${filter}=${encodeURIComponent(random.pick(["' OR 1=1 --", "1; DROP TABLE evaluations", "#{7*7}", "{{7*7}}"]))}`,
    () =>
      `${filter}=${encodeURIComponent(random.pick(["../../etc/passwd", "<script>alert(1)</script>", "\r\nSet-Cookie: a=b"]))}`,
    () =>
      `${filter}=%${random.pick(["", "z", "zz", "0", "ff", "c0%80", "ed%a0%80", "00", "0d%0aX:y", "u0041"])}`,
    () => `${filter}=${encodeURIComponent(randomText(random))}`,
    () => `${encodeURIComponent(`x${randomText(random)}`)}=1`,
    // Long ones.
    () => `${filter}=${"a".repeat(random.below(20_000) + 1)}!`,
    () => `${filter}=${"x,".repeat(random.below(3_000))}x`,
    () => Array.from({ length: 1 + random.below(1_500) }, (_, index) => `p${index}=${index}`).join("&"),
    () => `metric=${"*a".repeat(random.below(200))}*no*such*`,
    () => `columns=${"*".repeat(random.below(300))}%23*`,
    () => (random.chance(0.1) ? `data=${"long".repeat(9_000)}` : "data=no*such*"),
  ])();
}

/** Characters that are rare in queries: controls, combining marks, right-to-left, emoji, whole planes. */
function randomText(random: SeededRandom): string {
  const ranges = [
    [0, 0x1f],
    [0x7f, 0xa0],
    [0x300, 0x36f],
    [0x590, 0x6ff],
    [0x2000, 0x206f],
    [0x4e00, 0x9fff],
    [0xfff0, 0xffff],
    [0x1f300, 0x1faff],
    [0x21, 0x2b],
  ];
  const length = 1 + random.below(30);
  const text = Array.from({ length }, () => {
    const [start, end] = random.pick(ranges);
    return String.fromCodePoint(start + random.below(end - start + 1));
  }).join("");
  // Neither a wildcard that matches nor blank.
  return `${text.replaceAll("*", "")}¤`;
}
