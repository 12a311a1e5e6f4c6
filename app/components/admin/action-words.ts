const words: Record<string, string> = {
  "account.created": "opened an account",
  "account.email-verified": "confirmed an e-mail address",
  "account.reset-requested": "asked for a new password",
  "account.password-reset": "set a new password",
  "session.opened": "signed in",
  "session.ended": "signed out",
  "profile.saved": "saved a profile",
  "profile.onboarding-standing": "said who they are",
  "profile.onboarding-skills": "said what they offer and seek",
  "profile.onboarding-times": "said when they are free",
  "message.sent": "wrote a message",
  "message.edited": "changed a message",
  "message.deleted": "took a message back",
  "message.removed": "removed somebody's message",
  "message.reported": "reported a message",
  "report.dismissed": "dismissed a report",
  "message.reacted": "reacted to a message",
  "message.pinned": "pinned a message",
  "message.unpinned": "unpinned a message",
  "room.muted": "muted a conversation",
  "room.unmuted": "asked to be notified of a conversation again",
  "room.archived": "archived a conversation",
  "room.brought-back": "brought a conversation back",
  "skill.proposed": "proposed a skill",
  "skill.approved": "approved a skill",
  "mentorship.requested": "asked for a mentorship",
  "mentorship.edited": "changed the words of a request",
  "mentorship.withdrawn": "took a request back",
  "mentorship.accepted": "accepted a request",
  "mentorship.declined": "declined a request",
  "mentorship.lapsed": "let a request end without an answer",
  "mentorship.advanced": "moved a request up the line",
  "mentorship.completed": "completed a mentorship",
  "mentorship.ended": "ended a mentorship",
  "mentorship.reviewed": "reviewed a mentorship",
  "connection.invited": "invited somebody to be connected",
  "connection.accepted": "accepted an invitation to be connected",
  "connection.declined": "declined an invitation to be connected",
  "connection.withdrawn": "took an invitation to be connected back",
  "connection.removed": "ended a connection",
  "mentor.verified": "checked who a mentor is",
  "mentor.unverified": "took a check of a mentor back",
  "community.joined": "joined a community",
  "group.made": "made a circle",
  "group.members-added": "added people to a circle",
  "room.left": "left a community or circle",
  "room.member-removed": "removed somebody from a circle",
  "room.paced": "set the pace of a conversation",
  "person.blocked": "blocked somebody",
  "person.unblocked": "took a block off somebody",
  "mark.set": "marked a mentor",
  "mark.removed": "took a mark off a mentor",
  "saved-search.saved": "saved a search",
  "saved-search.removed": "deleted a saved search",
  "saved-search.matched": "found a new mentor for a saved search",
  "profile.resumed": "ended a pause",
  "user.roles-changed": "changed somebody’s roles",
  "embedding-space.answers": "moved search to another model of meaning",
  "dead-letter.replayed": "replayed a failed job",
};

/** What was done, as the end of a sentence that begins with who did it; null for an action without words of its own. */
export const actionInWords = (action: string): string | null => words[action] ?? null;

/** For the filter's suggestions. */
export const knownActions = Object.keys(words);

/** Who did it, where no name is known. */
export function actorInWords(actorId: string | null, actorKind: "user" | "anonymous" | "system"): string {
  if (actorKind === "system") return `The job ${actorId ?? "of the system"}`;
  if (actorKind === "anonymous" || actorId === null) return "A visitor";
  return "Somebody who has left";
}
