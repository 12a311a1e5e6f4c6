/** A job that waits for its time, such as the end of somebody's quiet hours: it has not failed, and comes again then. */
export class NotNow extends Error {
  override readonly name = "NotNow";

  constructor(readonly until: Date) {
    super(`not before ${until.toISOString()}`);
  }
}
