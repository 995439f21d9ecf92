import type { Json } from './json.ts';

/** An answer that says no. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Json, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** What the application says: `message` is a text, or errors by field. */
export function refuse(status: number, message: Json): Refusal {
  return new Refusal(status, { message });
}

/** What the framework says of parameters that are missing or have no valid value. */
export function badParameter(error: string): Refusal {
  return new Refusal(400, { error });
}

export function notFound(what: string): Refusal {
  return refuse(404, `404 ${what} Not Found`);
}

export function forbidden(): Refusal {
  return refuse(403, '403 Forbidden');
}
