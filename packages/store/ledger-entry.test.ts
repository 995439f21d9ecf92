import { GENESIS_HASH } from '@fixpoint/contracts/ledger.ts';
import { describe, expect, test } from 'vitest';
import { canonicalJson, chainEntries, ledgerHash } from './ledger-entry.ts';
import { createRedactor, KEEP_ALL } from './redaction.ts';
import { sha256 } from './sha256.ts';

const CHAIN = { workflowId: 'issue/f/1/2', firstExecutionRunId: 'r' };
const GENESIS = { sequence: 0, hash: GENESIS_HASH };
const AT = '2026-01-01T00:00:00.000Z';

describe('RFC 8785', () => {
  test('numbers, strings and literals as in section 3.2.2', () => {
    const value = {
      numbers: JSON.parse('[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]'),
      string: '\u20ac$\u000f\nA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };

    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('properties are sorted by UTF-16 code units as in section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };

    expect([...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });
});

test('the hash is the SHA-256 of the canonical form of all other fields', () => {
  const [entry] = chainEntries(CHAIN, GENESIS, [{ kind: 'state', at: AT, body: { b: 1, a: 'x' } }], KEEP_ALL);

  expect(entry?.hash).toBe(
    sha256(
      `{"at":"${AT}","body":{"a":"x","b":1},"chain":{"firstExecutionRunId":"r","workflowId":"issue/f/1/2"},` +
        `"id":"issue/f/1/2/r/1","kind":"state","previousHash":"${GENESIS_HASH}","sequence":1}`,
    ),
  );
});

test('each entry holds the hash of the one before', () => {
  const records = ['a', 'b', 'c'].map((text) => ({ kind: 'state' as const, at: AT, body: { text } }));

  const entries = chainEntries(CHAIN, GENESIS, records, KEEP_ALL);

  expect(entries.map((entry) => entry.previousHash)).toEqual([
    GENESIS_HASH,
    entries[0]?.hash,
    entries[1]?.hash,
  ]);
  expect(entries.map(({ hash, ...rest }) => ledgerHash(rest) === hash)).toEqual([true, true, true]);
});

test('secrets and what UTF-8 cannot hold are replaced before hashing', () => {
  const body = { token: `ghp_${'a'.repeat(36)}`, odd: 'x\udc00' };

  const [entry] = chainEntries(CHAIN, GENESIS, [{ kind: 'input', at: AT, body }], createRedactor());

  expect(entry?.body).toEqual({ token: '[redacted:github-token]', odd: 'x\ufffd' });
});
