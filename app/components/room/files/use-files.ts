import { useCallback, useEffect, useReducer, useRef } from "react";
import { type FileToSend, filesToSend, reduceFiles } from "./files-state.ts";
import { UploadFailure, uploadFile } from "./upload-file.ts";

/** A line that was cut, or has only just come back, is tried again after so long each. */
const AGAIN_AFTER_MS = [1_000, 3_000];

async function insist<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const delay of AGAIN_AFTER_MS) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof UploadFailure || signal.aborted) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
  return act();
}

/** The files in a composer: each goes up as soon as it is there, or as there is a connection again. */
export function useFiles(roomId: string) {
  const [files, act] = useReducer(reduceFiles, []);
  const running = useRef(new Map<string, AbortController>());
  const start = useCallback(
    async ({ key, file, type }: FileToSend) => {
      if (!type || running.current.has(key)) return;
      const change = (fields: Partial<FileToSend>) => act({ type: "changed", key, fields });
      if (!navigator.onLine) return change({ state: "waiting", problem: null });
      const stop = new AbortController();
      running.current.set(key, stop);
      change({ state: "uploading", sent: 0, problem: null });
      try {
        const onSent = (sent: number) => change({ sent });
        const up = () => uploadFile({ roomId, file, type }, { signal: stop.signal, onSent });
        const receipt = await insist(up, stop.signal);
        change({ state: "ready", receipt });
      } catch (error) {
        const problem = error instanceof UploadFailure ? error.message : "The line was cut.";
        change({ state: "failed", problem });
      } finally {
        running.current.delete(key);
      }
    },
    [roomId],
  );
  const add = useCallback(
    (chosen: readonly File[]) => {
      const fresh = filesToSend(chosen, files.length);
      act({ type: "added", files: fresh });
      for (const one of fresh) void start(one);
    },
    [files.length, start],
  );
  const remove = useCallback((key: string) => {
    running.current.get(key)?.abort();
    act({ type: "removed", key });
  }, []);
  const empty = useCallback(() => act({ type: "emptied" }), []);
  useEffect(() => {
    const go = () => {
      for (const one of files) if (one.state === "waiting") void start(one);
    };
    addEventListener("online", go);
    return () => removeEventListener("online", go);
  }, [files, start]);
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const stop of all.values()) stop.abort();
    };
  }, []);
  return { files, add, remove, empty, retry: start };
}
