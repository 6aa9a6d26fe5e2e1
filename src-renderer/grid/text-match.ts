/** Whether a text holds what was typed: the letters themselves, or the first letters of its syllables. */
export interface TextMatcher {
  matches: (text: string) => boolean;
}

const LETTERS = /^[a-z]{2,}$/;
const CHINESE = /[\u4e00-\u9fff]/;

/**
 * Compares without case and width. Two or more Latin letters also find Chinese names by the initials of their pinyin
 * (czlx finds 长治力行); the dictionary is loaded when it is first needed.
 */
export async function textMatcher(typed: string): Promise<TextMatcher> {
  const wanted = plain(typed);
  const literal = (text: string): boolean => plain(text).includes(wanted);
  if (!LETTERS.test(wanted)) return { matches: literal };
  const { pinyin } = await import('pinyin-pro');
  const known = new Map<string, string>();
  const initialsOf = (text: string): string => {
    const initials =
      known.get(text) ?? pinyin(text, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase();
    known.set(text, initials);
    return initials;
  };
  return { matches: (text) => literal(text) || (CHINESE.test(text) && initialsOf(text).includes(wanted)) };
}

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
