interface ErrorDefinition {
  readonly retryable: boolean;
  /** What went wrong and what to change, for whoever reads it. */
  readonly message: string;
}

/**
 * Every error that can reach a person or a retry decision. The code is the `ApplicationFailure` type.
 * An error that is not here is a bug.
 */
export const ERRORS = {
  // Input
  INVALID_CONFIG: {
    retryable: false,
    message: 'The configuration is wrong; mend what is named.',
  },
  INVALID_INPUT: {
    retryable: false,
    message: 'The request does not fit its schema; mend the fields that are named.',
  },
  // Forge
  FORGE_UNAVAILABLE: {
    retryable: true,
    message: 'The forge does not answer; see whether it can be reached, and try again.',
  },
  FORGE_RATE_LIMITED: {
    retryable: true,
    message: 'The forge asks us to slow down; it is tried again when it allows.',
  },
  FORGE_UNAUTHORIZED: {
    retryable: false,
    message: 'The forge refuses the token; give a valid one.',
  },
  FORGE_FORBIDDEN: {
    retryable: false,
    message: 'The user of the token may not do this; give them write access to the repository.',
  },
  FORGE_NOT_FOUND: { retryable: false, message: 'The forge does not know this; was it deleted or moved?' },
  FORGE_REFUSED: { retryable: false, message: 'The forge refuses the request; its answer says why.' },
  WEBHOOK_MISSING: {
    retryable: false,
    message:
      'The forge told us nothing in time; look at the deliveries of its webhook and at the log of ingress.',
  },
  FORGE_UNKNOWN: { retryable: false, message: 'No such forge is configured; add it to the forges file.' },
  // Git
  GIT_UNAVAILABLE: { retryable: true, message: 'The git server does not answer; it is tried again.' },
  GIT_UNAUTHORIZED: {
    retryable: false,
    message: 'The git server refuses our token; give the Fixpoint user write access.',
  },
  GIT_EMPTY_REPOSITORY: {
    retryable: false,
    message: 'The repository has no commit yet; push a first one (a README is enough).',
  },
  GIT_BUNDLE_REFUSED: {
    retryable: false,
    message: 'The snapshot is not a sound set of commits on the base; it is not pushed.',
  },
  GIT_BRANCH_PROTECTED: {
    retryable: false,
    message: 'The branch is the default one or protected; Fixpoint never pushes to it.',
  },
  GIT_BRANCH_TAKEN: {
    retryable: false,
    message: 'Every candidate branch name is taken; delete old fix/ branches.',
  },
  GIT_FAILED: { retryable: true, message: 'A git command failed; its last lines say why.' },
  // Model
  MODEL_UNAVAILABLE: { retryable: true, message: 'The model does not answer; it is tried again.' },
  MODEL_RATE_LIMITED: {
    retryable: true,
    message: 'The model asks us to slow down; it is tried again when it allows.',
  },
  MODEL_UNAUTHORIZED: {
    retryable: false,
    message: 'The model refuses our key; set a valid ANTHROPIC_API_KEY.',
  },
  MODEL_REFUSED: { retryable: false, message: 'The model refuses the request; its answer says why.' },
  MODEL_ANSWER_INVALID: {
    retryable: true,
    message: 'The answer of the model does not fit its schema; it is asked again.',
  },
  // Sandbox
  ENGINE_UNAVAILABLE: {
    retryable: true,
    message: 'The Docker engine does not answer; start it or mend DOCKER_HOST.',
  },
  ENGINE_REFUSED: {
    retryable: false,
    message: 'The Docker engine refuses the request; its answer says why.',
  },
  IMAGE_MISSING: {
    retryable: false,
    message: 'The sandbox image is not on the engine; run ./fixpoint up, or load the image.',
  },
  WORKSPACE_LOST: {
    retryable: true,
    message: 'The workspace is gone; it is opened again from the last snapshot.',
  },
  // Temporal
  TEMPORAL_UNAVAILABLE: {
    retryable: true,
    message: 'Temporal does not answer; start it or mend FIXPOINT_TEMPORAL_ADDRESS.',
  },
  WORKER_NOT_POLLING: { retryable: true, message: 'A worker of this process does not poll.' },
  // Store and ledger
  STORE_UNAVAILABLE: { retryable: true, message: 'The store does not answer; it is tried again.' },
  BLOB_MISSING: {
    retryable: false,
    message: 'The store has no blob of this address; was the store emptied?',
  },
  BLOB_CORRUPT: {
    retryable: false,
    message: 'The bytes of a blob do not fit its address; restore the store.',
  },
  LEDGER_CONFLICT: {
    retryable: false,
    message: 'Another entry stands at this place of the ledger; the chain is not touched.',
  },
  LEDGER_CORRUPT: {
    retryable: false,
    message: 'The ledger is not as it was written; restore the store and find out who changed it.',
  },
  RECORD_CONFLICT: {
    retryable: false,
    message: 'Another record stands under this key; it is not overwritten.',
  },
  // Issue Core
  ISSUE_NOT_FOUND: {
    retryable: false,
    message: 'There is no such issue, comment, label or milestone; `issue list` shows what there is.',
  },
  ALREADY_EXISTS: {
    retryable: false,
    message: 'There is one of this name already; choose another name, or change that one.',
  },
  UNSUPPORTED: {
    retryable: false,
    message: 'This tracker cannot do that; `issue backend list` shows what each can.',
  },
  QUERY_INVALID: { retryable: false, message: 'The query cannot be read; mend it where it is marked.' },
  BACKEND_UNKNOWN: {
    retryable: false,
    message: 'No such backend is configured; add it with `issue backend add`.',
  },
  READ_ONLY: { retryable: false, message: 'Nothing is written in read-only mode; leave it off to write.' },
  EDIT_CONFLICT: {
    retryable: false,
    message: 'Somebody changed the same thing meanwhile; read it again and decide.',
  },
  LINK_CYCLE: { retryable: false, message: 'The link would close a circle; remove one of the links first.' },
  CLAIM_HELD: {
    retryable: false,
    message:
      'Another agent holds this issue; take another one, wait until its lease is over, or take it over.',
  },
  CLAIM_LOST: {
    retryable: false,
    message: 'This claim is over, and somebody may work on the issue; claim it again before you write.',
  },
  LOCAL_STORE_FAILED: {
    retryable: false,
    message: 'The local store cannot be used; mend its path, rights or disk.',
  },
  LOCAL_STORE_BUSY: { retryable: true, message: 'Another process writes to the local store; try again.' },
  SYNC_UNKNOWN: { retryable: false, message: 'No pair of this name is synced; add it first.' },
  SYNC_IMPLAUSIBLE: {
    retryable: false,
    message: 'Too much would be deleted at once; look at the tracker, then sync with --force.',
  },
  API_KEY_INVALID: { retryable: false, message: 'The API key is missing or not valid; send a valid one.' },
  API_SCOPE_MISSING: {
    retryable: false,
    message: 'The API key may not do this; use one with the scope that is named.',
  },
  API_RATE_LIMITED: {
    retryable: true,
    message: 'Too many requests with this key; wait as Retry-After says.',
  },
  API_UNAVAILABLE: {
    retryable: true,
    message: 'The Issue Core server does not answer; start it with `issue serve`, or mend its address.',
  },
  API_REFUSED: {
    retryable: false,
    message:
      'The Issue Core server refuses the request, or answers otherwise than Issue Core does; its words say why.',
  },
  IDEMPOTENCY_MISMATCH: {
    retryable: false,
    message: 'This idempotency key was used for another request; use a new one.',
  },
  IDEMPOTENCY_IN_FLIGHT: {
    retryable: true,
    message: 'The first request with this idempotency key is still at work; ask again shortly.',
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

export interface FixpointErrorOptions {
  readonly cause?: unknown;
  /** When the other side said how long to wait. */
  readonly retryAfterMs?: number;
}

/** The same in every copy of this file: what is bundled in parts has one in each. */
const MARK = Symbol.for('fixpoint.error');

/** An error of ours: a code and what exactly was wrong. Foreign errors become one at a single seam per package. */
export class FixpointError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && MARK in value;
  }

  override readonly name = 'FixpointError';
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, detail: string, options: FixpointErrorOptions = {}) {
    super(`${ERRORS[code].message} ${detail}`.trim(), { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get [MARK](): true {
    return true;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(ERRORS, value);
}
