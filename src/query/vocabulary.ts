/**
 * The values that a parameter knows, and the forgiving ways in which people write them: any case, other names, a plus
 * that arrived as a space, wildcards, and comma-separated lists of names that contain commas themselves.
 */
import { distance } from "fastest-levenshtein";
import { foldName } from "../datasets/spelling.js";

const SUGGESTION_COUNT = 3;
/** Longer texts are cut before distances are taken; no name comes near this length. */
const SUGGESTION_TEXT_LENGTH = 100;

/** The names that some of the segments ahead stand for together; none when the first stands for nothing. */
interface KnownStretch {
  readonly found: readonly string[];
  readonly length: number;
}

export class Vocabulary {
  /** The names as they are served, in their own order. */
  readonly names: readonly string[];
  readonly #placeByName: ReadonlyMap<string, number>;
  readonly #nameByFolded = new Map<string, string>();
  readonly #foldedNames: readonly string[];
  readonly #mostCommas: number;
  readonly #findByMeaning: (text: string) => string | undefined;

  /**
   * `aliases` are pairs of other name and name; those of names that are not there are left out. `findByMeaning` is
   * asked for a text that is none of them.
   */
  constructor(
    names: readonly string[],
    aliases: Iterable<readonly [string, string]> = [],
    findByMeaning: (text: string) => string | undefined = () => undefined,
  ) {
    this.names = names;
    this.#findByMeaning = findByMeaning;
    this.#placeByName = new Map(names.map((name, place) => [name, place]));
    this.#foldedNames = names.map(foldName);
    // Names come first, so that of equally near texts the name itself is suggested.
    for (const [index, name] of names.entries()) this.#nameByFolded.set(this.#foldedNames[index], name);
    const ownNames = new Set(this.#foldedNames);
    for (const [alias, name] of aliases) {
      const folded = foldName(alias);
      if (this.#placeByName.has(name) && !ownNames.has(folded)) this.#nameByFolded.set(folded, name);
    }
    let mostCommas = 0;
    for (const text of this.#nameByFolded.keys()) {
      mostCommas = Math.max(mostCommas, text.split(",").length - 1);
    }
    this.#mostCommas = mostCommas;
  }

  /** The name that a text stands for, by itself, as another name or by its meaning; undefined when there is none. */
  find(text: string): string | undefined {
    // Most clients write names as they are served.
    if (this.#placeByName.has(text)) return text;
    return this.#nameByFolded.get(foldName(text)) ?? this.#findByMeaning(text);
  }

  /** The place of a name among the names, which must be written as it is served; undefined when there is none. */
  findPlace(name: string): number | undefined {
    return this.#placeByName.get(name);
  }

  /** The names that a text with `*` for any run of characters stands for; other names are not looked at. */
  match(pattern: string): string[] {
    const pieces = foldName(pattern).split("*");
    return this.names.filter((_, index) => matchesPieces(this.#foldedNames[index], pieces));
  }

  /**
   * The names meant by one value of a query, and the parts of it that mean none. A whole value that is known is
   * never split; otherwise commas separate, and the longest stretch that is a known name counts as one.
   */
  resolve(value: string): { readonly names: readonly string[]; readonly unknown: readonly string[] } {
    const whole = this.find(value);
    if (whole !== undefined) return { names: [whole], unknown: [] };
    const segments = value.split(",");
    const names = new Set<string>();
    const unknown: string[] = [];
    // A list may repeat itself thousands of times.
    const known = new Map<string, KnownStretch>();
    for (let start = 0; start < segments.length; ) {
      const ahead = segments.slice(start, start + this.#mostCommas + 1);
      const key = ahead.join(",");
      const { found, length } = known.get(key) ?? this.#longestKnown(ahead);
      known.set(key, { found, length });
      if (found.length === 0) unknown.push(segments[start].trim());
      for (const name of found) names.add(name);
      start += length;
    }
    return { names: [...names], unknown };
  }

  /** The nearest names to a text: those that contain it first, then by edit distance, other names counting too. */
  suggest(text: string): string[] {
    const wanted = foldName(text).replaceAll("*", "").slice(0, SUGGESTION_TEXT_LENGTH);
    const scored = [...this.#nameByFolded].map(([folded, name]) => ({
      name,
      score: distance(wanted, folded) + (wanted !== "" && folded.includes(wanted) ? 0 : 1000),
    }));
    const nearest = scored.sort((a, b) => a.score - b.score).map(({ name }) => name);
    return [...new Set(nearest)].slice(0, SUGGESTION_COUNT);
  }

  #longestKnown(ahead: readonly string[]): KnownStretch {
    const texts = ahead.map((_, index) => ahead.slice(0, index + 1).join(","));
    for (let length = texts.length; length > 0; length--) {
      const name = this.find(texts[length - 1]);
      if (name !== undefined) return { found: [name], length };
    }
    // A wildcard reaches over a comma only where it must: `*QC*,*FW*` is two patterns.
    for (const [index, text] of texts.entries()) {
      const found = text.includes("*") ? this.match(text) : [];
      if (found.length > 0) return { found, length: index + 1 };
    }
    return { found: [], length: 1 };
  }
}

/** Whether the pieces between wildcards occur in order, the first at the start and the last at the end. */
function matchesPieces(text: string, pieces: readonly string[]): boolean {
  if (pieces.length === 1) return text === pieces[0];
  const last = pieces[pieces.length - 1];
  if (!text.startsWith(pieces[0]) || !text.endsWith(last)) return false;
  let from = pieces[0].length;
  for (const piece of pieces.slice(1, -1)) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= text.length - last.length;
}
