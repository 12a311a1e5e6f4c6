import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import type { PushMessage } from "#domain/context.ts";
import { type Browser, browserWith, fromBase64Url, makeBrowser, readVapid } from "#testing/push-browser.ts";
import { pushService } from "#testing/push-service.ts";
import { readSettings } from "../env.ts";
import { makePusher, pushSettings } from "./push.ts";

afterEach(() => vi.restoreAllMocks());

const settings = readSettings(env);
const pusher = () => makePusher(settings)!;
const payload = JSON.stringify({
  title: "Lin wrote to you",
  body: "Köszönöm 👩🏽‍🔬",
  href: "/conversations",
  tag: "n1",
});
const message = (to: PushMessage["to"], changes: Partial<PushMessage> = {}): PushMessage => ({
  ...{ to, payload, topic: "a".repeat(32), urgency: "high", ttlSeconds: 86_400 },
  ...changes,
});

it("reads RFC 8291's own example, so that what it reads of ours is sealed as browsers read it", async () => {
  const example = await browserWith({
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
    privateKey: "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
  });
  const sealed =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
  expect(await example.open(fromBase64Url(sealed))).toBe("When I grow up, I want to be a watermelon");
});

it("seals for the browser alone, signs as ours, and says how long, how urgent and in place of what", async () => {
  const [browser, another] = [await makeBrowser(), await makeBrowser()];
  const pushed = pushService([browser]);
  expect(await pusher().send(message(browser.subscription))).toEqual({ kind: "taken" });
  const [{ headers, body }] = pushed as [(typeof pushed)[0]];
  expect(await browser.open(body)).toBe(payload);
  await expect(another.open(body)).rejects.toThrow();
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-encoding": "aes128gcm",
    ttl: "86400",
    urgency: "high",
    topic: "a".repeat(32),
  });
  const { header, claims } = await readVapid(headers.get("authorization"), env.VAPID_PUBLIC_KEY ?? "");
  expect(header).toMatchObject({ alg: "ES256" });
  expect(claims).toMatchObject({ aud: "https://fcm.googleapis.com", sub: "mailto:hello@atas.example" });
  // a push service refuses more than 24 hours
  expect(claims.exp * 1_000 - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  expect(claims.exp * 1_000).toBeGreaterThan(Date.now());
});

it("seals the same twice without a trace of it", async () => {
  const browser = await makeBrowser();
  const pushed = pushService([browser]);
  await pusher().send(message(browser.subscription));
  await pusher().send(message(browser.subscription, { payload: "{}" }));
  const [one, other] = pushed.map(({ body }) => body);
  expect(one).not.toEqual(other);
  // nobody on the way tells a long message from a short one
  expect(one?.length).toBe(other?.length);
});

const later = (status: number | null, retryAfterSeconds: number | null = null) => ({
  kind: "later",
  status,
  retryAfterSeconds,
});
const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers });

it.each([
  ["201", answer(201), { kind: "taken" }],
  ["404", answer(404), { kind: "gone" }],
  ["410", answer(410), { kind: "gone" }],
  ["429 with seconds", answer(429, { "retry-after": "120" }), later(429, 120)],
  [
    "429 with a date of the past",
    answer(429, { "retry-after": "Fri, 27 Nov 2020 10:00:00 GMT" }),
    later(429, 0),
  ],
  ["429 with rubbish", answer(429, { "retry-after": "soon" }), later(429)],
  ["500", answer(500), later(500)],
  ["503", answer(503, { "retry-after": "9" }), later(503, 9)],
  ["nothing", new Error("cut"), later(null)],
  ["400", answer(400), { kind: "refused", status: 400 }],
  ["401", answer(401), { kind: "refused", status: 401 }],
  ["403", answer(403), { kind: "refused", status: 403 }],
  ["413", answer(413), { kind: "refused", status: 413 }],
  [
    "a redirect to another host, which is not followed",
    answer(307, { location: "https://169.254.169.254/" }),
    { kind: "refused", status: 307 },
  ],
])("takes an answer of %s for what it is", async (_, said, outcome) => {
  const browser = await makeBrowser();
  const pushed = pushService([browser], said);
  expect(await pusher().send(message(browser.subscription))).toEqual(outcome);
  expect(pushed).toMatchObject([{ redirect: "manual" }]);
});

it("calls nobody who is no push service, though a row says so", async () => {
  const strangers: Browser[] = await Promise.all(
    [
      "https://intern.example",
      "https://fcm.googleapis.com.evil.example",
      "https://fcm.googleapis.com:8443",
    ].map((service) => makeBrowser(service)),
  );
  const pushed = pushService(strangers);
  for (const { subscription } of strangers) {
    expect(await pusher().send(message(subscription))).toEqual({ kind: "refused", status: null });
  }
  expect(pushed).toEqual([]);
});

it("refuses what does not fit, and a key that is none, without calling", async () => {
  const browser = await makeBrowser();
  const pushed = pushService([browser]);
  const { endpoint, keys } = browser.subscription;
  const refused = { kind: "refused", status: null };
  expect(await pusher().send(message(browser.subscription, { payload: "x".repeat(3_994) }))).toEqual(refused);
  expect(await pusher().send(message({ endpoint, keys: { ...keys, p256dh: `B${"A".repeat(86)}` } }))).toEqual(
    refused,
  );
  expect(pushed).toEqual([]);
});

it("is off without keys, and may call other services where the settings name them", async () => {
  const without = { ...settings, VAPID_PUBLIC_KEY: undefined, VAPID_PRIVATE_KEY: undefined };
  expect([pushSettings(without), makePusher(without)]).toEqual([null, null]);
  const browser = await makeBrowser("https://push.own.example");
  const pushed = pushService([browser]);
  const own = makePusher({ ...settings, PUSH_SERVICES: "fcm.googleapis.com, own.example" });
  expect(await own?.send(message(browser.subscription))).toEqual({ kind: "taken" });
  expect(pushed).toHaveLength(1);
});
