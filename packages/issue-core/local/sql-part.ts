export type SqlValue = string | number;

/** A piece of SQL with its parameters: values never stand in the text. */
export interface SqlPart {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export const TRUE: SqlPart = { sql: '1', params: [] };
export const FALSE: SqlPart = { sql: '0', params: [] };

export function part(sql: string, ...params: readonly SqlValue[]): SqlPart {
  return { sql, params };
}

export function allOf(parts: readonly SqlPart[]): SqlPart {
  return join(parts, ' AND ', TRUE);
}

export function anyOf(parts: readonly SqlPart[]): SqlPart {
  return join(parts, ' OR ', FALSE);
}

export function negate({ sql, params }: SqlPart): SqlPart {
  return { sql: `NOT ${sql}`, params };
}

function join(parts: readonly SqlPart[], operator: string, none: SqlPart): SqlPart {
  const [first, ...more] = parts;
  if (first === undefined) return none;
  if (more.length === 0) return first;
  return {
    sql: `(${parts.map(({ sql }) => sql).join(operator)})`,
    params: parts.flatMap(({ params }) => params),
  };
}
