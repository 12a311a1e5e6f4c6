import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { FormProblem } from "../../form-action.server.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

export interface MessageRemovalProps {
  messageId: string;
  onClose: () => void;
}

/** For who moderates: takes out somebody else's message. The right to it is asked at that very moment, by the form. */
export function MessageRemoval({ messageId, onClose }: MessageRemovalProps) {
  const fetcher = useFetcher<FormProblem | null>();
  const { state, data } = fetcher;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the answer has come, not when the page draws anew
  useEffect(() => {
    if (state === "idle" && data === null) onClose();
  }, [state, data]);
  return (
    <Dialog open onClose={onClose} title="Remove this message?">
      <p>
        Its words go for everybody here, and can't be brought back. In its place stands that a moderator
        removed it; that it was you is kept in the audit trail.
      </p>
      {data && (
        <p className="halt" role="alert">
          {data.message}
        </p>
      )}
      <fetcher.Form method="post" className="under mt-4">
        <Button look="halted" name="remove" value={messageId} pending={state !== "idle"}>
          Remove it
        </Button>
        <Button look="quiet" type="button" onClick={onClose}>
          Leave it there
        </Button>
      </fetcher.Form>
    </Dialog>
  );
}
