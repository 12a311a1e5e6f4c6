import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/cloudflare";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { CommunityList } from "#app/components/communities/community-list.tsx";
import { ConversationTabs } from "#app/components/conversations/conversation-tabs.tsx";
import { useAnswer } from "#app/components/forms/use-answer.ts";
import { Page, PageHead } from "#app/components/layout/page.tsx";
import { Section } from "#app/components/layout/section.tsx";
import { Problem } from "#app/components/requests/problem.tsx";
import { Notice } from "#app/components/ui/notice.tsx";
import { fieldsOf, formAction } from "#app/form-action.server.ts";
import { titled } from "#app/titles.ts";
import { joinCommunity } from "#domain/communities/join-community.ts";
import { listCommunities } from "#domain/communities/list-communities.ts";
import { parseInput } from "#domain/parse-input.ts";
import { leaveRoom } from "#domain/rooms/leave-room.ts";

const actSchema = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("join"), slug: z.string() }),
  z.object({ intent: z.literal("leave"), roomId: z.string() }),
]);

export const loader = async ({ context: { ctx } }: LoaderFunctionArgs) => ({
  communities: await listCommunities(ctx),
});

/** Whoever joins is led into the room; whoever leaves stays with the list. */
export const action = formAction(async ({ context: { ctx } }, form) => {
  const act = parseInput(actSchema, fieldsOf(form));
  if (act.intent === "leave") {
    await leaveRoom(ctx, act);
    return redirect("/communities?done=left");
  }
  const { roomId } = await joinCommunity(ctx, act);
  return redirect(`/conversations/${roomId}`);
});

export const meta: MetaFunction = () => titled("Communities");

export default function Communities() {
  const { communities } = useLoaderData<typeof loader>();
  const failed = useAnswer<typeof action>();
  const left = useSearchParams()[0].get("done") === "left";
  const yours = communities.filter(({ roomId }) => roomId !== null);
  const others = communities.filter(({ roomId }) => roomId === null);
  return (
    <Page
      className="pad-end"
      notice={left && <Notice>You have left. What you wrote stays there; you can come back.</Notice>}
      head={
        <PageHead title="Communities">
          One for each field. Everybody may join, read and write, and leave again.
        </PageHead>
      }
    >
      <ConversationTabs />
      {failed && <Problem failed={failed} />}
      {yours.length > 0 && (
        <Section id="yours" title="Yours">
          <CommunityList communities={yours} label="Your communities" />
        </Section>
      )}
      <Section id="others" title={yours.length > 0 ? "To join" : "All of them"}>
        <CommunityList communities={others} label="Communities to join" />
      </Section>
    </Page>
  );
}
