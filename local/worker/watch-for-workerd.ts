import childProcess, { type ChildProcess } from "node:child_process";

/**
 * Miniflare tells nobody its runtime's pid, nor that it died; so its spawn is listened to. Called before Miniflare is
 * imported, which takes hold of `spawn` then.
 */
export function watchForWorkerd(): Promise<ChildProcess> {
  const { spawn } = childProcess;
  return new Promise((resolve) => {
    childProcess.spawn = new Proxy(spawn, {
      apply(target, self, args) {
        const started: ChildProcess = Reflect.apply(target, self, args);
        if (/workerd/.test(String(args[0]))) resolve(started);
        return started;
      },
    });
  });
}
