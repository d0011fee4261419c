/** A script of this folder in a process of its own that answers one question at a time. */
import { fork } from "node:child_process";
import { join } from "node:path";

const ANSWER_MS = 60_000;

/** Starts it with `words`; resolves once it has said that it is ready. It ends with this process. */
export async function startTalker(script, words) {
  const child = fork(join(import.meta.dirname, script), words, { execArgv: ["--expose-gc"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const hear = () =>
    new Promise((resolve, reject) => {
      const fail = (code) => reject(new Error(`${script} ended with code ${code}`));
      const timer = setTimeout(() => reject(new Error(`${script} did not answer`)), ANSWER_MS);
      child.once("exit", fail);
      child.once("message", (message) => {
        clearTimeout(timer);
        child.off("exit", fail);
        resolve(message);
      });
    });
  await hear();
  return {
    ask(question) {
      const answer = hear();
      child.send(question);
      return answer;
    },
    end: () => child.disconnect(),
  };
}
