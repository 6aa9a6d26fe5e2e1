type Pinyin = (typeof import('pinyin-pro'))['pinyin'];

const known = new Map<string, string>();
/** Names of a whole company stand well below this; a store that has more is read without remembering them all. */
const MOST_KNOWN = 20_000;
const LETTERS = /^[A-Za-z]{2,}$/;
let loaded: Pinyin | null = null;

/** True when a quick search may be the first letters of a Chinese name's syllables: two or more Latin letters. */
export const mayBeInitials = (text: string): boolean => LETTERS.test(text.trim());

/** Loads the dictionary before a question is answered that needs it; the thread starts without it. */
export async function loadInitialsFor(input: unknown): Promise<void> {
  if (loaded === null && textsOf(input).some(mayBeInitials)) loaded = (await import('pinyin-pro')).pinyin;
}

/** The first letters of a name's syllables in small Latin letters, `czlx` for 长治力行; other signs stay as they are. */
export function nameInitials(name: unknown): string {
  if (loaded === null || typeof name !== 'string') return '';
  const before = known.get(name);
  if (before !== undefined) return before;
  const initials = loaded(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase();
  if (known.size < MOST_KNOWN) known.set(name, initials);
  return initials;
}

/** The search texts of a question: its own, and that of the query it names or selects by. */
function textsOf(input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([name, value]) => {
    if (name === 'text') return typeof value === 'string' ? [value] : [];
    return name === 'query' || name === 'selection' ? textsOf(value) : [];
  });
}
