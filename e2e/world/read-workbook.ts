/** A reader of xlsx that is neither exceljs nor the one of the product: what a second program sees in our files. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const END_RECORD_BYTES = 22;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;

function partsOf(file: string): Map<string, string> {
  const bytes = readFileSync(file);
  let end = bytes.length - END_RECORD_BYTES;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new Error(`${file} is no zip file`);
  const parts = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + DIRECTORY_ENTRY_BYTES, at + DIRECTORY_ENTRY_BYTES + (nameLength ?? 0));
    const start = local + LOCAL_HEADER_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const raw = bytes.subarray(start, start + size);
    parts.set(name, (method === 0 ? raw : inflateRawSync(raw)).toString('utf8'));
    at += DIRECTORY_ENTRY_BYTES + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return parts;
}

const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&');
const textsIn = (xml: string): string =>
  unescaped([...xml.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)].map((match) => match[1] ?? '').join(''));

/** Every filled cell of every sheet, numbers as numbers: `sheet → cell address → value`. */
export function readWorkbook(file: string): Map<string, Map<string, string | number>> {
  const parts = partsOf(file);
  const shared = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((match) =>
    textsIn(match[1] ?? ''),
  );
  const relations = new Map(
    [...(parts.get('xl/_rels/workbook.xml.rels') ?? '').matchAll(/<Relationship [^>]*>/g)].map(([tag]) => [
      /\bId="([^"]+)"/.exec(tag)?.[1] ?? '',
      (/\bTarget="([^"]+)"/.exec(tag)?.[1] ?? '').replace(/^\/?(xl\/)?/, 'xl/'),
    ]),
  );
  const sheets = new Map<string, Map<string, string | number>>();
  for (const [tag] of (parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*>/g)) {
    const name = unescaped(/\bname="([^"]*)"/.exec(tag)?.[1] ?? '');
    const target = relations.get(/\br:id="([^"]+)"/.exec(tag)?.[1] ?? '') ?? '';
    sheets.set(name, cellsOf(parts.get(target) ?? '', shared));
  }
  return sheets;
}

function cellsOf(xml: string, shared: readonly string[]): Map<string, string | number> {
  const cells = new Map<string, string | number>();
  for (const [, attributes = '', content = ''] of xml.matchAll(/<c\s([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const address = /\br="([A-Z]+\d+)"/.exec(attributes)?.[1];
    const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n';
    const value = /<v>([^<]*)<\/v>/.exec(content)?.[1];
    if (address === undefined) continue;
    if (type === 'inlineStr') cells.set(address, textsIn(content));
    else if (value === undefined) continue;
    else if (type === 's') cells.set(address, shared[Number(value)] ?? '');
    else cells.set(address, type === 'n' ? Number(value) : unescaped(value));
  }
  return cells;
}
