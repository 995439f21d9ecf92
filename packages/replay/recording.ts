import { type Cassette, exchangeKey, type RecordedExchange, type RecordedRequest } from './cassette.ts';

/** Requests as they came in, to be laid under the answers of their cassettes. */
export class Recording {
  readonly #requests = new Map<string, Map<string, RecordedRequest>>();

  note(cassette: Cassette, exchange: RecordedExchange, request: RecordedRequest): void {
    const requests = this.#requests.get(cassette.name) ?? new Map<string, RecordedRequest>();
    requests.set(exchangeKey(exchange), request);
    this.#requests.set(cassette.name, requests);
  }

  /** The cassettes that were played, with the requests that they now fit. */
  recorded(cassettes: readonly Cassette[]): Cassette[] {
    return cassettes.flatMap((cassette) => {
      const requests = this.#requests.get(cassette.name);
      if (requests === undefined) return [];
      const exchanges = cassette.exchanges.map((exchange) => ({
        ...exchange,
        request: requests.get(exchangeKey(exchange)) ?? exchange.request,
      }));
      return [{ ...cassette, exchanges }];
    });
  }
}
