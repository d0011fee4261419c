/** The colors of recipes: a family shares a hue, its members differ in lightness and slightly in hue. */
import { lch } from "d3-color";
import type { RecipeFacet } from "../facets.js";
import type { ColorScheme } from "../use-color-scheme.js";

export type RecipeColors = ReadonlyMap<string, string>;

/** In degrees; families that are often shown together are far apart. */
const HUES: Readonly<Record<string, number>> = {
  dolma17: 264,
  dolma16pp: 225,
  c4: 95,
  fineweb: 150,
  falcon: 60,
  falcon_cc: 35,
  dclm: 330,
  mix: 185,
};
/** Of other families, in the order in which they are listed. */
const OTHER_HUES = [120, 290, 10, 205];
/** Difference in hue between the first and the last recipe of a family. */
const HUE_SPREAD = 44;
const LIGHTNESS = { light: [32, 62], dark: [84, 56] } as const;
const CHROMA = { light: 66, dark: 50 } as const;

/** A color per recipe, each with a contrast of 3:1 or more against the background of the scheme. */
export function buildRecipeColors(recipes: readonly RecipeFacet[], scheme: ColorScheme): RecipeColors {
  const families = new Map<string, string[]>();
  for (const { value, family } of recipes) {
    const name = family ?? "";
    families.set(name, [...(families.get(name) ?? []), value]);
  }
  const colors = new Map<string, string>();
  let otherCount = 0;
  for (const [family, members] of families) {
    const hue = HUES[family] ?? OTHER_HUES[otherCount++ % OTHER_HUES.length];
    for (const [index, name] of members.entries())
      colors.set(name, shade(hue, index, members.length, scheme));
  }
  return colors;
}

/** Gray for a recipe without a color. */
export function findRecipeColor(colors: RecipeColors, recipe: string, scheme: ColorScheme): string {
  return colors.get(recipe) ?? (scheme === "dark" ? "#a3a3b3" : "#62626f");
}

function shade(hue: number, index: number, count: number, scheme: ColorScheme): string {
  const position = count === 1 ? 0.4 : index / (count - 1);
  const spread = count === 1 ? 0 : HUE_SPREAD * (position - 0.5);
  const [first, last] = LIGHTNESS[scheme];
  return lch(first + (last - first) * position, CHROMA[scheme], hue + spread).formatHex();
}
