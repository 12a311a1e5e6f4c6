import { readFileSync } from "node:fs";
import { round } from "../report.ts";

/** Linux counts processor time in hundredths of a second (USER_HZ). */
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 500;

/** Processor and memory of one process, as /proc tells; Linux alone has it. */
export class Meter {
  #since = { ticks: 0, atMs: 0 };
  #most = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(readonly pid: number) {}

  /** Mebibytes of resident memory now. */
  memory(): number {
    const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))?.[1];
    return Number(kibibytes) / 1024;
  }

  begin(): void {
    this.#since = { ticks: this.#ticks(), atMs: performance.now() };
    this.#most = this.memory();
    this.#timer = setInterval(() => {
      this.#most = Math.max(this.#most, this.memory());
    }, SAMPLE_MS);
  }

  /** @returns percent of one core since `begin`, the same in milliseconds, and the most memory seen in MiB */
  end(): { cpu: number; cpuMs: number; memory: number } {
    if (this.#timer) clearInterval(this.#timer);
    const seconds = (performance.now() - this.#since.atMs) / 1000;
    const cpu = (this.#ticks() - this.#since.ticks) / TICKS_PER_SECOND / seconds;
    return {
      cpu: round(cpu * 100),
      cpuMs: cpu * seconds * 1_000,
      memory: Math.round(Math.max(this.#most, this.memory())),
    };
  }

  #ticks(): number {
    const stat = readFileSync(`/proc/${this.pid}/stat`, "utf8");
    // the name of the command, in brackets, may hold blanks; utime and stime are fields 14 and 15
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  }
}
