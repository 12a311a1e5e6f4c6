import { formAction, textOf } from "#app/form-action.server.ts";
import { propose } from "#app/profile/settle-skills.server.ts";

/** Keeps an own word as a skill, or finds the skill that it is already. */
export const action = formAction(async ({ context }, form) => ({
  skill: await propose(context.ctx, textOf(form, "name")),
}));
