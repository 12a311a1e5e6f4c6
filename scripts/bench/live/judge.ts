import { atLeast, atMost, type Goal, type Row } from "../report.ts";

/** The goals of the product that these rows can tell of. */
export function judge(rows: Row[]): Goal[] {
  const figure = (what: string, name: string) => rows.find((row) => row.what === what)?.figures[name];
  const goals: Goal[] = [];
  const [ours, theirs] = [figure("1x200: product", "p99"), figure("1x200: socket-io", "p99")];
  if (ours !== undefined && theirs !== undefined)
    goals.push(atMost("1x200-p99", ours, theirs, "ms, Socket.IO's"));
  const floor = figure("1x200: workerd", "p99");
  if (ours !== undefined && floor !== undefined)
    goals.push(atMost("1x200-p99-of-workerd", ours / floor, 1.5, "times that of the bare runtime"));
  for (const { what, figures } of rows.filter(({ what }) => what.endsWith(": product"))) {
    const load = what.split(":")[0];
    if (figures.unfinished) goals.push(atMost(`${load}-unfinished`, figures.unfinished, 0, ""));
    if (figures.lost !== undefined) goals.push(atMost(`${load}-lost`, figures.lost, 0, ""));
    if (figures.doubled !== undefined) goals.push(atMost(`${load}-doubled`, figures.doubled, 0, ""));
  }
  const storm = figure("storm: product", "recoveredMs");
  if (storm !== undefined) goals.push(atMost("storm-recovered", storm, 10_000, "ms"));
  const idle = rows.find(({ what }) => what === "idle: product")?.figures;
  if (idle?.sockets !== undefined) {
    goals.push(atLeast("idle-woken", idle.woken ?? 0, idle.sockets, "rooms"));
    goals.push(atMost("idle-memory", idle.memoryRatio ?? Number.NaN, 1.2, "times what it was before"));
  }
  return goals;
}
