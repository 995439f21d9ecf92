import {
  checkAgentName,
  checkBackend,
  checkInteger,
  checkIssueKey,
  checkIssueNumbers,
  ttlMsOf,
} from '../bounds.ts';
import type { Claim, ClaimKey, Coordination, IssueKey } from '../port.ts';
import {
  type ClaimRow,
  claimHeld,
  claimLost,
  ENDED,
  isAbandoned,
  isHeld,
  parseClaimRow,
  toClaim,
  ttlOf,
} from './claim-row.ts';
import type { Report } from './event-log.ts';
import { isoOf, type Transactions } from './transactions.ts';

/** In one answer. */
const MAX_LISTED = 1_000;

type ClaimOperations = Pick<
  Coordination,
  | 'claim'
  | 'claimFirst'
  | 'heartbeat'
  | 'release'
  | 'checkToken'
  | 'claimOf'
  | 'atOnce'
  | 'claimsAmong'
  | 'listClaims'
  | 'settleAbandoned'
  | 'reportLateClaims'
>;

/** Claims of one store: the transaction that takes one decides, however many processes want it. */
export function claimOperations(
  { database, now, read, write }: Transactions,
  report: Report,
): ClaimOperations {
  const find = database.prepare('SELECT * FROM coord_claims WHERE backend = ? AND issue = ?');
  const take = database.prepare(`
    INSERT INTO coord_claims VALUES (@backend, @issue, 1, @agent, @now, @now, @expires, 0, 0)
    ON CONFLICT (backend, issue) DO UPDATE SET
      token = token + 1, agent = @agent, claimed_at = @now, renewed_at = @now, expires_at = @expires,
      ended = 0, late_reported = 0
    RETURNING *
  `);
  const renew = database.prepare(`
    UPDATE coord_claims SET renewed_at = @now, expires_at = @expires, late_reported = 0
    WHERE backend = @backend AND issue = @issue RETURNING *
  `);
  const end = database.prepare(`
    UPDATE coord_claims SET ended = @how, expires_at = min(expires_at, @now) WHERE backend = @backend AND issue = @issue
  `);
  const meet = database.prepare('INSERT OR IGNORE INTO coord_agents VALUES (?, ?, ?, ?)');
  const among = database.prepare(`
    SELECT * FROM coord_claims
    WHERE backend = +? AND issue IN (SELECT value FROM json_each(?)) AND ended = 0 AND expires_at > +?
  `);
  const running = database.prepare(`
    SELECT * FROM coord_claims WHERE backend = +? AND ended = 0 AND expires_at > +? ORDER BY issue LIMIT ?
  `);
  const expired = database.prepare(`SELECT * FROM coord_claims WHERE ended = 0 AND expires_at <= ? LIMIT ?`);
  // A heartbeat is due after a third of the time to live, and late after a half.
  const late = database.prepare(`
    UPDATE coord_claims SET late_reported = 1
    WHERE (backend, issue) IN (
      SELECT backend, issue FROM coord_claims
      WHERE ended = 0 AND late_reported = 0 AND (renewed_at + expires_at) / 2 <= ? LIMIT ?
    )
    RETURNING *
  `);

  function rowOf({ backend, issue }: IssueKey): ClaimRow | null {
    const row = find.get(backend, issue);
    return row === undefined ? null : parseClaimRow(row);
  }

  function isFree(key: IssueKey): boolean {
    const row = rowOf(key);
    return row === null || !isHeld(row, now());
  }

  function held(key: ClaimKey): ClaimRow {
    const row = rowOf(key);
    const at = now();
    if (row === null || row.token !== key.token || !isHeld(row, at)) throw claimLost(key, row, at);
    return row;
  }

  function extend({ backend, issue }: IssueKey, ttlMs: number): Claim {
    const at = now();
    return toClaim(parseClaimRow(renew.get({ backend, issue, now: at, expires: at + ttlMs })));
  }

  function takeNext({ backend, issue }: IssueKey, agent: string, ttlMs: number): Claim {
    const at = now();
    meet.run(agent, 'agent', '[]', at);
    return toClaim(parseClaimRow(take.get({ backend, issue, agent, now: at, expires: at + ttlMs })));
  }

  function endAs(how: keyof typeof ENDED, { backend, issue }: IssueKey): void {
    end.run({ backend, issue, how: ENDED[how], now: now() });
  }

  function reportExpired({ backend, issue, token, agent }: ClaimRow): void {
    report({ type: 'claim-expired', actor: agent, backend, issue, payload: { token } });
    endAs('ranOut', { backend, issue });
  }

  function takeFree(key: IssueKey, agent: string, ttlMs: number, row: ClaimRow | null): Claim {
    if (row?.ended === ENDED.not) reportExpired(row);
    const claim = takeNext(key, agent, ttlMs);
    const { token, expiresAt } = claim;
    report({ type: 'claimed', actor: agent, ...issueOf(key), payload: { token, expiresAt } });
    return claim;
  }

  function takeOver(key: IssueKey, agent: string, ttlMs: number, from: string): Claim {
    const claim = takeNext(key, agent, ttlMs);
    const { token, expiresAt } = claim;
    report({ type: 'taken-over', actor: agent, ...issueOf(key), payload: { token, expiresAt, from } });
    return claim;
  }

  const atOnce: Coordination['atOnce'] = {
    checkToken(key) {
      checkClaimKey(key);
      return read(() => toClaim(held(key)));
    },
    claimOf(key) {
      checkIssueKey(key);
      const row = read(() => rowOf(key));
      return row !== null && isHeld(row, now()) ? toClaim(row) : null;
    },
  };

  return {
    atOnce,
    checkToken: async (key) => atOnce.checkToken(key),
    claimOf: async (key) => atOnce.claimOf(key),
    async claim(request) {
      const { agent, takeover = false } = request;
      checkIssueKey(request);
      checkAgentName(agent);
      const ttlMs = ttlMsOf(request);
      return write(() => {
        const row = rowOf(request);
        if (row === null || !isHeld(row, now())) return takeFree(request, agent, ttlMs, row);
        if (takeover) return takeOver(request, agent, ttlMs, row.agent);
        if (row.agent === agent) return extend(request, ttlMs);
        throw claimHeld(row);
      });
    },
    async claimFirst(request) {
      const { backend, agent, candidates } = request;
      checkBackend(backend);
      checkAgentName(agent);
      checkIssueNumbers('candidates', candidates);
      const ttlMs = ttlMsOf(request);
      // Asked without the lock first: those who wait for work do not slow those who do it.
      if (!read(() => candidates.some((issue) => isFree({ backend, issue })))) return null;
      return write(() => {
        for (const issue of candidates) {
          const key = { backend, issue };
          const row = rowOf(key);
          const at = now();
          if (row !== null && isHeld(row, at)) continue;
          const wasAbandoned = row !== null && isAbandoned(row, at);
          return { ...takeFree(key, agent, ttlMs, row), wasAbandoned };
        }
        return null;
      });
    },
    async heartbeat(key) {
      checkClaimKey(key);
      return write(() => extend(key, ttlOf(held(key))));
    },
    async release(key, { abandoned = false } = {}) {
      checkClaimKey(key);
      return write(() => {
        const row = rowOf(key);
        if (row === null || row.token !== key.token || !isHeld(row, now())) return false;
        endAs(abandoned ? 'ranOut' : 'givenBack', key);
        const payload = { token: key.token };
        report({ type: 'released', actor: row.agent, ...issueOf(key), payload });
        return true;
      });
    },
    async claimsAmong(backend, issues) {
      checkBackend(backend);
      checkIssueNumbers('issues', issues);
      const rows = read(() => among.all(backend, JSON.stringify(issues), now()));
      return new Map(rows.map((row) => toClaim(parseClaimRow(row))).map((claim) => [claim.issue, claim]));
    },
    async listClaims(backend) {
      checkBackend(backend);
      return read(() => running.all(backend, now(), MAX_LISTED)).map((row) => toClaim(parseClaimRow(row)));
    },
    async settleAbandoned(key) {
      checkIssueKey(key);
      write(() => {
        const row = rowOf(key);
        if (row === null || !isAbandoned(row, now())) return;
        if (row.ended === ENDED.not) reportExpired(row);
        endAs('givenBack', key);
      });
    },
    async reportLateClaims() {
      return write(() => {
        const over = expired.all(now(), MAX_LISTED).map(parseClaimRow);
        over.forEach(reportExpired);
        const overdue = late.all(now(), MAX_LISTED).map(parseClaimRow);
        for (const row of overdue) {
          const { backend, issue, agent, token, expires_at } = row;
          const payload = { token, expiresAt: isoOf(expires_at) };
          report({ type: 'heartbeat-missed', actor: agent, backend, issue, payload });
        }
        return over.length + overdue.length;
      });
    },
  };
}

function checkClaimKey(key: ClaimKey): void {
  checkIssueKey(key);
  checkInteger('token', key.token, 1, Number.MAX_SAFE_INTEGER);
}

function issueOf({ backend, issue }: IssueKey): IssueKey {
  return { backend, issue };
}
