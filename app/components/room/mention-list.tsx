import type { RoomMember } from "#domain/rooms/schema.ts";

export interface MentionListProps {
  id: string;
  shown: readonly RoomMember[];
  current: RoomMember | null;
  choose: (member: RoomMember) => void;
}

/** The names that an @ may mean, over the field; the field keeps the focus. */
export function MentionList({ id, shown, current, choose }: MentionListProps) {
  if (shown.length === 0) return null;
  return (
    <div className="names" id={id} role="listbox" aria-label="Members">
      {shown.map((member) => (
        <div
          key={member.userId}
          id={`${id}-${member.userId}`}
          role="option"
          aria-selected={member === current}
          tabIndex={-1}
          // before the field loses the focus
          onPointerDown={(event) => {
            event.preventDefault();
            choose(member);
          }}
        >
          {member.name}
        </div>
      ))}
    </div>
  );
}
