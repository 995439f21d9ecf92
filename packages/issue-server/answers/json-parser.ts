import type { FastifyInstance } from 'fastify';

/** Deeper JSON is no issue, but an attempt to exhaust the stack of whoever walks through it. */
const MAX_DEPTH = 64;

/** Parses JSON bodies as Fastify does, but for those that nest too deeply. An empty body counts as none. Nothing but JSON is taken. */
export function parseBoundedJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') {
      done(null, undefined);
      return;
    }
    // Fastify hands on null for no body, so a body that says null could not be told from it.
    if (body.trim() === 'null') {
      done(new Refused('A body is no null.'));
      return;
    }
    if (isDeep(body)) {
      done(new Refused(`JSON nests at most ${MAX_DEPTH} levels.`));
      return;
    }
    parse(request, body, done);
  });
}

class Refused extends Error {
  readonly statusCode = 400;
}

function isDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '[' || char === '{') {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (char === ']' || char === '}') depth -= 1;
  }
  return false;
}
