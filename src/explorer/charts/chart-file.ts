/** The chart as a file of its own: with its title, its legend, where its data comes from, and nothing of the page. */
import * as Plot from "@observablehq/plot";
import type { ColorScheme } from "../use-color-scheme.js";
import { FONT, INKS, PLOT_CLASS } from "./chart-style.js";

export interface ChartFile {
  readonly title: string;
  readonly subtitle: string;
  /** Null for genuine data; anything else is said in the picture. */
  readonly notice: string | null;
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
/** For screens of today and for print. */
const PNG_SCALE = 2;

/** Puts title, charts, legend and notice under each other in one picture. */
export function buildChartSvg(file: ChartFile): SVGSVGElement {
  const { ink, strong, chance, paper } = INKS[file.scheme];
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
  addText(file.subtitle, 14, 400, ink);
  if (file.notice !== null) addText(file.notice, 14, 700, chance);
  for (const part of [...file.draw(inner), buildLegend(file, inner)]) {
    y += 10;
    part.setAttribute("x", String(PADDING));
    part.setAttribute("y", String(y));
    svg.append(part);
    y += Number(part.getAttribute("height"));
  }
  y += 10;
  addText(file.source, 11, 400, ink);
  y += PADDING / 2;
  svg.prepend(createElement("rect", { width: WIDTH, height: y, fill: paper }));
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

/** Breaks text between words where a line would be wider than `width`; a word that is wider stands alone. */
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

/** Paints the picture at twice its size. */
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
      canvas.toBlob((blob) => (blob === null ? reject(new Error("the picture is empty")) : resolve(blob)));
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Has the browser save bytes under a name. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function buildLegend({ legend, scheme }: ChartFile, width: number) {
  const rowCount = Math.ceil(legend.length / LEGEND_COLUMNS);
  const place = {
    x: (_: unknown, index: number) => Math.floor(index / Math.max(1, rowCount)),
    y: (_: unknown, index: number) => index % Math.max(1, rowCount),
  };
  return Plot.plot({
    className: PLOT_CLASS,
    width,
    height: rowCount * LEGEND_ROW_HEIGHT + 16,
    margin: 8,
    style: { fontFamily: FONT, fontSize: "12px", color: INKS[scheme].ink, background: "transparent" },
    x: { axis: null, domain: [0, LEGEND_COLUMNS] },
    y: { axis: null, domain: [0, Math.max(1, rowCount - 1)], reverse: true },
    color: { type: "identity" },
    marks: [
      Plot.dot(legend, { ...place, fill: "color", r: 5, symbol: "square" }),
      Plot.text(legend, { ...place, text: "recipe", textAnchor: "start", dx: 10 }),
    ],
  });
}

function createElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}
