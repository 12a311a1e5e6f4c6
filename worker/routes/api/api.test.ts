import { env, SELF } from "cloudflare:test";
import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { callApi, tokenOf } from "#testing/api.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeUser } from "#testing/factories.ts";

async function signedIn() {
  const { db } = testContext();
  const mentor = await makeMentor(db);
  const mentee = await makeMentee(db);
  return { db, mentor, mentee, asMentor: await tokenOf(db, mentor), asMentee: await tokenOf(db, mentee) };
}

it("walks from asking to a room over HTTP", async () => {
  const { mentor, asMentor, asMentee } = await signedIn();
  const id = newId();
  const asked = await callApi("POST", "/requests", {
    token: asMentee,
    body: { id, mentorId: mentor.id, goal: "Speak without notes", message: "Will you help me?" },
  });
  expect(asked).toMatchObject({ status: 201, body: { id, state: "pending" } });
  const edited = await callApi("PATCH", `/requests/${id}`, {
    token: asMentee,
    body: { goal: "Speak", message: "Please." },
  });
  expect(edited.status).toBe(204);
  const accepted = await callApi("POST", `/requests/${id}/accept`, { token: asMentor });
  expect(accepted.status).toBe(200);
  const room = await callApi("GET", `/rooms/${accepted.body.roomId}`, { token: asMentee });
  expect(room.body).toMatchObject({
    mentorship: { id, goal: "Speak", state: "active" },
    other: { userId: mentor.id },
  });
  expect((await callApi("GET", `/requests/${id}`, { token: asMentor })).body).toMatchObject({
    as: "mentor",
    state: "active",
  });
  expect((await callApi("POST", `/requests/${id}/complete`, { token: asMentor })).status).toBe(204);
});

it("declines, withdraws and ends", async () => {
  const { db, mentor, mentee, asMentor, asMentee } = await signedIn();
  const people = { mentorId: mentor.id, menteeId: mentee.id };
  const first = await makeMentorship(db, people);
  expect(
    (
      await callApi("POST", `/requests/${first.id}/decline`, {
        token: asMentor,
        body: { reason: "No time." },
      })
    ).status,
  ).toBe(204);
  const second = await makeMentorship(db, people);
  expect((await callApi("POST", `/requests/${second.id}/withdraw`, { token: asMentee })).status).toBe(204);
  const third = await makeMentorship(db, people);
  await callApi("POST", `/requests/${third.id}/accept`, { token: asMentor });
  expect((await callApi("POST", `/requests/${third.id}/end`, { token: asMentee })).status).toBe(204);
  const { body } = await callApi("GET", "/requests?as=mentor", { token: asMentor });
  expect(body.requests.map((one: { state: string }) => one.state).toSorted()).toEqual([
    "declined",
    "ended",
    "withdrawn",
  ]);
});

it("reviews what is over, lists it on the mentor, and finds the mentor by it", async () => {
  const { db, mentor, mentee, asMentee } = await signedIn();
  const { id } = await makeMentorship(db, { mentorId: mentor.id, menteeId: mentee.id, state: "ended" });
  const review = (body: unknown) => callApi("PUT", `/requests/${id}/review`, { token: asMentee, body });
  expect(await review({ stars: 6 })).toMatchObject({
    status: 400,
    body: { fields: { stars: expect.any(String) } },
  });
  expect((await review({ stars: 5, words: "Short and <b>clear</b>." })).status).toBe(204);
  const listed = await callApi("GET", `/mentors/${mentor.id}/reviews?page=1`);
  expect(listed).toMatchObject({
    status: 200,
    body: {
      rating: { count: 1, mean: 5 },
      reviews: [{ stars: 5, words: "Short and <b>clear</b>.", mentee: { name: mentee.name } }],
      unlisted: 0,
    },
  });
  expect((await callApi("GET", `/mentors/${mentor.id}`)).body.rating).toEqual({ count: 1, mean: 5 });
  expect((await callApi("GET", `/requests/${id}`, { token: asMentee })).body.review).toMatchObject({
    stars: 5,
  });
  const found = await callApi("GET", `/mentors?q=${encodeURIComponent(mentor.name)}&rating=4.5`);
  expect(found.body.cards[0]).toMatchObject({ userId: mentor.id, rating: { count: 1, mean: 5 } });
  expect((await callApi("GET", "/mentors?rating=3")).status).toBe(400);
});

it("reads and saves the own profile, and refuses a save that is out of date", async () => {
  const { asMentee } = await signedIn();
  const { body: own } = await callApi("GET", "/profile", { token: asMentee });
  const input = { ...own, languages: ["en"], headline: "Marine geologist", offers: [], seeks: [] };
  const saved = await callApi("PUT", "/profile", { token: asMentee, body: input });
  expect(saved.status).toBe(200);
  expect(saved.body.version).toBeGreaterThan(own.version);
  const late = { ...input, headline: "Geologist" };
  expect((await callApi("PUT", "/profile", { token: asMentee, body: late })).body.code).toBe("conflict");
});

it("lists notifications page by page, as its papers say", async () => {
  const { db } = testContext();
  const user = await makeUser(db);
  const token = await tokenOf(db, user);
  for (const key of ["first", "second"]) {
    const notification = { key, kind: "place.free" as const, title: key, href: "/requests" };
    await env.USER_INBOX.getByName(user.id).deliver(notification);
  }
  const { body: newest } = await callApi("GET", "/notifications?limit=1", { token });
  expect(newest).toMatchObject({ notifications: [{ title: "second" }], more: true });
  const before = newest.notifications[0].id;
  const { body: older } = await callApi("GET", `/notifications?before=${before}`, { token });
  expect(older).toMatchObject({ notifications: [{ title: "first" }], more: false });
  const none = await callApi("GET", "/notifications?before=0", { token });
  expect(none.body.code).toBe("invalid_input");
});

it("opens a session and ends it", async () => {
  const { db } = testContext();
  const user = await makeUser(db);
  const token = await tokenOf(db, user);
  expect((await callApi("DELETE", "/sessions/current", { token })).status).toBe(204);
  expect((await callApi("GET", "/inbox", { token })).status).toBe(401);
});

it("signs up, and tells wrong credentials from an unconfirmed address", async () => {
  const email = `${newId()}@people.example`;
  const password = "a sentence that is long";
  expect((await callApi("POST", "/accounts", { body: { name: "Ada", email, password } })).status).toBe(201);
  expect(
    (await callApi("POST", "/sessions", { body: { email, password: "not this one at all" } })).body.code,
  ).toBe("wrong_credentials");
  expect((await callApi("POST", "/sessions", { body: { email, password } })).body.code).toBe(
    "email_not_verified",
  );
  expect((await callApi("POST", "/accounts/request-password-reset", { body: { email } })).status).toBe(204);
  for (const path of ["/accounts/verify-email", "/accounts/reset-password"]) {
    const { status } = await callApi("POST", path, {
      body: { token: "gone", password: "another long sentence" },
    });
    expect([400, 410]).toContain(status);
  }
});

it.each([
  ["malformed JSON", { body: "{" }, 400, "malformed_json"],
  [
    "a body that is no JSON",
    { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } },
    415,
    "unsupported_media_type",
  ],
  ["no body", {}, 400, "invalid_input"],
  ["wrong types", { body: { name: 5 } }, 400, "invalid_input"],
  ["a body of a megabyte", { body: { name: "x".repeat(1_000_000) } }, 413, "too_large"],
] as const)(
  "answers %s with a problem that has a code and the request's id",
  async (_, call, status, code) => {
    const answer = await callApi("POST", "/accounts", call);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ code, status, requestId: answer.headers.get("x-request-id") });
    expect(answer.text).not.toMatch(/\bat .*\.ts/);
  },
);

it("names each field that needs another look", async () => {
  const { asMentee, mentor } = await signedIn();
  const { body } = await callApi("POST", "/requests", {
    token: asMentee,
    body: { id: "x", mentorId: mentor.id, goal: " ", message: "m" },
  });
  expect(Object.keys(body.fields).toSorted()).toEqual(["goal", "id"]);
});

it.each([
  "/mentors?page=one",
  "/mentors?full=2",
  "/requests?as=boss",
  "/notifications?limit=0",
  "/mentors/not-an-id",
])("refuses %s", async (path) => {
  const { asMentee } = await signedIn();
  expect((await callApi("GET", path, { token: asMentee })).body.code).toBe("invalid_input");
});

it("answers an unknown path of the API with a problem", async () => {
  expect(await callApi("GET", "/nothing-here")).toMatchObject({ status: 404, body: { code: "not_found" } });
});

it("shows its papers without help from elsewhere", async () => {
  const page = await (await SELF.fetch("http://atas.test/api/docs")).text();
  expect(page).toContain("<code>invalid_input</code>:");
  expect(page).toContain("POST /requests/{id}/accept");
  expect(page).toContain('id="no_capacity"');
  expect(page).not.toMatch(/(src|href)="https?:/);
});
