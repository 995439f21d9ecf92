import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Database } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { SCOPES, type Scope } from '@fixpoint/issue-core/wire/scopes.ts';
import { monotonicFactory } from 'ulid';
import { z } from 'zod';
import { isoOf, jsonColumn, reading, rowAs, writing } from '../store/rows.ts';
import { TASK_AGENT } from './caller.ts';

export interface NewKey {
  readonly name: string;
  readonly agent: string;
  readonly scopes: readonly Scope[];
  /** ISO 8601; null for never. */
  readonly expiresAt: string | null;
}

/** A key without what proves it. Times are ISO 8601. */
export interface ApiKey extends NewKey {
  readonly id: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** To the minute. */
  readonly lastUsedAt: string | null;
}

export interface KeyStore {
  /** `secret` is shown this once: only its hash is kept. @throws FixpointError INVALID_INPUT */
  create(key: NewKey): { readonly key: ApiKey; readonly secret: string };
  /** The newest first; revoked ones too. */
  list(): readonly ApiKey[];
  /** @throws FixpointError ISSUE_NOT_FOUND */
  revoke(id: string): ApiKey;
  /** The key that this secret proves; null when there is none, or it is revoked or over. */
  verify(secret: string): ApiKey | null;
}

const SECRET_BYTES = 32;
const SECRET = /^ick_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9_-]{43})$/;
const MAX_KEYS = 1_000;
/** Uses are noted this coarsely, so that reading seldom writes. */
const USE_GRAIN_MS = 60_000;

const Row = z.object({
  id: z.string(),
  name: z.string(),
  agent: z.string(),
  scopes: jsonColumn(z.array(z.enum(SCOPES))),
  hash: z.instanceof(Uint8Array),
  created_at: z.number(),
  expires_at: z.number().nullable(),
  revoked_at: z.number().nullable(),
  last_used_at: z.number().nullable(),
});

/** Keys of 256 random bits, kept as their SHA-256: nothing that a person chose, so no slow hash is needed. */
export function createKeyStore(database: Database, now: () => Date): KeyStore {
  const newId = monotonicFactory();
  const insert = database.prepare(
    'INSERT INTO server_keys VALUES (@id, @name, @agent, @scopes, @hash, @createdAt, @expiresAt, NULL, NULL)',
  );
  const find = database.prepare('SELECT * FROM server_keys WHERE id = ?');
  const list = database.prepare('SELECT * FROM server_keys ORDER BY id DESC');
  const count = database.prepare('SELECT count(*) FROM server_keys').pluck();
  const revoke = database.prepare('UPDATE server_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?');
  const use = database.prepare('UPDATE server_keys SET last_used_at = ? WHERE id = ?');

  function required(id: string): ApiKey {
    const row = find.get(id);
    if (row === undefined) throw new FixpointError('ISSUE_NOT_FOUND', `API key ${id.slice(0, 40)}.`);
    return toKey(rowAs(Row, row));
  }

  return {
    create({ name, agent, scopes, expiresAt }) {
      if (agent === TASK_AGENT) throw new FixpointError('INVALID_INPUT', `agent: nobody acts as ${agent}.`);
      const id = newId(now().getTime());
      const secret = `ick_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
      return writing(database, () => {
        if (Number(count.get()) >= MAX_KEYS) {
          throw new FixpointError('INVALID_INPUT', `There are ${MAX_KEYS} keys already.`);
        }
        insert.run({
          id,
          name,
          agent,
          scopes: JSON.stringify(scopes),
          hash: hashOf(secret),
          createdAt: now().getTime(),
          expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
        });
        return { key: required(id), secret };
      });
    },
    list: () => reading(database, () => list.all().map((row) => toKey(rowAs(Row, row)))),
    revoke: (id) =>
      writing(database, () => {
        required(id);
        revoke.run(now().getTime(), id);
        return required(id);
      }),
    verify(secret) {
      const id = SECRET.exec(secret)?.[1];
      const found = id === undefined ? undefined : reading(database, () => find.get(id));
      if (found === undefined) return null;
      const row = rowAs(Row, found);
      const at = now().getTime();
      if (!timingSafeEqual(hashOf(secret), row.hash) || row.revoked_at !== null) return null;
      if (row.expires_at !== null && row.expires_at <= at) return null;
      if (at - (row.last_used_at ?? 0) > USE_GRAIN_MS) writing(database, () => use.run(at, row.id));
      return toKey(row);
    },
  };
}

export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function toKey(row: z.infer<typeof Row>): ApiKey {
  const orNull = (ms: number | null) => (ms === null ? null : isoOf(ms));
  return {
    id: row.id,
    name: row.name,
    agent: row.agent,
    scopes: row.scopes,
    createdAt: isoOf(row.created_at),
    expiresAt: orNull(row.expires_at),
    revokedAt: orNull(row.revoked_at),
    lastUsedAt: orNull(row.last_used_at),
  };
}
