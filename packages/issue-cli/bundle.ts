import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import packageJson from './package.json' with { type: 'json' };

/** Messages of zod in fifty languages, which nobody asks for and every start would load. English is imported by itself. */
const withoutLocales: Plugin = {
  name: 'without-locales',
  setup(bundle) {
    const locales = /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/;
    bundle.onLoad({ filter: locales }, () => ({ contents: 'export {};' }));
  },
};

/** To import it reads all that it has, which opens streams that nobody asked for. */
const processAsItIs: Plugin = {
  name: 'process-as-it-is',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:process$/ }, ({ path }) => ({ path, namespace: 'global' }));
    bundle.onLoad({ filter: /^node:process$/, namespace: 'global' }, () => ({
      contents: 'export default globalThis.process;',
    }));
  },
};

/** Each of these sources becomes a file of its own beside the one that imports it. */
const PARTS: Readonly<Record<string, string>> = {
  run: 'run-process.ts',
  serve: 'serving/http-server.ts',
  mcp: 'serving/mcp-server.ts',
};

const besides: Plugin = {
  name: 'besides',
  setup(bundle) {
    for (const [name, source] of Object.entries(PARTS)) {
      const filter = new RegExp(`^\\.{1,2}/(.+/)?${basename(source)}$`);
      bundle.onResolve({ filter }, () => ({ path: `./${name}.js`, external: true }));
    }
  },
};

/**
 * `node bundle.ts [FOLDER]`: writes `issue.js`, which lets Node keep what it compiles; `run.js`, which is all the rest, because
 * one file starts a sixth faster than the same in parts (what a command does not need is in it, but not carried out); and
 * the servers, which are larger than everything else, and of use to two commands. SQLite is native, so it stays a
 * dependency of the package.
 */
const [folder = `${import.meta.dirname}/dist`] = process.argv.slice(2);
const options: BuildOptions = {
  outdir: folder,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  external: Object.keys(packageJson.dependencies),
  // Names stay, so that the stack of a bug says where it is.
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};

await rm(folder, { recursive: true, force: true });
await build({
  ...options,
  entryPoints: { issue: `${import.meta.dirname}/main.ts` },
  plugins: [besides],
});
for (const [name, source] of Object.entries(PARTS)) {
  await build({
    ...options,
    entryPoints: { [name]: `${import.meta.dirname}/${source}` },
    legalComments: 'linked',
    plugins: [withoutLocales, processAsItIs, besides],
    banner: {
      // Some of the bundled packages are CommonJS, and ask for Node's own modules.
      js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);",
    },
  });
}
