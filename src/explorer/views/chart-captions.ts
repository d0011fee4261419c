/** Captions of an exported chart: source and provenance of its data. */

export const CREDIT =
  "Drawn with the DataDecide explorer. DataDecide: Magnusson et al. 2025, arXiv:2504.11393.";

/** A warning about data that is not DataDecide's own; null for DataDecide's. */
export function formatProvenanceWarning(provenance: string): string | null {
  if (provenance === "DataDecide") return null;
  return provenance.startsWith("synthetic")
    ? "SYNTHETIC STAND-IN DATA: placeholder numbers, not DataDecide’s results"
    : `Unverified data (${provenance})`;
}
