import { type SQL, sql } from "drizzle-orm";
import type { Line } from "./schema.ts";

/** JSON of `lineSchema`. @param mentorId an expression of the statement around it */
export const lineOf = (mentorId: SQL, readerId: string | null): SQL<Line> => sql<Line>`(
  select json_build_object('waiting', count(*)::int, 'yours', max(place) filter (where mentee_id = ${readerId}::uuid))
  from (select m.mentee_id, (row_number() over (order by m.queued_at, m.id))::int as place
    from mentorships m where m.mentor_id = ${mentorId} and m.state = 'waiting') line)`;
