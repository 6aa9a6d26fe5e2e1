import { HOST_TEXT_EN } from '../../src-shared/i18n/en/host.ts';
import { HOST_TEXT_ZH } from '../../src-shared/i18n/zh-CN/host.ts';

export type HostTextKey = keyof typeof HOST_TEXT_ZH;

/** What a host says before any screen is there: the Chinese line first, the English one below. */
export function hostText(
  key: HostTextKey,
  facts: Record<string, string | number> = {},
): [chinese: string, english: string] {
  return [fill(HOST_TEXT_ZH[key], facts), fill(HOST_TEXT_EN[key], facts)];
}

function fill(text: string, facts: Record<string, string | number>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''));
}
