/** The measurements that have targets, by name, out of the results of a run; null where /proc is missing. */

const MEGABYTE = 1e6;

export function collectMeasurements({ throughput, download, start, soak }) {
  const measurements = {};
  for (const { name, ratio } of throughput ?? []) measurements[name] = ratio;
  if (download !== undefined) {
    for (const { format, ratio } of download.formats) measurements[`whole table as ${format}`] = ratio;
    const rises = download.formats.map(({ riseBytes }) => riseBytes);
    const highestBytes = rises.includes(null) ? null : Math.max(...rises);
    measurements["resident rise, whole table"] = toMegabytes(highestBytes);
  }
  if (start !== undefined) {
    measurements["first response"] = start.prepared.firstMs;
    measurements["start-up, prepared"] = start.prepared.ratio;
    measurements["start-up, raw files"] = start.raw.ratio;
    measurements["resident after start"] = toMegabytes(start.prepared.residentBytes);
  }
  if (soak !== undefined) {
    measurements["resident after varied queries"] = toMegabytes(soak.highestBytes);
    measurements["resident growth from there"] = toMegabytes(soak.growthBytes);
  }
  return measurements;
}

function toMegabytes(bytes) {
  return bytes === null ? null : bytes / MEGABYTE;
}
