import { SELF } from "cloudflare:test";
import { expect, it } from "vitest";
import { z } from "zod";
import { newId } from "#domain/ids.ts";
import { type Role, roles } from "#domain/permissions.ts";
import { defaultPreferences } from "#domain/preferences/schema.ts";
import { callApi, tokenOf } from "#testing/api.ts";
import { testContext } from "#testing/context.ts";
import { makeMentor, makeProfile, makeUser } from "#testing/factories.ts";
import { makeBrowser } from "#testing/push-browser.ts";

const nobody = newId();
const { subscription } = await makeBrowser();

/**
 * What a stranger and each role get from each route, where nothing belongs to them. 401 without a session unless the
 * route is open; with one, 404 for what is somebody else's, and 403 where only mentors answer requests.
 */
const table: {
  route: string;
  path?: string;
  body?: unknown;
  anonymous: number;
  signedIn: number;
  roles?: Partial<Record<Role, number>>;
}[] = [
  { route: "POST /accounts", body: {}, anonymous: 400, signedIn: 400 },
  { route: "POST /accounts/verify-email", body: {}, anonymous: 400, signedIn: 400 },
  { route: "POST /accounts/request-password-reset", body: {}, anonymous: 400, signedIn: 400 },
  { route: "POST /accounts/reset-password", body: {}, anonymous: 400, signedIn: 400 },
  { route: "POST /sessions", body: {}, anonymous: 400, signedIn: 400 },
  { route: "GET /profile", anonymous: 401, signedIn: 200 },
  { route: "PUT /profile", body: profileBody(), anonymous: 401, signedIn: 409 },
  { route: "GET /skills", path: "/skills?text=java", anonymous: 200, signedIn: 200 },
  { route: "POST /skills", body: { name: "!!" }, anonymous: 400, signedIn: 400 },
  { route: "GET /mentors", path: "/mentors?q=java", anonymous: 200, signedIn: 200 },
  { route: "GET /suggestions", path: "/suggestions?text=java", anonymous: 200, signedIn: 200 },
  { route: "GET /mentors/{id}", path: `/mentors/${nobody}`, anonymous: 404, signedIn: 404 },
  { route: "GET /mentors/{id}/reviews", path: `/mentors/${nobody}/reviews`, anonymous: 404, signedIn: 404 },
  ...["PUT", "DELETE"].map((method) => ({
    route: `${method} /mentors/{id}/verification`,
    path: `/mentors/${nobody}/verification`,
    anonymous: 401,
    signedIn: 403,
    roles: { moderator: 404, admin: 404 },
  })),
  { route: "GET /recommendations", anonymous: 401, signedIn: 200 },
  { route: "GET /requests", path: "/requests?as=mentee", anonymous: 401, signedIn: 200 },
  {
    route: "POST /requests",
    body: { id: newId(), mentorId: nobody, goal: "g", message: "m" },
    anonymous: 401,
    signedIn: 404,
  },
  { route: "GET /requests/{id}", path: `/requests/${nobody}`, anonymous: 401, signedIn: 404 },
  {
    route: "PATCH /requests/{id}",
    path: `/requests/${nobody}`,
    body: { goal: "g", message: "m" },
    anonymous: 401,
    signedIn: 404,
  },
  {
    route: "POST /requests/{id}/withdraw",
    path: `/requests/${nobody}/withdraw`,
    anonymous: 401,
    signedIn: 404,
  },
  {
    route: "POST /requests/{id}/accept",
    path: `/requests/${nobody}/accept`,
    anonymous: 401,
    signedIn: 403,
    roles: { mentor: 404 },
  },
  {
    route: "POST /requests/{id}/decline",
    path: `/requests/${nobody}/decline`,
    body: { reason: "r" },
    anonymous: 401,
    signedIn: 403,
    roles: { mentor: 404 },
  },
  {
    route: "POST /requests/{id}/complete",
    path: `/requests/${nobody}/complete`,
    anonymous: 401,
    signedIn: 404,
  },
  { route: "POST /requests/{id}/end", path: `/requests/${nobody}/end`, anonymous: 401, signedIn: 404 },
  {
    route: "PUT /requests/{id}/review",
    path: `/requests/${nobody}/review`,
    body: { stars: 5 },
    anonymous: 401,
    signedIn: 404,
  },
  { route: "GET /notification-preferences", anonymous: 401, signedIn: 200 },
  {
    route: "PUT /notification-preferences",
    body: { ...defaultPreferences, version: 7, digest: "daily" },
    anonymous: 401,
    signedIn: 409,
  },
  { route: "GET /connections", anonymous: 401, signedIn: 200 },
  { route: "POST /connections", body: { userId: nobody }, anonymous: 401, signedIn: 404 },
  {
    route: "GET /connections/paths/{id}",
    path: `/connections/paths/${nobody}`,
    anonymous: 401,
    signedIn: 404,
  },
  { route: "GET /connections/suggestions", anonymous: 401, signedIn: 200 },
  {
    route: "POST /connections/{id}/accept",
    path: `/connections/${nobody}/accept`,
    anonymous: 401,
    signedIn: 404,
  },
  {
    route: "POST /connections/{id}/decline",
    path: `/connections/${nobody}/decline`,
    anonymous: 401,
    signedIn: 404,
  },
  {
    route: "POST /connections/{id}/withdraw",
    path: `/connections/${nobody}/withdraw`,
    anonymous: 401,
    signedIn: 404,
  },
  {
    route: "POST /connections/{id}/remove",
    path: `/connections/${nobody}/remove`,
    anonymous: 401,
    signedIn: 404,
  },
  { route: "GET /marks", anonymous: 401, signedIn: 200 },
  {
    route: "PUT /marks/{id}",
    path: `/marks/${nobody}`,
    body: { kind: "saved" },
    anonymous: 401,
    signedIn: 404,
  },
  { route: "DELETE /marks/{id}", path: `/marks/${nobody}`, anonymous: 401, signedIn: 204 },
  { route: "GET /blocks", anonymous: 401, signedIn: 200 },
  { route: "PUT /blocks/{id}", path: `/blocks/${nobody}`, anonymous: 401, signedIn: 404 },
  { route: "DELETE /blocks/{id}", path: `/blocks/${nobody}`, anonymous: 401, signedIn: 204 },
  { route: "GET /saved-searches", anonymous: 401, signedIn: 200 },
  { route: "POST /saved-searches", body: { address: "q=welding" }, anonymous: 401, signedIn: 200 },
  {
    route: "DELETE /saved-searches/{id}",
    path: `/saved-searches/${nobody}`,
    anonymous: 401,
    signedIn: 204,
  },
  { route: "GET /rooms", anonymous: 401, signedIn: 200 },
  { route: "GET /rooms/{id}", path: `/rooms/${nobody}`, anonymous: 401, signedIn: 404 },
  {
    route: "DELETE /rooms/{id}/messages/{messageId}",
    path: `/rooms/${nobody}/messages/${nobody}`,
    anonymous: 401,
    signedIn: 403,
    roles: { moderator: 404, admin: 404 },
  },
  {
    route: "POST /rooms/{id}/messages/{messageId}/reports",
    path: `/rooms/${nobody}/messages/${nobody}/reports`,
    body: { reason: "r" },
    anonymous: 401,
    signedIn: 404,
  },
  { route: "GET /reports", anonymous: 401, signedIn: 403, roles: { moderator: 200, admin: 200 } },
  ...["dismiss", "uphold"].map((verb) => ({
    route: `POST /reports/{id}/${verb}`,
    path: `/reports/${nobody}/${verb}`,
    body: { reason: "r" },
    anonymous: 401,
    signedIn: 403,
    roles: { moderator: 404, admin: 404 },
  })),
  {
    route: "PUT /rooms/{id}/pace",
    path: `/rooms/${nobody}/pace`,
    body: { seconds: 10 },
    anonymous: 401,
    signedIn: 403,
    roles: { mentor: 404, moderator: 404, admin: 404 },
  },
  { route: "GET /communities", anonymous: 401, signedIn: 200 },
  {
    route: "PUT /communities/{slug}/membership",
    path: "/communities/no-such-cluster/membership",
    anonymous: 401,
    signedIn: 404,
  },
  {
    route: "DELETE /rooms/{id}/membership",
    path: `/rooms/${nobody}/membership`,
    anonymous: 401,
    signedIn: 404,
  },
  {
    route: "GET /groups/people",
    anonymous: 401,
    signedIn: 403,
    roles: { mentor: 200, admin: 200 },
  },
  {
    route: "POST /groups",
    body: { title: "Welders", memberIds: [nobody] },
    anonymous: 401,
    signedIn: 403,
    roles: { mentor: 400, admin: 400 },
  },
  {
    route: "PUT /groups/{id}/members/{userId}",
    path: `/groups/${nobody}/members/${nobody}`,
    anonymous: 401,
    signedIn: 403,
    roles: { mentor: 404, admin: 404 },
  },
  {
    route: "DELETE /groups/{id}/members/{userId}",
    path: `/groups/${nobody}/members/${nobody}`,
    anonymous: 401,
    signedIn: 403,
    roles: { mentor: 404, moderator: 404, admin: 404 },
  },
  { route: "GET /inbox", anonymous: 401, signedIn: 200 },
  { route: "GET /notifications", anonymous: 401, signedIn: 200 },
  { route: "POST /notifications/read", body: { upTo: 0 }, anonymous: 401, signedIn: 200 },
  { route: "POST /devices", body: subscription, anonymous: 401, signedIn: 200 },
  {
    route: "POST /devices/renew",
    body: { endpoint: "https://push.example/1" },
    anonymous: 401,
    signedIn: 204,
  },
  {
    route: "POST /devices/readdress",
    body: { ...subscription, from: "https://push.example/1" },
    anonymous: 401,
    signedIn: 204,
  },
  { route: "DELETE /devices/{id}", path: `/devices/${nobody}`, anonymous: 401, signedIn: 204 },
  // Last: it ends the session that the rows above used.
  { route: "DELETE /sessions/current", anonymous: 401, signedIn: 204 },
];

it("has every route of the API in this table", async () => {
  const response = await SELF.fetch("http://atas.test/api/openapi.json");
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await response.json());
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual(table.map(({ route }) => route).toSorted());
});

it("answers strangers as the table says", async () => {
  const answers = await Promise.all(table.map((row) => statusOf(row)));
  expect(answers).toEqual(table.map(({ route, anonymous }) => `${route}: ${anonymous}`));
});

it.each(roles)("answers the role %s as the table says", async (role) => {
  const { db } = testContext();
  const user = await makeUser(db, { roles: [role] });
  await makeProfile(db, { userId: user.id, version: 7 });
  const token = await tokenOf(db, user);
  const answers: string[] = [];
  for (const row of table) answers.push(await statusOf(row, token));
  expect(answers).toEqual(table.map((row) => `${row.route}: ${row.roles?.[role] ?? row.signedIn}`));
});

it("answers the owner of nothing exactly as it answers about what does not exist", async () => {
  const { db } = testContext();
  const hidden = await makeMentor(db, { visibility: "hidden" });
  const [about, missing] = await Promise.all([
    callApi("GET", `/mentors/${hidden.id}`),
    callApi("GET", `/mentors/${newId()}`),
  ]);
  expect({ ...about.body, requestId: "" }).toEqual({ ...missing.body, requestId: "" });
});

async function statusOf({ route, path, body }: (typeof table)[number], token?: string): Promise<string> {
  const [method = "", template = ""] = route.split(" ");
  const { status } = await callApi(method, path ?? template, { body, ...(token && { token }) });
  return `${route}: ${status}`;
}

function profileBody() {
  return {
    version: 1,
    isMentor: false,
    isMentee: true,
    headline: "Somebody",
    bio: "",
    goals: "",
    seniority: null,
    languages: ["en"],
    timeZone: "UTC",
    country: null,
    offers: [],
    seeks: [],
    capacity: 0,
    availability: [],
    visibility: "everyone",
  };
}
