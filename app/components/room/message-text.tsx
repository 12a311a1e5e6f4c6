import { splitLinks } from "./link-parts.ts";

/** What somebody wrote: plain text with its line breaks, and addresses as links. Never HTML. */
export function MessageText({ body }: { body: string }) {
  return (
    <p className="text said" dir="auto">
      {splitLinks(body).map((part, index) =>
        part.href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
