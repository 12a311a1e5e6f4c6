import { cpus, totalmem } from "node:os";

export interface Row {
  what: string;
  unit: string;
  /** Figures by name: p50, p95, value, ratio … */
  figures: Record<string, number>;
}

export interface Goal {
  id: string;
  value: number;
  /** In words: "<= 110 KB". */
  goal: string;
  holds: boolean;
}

export interface BenchReport {
  bench: string;
  machine: { cores: number; memoryGiB: number; node: string };
  rows: Row[];
  goals: Goal[];
}

export const machine = () => ({
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
});

export const atMost = (id: string, value: number, limit: number, unit: string): Goal => ({
  id,
  value: thousandths(value),
  goal: `<= ${limit} ${unit}`.trim(),
  holds: value <= limit,
});

export const atLeast = (id: string, value: number, limit: number, unit: string): Goal => ({
  id,
  value: thousandths(value),
  goal: `>= ${limit} ${unit}`.trim(),
  holds: value >= limit,
});

export const round = (value: number) => Math.round(value * 100) / 100;

/** For shares and ratios, which hundredths would hide. */
export const thousandths = (value: number) => Math.round(value * 1000) / 1000;

/** The value below which `share` (0..1) of the values lie. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Half and nineteen of twenty of the times lie below these. */
export const p50p95 = (ms: number[]) => ({ p50: round(quantile(ms, 0.5)), p95: round(quantile(ms, 0.95)) });

/** Milliseconds of each of these, one after the other. */
export async function timesOf<T>(items: T[], run: (item: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const item of items) {
    const startedAt = performance.now();
    await run(item);
    times.push(performance.now() - startedAt);
  }
  return times;
}

/** One JSON object with `--json`, else a table for people. */
export function print(report: BenchReport, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(report));
    return;
  }
  console.log(
    `${report.bench}: ${report.machine.cores} cores, ${report.machine.memoryGiB} GiB, Node ${report.machine.node}`,
  );
  console.table(report.rows.map(({ what, unit, figures }) => ({ what, unit, ...figures })));
  console.table(report.goals);
}
