import { rm } from 'node:fs/promises';
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

const programBeside: Plugin = {
  name: 'program-beside',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/run-process\.ts$/ }, () => ({ path: './run.js', external: true }));
  },
};

/**
 * `node bundle.ts [FOLDER]`: writes `issue.js`, which lets Node keep what it compiles, and `run.js`, which is all the rest:
 * one file starts a sixth faster than the same in parts. What a command does not need is in it, but not carried out. SQLite
 * is native, so it stays a dependency of the package.
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
  plugins: [programBeside],
});
await build({
  ...options,
  entryPoints: { run: `${import.meta.dirname}/run-process.ts` },
  legalComments: 'linked',
  plugins: [withoutLocales],
  banner: {
    // Some of the bundled packages are CommonJS, and ask for Node's own modules.
    js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);",
  },
});
