import type { Cassette, RecordedExchange } from './cassette.ts';
import { describeDifference, firstDifference } from './first-difference.ts';
import { type MessagesRequest, readPosition } from './messages-request.ts';
import { comparable, toRecordedRequest } from './recorded-request.ts';

/** Which recorded exchange answers a request, or why none does. */
export type Found =
  | { readonly kind: 'exchange'; readonly cassette: Cassette; readonly exchange: RecordedExchange }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Chooses by the issue's title, the attempt and the number of answers. */
export function findExchange(cassettes: readonly Cassette[], request: MessagesRequest): Found {
  const position = readPosition(request);
  if (position === null)
    return unknown('the first message is not one of Fixpoint (no attempt, no issue title)');
  const cassette = cassettes.find(({ issueTitle }) => issueTitle === position.issueTitle);
  if (cassette === undefined)
    return unknown(`no cassette is for an issue with the title ${JSON.stringify(position.issueTitle)}`);
  const { attempt, turn } = position;
  const exchange = cassette.exchanges.find(
    (candidate) => candidate.attempt === attempt && candidate.turn === turn,
  );
  if (exchange !== undefined) return { kind: 'exchange', cassette, exchange };
  return unknown(`the cassette ${cassette.name} has no turn ${turn} in attempt ${attempt}`);
}

/** How a request departs from what was recorded, or null when it fits. */
export function mismatch(
  cassette: Cassette,
  exchange: RecordedExchange,
  request: MessagesRequest,
): string | null {
  const where = `cassette ${cassette.name}, attempt ${exchange.attempt}, turn ${exchange.turn}`;
  if (exchange.request === null) return `${where}: the request is not recorded yet; record it first`;
  const difference =
    firstDifference(answersBefore(cassette, exchange), answersIn(request), '$.answers') ??
    firstDifference(comparable(exchange.request), toRecordedRequest(request));
  return difference === null ? null : `${where}: the request differs ${describeDifference(difference)}`;
}

/** The conversation has to hold the model's own answers as they were given. */
function answersBefore(cassette: Cassette, { attempt, turn }: RecordedExchange): unknown {
  const before = cassette.exchanges.filter(
    (exchange) => exchange.attempt === attempt && exchange.turn < turn,
  );
  return comparable(before.sort((a, b) => a.turn - b.turn).map(({ response }) => response.content));
}

function answersIn(request: MessagesRequest): unknown {
  return comparable(
    request.messages.filter(({ role }) => role === 'assistant').map(({ content }) => content),
  );
}

function unknown(reason: string): Found {
  return { kind: 'unknown', reason };
}
