import type { MetaDescriptor } from "@remix-run/react";

const product = "ATAS";
const about = "Say what you need in your own words, see who can help and why, and ask one person.";

/** Title and description of a page, the same for browsers and for previews elsewhere. */
export function titled(title: string, description = about): MetaDescriptor[] {
  return [
    { title: `${title} · ${product}` },
    { name: "description", content: description },
    { property: "og:title", content: title },
    { property: "og:description", content: description },
  ];
}
