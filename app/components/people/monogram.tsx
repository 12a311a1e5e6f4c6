import clsx from "clsx";

export interface MonogramProps {
  name: string;
  /** A photo fills the square unchanged. */
  photo?: string | null;
  /** Outlined: the mentor is full. */
  open?: boolean;
  /** 56 px unless told: 40 in dense rows, 96 on a profile. */
  size?: 40 | 56 | 96;
}

/** A person as a square: their photo or two initials. Decoration: the name always stands beside it as text. */
export function Monogram({ name, photo, open, size = 56 }: MonogramProps) {
  return (
    <span
      className={clsx("mono", open && "open", size === 40 && "m40", size === 96 && "m96")}
      aria-hidden="true"
    >
      {photo ? <img src={photo} alt="" loading="lazy" decoding="async" /> : initials(name)}
    </span>
  );
}

/** The first letters of the first and the last of the names one is called by ("Fatoumata Binta Sow" → "FS"). */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => firstLetter(word ?? "").toUpperCase()).join("") || "?";
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const firstLetter = (word: string) => segmenter.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
