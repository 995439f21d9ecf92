import { registerHooks } from 'node:module';

/** `node --import list-loaded.ts …` tells on stderr what is loaded, a line each. */
registerHooks({
  load(url, context, next) {
    process.stderr.write(`${url}\n`);
    return next(url, context);
  },
});
