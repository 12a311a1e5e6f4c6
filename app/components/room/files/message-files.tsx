import { type Attachment, isPictureType } from "#domain/attachments/schema.ts";
import { useRoomView } from "../room-view.ts";
import { FileKind } from "./file-kind.tsx";
import { sizeInWords } from "./files-state.ts";
import { fitInto } from "./fit-into.ts";

/** Pixels that a picture takes in the room at most, either way. */
const LONGEST_SIDE = 416;

/** The files of a message: pictures as they are, all others to be saved. */
export function MessageFiles({ attachments }: { attachments: readonly Attachment[] }) {
  const { roomId } = useRoomView();
  return attachments.map((file) => {
    const href = `/rooms/${roomId}/attachments/${file.id}`;
    const { width, height } = file;
    return isPictureType(file.type) && width && height ? (
      <figure key={file.id} className="pic">
        <a href={href} target="_blank" rel="noopener">
          <img
            src={href}
            alt={`Picture: ${file.name}`}
            {...fitInto({ width, height }, LONGEST_SIDE)}
            loading="lazy"
            decoding="async"
          />
        </a>
        <figcaption dir="auto">{file.name}</figcaption>
      </figure>
    ) : (
      <a key={file.id} className="file" href={href} download={file.name}>
        <FileKind name={file.name} />
        <span>
          <b dir="auto">{file.name}</b>
          <span className="soft small">{sizeInWords(file.size)}</span>
        </span>
      </a>
    );
  });
}
