import type { ReactNode } from "react";

/**
 * A moment as text. Server and browser may have different editions of the time-zone database (Morocco's clocks were
 * an hour apart once); where they disagree the server's text stays, in place of the whole page being drawn again.
 */
export const ClockText = ({ at, children }: { at: string; children: ReactNode }) => (
  <time dateTime={at} suppressHydrationWarning>
    {children}
  </time>
);
