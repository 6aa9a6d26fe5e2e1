/** Where a text stands that no database can hold. */
export interface UnstorableText {
  /** Names and indexes on the way to it, joined by dots: `lines.2.note`. */
  path: string;
  /** The character from 1, as a person counts. */
  position: number;
  /** `U+0000`, or the half of a pair: `U+D83D`. */
  character: string;
}

const UNSTORABLE = /\u0000|\p{Surrogate}/u;

/**
 * The first text anywhere in `value` (plain data as JSON has it) with a character that PostgreSQL refuses or that would
 * come back as another one: U+0000 and half a surrogate pair. Null when all can be kept (sync §6, case 29).
 */
export function unstorableText(value: unknown, path = ''): UnstorableText | null {
  if (typeof value === 'string') return unstorableIn(value, path);
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = unstorableText(inner, path === '' ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

function unstorableIn(text: string, path: string): UnstorableText | null {
  const found = UNSTORABLE.exec(text);
  if (found === null) return null;
  const code = text.charCodeAt(found.index).toString(16).toUpperCase().padStart(4, '0');
  return { path, position: [...text.slice(0, found.index)].length + 1, character: `U+${code}` };
}
