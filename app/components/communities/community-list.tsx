import { Form, Link, useNavigation } from "@remix-run/react";
import type { Community } from "#domain/communities/schema.ts";
import { counted } from "../time/calendar.ts";
import { Button, ButtonLink } from "../ui/button.tsx";

/** Communities with what can be done about each: forms, so that they work before the page is alive. */
export function CommunityList({ communities, label }: { communities: readonly Community[]; label: string }) {
  return (
    <ul className="rows" aria-label={label}>
      {communities.map((community) => (
        <li key={community.slug}>
          <article className="community">
            <div>
              <h3 className="h2">
                {community.roomId ? (
                  <Link to={`/conversations/${community.roomId}`}>{community.name}</Link>
                ) : (
                  community.name
                )}
              </h3>
              <p className="soft">{community.about}</p>
              <p className="soft small">
                {community.members === 0 ? "Nobody yet" : counted(community.members, "member")}
              </p>
            </div>
            <Acts {...community} />
          </article>
        </li>
      ))}
    </ul>
  );
}

function Acts({ slug, name, roomId }: Community) {
  const asked = useNavigation().formData;
  const pending = asked?.get("slug") === slug || (roomId !== null && asked?.get("roomId") === roomId);
  return (
    <Form method="post" preventScrollReset className="row-acts">
      {roomId ? (
        <>
          <ButtonLink look="second" to={`/conversations/${roomId}`}>
            Open<span className="sr-only"> {name}</span>
          </ButtonLink>
          <input type="hidden" name="roomId" value={roomId} />
          <Button look="quiet" name="intent" value="leave" pending={pending} pendingWords="Leaving">
            Leave<span className="sr-only"> {name}</span>
          </Button>
        </>
      ) : (
        <>
          <input type="hidden" name="slug" value={slug} />
          <Button look="second" name="intent" value="join" pending={pending} pendingWords="Joining">
            Join<span className="sr-only"> {name}</span>
          </Button>
        </>
      )}
    </Form>
  );
}
