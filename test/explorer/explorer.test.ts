/** The page in a real Chromium against the built server. One file, so that all of it shares a server and a browser. */
import { describe } from "vitest";
import { lacksChromium } from "../support/chromium.js";
import { useExplorer } from "./explorer-page.js";
import { testCharts } from "./page/charts.js";
import { testExport } from "./page/export.js";
import { testFailures } from "./page/failures.js";
import { testHeadlines } from "./page/headlines.js";
import { testLayout } from "./page/layout.js";
import { testRequests } from "./page/requests.js";
import { testSelection } from "./page/selection.js";

/** Only to end a hang: a busy machine may take many times longer than an idle one. */
const TIMEOUT_MS = 300_000;

describe.skipIf(lacksChromium())("the explorer page", { timeout: TIMEOUT_MS }, () => {
  const explorer = useExplorer();
  testHeadlines(explorer);
  testSelection(explorer);
  testCharts(explorer);
  testExport(explorer);
  testRequests(explorer);
  testFailures(explorer);
  testLayout(explorer);
});
