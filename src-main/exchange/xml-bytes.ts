import { AppError } from '../../src-shared/errors.ts';

/** Hears the marks of an XML part as places in the bytes; they are valid only during the call. */
export interface XmlByteListener {
  /** The local name lies in [nameFrom, nameTo), the attributes in [nameTo, to). */
  open(bytes: Buffer, nameFrom: number, nameTo: number, to: number): void;
  close(bytes: Buffer, nameFrom: number, nameTo: number): void;
  /** `isRaw`: from a CDATA section, where & is a sign like any other. */
  text(bytes: Buffer, from: number, to: number, isRaw: boolean): void;
}

const MAX_TOKEN_BYTES = 8 << 20;
const MAX_TAG_BYTES = 1 << 20;
const MAX_DEPTH = 64;
const EMPTY = Buffer.alloc(0);
const [LESS, GREATER, SLASH, QUESTION, EXCLAMATION, COLON] = [60, 62, 47, 63, 33, 58];
const [QUOTE, APOSTROPHE, SPACE] = [34, 39, 32];

/**
 * Reads XML in pieces of UTF-8, as much of it as a workbook uses, without making texts of what nobody asks for. It knows no
 * document types: a file that declares one is refused, and with it every entity bomb and every reference to something
 * outside the file.
 */
export class XmlBytes {
  readonly #listener: XmlByteListener;
  #rest: Buffer = EMPTY;
  #depth = 0;
  #seenRoot = false;

  constructor(listener: XmlByteListener) {
    this.#listener = listener;
  }

  feed(piece: Buffer): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = 0;
    while (at < bytes.length) {
      const next = bytes[at] === LESS ? this.#markup(bytes, at) : this.#characters(bytes, at);
      if (next === -1) break;
      at = next;
    }
    // A copy: the piece belongs to the unpacking, and a short rest must not keep all of it.
    this.#rest = at === bytes.length ? EMPTY : Buffer.from(bytes.subarray(at));
    if (this.#rest.length > MAX_TOKEN_BYTES) throw malformed();
  }

  end(): void {
    if (this.#rest.toString('utf8').trim() !== '' || this.#depth !== 0 || !this.#seenRoot) throw malformed();
  }

  #characters(bytes: Buffer, at: number): number {
    let end = at + 1;
    const { length } = bytes;
    while (end < length && bytes[end] !== LESS) end += 1;
    if (end === length) return -1;
    if (this.#depth > 0) this.#listener.text(bytes, at, end, false);
    return end;
  }

  #markup(bytes: Buffer, at: number): number {
    if (at + 1 >= bytes.length) return -1;
    const second = bytes[at + 1];
    if (second === EXCLAMATION) return this.#declaration(bytes, at);
    if (second === QUESTION) {
      const end = bytes.indexOf('?>', at);
      return end === -1 ? -1 : end + 2;
    }
    return second === SLASH ? this.#closeTag(bytes, at + 2) : this.#openTag(bytes, at + 1);
  }

  #declaration(bytes: Buffer, at: number): number {
    if (startsWith(bytes, at, '<!--')) {
      const end = bytes.indexOf('-->', at + 4);
      return end === -1 ? -1 : end + 3;
    }
    if (startsWith(bytes, at, '<![CDATA[')) {
      const end = bytes.indexOf(']]>', at + 9);
      if (end === -1) return -1;
      if (this.#depth > 0) this.#listener.text(bytes, at + 9, end, true);
      return end + 3;
    }
    if (bytes.length - at < 9) return -1;
    throw new AppError('BAD_REQUEST', 'workbook-declares-entities');
  }

  #openTag(bytes: Buffer, from: number): number {
    let nameFrom = from;
    let at = from;
    const { length } = bytes;
    for (; at < length; at += 1) {
      const sign = bytes[at] ?? 0;
      if (sign === COLON) nameFrom = at + 1;
      else if (sign <= SPACE || sign === GREATER || sign === SLASH) break;
    }
    const nameTo = at;
    let quote = 0;
    for (; at < length; at += 1) {
      const sign = bytes[at];
      if (quote !== 0) {
        if (sign === quote) quote = 0;
      } else if (sign === QUOTE || sign === APOSTROPHE) quote = sign;
      else if (sign === GREATER) break;
    }
    if (at === length) return -1;
    if (nameTo === nameFrom || at - from > MAX_TAG_BYTES) throw malformed();
    this.#seenRoot = true;
    const isSelfClosing = bytes[at - 1] === SLASH;
    if (!isSelfClosing) {
      this.#depth += 1;
      if (this.#depth > MAX_DEPTH) throw malformed();
    }
    this.#listener.open(bytes, nameFrom, nameTo, isSelfClosing ? at - 1 : at);
    if (isSelfClosing) this.#listener.close(bytes, nameFrom, nameTo);
    return at + 1;
  }

  #closeTag(bytes: Buffer, from: number): number {
    let nameFrom = from;
    let nameTo = 0;
    let at = from;
    const { length } = bytes;
    for (; at < length; at += 1) {
      const sign = bytes[at] ?? 0;
      if (sign === GREATER) break;
      if (sign === COLON) nameFrom = at + 1;
      else if (sign > SPACE) nameTo = at + 1;
    }
    if (at === length) return -1;
    this.#depth -= 1;
    if (this.#depth < 0) throw malformed();
    this.#listener.close(bytes, nameFrom, Math.max(nameFrom, nameTo));
    return at + 1;
  }
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** True when the bytes in [from, to) are the ASCII text. */
export function isText(bytes: Buffer, from: number, to: number, text: string): boolean {
  return to - from === text.length && startsWith(bytes, from, text);
}

function malformed(): AppError {
  return new AppError('BAD_REQUEST', 'workbook-damaged');
}
