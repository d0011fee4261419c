/** The Markdown of a comparison with peers. */
import { CONNECTIONS } from "../load.js";
import { machineTable, megabytes, milliseconds, perSecond, table, targetTable } from "../markdown.js";

export const WARM_UP_SECONDS = 3;
export const FASTAPI = "FastAPI and pandas";
export const CEILING = "one constant Buffer, the ceiling";

export function reportPeers({ machine, rounds, peers, queries, targets }) {
  const versions = peers.filter(({ version }) => version !== "").map(({ name, version }) => [name, version]);
  return [
    machineTable(machine, versions),
    `${CONNECTIONS} connections, ${rounds.rounds} rounds of ${rounds.seconds} s each by turns after ${WARM_UP_SECONDS} s of warm-up; medians. All answers were compared row by row first.`,
    "How many times as fast this server is on the repeated chart query:",
    targetTable(targets),
    ...describeCeiling(queries[0].peers),
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
        peer === ours ? "" : `${showRatio(ours.perSecond / peer.perSecond)} x as fast`,
      ]),
    ),
  ].join("\n\n");
}

function showRatio(ratio) {
  return ratio.toFixed(ratio < 10 ? 2 : 0);
}

/** How far the first target could be reached at all. */
function describeCeiling(peers) {
  const find = (name) => peers.find((peer) => peer.name === name);
  const fastapi = find(FASTAPI);
  if (fastapi === undefined) return [];
  const ratio = find(CEILING).perSecond / fastapi.perSecond;
  return [
    `A constant Buffer out of a bare Fastify route is ${ratio.toFixed(0)} times as fast as FastAPI and pandas here.`,
  ];
}
