/** The Markdown of a comparison with peers. */
import { CONNECTIONS } from "../load.js";
import { machineTable, megabytes, milliseconds, perSecond, table, targetTable } from "../markdown.js";

export const WARM_UP_SECONDS = 3;

export function reportPeers({ machine, rounds, peers, queries, targets }) {
  const versions = peers.filter(({ version }) => version !== "").map(({ name, version }) => [name, version]);
  return [
    machineTable(machine, versions),
    `${CONNECTIONS} connections; medians of ${rounds.rounds} rounds of ${rounds.seconds} s each, by turns, after ${WARM_UP_SECONDS} s of warm-up. All responses were compared row by row first.`,
    "Requests per second of this server beside the same bytes as one constant Buffer:",
    targetTable(targets),
    ...queries.map(reportQuery),
  ].join("\n\n");
}

function reportQuery({ name, sizeBytes, rows, peers }) {
  const [server] = peers;
  const header = ["", "requests/s", "p50", "p99", "resident memory", "this server is"];
  const lines = peers.map((peer) => [
    peer.name,
    perSecond(peer.perSecond),
    milliseconds(peer.p50Ms),
    milliseconds(peer.p99Ms),
    megabytes(peer.residentBytes),
    peer === server ? "" : `${formatRatio(server.perSecond / peer.perSecond)} x as fast`,
  ]);
  const title = `**${name}** (${rows.toLocaleString("en-US")} rows, ${(sizeBytes / 1e6).toFixed(2)} MB)`;
  return `${title}\n\n${table(header, lines)}`;
}

function formatRatio(ratio) {
  return ratio.toFixed(ratio < 10 ? 2 : 0);
}
