import { ERRORS, type ErrorCode, FixpointError, isErrorCode } from '@fixpoint/contracts/errors.ts';
import { CommanderError } from 'commander';
import { EXIT_CODES, type ExitCode, exitCodeOf } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import { safeJson, safeText } from './safe-text.ts';

const HELP = '`issue --help` and `issue COMMAND --help` show what there is.';

/** An error as it is told: what went wrong, how to mend it, and what the process ends with. */
export interface ErrorReport {
  readonly code: ErrorCode | 'USAGE' | 'INTERRUPTED' | 'BUG';
  readonly message: string;
  readonly advice: string | null;
  readonly exitCode: ExitCode;
  readonly retryAfterMs?: number;
}

export function reportOf(error: unknown, signal: AbortSignal): ErrorReport {
  // Whatever goes wrong after that is of no interest to who wanted to stop.
  if (signal.aborted) {
    const { interrupted: exitCode } = EXIT_CODES;
    return { code: 'INTERRUPTED', message: 'Stopped.', advice: null, exitCode };
  }
  if (error instanceof FixpointError) return reportOfOurs(error);
  if (error instanceof UsageError) return usage(error.message, null);
  if (error instanceof CommanderError) return usage(error.message.replace(/^error: /, ''), HELP);
  return {
    code: 'BUG',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    advice: 'This is a bug in `issue`; please report it with these lines.',
    exitCode: EXIT_CODES.failure,
  };
}

/** One line and how to mend it. */
export function renderError({ code, message, advice }: ErrorReport): string {
  const mend = advice === null ? '' : `\n  ${safeText(advice)}`;
  return `issue: ${safeText(message)}${mend}${code === 'USAGE' ? '' : ` (${code})`}\n`;
}

export function renderErrorJson({ code, message, advice, exitCode, retryAfterMs }: ErrorReport): string {
  const told = advice === null || !isErrorCode(code) ? message : `${advice} ${message}`;
  const error = {
    code,
    message: told,
    exitCode,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  return `${safeJson({ error })}\n`;
}

function reportOfOurs({ code, message, retryAfterMs }: FixpointError): ErrorReport {
  const { general, detail } = divide(code, message);
  return {
    code,
    message: detail === '' ? general : detail,
    advice: detail === '' ? null : general,
    exitCode: exitCodeOf(code),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** What went wrong this time, without what is said of every error of its code. */
export function shortMessage(code: string, message: string): string {
  return (isErrorCode(code) && divide(code, message).detail) || message;
}

/** What is said of every error of a code tells how to mend it; what was said of this one, what went wrong. */
function divide(code: ErrorCode, message: string): { readonly general: string; readonly detail: string } {
  const general = ERRORS[code].message;
  return { general, detail: message.startsWith(general) ? message.slice(general.length).trim() : message };
}

function usage(message: string, advice: string | null): ErrorReport {
  return { code: 'USAGE', message, advice, exitCode: EXIT_CODES.usage };
}
