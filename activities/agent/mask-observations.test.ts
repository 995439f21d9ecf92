import type Anthropic from '@anthropic-ai/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateTokens, maskObservations } from './mask-observations.ts';

const MAX_TOKENS = 2_000;

/** A first message, then pairs of an answer and a result of so many characters. */
function conversation(sizes: readonly number[]): Anthropic.MessageParam[] {
  const pairs = sizes.flatMap((size, index): Anthropic.MessageParam[] => [
    { role: 'assistant', content: [{ type: 'text', text: 'I look.' }] },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: `toolu_${index}`,
          content: [{ type: 'text', text: 'x'.repeat(size) }],
        },
      ],
    },
  ]);
  return [{ role: 'user', content: [{ type: 'text', text: 'Solve this.' }] }, ...pairs];
}

function maskedCount(messages: readonly Anthropic.MessageParam[]): number {
  return maskObservations(messages, MAX_TOKENS).filter((message) =>
    JSON.stringify(message).includes('left out'),
  ).length;
}

describe('maskObservations', () => {
  test('leaves short conversations alone', () => {
    const messages = conversation([400, 400]);

    expect(maskObservations(messages, MAX_TOKENS)).toEqual(messages);
  });

  test('goes down to half in one step, and then stays for several turns', () => {
    const counts = Array.from({ length: 20 }, (_, turns) =>
      maskedCount(conversation(Array(turns + 1).fill(800))),
    );

    const changes = counts.filter((count, index) => index > 0 && count !== counts[index - 1]);
    expect(changes.length).toBeGreaterThan(1);
    expect(changes.length).toBeLessThanOrEqual(6);
  });

  test('keeps the pairing of calls and results', () => {
    const masked = maskObservations(conversation(Array(20).fill(800)), MAX_TOKENS);

    const ids = masked.flatMap(({ content }) =>
      typeof content === 'string'
        ? []
        : content.flatMap((block) => (block.type === 'tool_result' ? block.tool_use_id : [])),
    );
    expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => `toolu_${index}`));
  });

  test('what is masked stays masked as the conversation grows, and the newest results are whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 30 }), (sizes) => {
        const messages = conversation(sizes);
        const masked = maskObservations(messages, MAX_TOKENS);
        const before = maskObservations(messages.slice(0, -2), MAX_TOKENS);
        for (const [index, message] of before.entries()) {
          if (message !== messages[index] && JSON.stringify(message) !== JSON.stringify(messages[index])) {
            expect(masked[index]).toEqual(message);
          }
        }
        expect(masked.slice(-4)).toEqual(messages.slice(-4));
        expect(total(masked)).toBeLessThanOrEqual(total(messages));
      }),
      { numRuns: 300 },
    );
  });
});

function total(messages: readonly Anthropic.MessageParam[]): number {
  return messages.reduce((sum, message) => sum + estimateTokens(message), 0);
}
