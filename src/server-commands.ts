/** The commands that need the server's modules, which are loaded when one of them runs. */
import { Argument, type Command, Option } from "commander";
import { FORMATS } from "./formats/registry.js";
import { buildPathParser, examples } from "./pipeline/command-line.js";
import type { Effects } from "./pipeline/effects.js";

/** What the commands do besides the effects of the data commands. */
export interface ServerEffects extends Effects {
  /** Gives the process to the server, which ends it. */
  readonly serve: () => Promise<void>;
  /** Where rows go that have no file. */
  readonly stdout: NodeJS.WriteStream;
}

interface QueryOptions {
  readonly dataset: string;
  readonly format?: string;
  readonly out?: string;
}

export function addServerCommands(program: Command, effects: ServerEffects): void {
  program
    .command("serve")
    .description("Runs the server; environment variables set its port, data and limits (docs/settings.md).")
    .addHelpText("after", examples("serve", "PORT=8080 LOG_LEVEL=warn datadecide serve"))
    .action(() => effects.serve());
  program
    .command("query")
    .description("Prints the rows that the server would send for a query; needs no server.")
    .addArgument(
      new Argument("[parameters...]", "parameters as in a URL, joined by & or one after another").default([]),
    )
    .addOption(
      new Option("--dataset <name>", "evaluations, comparisons or one of the catalog").default("evaluations"),
    )
    .addOption(
      new Option("--format <name>", "instead of format=, the file's ending, or json").choices(
        FORMATS.map(({ name }) => name),
      ),
    )
    .option("--out <file>", "write a file instead of standard output", buildPathParser(effects))
    .addHelpText(
      "after",
      examples(
        "query 'metric=pile-valppl&data=C4' --format csv",
        "query metric=pile-valppl params=1B checkpoint=final sort=value limit=3 --format csv",
        "query data=C4 --out c4.arrow",
        "query --dataset comparisons limit=10 --format ndjson",
      ),
    )
    .action(async (parameters: string[], options: QueryOptions) => {
      const { printQuery } = await import("./query-command.js");
      await printQuery({ ...options, text: parameters.join("&") }, effects);
    });
}
