import { setTimeout as delay } from "node:timers/promises";
import { type Part, type PartCommand, startPart } from "./child.ts";

export interface Supervised {
  /** Of the process that serves right now. */
  pid(): number;
  ready(): Record<string, unknown>;
  /** Ends it and waits until it serves again, with what `command` says now. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const RETRY_MS = 500;

/**
 * Keeps a part running: when it dies it is started again at once, on the same port and with the same data;
 * while that fails, again every half second.
 * @param onRestart told after each new start
 * @param ending ends what is being started, the first time too, and lets nothing be started again
 * @throws Error when the first start fails, or is ended
 */
export async function supervise(
  command: () => PartCommand,
  onRestart: (name: string, pid: number) => void = () => {},
  ending?: AbortSignal,
): Promise<Supervised> {
  const stopped = new AbortController();
  const leaving = ending ? AbortSignal.any([stopped.signal, ending]) : stopped.signal;
  let current = await startPart(command(), leaving);
  let restarted = watch(current);

  /** Resolves when the part has died and its successor serves. */
  async function watch(part: Part): Promise<void> {
    await part.exited;
    endRest(part);
    for (let first = true; !leaving.aborted; first = false) {
      try {
        current = await startPart(command(), leaving);
        break;
      } catch (error) {
        if (leaving.aborted) break;
        if (first) console.error(error instanceof Error ? error.message : error);
        await delay(RETRY_MS);
      }
    }
    if (leaving.aborted) return;
    restarted = watch(current);
    onRestart(command().name, pidOf(current));
  }

  return {
    pid: () => pidOf(current),
    ready: () => current.ready,
    async restart() {
      const again = restarted;
      await current.stop();
      await again;
    },
    async stop() {
      stopped.abort();
      await current.stop();
      await restarted;
      // one that became ready just then
      await current.stop();
    },
  };
}

/** A part may serve by a process of its own, such as workerd, whose pid its ready line tells. */
const pidOf = (part: Part): number => Number(part.ready.pid ?? part.pid);

/** What a part that was killed hard could not end itself. */
function endRest(part: Part): void {
  const pid = pidOf(part);
  if (pid === part.pid) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone already
  }
}
