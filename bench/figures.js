/** The figures that targets speak of, out of a run's results; null where this machine does not tell. */

const MEGABYTE = 1e6;

export function collectFigures({ throughput, download, start, soak }) {
  const figures = {};
  for (const { figure, ratio } of throughput ?? []) figures[figure] = ratio;
  if (download !== undefined) {
    for (const { format, bytesPerSecond } of download.formats) {
      figures[`whole table as ${format}`] = bytesPerSecond / MEGABYTE;
    }
    const rises = download.formats.map(({ riseBytes }) => riseBytes);
    figures["resident rise, whole table"] = rises.includes(null) ? null : Math.max(...rises) / MEGABYTE;
  }
  if (start !== undefined) {
    figures["first answer"] = start.prepared.firstMs;
    figures["start-up, prepared"] = start.prepared.ms / 1000;
    figures["start-up, raw files"] = start.raw.ms / 1000;
    figures["resident after start"] = toMegabytes(start.prepared.residentBytes);
  }
  if (soak !== undefined) {
    figures["resident after varied queries"] = toMegabytes(soak.filledBytes);
    figures["resident growth from there"] = toMegabytes(soak.growthBytes);
  }
  return figures;
}

function toMegabytes(bytes) {
  return bytes === null ? null : bytes / MEGABYTE;
}
