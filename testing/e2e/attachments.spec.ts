import type { Page } from "@playwright/test";
import { segment, u16, u32 } from "#testing/picture-bytes.ts";
import { problems } from "./axe.ts";
import { composer, said, say, twoInARoom } from "./conversation.ts";
import { expect, test } from "./fixtures.ts";

/** A picture of one colour, drawn by the browser. */
async function pictureOf(page: Page, width: number, height: number, type = "png") {
  const url = await page.evaluate(
    ({ width, height, type }) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [width, height];
      const pen = canvas.getContext("2d");
      if (pen) pen.fillStyle = "teal";
      pen?.fillRect(0, 0, canvas.width, canvas.height);
      return canvas.toDataURL(`image/${type}`);
    },
    { width, height, type },
  );
  return {
    name: `plan of the hall.${type}`,
    mimeType: `image/${type}`,
    buffer: Buffer.from(url.split(",")[1] ?? "", "base64"),
  };
}

/** A JPEG with what a phone writes into it: that it lies on its side (orientation 6), and words of the place. */
function asTaken(jpeg: Buffer, words: string): Buffer {
  const lying = [
    ...u16(42),
    ...u32(8),
    ...u16(1),
    ...u16(0x0112),
    ...u16(3),
    ...u32(1),
    ...u16(6),
    ...u16(0),
  ];
  const notes = segment(0xe1, "Exif\0\0MM", lying, u32(0), words);
  return Buffer.concat([jpeg.subarray(0, 2), notes, jpeg.subarray(2), Buffer.from(words)]);
}

const text = (name: string, words: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });
const chooser = (page: Page) => page.locator(".composer [data-attach]").first();
const toSend = (page: Page) => page.getByRole("list", { name: "Files to send" });

test("a picture is sent, seen by the other in its own size, still there after a reload, and gone when it is taken back", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await chooser(his).setInputFiles(await pictureOf(his, 1200, 600));
  await expect(toSend(his)).toContainText("plan of the hall.png");
  await say(his, "");
  await expect(toSend(his)).toHaveCount(0);
  const picture = hers.getByRole("img", { name: "Picture: plan of the hall.png" });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1200);
  const box = await picture.boundingBox();
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(2, 1);
  await hers.reload();
  await expect(picture).toBeVisible();
  const href = (await picture.locator("xpath=..").getAttribute("href")) ?? "";
  expect((await hers.request.get(href)).headers()).toMatchObject({
    "content-type": "image/png",
    "content-security-policy": "sandbox; default-src 'none'",
  });
  await his
    .getByLabel(/More about your message/)
    .last()
    .click();
  await his.getByRole("button", { name: "Take back" }).click();
  await his.getByRole("button", { name: "Take it back" }).click();
  await expect(picture).toHaveCount(0);
  await expect.poll(async () => (await hers.request.get(href)).status(), { timeout: 20_000 }).toBe(404);
});

test("a photo goes up without the place where it was taken, and lies as it did", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  const drawn = await pictureOf(his, 1200, 600, "jpeg");
  const place = "52.5163 N, 13.3777 E";
  await chooser(his).setInputFiles({ ...drawn, buffer: asTaken(drawn.buffer, place) });
  await expect(toSend(his)).toContainText("plan of the hall.jpeg");
  await say(his, "");
  const picture = hers.getByRole("img", { name: "Picture: plan of the hall.jpeg" });
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(600);
  const href = (await picture.locator("xpath=..").getAttribute("href")) ?? "";
  const kept = await (await hers.request.get(href)).body();
  expect(kept).toHaveLength(asTaken(drawn.buffer, place).length);
  expect(kept.includes(place)).toBe(false);
  // all that is drawn is there, byte for byte
  expect(kept.includes(drawn.buffer.subarray(2))).toBe(true);
});

test("a file goes with words, stands there to be saved, and is found by nobody outside the room", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await composer(his).fill("My notes");
  await chooser(his).setInputFiles(text("notes.txt", "one\ntwo\n"));
  await expect(toSend(his)).toContainText("8 bytes");
  await composer(his).press("Enter");
  await expect(said(hers)).toHaveText(["My notes"]);
  const card = hers.getByRole("link", { name: /notes\.txt/ });
  const saving = hers.waitForEvent("download");
  await card.click();
  expect((await saving).suggestedFilename()).toBe("notes.txt");
  const href = (await card.getAttribute("href")) ?? "";
  const stranger = await browserOf("mentee");
  expect((await stranger.request.get(href)).status()).toBe(404);
});

test("what can't go up says why and keeps the words; it is tried again or taken away by keyboard", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  await his.setViewportSize({ width: 390, height: 844 });
  await composer(his).fill("With a plan");
  await chooser(his).setInputFiles([
    text("page.html", "<p>"),
    { name: "fake.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") },
  ]);
  await expect(toSend(his).getByRole("alert")).toHaveText([/Attach a picture/, /not what its name says/]);
  await composer(his).press("Enter");
  await expect(composer(his)).toHaveValue("With a plan");
  await expect(his.getByText("A file did not go up.")).toBeVisible();
  expect(await problems(his)).toEqual([]);
  expect(
    await his.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
  for (const name of ["page.html", "fake.png"]) {
    await his.getByRole("button", { name: `Take away ${name}` }).press("Enter");
  }
  await his.route("**/attachments/**", (route) => route.abort());
  await chooser(his).setInputFiles(text("notes.txt", "one"));
  await expect(toSend(his).getByRole("alert")).toHaveText("The line was cut.");
  await his.unroute("**/attachments/**");
  await his.getByRole("button", { name: "Try again to bring notes.txt" }).press("Enter");
  await expect(toSend(his)).toContainText("3 bytes");
  await composer(his).press("Enter");
  await expect(said(hers)).toHaveText(["With a plan"]);
  await expect(hers.getByRole("link", { name: /notes\.txt/ })).toBeVisible();
  expect(await problems(hers)).toEqual([]);
});

test("a picture that is pasted or dropped goes up, and waits for a connection where there is none", async ({
  browserOf,
  stack,
}) => {
  const { hers, his } = await twoInARoom(stack, browserOf);
  const give = (kind: "paste" | "drop", name: string) =>
    composer(his).evaluate(
      (area, [kind, name]) => {
        const data = new DataTransfer();
        data.items.add(new File(["words"], name ?? "", { type: "text/plain" }));
        const event =
          kind === "paste"
            ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
        area.dispatchEvent(event);
      },
      [kind, name],
    );
  await give("paste", "pasted.txt");
  await expect(toSend(his)).toContainText("5 bytes");
  await his.context().setOffline(true);
  await give("drop", "dropped.txt");
  await expect(toSend(his)).toContainText("Goes up when there is a connection");
  await his.context().setOffline(false);
  await expect(toSend(his).getByText("5 bytes")).toHaveCount(2);
  await say(his, "Both");
  await expect(hers.locator(".msg .file b")).toHaveText(["pasted.txt", "dropped.txt"]);
});
