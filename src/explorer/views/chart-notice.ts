/** What an exported chart says of its data. */

export const SOURCE =
  "Drawn with the DataDecide explorer. DataDecide: Magnusson et al. 2025, arXiv:2504.11393.";

/** Null for DataDecide's own data. */
export function nameNotice(provenance: string): string | null {
  if (provenance === "DataDecide") return null;
  return provenance.startsWith("synthetic")
    ? "SYNTHETIC STAND-IN DATA: made-up numbers, not DataDecide’s results"
    : `Unverified data (${provenance})`;
}
