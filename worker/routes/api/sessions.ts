import { Hono } from "hono";
import { z } from "zod";
import { requestPasswordReset } from "#domain/accounts/request-password-reset.ts";
import { resetPassword } from "#domain/accounts/reset-password.ts";
import {
  requestPasswordResetSchema,
  resetPasswordSchema,
  signInSchema,
  signUpSchema,
  verifyEmailSchema,
} from "#domain/accounts/schema.ts";
import { signIn } from "#domain/accounts/sign-in.ts";
import { signOut } from "#domain/accounts/sign-out.ts";
import { signUp } from "#domain/accounts/sign-up.ts";
import { verifyEmail } from "#domain/accounts/verify-email.ts";
import type { AppEnv } from "../../app-env.ts";
import { input, operation } from "./operation.ts";

const tag = "Accounts";
const tokenSchema = z.object({ userId: z.uuid(), token: z.string() });

export const sessions = new Hono<AppEnv>()
  .post(
    "/accounts",
    operation({
      summary: "Sign up",
      tag,
      answer: { status: 201 },
      errors: ["invalid_input", "email_taken", "rate_limited"],
      open: true,
    }),
    input("json", signUpSchema),
    async (c) => {
      await signUp(c.var.ctx, c.req.valid("json"));
      return c.body(null, 201);
    },
  )
  .post(
    "/accounts/verify-email",
    operation({
      summary: "Confirm an e-mail address",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "token_expired"],
      open: true,
    }),
    input("json", verifyEmailSchema),
    async (c) => {
      await verifyEmail(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .post(
    "/accounts/request-password-reset",
    operation({
      summary: "Ask for a link that sets a new password",
      description: "The answer is the same whether or not there is an account.",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "rate_limited"],
      open: true,
    }),
    input("json", requestPasswordResetSchema),
    async (c) => {
      await requestPasswordReset(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .post(
    "/accounts/reset-password",
    operation({
      summary: "Set a new password",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "token_expired"],
      open: true,
    }),
    input("json", resetPasswordSchema),
    async (c) => {
      await resetPassword(c.var.ctx, c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .post(
    "/sessions",
    operation({
      summary: "Sign in",
      description:
        "Send `token` as `Authorization: Bearer …`. Tries are limited per address and per account.",
      tag,
      answer: { status: 201, schema: tokenSchema },
      errors: ["invalid_input", "wrong_credentials", "email_not_verified", "rate_limited"],
      open: true,
    }),
    input("json", signInSchema),
    async (c) => {
      const { userId, token } = await signIn(c.var.ctx, c.req.valid("json"));
      return c.json({ userId, token }, 201);
    },
  )
  .delete(
    "/sessions/current",
    operation({ summary: "Sign out", tag, answer: { status: 204 }, errors: [] }),
    async (c) => {
      const { setCookie } = await signOut(c.var.ctx);
      for (const cookie of setCookie) c.header("Set-Cookie", cookie, { append: true });
      return c.body(null, 204);
    },
  );
