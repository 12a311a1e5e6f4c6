import { useRef } from "react";
import { MAX_ATTACHMENTS } from "#domain/attachments/schema.ts";
import { Button } from "../../ui/button.tsx";
import { FileKind } from "./file-kind.tsx";
import { type FileToSend, sizeInWords } from "./files-state.ts";
import type { useFiles } from "./use-files.ts";

type Files = ReturnType<typeof useFiles>;

/** What will go with the message: how far each file is, and what can be done about one. */
export function FilesToSend({ files, remove, retry }: Pick<Files, "files" | "remove" | "retry">) {
  if (files.length === 0) return null;
  return (
    <ul className="files" aria-label="Files to send">
      {files.map((one) => (
        <li key={one.key} className="file">
          <FileKind name={one.file.name} />
          <span className="min-w-0 grow">
            <b dir="auto">{one.file.name}</b>
            <FileState {...one} />
          </span>
          {one.state === "failed" && one.type && (
            <Button look="strong" type="button" onClick={() => void retry(one)}>
              Try again<span className="sr-only"> to bring {one.file.name}</span>
            </Button>
          )}
          <Button look="quiet" type="button" onClick={() => remove(one.key)}>
            {one.state === "uploading" ? "Stop" : "Take away"}
            <span className="sr-only"> {one.file.name}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function FileState({ file, state, sent, problem }: FileToSend) {
  const size = sizeInWords(file.size);
  switch (state) {
    case "uploading":
      return (
        <>
          <span className="soft small">
            {sizeInWords(sent)} of {size}
          </span>
          <progress max={file.size} value={sent} aria-label={`Sending ${file.name}`} />
        </>
      );
    case "waiting":
      return <span className="soft small">Goes up when there is a connection</span>;
    case "ready":
      return <span className="soft small">{size}</span>;
    case "failed":
      return (
        <span className="halt small" role="alert">
          {problem}
        </span>
      );
  }
}

/** Opens the system's choice of files. */
export function AttachButton({ files, add }: Pick<Files, "files" | "add">) {
  const input = useRef<HTMLInputElement>(null);
  const full = files.length >= MAX_ATTACHMENTS;
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-attach
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          // the same file may be chosen again
          event.currentTarget.value = "";
        }}
      />
      <Button look="quiet" type="button" disabled={full} onClick={() => input.current?.click()}>
        {full ? `${MAX_ATTACHMENTS} files` : "Attach"}
      </Button>
    </>
  );
}
