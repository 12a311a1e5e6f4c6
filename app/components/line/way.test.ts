import { expect, test } from "vitest";
import { wayInWords } from "./way.tsx";

const bruno = { name: "Bruno Vilarinho" };

test("the way is one sentence for those who do not see it", () => {
  const name = "Simone Tremblay";
  expect(wayInWords({ name, degree: 1, through: [] })).toBe("You know Simone directly");
  expect(wayInWords({ name, degree: 2, through: [bruno, { name: "Ada" }] })).toBe(
    "From you to Simone, through Bruno Vilarinho or Ada",
  );
  expect(wayInWords({ name, degree: 3, through: [bruno, { name: "Ada" }] })).toBe(
    "From you to Simone, through Bruno Vilarinho and Ada",
  );
  expect(wayInWords({ name, degree: null, through: [] })).toBe("No path yet from you to Simone");
});
