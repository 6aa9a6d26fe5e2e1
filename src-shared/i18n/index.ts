import type { Locale } from '../contract/values.ts';
import { appTexts as appEn } from './en/app.ts';
import { appTexts as appZh } from './zh-CN/app.ts';

/** Every text for people, by language and flat key; the Chinese one is the standard, the English one is complete. */
export const CATALOGUES: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  'zh-CN': { ...appZh },
  en: { ...appEn },
};
