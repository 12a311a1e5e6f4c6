import { createContext, Fragment, memo, type ReactNode, useContext } from "react";
import { findMentions } from "#domain/rooms/find-mentions.ts";
import type { RoomMember } from "#domain/rooms/schema.ts";
import { type Block, parseBlocks } from "./markdown/blocks.ts";
import type { Inline } from "./markdown/inlines.ts";

export interface MessageTextProps {
  body: string;
  /** Whom an @ may name; none: an @ is an @. */
  members?: readonly RoomMember[];
}

const nobody: readonly RoomMember[] = [];
const MembersContext = createContext(nobody);

/** What somebody wrote: the Markdown that messages may hold, as elements. No HTML of theirs ever becomes one. */
export const MessageText = memo(function MessageText({ body, members = nobody }: MessageTextProps) {
  return (
    <MembersContext.Provider value={members}>
      <div className="text said" dir="auto">
        {parseBlocks(body).map(drawBlock)}
      </div>
    </MembersContext.Provider>
  );
});

/** Words, with the members whom they name made plain. */
function Words({ text }: { text: string }) {
  const members = useContext(MembersContext);
  const mentions = findMentions(text, members);
  if (mentions.length === 0) return text;
  const last = mentions.at(-1)?.to ?? 0;
  return (
    <>
      {mentions.map(({ from, to }, index) => (
        <Fragment key={from}>
          {text.slice(mentions[index - 1]?.to ?? 0, from)}
          <b className="mention">{text.slice(from, to)}</b>
        </Fragment>
      ))}
      {text.slice(last)}
    </>
  );
}

// The parts of a text have no other identity than their place.
function drawBlock(block: Block, place: number): ReactNode {
  switch (block.type) {
    case "paragraph":
      return (
        <p key={place} dir="auto">
          {block.children.map(drawInline)}
        </p>
      );
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide block is scrolled by keyboard
        // biome-ignore lint/a11y/useSemanticElements: no fieldset, but a name for what is scrolled
        <pre key={place} tabIndex={0} role="group" aria-label="Code">
          <code>{block.text}</code>
        </pre>
      );
    case "quote":
      return <blockquote key={place}>{block.blocks.map(drawBlock)}</blockquote>;
    case "list": {
      const items = block.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index} dir="auto">
          {item.map(drawInline)}
        </li>
      ));
      return block.start === null ? (
        <ul key={place}>{items}</ul>
      ) : (
        <ol key={place} start={block.start}>
          {items}
        </ol>
      );
    }
  }
}

function drawInline(inline: Inline, place: number): ReactNode {
  switch (inline.type) {
    case "text":
      return <Words key={place} text={inline.text} />;
    case "code":
      return <code key={place}>{inline.text}</code>;
    case "strong":
      return <strong key={place}>{inline.children.map(drawInline)}</strong>;
    case "em":
      return <em key={place}>{inline.children.map(drawInline)}</em>;
    case "link":
      return (
        <a key={place} href={inline.href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {inline.children.map(drawInline)}
        </a>
      );
  }
}
