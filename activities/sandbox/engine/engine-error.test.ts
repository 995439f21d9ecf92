import { expect, it } from 'vitest';
import { toEngineError } from './engine-error.ts';

it.each([
  [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 'ENGINE_UNAVAILABLE'],
  [new DOMException('late', 'TimeoutError'), 'ENGINE_UNAVAILABLE'],
  [Object.assign(new Error('No such image: x:1'), { statusCode: 404 }), 'IMAGE_MISSING'],
  [Object.assign(new Error('no such container'), { statusCode: 404 }), 'ENGINE_REFUSED'],
  [Object.assign(new Error('bad parameter'), { statusCode: 400 }), 'ENGINE_REFUSED'],
  [Object.assign(new Error('busy'), { statusCode: 503 }), 'ENGINE_UNAVAILABLE'],
])('%s is %s', (cause, code) => {
  expect(toEngineError('create', cause)).toMatchObject({ code, cause });
});
