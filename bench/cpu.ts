import { readdirSync, readFileSync } from "node:fs";

/** The processes that this one has started and that still run, by their numbers; none where the system is no Linux. */
export function children(): Set<number> {
  try {
    const tasks = readdirSync("/proc/self/task");
    const lists = tasks.map((task) => readFileSync(`/proc/self/task/${task}/children`, "utf8"));
    return new Set(lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number)));
  } catch {
    return new Set();
  }
}

/**
 * The processor time that a process has used so far, µs, as the scheduler counts it
 * (https://docs.kernel.org/scheduler/sched-stats.html). What else the machine does is no part of it.
 */
export function processorTime(pid: number): number {
  const spent = readdirSync(`/proc/${pid}/task`).map((task) =>
    Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]),
  );
  return spent.reduce((sum, each) => sum + each, 0) / 1000;
}
