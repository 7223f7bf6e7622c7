let interrupted: AbortController | null = null;

/**
 * A signal that somebody wants us to end: what is under way is finished, so that it can be gone on with.
 * Who asks twice is obeyed at once.
 */
export function whenInterrupted(): AbortSignal {
  if (interrupted) return interrupted.signal;
  const controller = new AbortController();
  interrupted = controller;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      process.stderr.write("\nEnding: what is under way is finished. Once more ends at once.\n");
      controller.abort();
    });
  }
  return controller.signal;
}
