/** Exports a chart as an image file with title, legend and source. */
import * as Plot from "@observablehq/plot";
import type { ColorScheme } from "../use-color-scheme.js";
import { FONT, PALETTES, PLOT_CLASS } from "./chart-style.js";

export interface ChartFile {
  readonly title: string;
  readonly subtitle: string;
  /** A warning about the data; null for none. */
  readonly warning: string | null;
  readonly source: string;
  readonly draw: (width: number) => readonly (SVGSVGElement | HTMLElement)[];
  readonly legend: readonly { readonly recipe: string; readonly color: string }[];
  readonly scheme: ColorScheme;
}

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const PADDING = 28;
const LEGEND_COLUMNS = 4;
const LEGEND_ROW_HEIGHT = 20;
/** For high-density screens and for print. */
const PNG_SCALE = 2;

/** Stacks title, warning, charts, legend and source in one SVG. */
export function buildChartSvg(file: ChartFile): SVGSVGElement {
  const { text: textColor, strong, chance, background } = PALETTES[file.scheme];
  const inner = WIDTH - 2 * PADDING;
  const svg = document.createElementNS(SVG, "svg");
  let y = PADDING;
  const addText = (text: string, size: number, weight: number, fill: string) => {
    for (const line of wrapText(text, inner, measureText(`${weight} ${size}px ${FONT}`))) {
      y += size;
      const node = createElement("text", { x: PADDING, y, fill, "font-size": size, "font-weight": weight });
      node.textContent = line;
      svg.append(node);
      y += size * 0.3;
    }
    y += size * 0.2;
  };
  addText(file.title, 22, 700, strong);
  addText(file.subtitle, 14, 400, textColor);
  if (file.warning !== null) addText(file.warning, 14, 700, chance);
  for (const part of [...file.draw(inner), buildLegend(file, inner)]) {
    y += 10;
    part.setAttribute("x", String(PADDING));
    part.setAttribute("y", String(y));
    svg.append(part);
    y += Number(part.getAttribute("height"));
  }
  y += 10;
  addText(file.source, 11, 400, textColor);
  y += PADDING / 2;
  svg.prepend(createElement("rect", { width: WIDTH, height: y, fill: background }));
  const attributes = {
    xmlns: SVG,
    width: WIDTH,
    height: y,
    viewBox: `0 0 ${WIDTH} ${y}`,
    "font-family": FONT,
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, String(value));
  return svg;
}

/** Breaks text into lines of at most `width`; a longer word has a line of its own. */
export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measure(line) <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}

function measureText(font: string): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context !== null) context.font = font;
  return (text) => context?.measureText(text).width ?? 0;
}

export function encodeSvg(svg: SVGSVGElement): Blob {
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

/** Rasterizes the SVG at PNG_SCALE times its size. Rejects when the browser cannot draw or encode it. */
export async function encodePng(svg: SVGSVGElement): Promise<Blob> {
  const url = URL.createObjectURL(encodeSvg(svg));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Number(svg.getAttribute("width")) * PNG_SCALE;
    canvas.height = Number(svg.getAttribute("height")) * PNG_SCALE;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) =>
        blob === null ? reject(new Error("the browser returned an empty image")) : resolve(blob),
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Downloads bytes under a file name. */
export function downloadBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function buildLegend({ legend, scheme }: ChartFile, width: number) {
  const rowCount = Math.ceil(legend.length / LEGEND_COLUMNS);
  const position = {
    x: (_: unknown, index: number) => Math.floor(index / Math.max(1, rowCount)),
    y: (_: unknown, index: number) => index % Math.max(1, rowCount),
  };
  return Plot.plot({
    className: PLOT_CLASS,
    width,
    height: rowCount * LEGEND_ROW_HEIGHT + 16,
    margin: 8,
    style: { fontFamily: FONT, fontSize: "12px", color: PALETTES[scheme].text, background: "transparent" },
    x: { axis: null, domain: [0, LEGEND_COLUMNS] },
    y: { axis: null, domain: [0, Math.max(1, rowCount - 1)], reverse: true },
    color: { type: "identity" },
    marks: [
      Plot.dot(legend, { ...position, fill: "color", r: 5, symbol: "square" }),
      Plot.text(legend, { ...position, text: "recipe", textAnchor: "start", dx: 10 }),
    ],
  });
}

function createElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}
