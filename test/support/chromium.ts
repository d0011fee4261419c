/** Debian's Chromium for the tests of the pages. Without it they are skipped, except in the continuous check. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const CHROMIUM_PATH = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** Whether to skip the tests of the page. Throws where Chromium is missing and required. */
export function lacksChromium(): boolean {
  if (existsSync(CHROMIUM_PATH)) return false;
  const reason = `There is no ${CHROMIUM_PATH}; install Debian's chromium or set CHROMIUM_PATH.`;
  if (process.env.CI === "true" || process.env.REQUIRE_CHROMIUM === "1") throw new Error(reason);
  console.warn(`The tests of the pages are skipped. ${reason}`);
  return true;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM_PATH,
    args: ["--disable-dev-shm-usage"],
    timeout: 120_000,
  });
}
