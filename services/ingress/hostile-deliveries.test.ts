import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commentBody, delivery, labelledBody } from './testing/gitea-delivery.ts';
import { ingressFixture } from './testing/ingress-fixture.ts';

it('refuses a body of which any single bit was changed', async () => {
  const { app, signalled } = ingressFixture();
  const body = Buffer.from(commentBody());
  const request = delivery('issue_comment', body);

  await fc.assert(
    fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 0, max: 7 }), async (index, bit) => {
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);
      const answer = await app.inject({ ...request, payload: changed });
      expect(answer.statusCode).toBe(401);
    }),
  );

  expect(signalled).toEqual([]);
});

it('refuses a signature of which any single digit was changed', async () => {
  const { app } = ingressFixture();
  const request = delivery('issue_comment', commentBody());
  const signature = request.headers['x-gitea-signature'] ?? '';

  await fc.assert(
    fc.asyncProperty(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 15 }), async (index, shift) => {
      const digit = (Number.parseInt(signature.charAt(index), 16) + shift) % 16;
      const changed = signature.slice(0, index) + digit.toString(16) + signature.slice(index + 1);
      const headers = { ...request.headers, 'x-gitea-signature': changed };
      expect((await app.inject({ ...request, headers })).statusCode).toBe(401);
    }),
  );
});

const anyEvent = fc.oneof(
  fc.constantFrom('issue_comment', 'issues', 'pull_request', 'push', 'toString'),
  fc.stringMatching(/^[ -~]{1,30}$/),
);
/** Anything, and what is nearly right: a real delivery with one part of it replaced. */
const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((json) => Buffer.from(json)),
  fc
    .tuple(fc.constantFrom('action', 'comment', 'issue', 'repository', 'is_pull', 'sender'), fc.jsonValue())
    .map(([field, value]) => Buffer.from(JSON.stringify({ ...JSON.parse(commentBody()), [field]: value }))),
  fc
    .tuple(fc.constantFrom('labels', 'updated_at', 'user', 'body', 'number', 'id'), fc.jsonValue())
    .map(([field, value]) => {
      const body = JSON.parse(labelledBody());
      return Buffer.from(JSON.stringify({ ...body, issue: { ...body.issue, [field]: value } }));
    }),
);

it('never fails at what it is sent, signed or not', async () => {
  const { app } = ingressFixture();

  await fc.assert(
    fc.asyncProperty(anyEvent, anyBody, fc.boolean(), async (event, body, signed) => {
      const request = delivery(event, body);
      const headers = signed ? request.headers : { ...request.headers, 'x-gitea-signature': '0'.repeat(64) };
      const { statusCode } = await app.inject({ ...request, headers });
      expect(statusCode).toBeLessThan(500);
      if (!signed) expect(statusCode).toBe(401);
    }),
    { numRuns: 1_000 },
  );
});
