/** What a mentee wrote; nothing where the stars say it all. */
export function ReviewWords({ words }: { words: string }) {
  if (!words) return null;
  return (
    <blockquote className="text" dir="auto">
      <p className="said">{words}</p>
    </blockquote>
  );
}
