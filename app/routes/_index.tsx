import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { Home } from "#app/components/home/home.tsx";
import { Landing } from "#app/components/home/landing.tsx";
import { titled } from "#app/titles.ts";
import type { ReadContext } from "#domain/context.ts";
import { listNotifications } from "#domain/notifications/list-notifications.ts";
import { loadRecommendations } from "#domain/recommendations/load-recommendations.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => titled(data ? "Home" : "Say what you need");

export async function loader({ context: { ctx } }: LoaderFunctionArgs) {
  if (ctx.actor.kind !== "user") return null;
  const [recommendations, news] = await Promise.all([loadRecommendations(ctx), unreadNews(ctx)]);
  return { recommendations, news };
}

/** The page stands without them where the inbox does not answer. */
async function unreadNews(ctx: ReadContext) {
  try {
    const { notifications } = await listNotifications(ctx, { limit: 20 });
    return notifications.filter(({ readAt, kind }) => readAt === null && kind !== "message.new");
  } catch (error) {
    ctx.log.error("inbox did not answer", error);
    return [];
  }
}

export default function Index() {
  const home = useLoaderData<typeof loader>();
  return home ? <Home {...home} /> : <Landing />;
}
