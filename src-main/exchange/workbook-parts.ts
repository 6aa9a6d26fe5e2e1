import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../src-shared/errors.ts';
import { isText, XmlBytes, type XmlByteListener } from './xml-bytes.ts';
import { asByteListener, attributeOf, textOfBytes, type XmlListener } from './xml-text.ts';
import { readZipDirectory, readZipEntry, type ZipEntry } from './zip-directory.ts';

export interface SheetPart {
  name: string;
  hidden: boolean;
  entry: ZipEntry;
}

export interface Workbook {
  file: FileHandle;
  sheets: SheetPart[];
  strings: string[];
  /** By style number: true when its number format shows a day. */
  dateStyles: boolean[];
  from1904: boolean;
}

const MIB = 1024 * 1024;
const SMALL_PART_BYTES = 16 * MIB;
const STRINGS_BYTES = 256 * MIB;
const MAX_STRING_CHARACTERS = 64 * MIB;
/** Longer than any cell may be (32,767 characters). */
const MAX_CELL_CHARACTERS = 32_767 * 2;

/** Sends the XML of one part to the listener. */
export async function scanPart(
  file: FileHandle,
  entry: ZipEntry,
  limitBytes: number,
  listener: XmlByteListener,
): Promise<void> {
  const scanner = new XmlBytes(listener);
  let first = true;
  for await (const piece of readZipEntry(file, entry, limitBytes)) {
    if (first && piece.length >= 2 && (piece[0] === 0xff || piece[0] === 0xfe || piece[1] === 0)) {
      throw new AppError('BAD_REQUEST', 'workbook-damaged'); // UTF-16 parts: no program writes them
    }
    scanner.feed(first && piece[0] === 0xef ? piece.subarray(3) : piece);
    first = false;
  }
  scanner.end();
}

/** A part of some kilobytes, heard as texts. */
async function scanSmallPart(file: FileHandle, entry: ZipEntry, listener: XmlListener): Promise<void> {
  await scanPart(file, entry, SMALL_PART_BYTES, asByteListener(listener));
}

/** Opens a workbook: its sheets, shared texts and which styles are dates. */
export async function openWorkbook(file: FileHandle): Promise<Workbook> {
  const entries = await readZipDirectory(file);
  refuseOtherFormats(entries);
  const root = await readRelations(file, entries, '_rels/.rels', '');
  const main = root.find((relation) => relation.type.endsWith('/officedocument'))?.target ?? 'xl/workbook.xml';
  if (main.endsWith('.bin')) throw new AppError('BAD_REQUEST', 'format-not-supported', { format: 'xlsb' });
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relations = await readRelations(file, entries, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  const listed = await readSheetList(file, part(entries, main));
  const sheets: SheetPart[] = [];
  for (const sheet of listed.sheets) {
    const relation = relations.find((one) => one.id === sheet.relationId);
    const entry = relation?.type.endsWith('/worksheet') ? entries.get(relation.target) : undefined;
    if (entry) sheets.push({ name: sheet.name, hidden: sheet.hidden, entry });
  }
  if (sheets.length === 0) throw new AppError('BAD_REQUEST', 'workbook-damaged');
  const target = (kind: string): ZipEntry | undefined =>
    entries.get(relations.find((one) => one.type.endsWith(kind))?.target ?? '');
  return {
    file,
    sheets,
    strings: await readStrings(file, target('/sharedstrings')),
    dateStyles: await readDateStyles(file, target('/styles')),
    from1904: listed.from1904,
  };
}

function refuseOtherFormats(entries: ReadonlyMap<string, ZipEntry>): void {
  if (entries.has('xl/workbook.bin')) throw new AppError('BAD_REQUEST', 'format-not-supported', { format: 'xlsb' });
  if (entries.has('content.xml') && entries.has('mimetype')) {
    throw new AppError('BAD_REQUEST', 'format-not-supported', { format: 'ods' });
  }
  if (!entries.has('[content_types].xml')) throw new AppError('BAD_REQUEST', 'not-a-spreadsheet');
}

function part(entries: ReadonlyMap<string, ZipEntry>, name: string): ZipEntry {
  const entry = entries.get(name);
  if (entry === undefined) throw new AppError('BAD_REQUEST', 'workbook-damaged');
  return entry;
}

interface Relation {
  id: string;
  type: string;
  target: string;
}

async function readRelations(
  file: FileHandle,
  entries: ReadonlyMap<string, ZipEntry>,
  name: string,
  folder: string,
): Promise<Relation[]> {
  const entry = entries.get(name.toLowerCase());
  if (entry === undefined) return [];
  const relations: Relation[] = [];
  await scanSmallPart(file, entry, {
    open(tag, attributes) {
      if (tag !== 'Relationship' || attributeOf(attributes, 'TargetMode') === 'External') return;
      relations.push({
        id: attributeOf(attributes, 'Id') ?? '',
        type: (attributeOf(attributes, 'Type') ?? '').toLowerCase(),
        target: resolveTarget(attributeOf(attributes, 'Target') ?? '', folder),
      });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return relations;
}

function resolveTarget(target: string, folder: string): string {
  const plain = target.replaceAll('\\', '/').toLowerCase();
  if (plain.startsWith('/')) return plain.slice(1);
  const steps = (folder + plain).split('/');
  const kept: string[] = [];
  for (const step of steps) {
    if (step === '..') kept.pop();
    else if (step !== '.' && step !== '') kept.push(step);
  }
  return kept.join('/');
}

interface ListedSheet {
  name: string;
  relationId: string;
  hidden: boolean;
}

async function readSheetList(file: FileHandle, entry: ZipEntry): Promise<{ sheets: ListedSheet[]; from1904: boolean }> {
  const sheets: ListedSheet[] = [];
  let from1904 = false;
  await scanSmallPart(file, entry, {
    open(tag, attributes) {
      if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributeOf(attributes, 'date1904') ?? '0');
      if (tag !== 'sheet') return;
      sheets.push({
        name: attributeOf(attributes, 'name') ?? '',
        relationId: attributeOf(attributes, ':id') ?? attributeOf(attributes, 'id') ?? '',
        hidden: (attributeOf(attributes, 'state') ?? 'visible') !== 'visible',
      });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return { sheets, from1904 };
}

async function readStrings(file: FileHandle, entry: ZipEntry | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (entry === undefined) return strings;
  let current = '';
  let characters = 0;
  let inText = false;
  let inPhonetic = false;
  await scanPart(file, entry, STRINGS_BYTES, {
    open(bytes, nameFrom, nameTo) {
      if (isText(bytes, nameFrom, nameTo, 't')) inText = !inPhonetic;
      else if (isText(bytes, nameFrom, nameTo, 'si')) current = '';
      else if (isText(bytes, nameFrom, nameTo, 'rPh')) inPhonetic = true;
    },
    close(bytes, nameFrom, nameTo) {
      if (isText(bytes, nameFrom, nameTo, 't')) inText = false;
      else if (isText(bytes, nameFrom, nameTo, 'rPh')) inPhonetic = false;
      else if (isText(bytes, nameFrom, nameTo, 'si')) {
        characters += current.length;
        if (characters > MAX_STRING_CHARACTERS) throw tooMuchText();
        strings.push(decodeEscapes(current));
      }
    },
    text(bytes, from, to, isRaw) {
      if (!inText) return;
      current += textOfBytes(bytes, from, to, isRaw);
      if (current.length > MAX_CELL_CHARACTERS) throw tooMuchText();
    },
  });
  return strings;
}

function tooMuchText(): AppError {
  return new AppError('BAD_REQUEST', 'workbook-too-large', { limitMiB: STRINGS_BYTES / MIB });
}

/** `_x000D_` and its like are how a workbook writes signs that XML cannot hold. */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Numbers of the built-in formats that show a day (14–17, 22 and the East Asian 27–36, 50–58). */
function isBuiltInDate(format: number): boolean {
  return (
    (format >= 14 && format <= 17) ||
    format === 22 ||
    (format >= 27 && format <= 31) ||
    format === 36 ||
    (format >= 50 && format <= 54) ||
    format === 57 ||
    format === 58
  );
}

/** True when the format code shows a day: y or d, or m that is not minutes, outside quotes and brackets. */
export function isDateFormat(code: string): boolean {
  const plain = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase();
  if (plain.startsWith('general')) return false;
  return /[yd]/.test(plain) || (plain.includes('m') && !/[hs]/.test(plain));
}

async function readDateStyles(file: FileHandle, entry: ZipEntry | undefined): Promise<boolean[]> {
  const dateStyles: boolean[] = [];
  if (entry === undefined) return dateStyles;
  const dateFormats = new Map<number, boolean>();
  let inCellFormats = false;
  await scanSmallPart(file, entry, {
    open(tag, attributes) {
      if (tag === 'numFmt') {
        dateFormats.set(
          Number(attributeOf(attributes, 'numFmtId')),
          isDateFormat(attributeOf(attributes, 'formatCode') ?? ''),
        );
      } else if (tag === 'cellXfs') inCellFormats = true;
      else if (tag === 'xf' && inCellFormats) {
        const format = Number(attributeOf(attributes, 'numFmtId') ?? '0');
        dateStyles.push(dateFormats.get(format) ?? isBuiltInDate(format));
      }
    },
    close(tag) {
      if (tag === 'cellXfs') inCellFormats = false;
    },
    text: () => undefined,
  });
  return dateStyles;
}
