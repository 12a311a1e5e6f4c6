import { z } from "zod/mini";

const trimmed = z.string("Fill this in.").check(z.trim());

const email = z
  .string("Fill this in.")
  .check(
    z.trim(),
    z.toLowerCase(),
    z.maxLength(254, "This is longer than an e-mail address can be."),
    z.email("This does not look like an e-mail address."),
  );

const newPassword = z
  .string("Fill this in.")
  .check(
    z.minLength(12, "Twelve characters or more. A sentence works well."),
    z.maxLength(128, "128 characters at most."),
  );

export const signUpSchema = z.object({
  name: trimmed.check(
    z.minLength(1, "Tell us your name."),
    z.maxLength(100, "100 characters at most."),
    z.refine((name) => !/[\p{Cc}\p{Surrogate}]/u.test(name), "Take out the characters that can't be shown."),
  ),
  email,
  password: newPassword,
});
export type SignUpInput = z.input<typeof signUpSchema>;

export const signInSchema = z.object({
  email,
  password: z
    .string("Fill this in.")
    .check(z.minLength(1, "Fill this in."), z.maxLength(128, "128 characters at most.")),
});
export type SignInInput = z.input<typeof signInSchema>;

const token = z
  .string("The link is not complete.")
  .check(z.minLength(1, "The link is not complete."), z.maxLength(2_000));

export const verifyEmailSchema = z.object({ token });
export type VerifyEmailInput = z.input<typeof verifyEmailSchema>;

export const requestPasswordResetSchema = z.object({ email });
export type RequestPasswordResetInput = z.input<typeof requestPasswordResetSchema>;

export const resetPasswordSchema = z.object({ token, password: newPassword });
export type ResetPasswordInput = z.input<typeof resetPasswordSchema>;

/** Pages count from 1; a page from an address may be text. */
const page = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000)), 1);

export const listUsersSchema = z.object({
  /** Part of a name or an e-mail address. */
  query: z.optional(trimmed.check(z.maxLength(200))),
  page,
});
export type ListUsersInput = z.input<typeof listUsersSchema>;

export const accountRoles = ["mentee", "mentor", "moderator", "admin", "auditor"] as const;

export const changeRolesSchema = z.object({
  userId: z.uuid("Not a valid id."),
  roles: z.array(z.enum(accountRoles)).check(z.minLength(1, "Choose at least one role."), z.maxLength(5)),
});
export type ChangeRolesInput = z.input<typeof changeRolesSchema>;
