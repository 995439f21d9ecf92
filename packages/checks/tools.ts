import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout whose tools and rules are used, whatever tree is looked at. */
export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** The tools' own scripts, run by this Node: what stands on PATH may be too old for them. */
export const TOOLS = {
  types: join(CHECKOUT, 'node_modules/typescript/bin/tsc'),
  lint: join(CHECKOUT, 'node_modules/@biomejs/biome/bin/biome'),
  architecture: join(CHECKOUT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
  deadCode: join(CHECKOUT, 'node_modules/knip/bin/knip.js'),
} as const;

export const ARCHITECTURE_RULES = join(CHECKOUT, '.dependency-cruiser.mjs');

/** No tool may hang a check: each takes seconds. */
export const TOOL_TIMEOUT_MS = 180_000;
