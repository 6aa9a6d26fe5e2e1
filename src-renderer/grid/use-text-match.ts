import { useEffect, useState } from 'react';
import { textMatcher } from './text-match.ts';

const literally = (typed: string) => (text: string) => text.toLowerCase().includes(typed.trim().toLowerCase());

/** Matches at once by the letters, and by pinyin as soon as its dictionary is here. */
export function useTextMatch(typed: string): (text: string) => boolean {
  const [matcher, setMatcher] = useState<{ typed: string; matches: (text: string) => boolean } | null>(null);
  useEffect(() => {
    let here = true;
    void textMatcher(typed).then(({ matches }) => here && setMatcher({ typed, matches }));
    return () => {
      here = false;
    };
  }, [typed]);
  return matcher?.typed === typed ? matcher.matches : literally(typed);
}
