import { halfWidth } from './cell.ts';
import { CHOICE_WORDS } from './choice-words.ts';
import type { FieldDefinition } from './field-definition.ts';

/**
 * What most likely was meant by a refused value, or null: the code that exists with leading zeros, without an exponent or
 * in another case ("123" for "000123", "100000" for "1E5"), or the choice whose words begin alike. Only one candidate is
 * a suggestion; two are none.
 */
export function suggestValue(
  field: FieldDefinition,
  text: string,
  known: ReadonlySet<string> | undefined,
): string | null {
  if (text === '') return null;
  if (field.type === 'choice') return suggestChoice(field.choices, text);
  if (known === undefined) return null;
  const wanted = normalCode(text);
  let found: string | null = null;
  for (const code of known) {
    if (normalCode(code) !== wanted) continue;
    if (found !== null) return null;
    found = code;
  }
  return found;
}

/** Codes that Excel makes alike have the same normal form: no leading zeros, exponents written out, upper case. */
function normalCode(code: string): string {
  const plain = halfWidth(code).trim().toUpperCase().replace(/[\s-]/g, '');
  const exponent = /^(\d+)E\+?(\d{1,2})$/.exec(plain);
  const digits = exponent === null ? plain : (exponent[1] ?? '') + '0'.repeat(Number(exponent[2]));
  return digits.replace(/^0+(?=.)/, '');
}

function suggestChoice(choices: readonly string[], text: string): string | null {
  const wanted = halfWidth(text).toLowerCase().trim();
  const alike = choices.filter((choice) =>
    [choice.toLowerCase(), ...(CHOICE_WORDS[choice] ?? [])].some(
      (word) => word.startsWith(wanted) || wanted.startsWith(word),
    ),
  );
  return alike.length === 1 ? (alike[0] ?? null) : null;
}
