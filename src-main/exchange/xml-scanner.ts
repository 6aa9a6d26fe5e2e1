import { AppError } from '../../src-shared/errors.ts';

export interface XmlListener {
  /** Local name (no prefix) and the raw attribute text. */
  open(name: string, attributes: string, selfClosing: boolean): void;
  close(name: string): void;
  text(text: string): void;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const MAX_TOKEN = 1 << 20;
const MAX_DEPTH = 64;

/**
 * Reads XML in pieces, as much of it as a workbook uses. It knows no document types: a file that declares one is
 * refused, and with it every entity bomb and every reference to something outside the file.
 */
export class XmlScanner {
  readonly #listener: XmlListener;
  #rest = '';
  #depth = 0;
  #seenRoot = false;

  constructor(listener: XmlListener) {
    this.#listener = listener;
  }

  feed(piece: string): void {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    let at = 0;
    while (at < text.length) {
      const next = text.charCodeAt(at) === 60 /* < */ ? this.#markup(text, at) : this.#characters(text, at);
      if (next === -1) break;
      at = next;
    }
    this.#rest = at === 0 ? text : text.slice(at);
    if (this.#rest.length > MAX_TOKEN * 8) throw malformed();
  }

  end(): void {
    if (this.#rest.trim() !== '' || this.#depth !== 0 || !this.#seenRoot) throw malformed();
  }

  #characters(text: string, at: number): number {
    const end = text.indexOf('<', at);
    if (end === -1) return -1;
    if (this.#depth > 0) this.#listener.text(decodeEntities(text.slice(at, end)));
    return end;
  }

  #markup(text: string, at: number): number {
    const second = text.charCodeAt(at + 1);
    if (Number.isNaN(second)) return -1;
    if (second === 33 /* ! */) return this.#declaration(text, at);
    const end = second === 63 /* ? */ ? text.indexOf('?>', at) : findTagEnd(text, at + 1);
    if (end === -1) return -1;
    if (second === 63) return end + 2;
    if (second === 47 /* / */) this.#closeTag(text.slice(at + 2, end));
    else this.#openTag(text.slice(at + 1, end));
    return end + 1;
  }

  #declaration(text: string, at: number): number {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4);
      return end === -1 ? -1 : end + 3;
    }
    if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at + 9);
      if (end === -1) return -1;
      this.#listener.text(text.slice(at + 9, end));
      return end + 3;
    }
    if (text.length - at < 9) return -1;
    throw new AppError('BAD_REQUEST', 'workbook-declares-entities');
  }

  #openTag(inner: string): void {
    const selfClosing = inner.endsWith('/');
    const body = selfClosing ? inner.slice(0, -1) : inner;
    const space = body.search(/\s/);
    const name = localName(space === -1 ? body : body.slice(0, space));
    if (name === '' || body.length > MAX_TOKEN) throw malformed();
    this.#seenRoot = true;
    if (!selfClosing) {
      this.#depth += 1;
      if (this.#depth > MAX_DEPTH) throw malformed();
    }
    this.#listener.open(name, space === -1 ? '' : body.slice(space), selfClosing);
    if (selfClosing) this.#listener.close(name);
  }

  #closeTag(inner: string): void {
    this.#depth -= 1;
    if (this.#depth < 0) throw malformed();
    this.#listener.close(localName(inner.trim()));
  }
}

/** The `>` that ends a tag; one inside a quoted value does not. */
function findTagEnd(text: string, from: number): number {
  const end = text.indexOf('>', from);
  if (end === -1) return -1;
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (quote !== 0) {
      if (sign === quote) quote = 0;
    } else if (sign === 34 || sign === 39) quote = sign;
    else if (sign === 62) return at;
  }
  return -1;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

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

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-zA-Z]{1,16});|&/g,
    (_whole: string, entity: string | undefined) => {
      const known =
        entity === undefined ? undefined : entity.startsWith('#') ? decodeNumeric(entity) : ENTITIES[entity];
      if (known === undefined) throw malformed();
      return known;
    },
  );
}

function decodeNumeric(entity: string): string | undefined {
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function malformed(): AppError {
  return new AppError('BAD_REQUEST', 'workbook-damaged');
}
