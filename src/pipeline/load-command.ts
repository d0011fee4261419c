/** The command `load`. It loads its modules when it runs. */
import type { Command } from "commander";
import { examples } from "./command-line.js";
import type { Effects } from "./effects.js";
import type { Report } from "./report.js";

interface LoadArguments {
  readonly to: string;
  readonly table?: string;
  readonly json?: boolean;
}

export function addLoad(
  program: Command,
  effects: Effects,
  run: (work: () => Promise<Report>, options: { json?: boolean }) => Promise<void>,
): void {
  program
    .command("load")
    .description("Loads Parquet, CSV, JSON or a table of a DuckDB file into a table of PostgreSQL.")
    .argument("<source>", "a file, a glob of files, or duckdb:file.db?table=name")
    .requiredOption(
      "--to <address>",
      "postgres://user@host:port/database; the password is that of PGPASSWORD",
    )
    .option("--table <name>", "the table, schema.name or a name in public (the name of the source)")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      examples(
        "load runs.csv --to postgres://writer@localhost/results",
        "load 'parts/*.parquet' --to postgres://writer@localhost/results --table lab.runs --json",
      ),
    )
    .action((source: string, { to, table, ...options }: LoadArguments) =>
      run(async () => {
        const { loadSource } = await import("./load.js");
        return await loadSource({ source, to, table: table ?? null }, effects);
      }, options),
    );
}
