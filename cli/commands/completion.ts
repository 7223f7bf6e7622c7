import { Argument, type Command } from "commander";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

/** `completion`. */
export function completionCommand(program: Command): void {
  program
    .command("completion")
    .addArgument(new Argument("<shell>").choices(SHELLS))
    .description("print what makes a shell complete these words")
    .addHelpText("after", '\nExample:\n  eval "$(dateline completion bash)"')
    .action((shell: Shell) => {
      process.stdout.write(scriptFor(shell, program));
    });
}

/** Each command with the words that may follow it: commands of its own, and options. */
function wordsOf(command: Command, path: string[] = [], inherited: string[] = []): [string, string[]][] {
  const options = [...command.options.flatMap(({ long }) => long ?? []), ...inherited];
  const words = [...command.commands.map((each) => each.name()), ...options];
  const below = command.commands.flatMap((each) =>
    wordsOf(each, [...path, each.name()], path.length === 0 ? [...options, "--help"] : inherited),
  );
  return [[path.join(" "), words], ...below];
}

function scriptFor(shell: Shell, program: Command): string {
  const cases = wordsOf(program);
  if (shell === "fish") {
    return cases
      .map(([path, words]) => {
        const seen = path
          ? path
              .split(" ")
              .map((word) => `__fish_seen_subcommand_from ${word}`)
              .join("; and ")
          : "__fish_use_subcommand";
        return `complete -c dateline -n '${seen}' -a '${words.join(" ")}'\n`;
      })
      .join("");
  }
  const lines = cases.map(([path, words]) => `    "${path}") words="${words.join(" ")}" ;;`).join("\n");
  const bash = `_dateline() {
  local path="" word words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${lines}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _dateline dateline
`;
  return shell === "zsh" ? `autoload -U +X bashcompinit && bashcompinit\n${bash}` : bash;
}
