/** Completion scripts for shells, made from the commands. They complete without starting the program. */
import type { Argument, Command, Option } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

interface Word {
  readonly name: string;
  readonly description: string;
}

interface CompletedOption extends Word {
  /** What follows the option. Null for nothing. */
  readonly value: "file" | "text" | readonly string[] | null;
}

interface CompletedCommand {
  /** The names of the commands that lead to it, each after a slash; empty for the program. */
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly CompletedOption[];
  /** Choices of an argument. */
  readonly choices: readonly string[];
}

/** A script for the shell to read at its start. */
export function renderCompletion(program: Command, shell: Shell): string {
  return RENDERERS[shell](program.name(), listCommands(program, ""));
}

const RENDERERS: Readonly<Record<Shell, (name: string, commands: readonly CompletedCommand[]) => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

function listCommands(command: Command, path: string): CompletedCommand[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const described = {
    path,
    commands: commands.map((each) => ({ name: each.name(), description: help.subcommandDescription(each) })),
    options: help.visibleOptions(command).flatMap(describeOption),
    choices: command.registeredArguments.flatMap(({ argChoices }: Argument) => argChoices ?? []),
  };
  return [described, ...commands.flatMap((each) => listCommands(each, `${path}/${each.name()}`))];
}

function describeOption({
  long,
  flags,
  description,
  required,
  optional,
  argChoices,
}: Option): CompletedOption[] {
  if (long == null) return [];
  const kind = /<(file|folder)/.test(flags) ? "file" : "text";
  return [{ name: long, description, value: required || optional ? (argChoices ?? kind) : null }];
}

/** Without an answer of its own, bash completes names of files. */
function renderBash(name: string, commands: readonly CompletedCommand[]): string {
  const cases = commands.flatMap(({ path, options }) =>
    options.flatMap(({ name: option, value }) => {
      if (value === null) return [];
      const pattern = `    "${path} ${option}")`;
      if (value === "file") return [`${pattern} return ;;`];
      if (value === "text") return [`${pattern} compopt +o default 2>/dev/null; return ;;`];
      return [`${pattern} words="${value.join(" ")}" ;;`];
    }),
  );
  const words = commands.flatMap(({ path, commands: below, options, choices }) => [
    `    "${path} -") words="${options.map((option) => option.name).join(" ")}" ;;`,
    `    "${path} ") words="${[...below.map((each) => each.name), ...choices].join(" ")}" ;;`,
  ]);
  return `# Completion of ${name} for bash: source it in ~/.bashrc.
_${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path= words= kind= i
  # Bash takes --option=value apart.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path/\${COMP_WORDS[i]}" in
      ${listPaths(commands)}) path+="/\${COMP_WORDS[i]}" ;;
    esac
  done
  if [[ $cur == -* ]]; then kind=-; fi
  COMPREPLY=()
  case "$path $prev" in
${cases.join("\n")}
  esac
  [[ -n $words ]] || case "$path $kind" in
${words.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _${name} ${name}
`;
}

function renderZsh(name: string, commands: readonly CompletedCommand[]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const list = (words: readonly Word[]) =>
    words.map((word) => quote(`${word.name}:${word.description}`)).join(" ");
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ name: option, value }) => {
      if (value === null) return [];
      const pattern = `    ("${path} ${option}")`;
      if (value === "file") return [`${pattern} _files; return ;;`];
      if (value === "text") return [`${pattern} return ;;`];
      return [`${pattern} compadd -- ${value.join(" ")}; return ;;`];
    }),
  );
  const words = commands.flatMap(({ path, commands: below, options, choices }) => [
    `    ("${path} -") found=(${list(options)}) ;;`,
    `    ("${path} ") found=(${[list(below), ...choices].filter((part) => part !== "").join(" ")}) ;;`,
  ]);
  return `#compdef ${name}
# Completion of ${name} for zsh: source it in ~/.zshrc after compinit, or save it as _${name} in a folder of $fpath.
_${name}() {
  local place= kind= word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place/$word" in
      (${listPaths(commands)}) place+="/$word" ;;
    esac
  done
  [[ $PREFIX == -* ]] && kind=-
  case "$place \${words[CURRENT-1]}" in
${values.join("\n")}
  esac
  case "$place $kind" in
${words.join("\n")}
  esac
  if (( $#found )); then _describe ${name} found; else _files; fi
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function renderFish(name: string, commands: readonly CompletedCommand[]): string {
  const quote = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ path, commands: below, options, choices }) => {
    const seen = path.split("/").slice(1);
    const conditions = seen.map((word) => `__fish_seen_subcommand_from ${word}`);
    if (below.length > 0) {
      conditions.push(`not __fish_seen_subcommand_from ${below.map((each) => each.name).join(" ")}`);
    }
    const start = `complete -c ${name}${conditions.length === 0 ? "" : ` -n ${quote(conditions.join("; and "))}`}`;
    return [
      ...below.map((each) => `${start} -f -a ${each.name} -d ${quote(each.description)}`),
      ...(choices.length === 0 ? [] : [`${start} -f -a ${quote(choices.join(" "))}`]),
      ...options.map(({ name: option, description, value }) => {
        const takes = { file: " -r -F", text: " -x" };
        const suffix =
          value === null ? "" : typeof value === "string" ? takes[value] : ` -x -a ${quote(value.join(" "))}`;
        return `${start} -l ${option.slice(2)} -d ${quote(description)}${suffix}`;
      }),
    ];
  });
  return `# Completion of ${name} for fish: save it as ~/.config/fish/completions/${name}.fish.\n${lines.join("\n")}\n`;
}

/** Alternatives of a pattern. */
function listPaths(commands: readonly CompletedCommand[]): string {
  return commands
    .slice(1)
    .map(({ path }) => path)
    .join("|");
}
