import type { Command } from "commander";

/** `backup` and `restore`. */
export function backupCommands(_: Command): void {}
