import { CASSETTE_FORMAT, Cassette, type RecordedMessage } from './cassette.ts';
import { MessagesRequest } from './messages-request.ts';
import { toRecordedRequest } from './recorded-request.ts';

/** One recorded turn of a run, as the agent fleet keeps it. */
export interface ExportedTurn {
  readonly attempt: number;
  readonly turn: number;
  /** The messages that the turn added to its conversation. */
  readonly added: MessagesRequest['messages'];
  readonly response: RecordedMessage;
}

export interface ExportedRun {
  readonly name: string;
  readonly issueTitle: string;
  /** What every attempt began with. */
  readonly setup: Pick<MessagesRequest, 'model' | 'max_tokens' | 'system' | 'tools'>;
  readonly turns: readonly ExportedTurn[];
}

/**
 * Makes a cassette from a run's recorded exchanges.
 *
 * @throws ZodError when the exchanges do not make a sound cassette
 */
export function exportCassette({ name, issueTitle, setup, turns }: ExportedRun): Cassette {
  return Cassette.parse({
    format: CASSETTE_FORMAT,
    name,
    issueTitle,
    exchanges: turns.map(({ attempt, turn, added, response }) => ({
      attempt,
      turn,
      request: requestOf(setup, turn, added),
      response,
    })),
  });
}

function requestOf(setup: ExportedRun['setup'], turn: number, added: ExportedTurn['added']) {
  const request = toRecordedRequest(MessagesRequest.parse({ ...setup, messages: added }));
  return turn === 1 ? request : { ...request, setup: null };
}
