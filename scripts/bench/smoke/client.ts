import { z } from "zod";
import { type $ZodType, type output, parse } from "zod/v4/core";

/** Calls the API of a running stack as one person. */
export class ApiClient {
  private constructor(
    readonly baseUrl: string,
    readonly token: string,
    readonly userId: string,
    readonly signInRoundTrips: number,
  ) {}

  /** @throws Error when the sign-in is refused */
  static async signIn(baseUrl: string, account: { email: string; password: string }): Promise<ApiClient> {
    const response = await fetch(`${baseUrl}/api/v1/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: account.email, password: account.password }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Sign-in answered ${response.status}: ${text}`);
    const { token, userId } = z.object({ token: z.string(), userId: z.string() }).parse(JSON.parse(text));
    return new ApiClient(baseUrl, token, userId, roundTripsOf(response));
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  /** @throws Error for an answer that is no success */
  async call<T extends $ZodType>(
    schema: T,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<output<T>> {
    const { text } = await this.fetch(method, path, body);
    return parse(schema, text === "" ? null : JSON.parse(text));
  }

  async fetch(method: string, path: string, body?: unknown): Promise<{ text: string; roundTrips: number }> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { ...this.headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return { text, roundTrips: roundTripsOf(response) };
  }
}

/** As the Worker's `Server-Timing` tells. */
function roundTripsOf(response: Response): number {
  const told = /(\d+) round trips/.exec(response.headers.get("server-timing") ?? "")?.[1];
  if (told === undefined) throw new Error(`${response.url} does not tell its round trips`);
  return Number(told);
}
