import type { SerializedError } from "vitest";
import type { Reporter, TestModule } from "vitest/node";

/** Closes a run with `N passed, N failed`, alone on a line, from the real counts. */
export default class Counts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let passed = 0;
    // What failed outside a test, a file that could not be loaded for instance, failed too.
    let failed = errors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed++;
        if (state === "failed") failed++;
      }
    }
    console.log(`\n${passed} passed, ${failed} failed`);
  }
}
