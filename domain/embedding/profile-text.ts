/** Part of every source hash: raise it when the text below changes, and every profile is embedded anew. */
export const PROFILE_TEXT_VERSION = 1;

export interface ProfileTextSource {
  headline: string;
  bio: string;
  goals: string;
  /** What the person offers, in the order of the profile. */
  skills: { name: string }[];
}

/** The text behind the vector `profile`: `headline. skills. bio goals`, since what stands first weighs most. */
export function profileText({ headline, bio, goals, skills }: ProfileTextSource): string {
  const first = [headline, skills.map(({ name }) => name).join(", ")].filter(Boolean).map(asSentence);
  return [...first, bio, goals]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");
}

/** SHA-256 in hex of the text and the version of its making. */
export async function sourceHash(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${PROFILE_TEXT_VERSION}\n${text}`);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const asSentence = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
