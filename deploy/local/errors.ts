/** What can go wrong with the local stack. The message of each says what to change; the detail says what exactly was met. */
export const LOCAL_ERRORS = {
  LOCAL_PORT_TAKEN:
    'A port is in use by another program; stop it, or choose another port with the variable that is named.',
  LOCAL_PROGRAM_MISSING: 'A program is missing; install it as said here and run the command again.',
  LOCAL_BUILD_FAILED: 'A server could not be built; its last lines say why.',
  LOCAL_IMAGE_FAILED: 'The sandbox image could not be made; the last lines say why.',
  LOCAL_UNHEALTHY: 'A server does not answer as it should; its last lines say why.',
  LOCAL_NO_WAY: 'There is no way to have a server here; one of the ways that are named must be made to work.',
  LOCAL_ELSEWHERE:
    'The stack of this checkout runs at other ports: use those (unset FIXPOINT_PORT_BASE and its kin), or stop it first with `./fixpoint down`.',
  LOCAL_BUSY: 'Another fixpoint command is starting or stopping the stack; wait for it, or end it.',
} as const;

export type LocalErrorCode = keyof typeof LOCAL_ERRORS;

/** An error of the local stack that a person can mend. */
export class LocalStackError extends Error {
  override readonly name = 'LocalStackError';
  readonly code: LocalErrorCode;

  constructor(code: LocalErrorCode, detail: string, cause?: unknown) {
    super(`${LOCAL_ERRORS[code]}\n${detail}`.trim(), { cause });
    this.code = code;
  }
}
