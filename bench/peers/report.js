/** The Markdown of a comparison with peers. */
import { CONNECTIONS } from "../load.js";
import { machineTable, megabytes, milliseconds, perSecond, table, targetTable } from "../markdown.js";

export function reportPeers({ machine, rounds, peers, queries, targets }) {
  const versions = peers.filter(({ version }) => version !== "").map(({ name, version }) => [name, version]);
  return [
    machineTable(machine, versions),
    `${CONNECTIONS} connections, ${rounds.rounds} rounds of ${rounds.seconds} s each by turns after a second of warm-up; medians. All answers were compared row by row first.`,
    "How many times as fast this server is on the repeated chart query:",
    targetTable(targets),
    ...queries.map(queryTable),
  ].join("\n\n");
}

function queryTable({ name, bytes, rows, peers }) {
  const [ours] = peers;
  return [
    `**${name}** (${rows.toLocaleString("en-US")} rows, ${(bytes / 1e6).toFixed(2)} MB)`,
    table(
      ["", "requests/s", "p50", "p99", "resident memory", "this server is"],
      peers.map((peer) => [
        peer.name,
        perSecond(peer.perSecond),
        milliseconds(peer.p50Ms),
        milliseconds(peer.p99Ms),
        megabytes(peer.residentBytes),
        peer === ours ? "" : `${(ours.perSecond / peer.perSecond).toFixed(0)} x as fast`,
      ]),
    ),
  ].join("\n\n");
}
