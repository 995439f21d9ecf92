import fc from 'fast-check';

/** A route with a body that fits, of which parts are broken. */
interface Template {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

export interface BrokenRequest {
  readonly how: string;
  readonly method: Template['method'];
  readonly url: string;
  readonly contentType: string;
  readonly payload: string | Buffer;
}

const ISSUE = {
  title: 'Log in',
  body: 'It fails.',
  state: 'open',
  type: 'bug',
  priority: 'high',
  labels: ['a', 'b'],
  assignees: ['ann'],
  parent: 1,
};
const TASK = {
  id: 'task-1',
  title: 'Log in',
  description: 'It fails.',
  labels: ['a'],
  priority: 'low',
  depends_on: [1, 'task-0'],
  due: '2026-01-31',
  not_before: '2026-01-31T00:00:00Z',
  source: { system: 'activity-core', run_id: 'r', url: 'https://a.example/' },
  metadata: { a: 1 },
};

export const TEMPLATES: readonly Template[] = [
  { method: 'POST', url: '/issues/', body: TASK, required: ['id', 'title'] },
  { method: 'POST', url: '/issues', body: TASK, required: ['id', 'title'] },
  { method: 'POST', url: '/api/v1/issues', body: ISSUE, required: ['title'] },
  { method: 'PATCH', url: '/api/v1/issues/1', body: { ...ISSUE, labels: ['x'] }, required: [] },
  { method: 'POST', url: '/api/v1/issues/1/comments', body: { body: 'Hi' }, required: ['body'] },
  {
    method: 'POST',
    url: '/api/v1/issues/1/close',
    body: { reason: 'completed', comment: 'x' },
    required: [],
  },
  { method: 'POST', url: '/api/v1/issues/1/claim', body: { ttlMs: 1_000, takeover: true }, required: [] },
  { method: 'POST', url: '/api/v1/issues/1/claim/heartbeat', body: { token: 1 }, required: ['token'] },
  { method: 'POST', url: '/api/v1/ready/claim', body: { query: 'is:open', ttlMs: 1_000 }, required: [] },
  {
    method: 'PUT',
    url: '/api/v1/issues/1/state',
    body: { state: { a: 1 }, expectedRevision: 0 },
    required: ['state'],
  },
  {
    method: 'PUT',
    url: '/api/v1/issues/1/deferral',
    body: { until: '2099-01-01T00:00:00Z' },
    required: ['until'],
  },
  {
    method: 'PUT',
    url: '/api/v1/labels/bug',
    body: { color: '#ff0000', description: 'x' },
    required: ['color'],
  },
  {
    method: 'POST',
    url: '/api/v1/milestones',
    body: { title: 'v1', dueOn: '2026-01-31' },
    required: ['title'],
  },
  {
    method: 'POST',
    url: '/api/v1/duplicates',
    body: { title: 'x', limit: 5, threshold: 0.5 },
    required: ['title'],
  },
  {
    method: 'POST',
    url: '/api/v1/bulk-edits',
    body: { select: { numbers: [1] }, edit: { title: 'x' } },
    required: ['select', 'edit'],
  },
  {
    method: 'POST',
    url: '/api/v1/keys',
    body: { name: 'ci', agent: 'ci', scopes: ['issues:read'] },
    required: ['name', 'agent', 'scopes'],
  },
  {
    method: 'POST',
    url: '/api/v1/webhooks',
    body: { url: 'https://a.example/', events: ['deleted'], secret: `whsec_${'A'.repeat(32)}` },
    required: ['url'],
  },
];

const JSON_TYPE = 'application/json';
const OTHER_TYPES = [
  'text/plain',
  'application/xml',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'a/b',
];

/** A value of any type but that of `value`; none of them fits where it stands. */
function anotherType(value: unknown): fc.Arbitrary<unknown> {
  const all: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
    ['string', fc.string({ unit: 'binary' })],
    ['number', fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())],
    ['boolean', fc.boolean()],
    ['array', fc.array(fc.jsonValue({ maxDepth: 1 }))],
    ['object', fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }))],
  ];
  const own = Array.isArray(value) ? 'array' : typeof value;
  return fc.oneof(...all.filter(([type]) => type !== own).map(([, arbitrary]) => arbitrary));
}

function brokenField(name: string, value: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(value))
    return fc.oneof(anotherType(value), fc.constant([{}]), fc.constant([[]]), fc.constant([true]));
  if (typeof value === 'number') return fc.oneof(anotherType(value), fc.constantFrom(-1, 1e300, -0.5));
  if (typeof value === 'object') return fc.oneof(anotherType(value), fc.constant(tooDeep()));
  // An empty or endless one; those that may be empty are told apart by their names.
  const isText = ['body', 'description', 'comment', 'query'].includes(name);
  const endless = 'x'.repeat(isText ? 1_000_001 : 5_000);
  return fc.oneof(anotherType(value), fc.constant(endless), ...(isText ? [] : [fc.constant('')]));
}

function tooDeep(): unknown {
  let value: unknown = 1;
  for (let depth = 0; depth < 80; depth += 1) value = { a: value };
  return value;
}

function broken({ method, url, body, required }: Template): fc.Arbitrary<BrokenRequest> {
  const names = Object.keys(body);
  const request = (how: string) => (payload: string | Buffer) => ({
    how,
    method,
    url,
    contentType: JSON_TYPE,
    payload,
  });
  const text = JSON.stringify(body);
  const ways: fc.Arbitrary<BrokenRequest>[] = [
    fc.integer({ min: 1, max: text.length - 1 }).map((at) => request('cut off')(text.slice(0, at))),
    fc
      .uint8Array({ minLength: 1, maxLength: 50 })
      .map((bytes) => request('bytes')(Buffer.from([0xff, ...bytes]))),
    fc
      .constantFrom(...names)
      .chain((name) =>
        brokenField(name, body[name]).map((value) => JSON.stringify({ ...body, [name]: value })),
      )
      .map(request('a field that does not fit')),
    fc
      .tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.jsonValue({ maxDepth: 2 }))
      .map(([name, value]) => JSON.stringify({ ...body, [`x-${name}`]: value }))
      .map(request('a field too many')),
    fc
      .oneof(
        fc.array(fc.jsonValue({ maxDepth: 2 })),
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
      )
      .map((value) => request('no object')(JSON.stringify(value))),
    fc
      .constantFrom('__proto__', 'constructor')
      .map((name) => request('a prototype')(`{"${name}":{"prototype":{"x":1}},${text.slice(1)}`)),
    fc
      .integer({ min: 65, max: 5_000 })
      .map((depth) => request('too deep')('['.repeat(depth) + ']'.repeat(depth))),
    fc.constantFrom(...OTHER_TYPES).map((contentType) => ({ ...request('another type')(text), contentType })),
  ];
  if (required.length > 0) {
    const without = (name: string) =>
      JSON.stringify(Object.fromEntries(Object.entries(body).filter(([it]) => it !== name)));
    ways.push(fc.constantFrom(...required).map((name) => request('a field too few')(without(name))));
  }
  return fc.oneof(...ways);
}

/** Requests that fit no schema, each broken in one way. */
export const brokenRequests = fc.constantFrom(...TEMPLATES).chain(broken);
