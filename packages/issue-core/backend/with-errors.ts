import type { IssueBackend } from './port.ts';

/** The same tracker, whose errors are what `toError` makes of them. */
export function withErrors(backend: IssueBackend, toError: (error: unknown) => unknown): IssueBackend {
  function mended(error: unknown): never {
    throw toError(error);
  }

  return new Proxy(backend, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        try {
          const result: unknown = Reflect.apply(member, target, given);
          return result instanceof Promise ? result.catch(mended) : result;
        } catch (error) {
          return mended(error);
        }
      };
    },
  });
}
