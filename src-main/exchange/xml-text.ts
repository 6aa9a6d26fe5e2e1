import { AppError } from '../../src-shared/errors.ts';
import type { XmlByteListener } from './xml-bytes.ts';

/** Hears the marks of a small XML part as texts. */
export interface XmlListener {
  /** Local name (no prefix) and the raw attribute text. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/** Makes the listener of texts hear what is read as bytes. */
export function asByteListener(listener: XmlListener): XmlByteListener {
  return {
    open: (bytes, nameFrom, nameTo, to) => {
      listener.open(bytes.toString('utf8', nameFrom, nameTo), bytes.toString('utf8', nameTo, to));
    },
    close: (bytes, nameFrom, nameTo) => {
      listener.close(bytes.toString('utf8', nameFrom, nameTo));
    },
    text: (bytes, from, to, isRaw) => {
      listener.text(textOfBytes(bytes, from, to, isRaw));
    },
  };
}

/** The text in [from, to), entities resolved unless it is raw. */
export function textOfBytes(bytes: Buffer, from: number, to: number, isRaw: boolean): string {
  const text = bytes.toString('utf8', from, to);
  return isRaw ? text : decodeEntities(text);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The value of an attribute in raw attribute text, or null; prefixes count as part of the name unless asked otherwise. */
export function attributeOf(attributes: string, name: string): string | null {
  let at = attributes.indexOf(name);
  while (at !== -1) {
    const before = attributes.charCodeAt(at - 1);
    const isStart = at === 0 || before === 32 || before === 10 || before === 13 || before === 9 || before === 58;
    const equals = /^\s*=\s*(["'])/.exec(attributes.slice(at + name.length, at + name.length + 8));
    if (isStart && equals) {
      const from = at + name.length + equals[0].length;
      const end = attributes.indexOf(equals[1] ?? '"', from);
      return end === -1 ? null : decodeEntities(attributes.slice(from, end));
    }
    at = attributes.indexOf(name, at + 1);
  }
  return null;
}

/** The text with its entities resolved; one that is not of XML itself makes the part damaged. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-zA-Z]{1,16});|&/g,
    (_whole: string, entity: string | undefined) => {
      const known =
        entity === undefined ? undefined : entity.startsWith('#') ? decodeNumeric(entity) : ENTITIES[entity];
      if (known === undefined) throw new AppError('BAD_REQUEST', 'workbook-damaged');
      return known;
    },
  );
}

function decodeNumeric(entity: string): string | undefined {
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
