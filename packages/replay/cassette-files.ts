import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { Cassette } from './cassette.ts';

/**
 * Every `*.json` of a folder.
 *
 * @throws FixpointError INVALID_CONFIG naming the file that is no cassette
 */
export async function readCassettes(folder: string): Promise<Cassette[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const cassettes = await Promise.all(names.map((name) => readCassette(join(folder, name))));
  const titles = cassettes.map(({ issueTitle }) => issueTitle);
  const twice = titles.find((title, index) => titles.indexOf(title) !== index);
  if (twice === undefined) return cassettes;
  throw new FixpointError(
    'INVALID_CONFIG',
    `${folder}: two cassettes are for the issue title ${JSON.stringify(twice)}.`,
  );
}

/** @throws FixpointError INVALID_CONFIG */
export async function readCassette(path: string): Promise<Cassette> {
  const parsed = Cassette.safeParse(parseJson(path, await readFile(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_CONFIG', `${path}: ${z.prettifyError(parsed.error)}`);
}

/** Replaces `<folder>/<name>.json` in one step. */
export async function writeCassette(folder: string, cassette: Cassette): Promise<void> {
  const path = join(folder, `${cassette.name}.json`);
  await writeFile(`${path}.part`, `${JSON.stringify(cassette, null, 2)}\n`);
  await rename(`${path}.part`, path);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FixpointError('INVALID_CONFIG', `${path} is not JSON.`, { cause });
  }
}
