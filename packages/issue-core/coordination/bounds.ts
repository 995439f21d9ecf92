import { FixpointError } from '@fixpoint/contracts/errors.ts';
import {
  DEFAULT_CLAIM_TTL_MS,
  type IssueKey,
  MAX_CLAIM_TTL_MS,
  MIN_CLAIM_TTL_MS,
  type NewAgent,
} from './port.ts';

const AGENT_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const MAX_ROLES = 20;
const MAX_BACKEND_CHARS = 200;
const MAX_ACTOR_CHARS = 255;
/** Of issues, in one question. */
const MAX_ISSUES = 1_000;

/** @throws FixpointError INVALID_INPUT, as all of these */
export function checkAgentName(name: string, what = 'agent'): void {
  if (!AGENT_NAME.test(name)) {
    refuse(what, `${JSON.stringify(name.slice(0, 80))} is no name; use a-z, 0-9, ".", "_", "-", at most 64`);
  }
}

export function checkNewAgent({ name, kind, roles }: NewAgent): void {
  checkAgentName(name, 'name');
  if (kind !== 'human' && kind !== 'agent') refuse('kind', 'is "human" or "agent"');
  if (roles.length > MAX_ROLES) refuse('roles', `are at most ${MAX_ROLES}`);
  for (const role of roles) checkAgentName(role, 'roles');
}

export function checkIssueKey({ backend, issue }: IssueKey): void {
  checkBackend(backend);
  checkIssueNumber(issue);
}

export function checkBackend(backend: string): void {
  if (backend === '' || backend.length > MAX_BACKEND_CHARS) {
    refuse('backend', `is a name of 1 to ${MAX_BACKEND_CHARS} characters`);
  }
}

export function checkIssueNumbers(name: string, issues: readonly number[]): void {
  if (issues.length > MAX_ISSUES) refuse(name, `are at most ${MAX_ISSUES}`);
  for (const issue of issues) checkIssueNumber(issue, name);
}

export function checkActor(actor: string): void {
  if (actor === '' || actor.length > MAX_ACTOR_CHARS) {
    refuse('actor', `is a name of 1 to ${MAX_ACTOR_CHARS} characters`);
  }
}

export function checkInteger(name: string, value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  refuse(name, `is a whole number from ${from} to ${to}, not ${value}`);
}

export function ttlMsOf({ ttlMs = DEFAULT_CLAIM_TTL_MS }: { readonly ttlMs?: number }): number {
  checkInteger('ttlMs', ttlMs, MIN_CLAIM_TTL_MS, MAX_CLAIM_TTL_MS);
  return ttlMs;
}

/** Milliseconds since 1970 of an ISO 8601 time. */
export function timeOf(name: string, iso: string): number {
  const ms = /^\d{4}-\d\d-\d\d/.test(iso) ? Date.parse(iso) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  return refuse(name, `${JSON.stringify(iso.slice(0, 80))} is no ISO 8601 time`);
}

export function checkIssueNumber(issue: number, name = 'issue'): void {
  if (!Number.isSafeInteger(issue) || issue < 1) refuse(name, `${issue} is no issue number`);
}

function refuse(name: string, reason: string): never {
  throw new FixpointError('INVALID_INPUT', `${name}: ${reason}.`);
}
