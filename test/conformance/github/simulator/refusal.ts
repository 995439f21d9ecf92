import type { Json } from './contract/json-schema.ts';

const DOCUMENTATION = 'https://docs.github.com/rest';

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

export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal(status, { message, documentation_url: DOCUMENTATION, status: String(status) }, headers);
}

export function notFound(): Refusal {
  return refuse(404, 'Not Found');
}

/** 422, with the field that is wrong. */
export function invalid(
  resource: string,
  field: string,
  code: 'invalid' | 'missing_field' | 'already_exists' | 'custom',
  message?: string,
): Refusal {
  const error = { resource, field, code, ...(message === undefined ? {} : { message }) };
  return new Refusal(422, {
    ...{ message: 'Validation Failed', errors: [error], documentation_url: DOCUMENTATION, status: '422' },
  });
}
