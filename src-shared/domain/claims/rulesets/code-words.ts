/** What the codes of one subject are called where a person reads and writes them. */
export interface CodeWords {
  /** The word and its code, `客车 COACH`; the code alone where it has no word of its own. */
  textOf(code: string): string;
  /** The code that a code, its word or both stand for; undefined for what is none of them. */
  codeOf(text: string): string | undefined;
}

/** Codes that have no words. */
export const NO_WORDS: CodeWords = { textOf: (code) => code, codeOf: () => undefined };

/**
 * Words for codes: `word` is shown, `others` are read as well, such as the word of another language. A word of two codes is not
 * read alone, because nobody could say which is meant.
 */
export function codeWords(entries: readonly { code: string; word: string; others?: readonly string[] }[]): CodeWords {
  const texts = new Map(entries.map(({ code, word }) => [code, withCode(code, word)]));
  const codesByText = new Map<string, Set<string>>();
  const know = (text: string, code: string): void => {
    const known = codesByText.get(plain(text)) ?? new Set();
    codesByText.set(plain(text), known.add(code));
  };
  for (const { code, word, others = [] } of entries) {
    for (const name of [word, ...others]) {
      know(name, code);
      know(withCode(code, name), code);
      know(`${code} ${name}`, code);
    }
  }
  // a code is always itself, whatever else is called by its letters
  for (const { code } of entries) codesByText.set(plain(code), new Set([code]));
  return {
    textOf: (code) => texts.get(code) ?? code,
    codeOf: (text) => {
      const [code, ...others] = codesByText.get(plain(text)) ?? [];
      return others.length > 0 ? undefined : code;
    },
  };
}

/** The codes of a list, by commas; blanks divide only what is no word as a whole. What is no code stays as it was written. */
export function readCodeList(text: string, words: CodeWords): string[] {
  const pieces = text.split(/[,，、;；]/u).flatMap((part) => {
    const code = words.codeOf(part);
    return code === undefined ? part.split(/\s+/u).map((piece) => words.codeOf(piece) ?? piece) : [code];
  });
  return [...new Set(pieces.filter((piece) => piece !== ''))];
}

/** A word that says its code by itself, as `A 级` does, stands alone; commas divide codes and stand in no word. */
function withCode(code: string, word: string): string {
  const plainWord = word.replaceAll(/[,，、;；]\s*/gu, ' ');
  return plainWord.split(/\s/u).includes(code) ? plainWord : `${plainWord} ${code}`;
}

const plain = (text: string): string => text.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
