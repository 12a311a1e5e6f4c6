import { DomainError } from "../errors.ts";

/**
 * A failure that another try soon may mend. After the last one there is nothing to keep: nobody could do anything about
 * it, and what a replay would bring is old by then.
 */
export class PassingFailure extends DomainError {}
