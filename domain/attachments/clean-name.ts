import { type AttachmentType, endingsByType, MAX_NAME_LENGTH } from "./schema.ts";

/**
 * A file's name as it is kept and shown: without folders, without characters that are not seen or turn the reading
 * around, with an ending of its type, so that what is saved on a disk is opened as what was checked.
 */
export function cleanName(name: string, type: AttachmentType): string {
  const plain = (name.split(/[/\\]/).at(-1) ?? "")
    .replace(/[\p{Control}\p{Format}"<>:|?*]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const endings: readonly string[] = endingsByType[type];
  const [, stem = "", ending = ""] = /^(.*?)(?:\.([^.]*))?$/.exec(plain) ?? [];
  const fits = endings.includes(ending.toLowerCase());
  const kept = fits ? ending : endings[0];
  const most = MAX_NAME_LENGTH - 6;
  return `${[...(fits ? stem : plain)].slice(0, most).join("") || "file"}.${kept}`;
}
